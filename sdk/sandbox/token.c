/* token.c - access tokens that look like those of the service. */
#include "token.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/base64.h"
#include "json.h"

/* As long as an ES512 signature. */
enum { SIGNATURE = 132 };

static const char head[] = "{\"alg\":\"ES512\",\"kid\":\"nscale-sandbox\","
                           "\"typ\":\"JWT\"}";
static const char issuer[] = "https://identity.sandbox.invalid";

static void write_claims(const struct token_claims *claims, struct buffer *out)
{
  buffer_putc(out, '{');
  json_member(out, "iss", issuer);
  json_member(out, "sub", claims->subject);
  json_member(out, "aud", issuer);
  json_member(out, "org", claims->organization);
  json_member(out, "scope", "openid email profile");
  buffer_printf(
      out,
      ",\"iat\":%" PRId64 ",\"exp\":%" PRId64 ",\"jti\":\"%s-%" PRIu64 "\"",
      claims->issued, claims->expires, claims->subject, claims->generation);
  buffer_printf(out,
                ",\"https://unikorn-cloud.org/authz\":{\"acctype\":"
                "\"%s\",\"orgIds\":[\"%s\"]}}",
                claims->type, claims->organization);
}

/* Bytes that depend on every byte of the claims (FNV-1a as the seed). */
static void derive_signature(const struct buffer *claims,
                             unsigned char signature[SIGNATURE])
{
  struct ident_stream stream = { .state = UINT64_C(0xcbf29ce484222325) };
  size_t at;

  for (at = 0; at < claims->length; at++)
    stream.state = (stream.state ^ (unsigned char)claims->data[at]) *
                   UINT64_C(0x100000001b3);
  for (at = 0; at < SIGNATURE; at++)
    signature[at] = (unsigned char)ident_number(&stream);
}

char *token_make(const struct token_claims *claims)
{
  struct buffer payload CLEANUP_BUFFER = { 0 };
  struct buffer out = { 0 };
  unsigned char signature[SIGNATURE];

  write_claims(claims, &payload);
  if (payload.failed)
    return NULL;
  derive_signature(&payload, signature);
  base64url_encode(head, sizeof head - 1, &out);
  buffer_putc(&out, '.');
  base64url_encode(payload.data, payload.length, &out);
  buffer_putc(&out, '.');
  base64url_encode(signature, sizeof signature, &out);
  return buffer_take(&out);
}

int token_subject(const char *token, char subject[IDENT_LENGTH + 1])
{
  struct buffer payload CLEANUP_BUFFER = { 0 };
  struct json_object *claims CLEANUP_JSON = NULL;
  struct json_object *member;
  const char *start = strchr(token, '.'), *end;
  const char *text;

  if (!start || !(end = strchr(++start, '.')) ||
      base64_decode(start, (size_t)(end - start), &payload) < 0 ||
      payload.length == 0)
    return -1;
  claims = json_parse_object(payload.data, payload.length);
  if (!claims || !json_object_object_get_ex(claims, "sub", &member) ||
      !json_object_is_type(member, json_type_string))
    return -1;
  text = json_object_get_string(member);
  if (!ident_is_uuid(text))
    return -1;
  memcpy(subject, text, IDENT_LENGTH + 1);
  return 0;
}
