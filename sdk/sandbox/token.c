/* token.c - access tokens that look like those of the service. */
#include "token.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/base64.h"
#include "ident.h"
#include "json.h"

enum {
  SIGNATURE = 132, /* as long as an ES512 signature */
  SIGNED = 240,    /* that in base64url and a header, as in a signed token */
  KEY = 32,        /* a wrapped key, nonces and tags, as AES-GCM has them */
  NONCE = 12,
  TAG = 16,
  PARTS_JWT = 3,
  PARTS_JWE = 5,
};

static const char issuer[] = "https://identity.sandbox.invalid";

/* The seed that the sandbox alone knows, as the service alone knows its
 * key. */
static const uint64_t secret = UINT64_C(0x73616e64626f78);

static enum token_form chosen = TOKEN_JWE;

enum token_form token_form_named(const char *name)
{
  return strcmp(name, "jwe") == 0   ? TOKEN_JWE
         : strcmp(name, "jwt") == 0 ? TOKEN_JWT
                                    : TOKEN_UNKNOWN;
}

void token_choose_form(enum token_form form)
{
  chosen = form;
}

enum token_form token_chosen_form(void)
{
  return chosen;
}

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

/* A stream that depends on the seed and on every byte (FNV-1a). */
static struct ident_stream derive(uint64_t seed, const char *bytes,
                                  size_t length)
{
  struct ident_stream stream = { .state =
                                     UINT64_C(0xcbf29ce484222325) ^ seed };
  size_t at;

  for (at = 0; at < length; at++)
    stream.state =
        (stream.state ^ (unsigned char)bytes[at]) * UINT64_C(0x100000001b3);
  return stream;
}

/* Appends that many bytes of the stream. */
static void draw(struct ident_stream *stream, size_t count, struct buffer *out)
{
  while (count-- > 0)
    buffer_putc(out, (char)ident_number(stream));
}

/* Appends the same in base64url. */
static void draw_text(struct ident_stream *stream, size_t count,
                      struct buffer *out)
{
  struct buffer bytes CLEANUP_BUFFER = { 0 };

  draw(stream, count, &bytes);
  if (bytes.failed)
    out->failed = 1;
  else
    base64url_encode(bytes.data, bytes.length, out);
}

static char *make_jwt(const struct buffer *claims)
{
  static const char head[] = "{\"alg\":\"ES512\",\"kid\":\"nscale-sandbox\","
                             "\"typ\":\"JWT\"}";
  struct ident_stream signature = derive(0, claims->data, claims->length);
  struct buffer out = { 0 };

  base64url_encode(head, sizeof head - 1, &out);
  buffer_putc(&out, '.');
  base64url_encode(claims->data, claims->length, &out);
  buffer_putc(&out, '.');
  draw_text(&signature, SIGNATURE, &out);
  return buffer_take(&out);
}

/* The key of the text is its nonce and the sandbox's secret; applied twice
 * it gives the text back. */
static void seal(const char *nonce, size_t length, struct buffer *text)
{
  struct ident_stream stream = derive(secret, nonce, length);
  size_t at;

  for (at = 0; at < text->length; at++)
    text->data[at] = (char)(text->data[at] ^ (char)ident_number(&stream));
}

static char *make_jwe(const struct buffer *claims)
{
  struct ident_stream stream = derive(secret, claims->data, claims->length);
  struct buffer head CLEANUP_BUFFER = { 0 };
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct buffer nonce CLEANUP_BUFFER = { 0 };
  struct buffer out = { 0 };

  buffer_puts(&head, "{\"alg\":\"A256GCMKW\",\"cty\":\"JWT\","
                     "\"enc\":\"A256GCM\",\"iv\":\"");
  draw_text(&stream, NONCE, &head);
  buffer_puts(&head, "\",\"kid\":\"Fe6lZkqFZ1s2YlTvnm9tCzLx0oQ7dYJv8Rh3aPwUe"
                     "Xk\",\"tag\":\"");
  draw_text(&stream, TAG, &head);
  buffer_puts(&head, "\",\"typ\":\"at+jwt\"}");
  draw(&stream, NONCE, &nonce);
  /* What the service encrypts is signed. */
  buffer_append(&text, claims->data, claims->length);
  draw(&stream, SIGNED, &text);
  if (head.failed || nonce.failed || text.failed)
    return NULL;
  seal(nonce.data, nonce.length, &text);
  base64url_encode(head.data, head.length, &out);
  buffer_putc(&out, '.');
  draw_text(&stream, KEY, &out);
  buffer_putc(&out, '.');
  base64url_encode(nonce.data, nonce.length, &out);
  buffer_putc(&out, '.');
  base64url_encode(text.data, text.length, &out);
  buffer_putc(&out, '.');
  draw_text(&stream, TAG, &out);
  return buffer_take(&out);
}

char *token_make(enum token_form form, const struct token_claims *claims)
{
  struct buffer payload CLEANUP_BUFFER = { 0 };

  write_claims(claims, &payload);
  if (payload.failed)
    return NULL;
  return form == TOKEN_JWT ? make_jwt(&payload) : make_jwe(&payload);
}

/* Splits at the dots.  Returns the number of parts, at most PARTS_JWE + 1;
 * of more than that the rest belongs to the last. */
static size_t split(const char *token, const char *parts[PARTS_JWE + 1],
                    size_t lengths[PARTS_JWE + 1])
{
  size_t count = 0;

  for (;;) {
    parts[count] = token;
    lengths[count] = strcspn(token, ".");
    token += lengths[count++];
    if (!*token++ || count > PARTS_JWE)
      return count;
  }
}

static void read_subject(const char *text, size_t length,
                         char subject[TOKEN_SUBJECT])
{
  struct json_object *claims CLEANUP_JSON = json_parse_object(text, length);
  struct json_object *member;

  if (claims && json_object_object_get_ex(claims, "sub", &member) &&
      json_object_is_type(member, json_type_string) &&
      json_object_get_string_len(member) < TOKEN_SUBJECT)
    memcpy(subject, json_object_get_string(member),
           (size_t)json_object_get_string_len(member) + 1);
}

enum token_form token_read(const char *token, char subject[TOKEN_SUBJECT])
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct buffer nonce CLEANUP_BUFFER = { 0 };
  const char *parts[PARTS_JWE + 1];
  size_t lengths[PARTS_JWE + 1];
  size_t count = split(token, parts, lengths);
  size_t place = count == PARTS_JWT ? 1 : 3;

  subject[0] = '\0';
  if (count != PARTS_JWT && count != PARTS_JWE)
    return TOKEN_UNKNOWN;
  if (base64_decode(parts[place], lengths[place], &text) == 0 && text.length) {
    if (count == PARTS_JWT)
      read_subject(text.data, text.length, subject);
    else if (text.length > SIGNED &&
             base64_decode(parts[2], lengths[2], &nonce) == 0 &&
             nonce.length == NONCE) {
      seal(nonce.data, nonce.length, &text);
      read_subject(text.data, text.length - SIGNED, subject);
    }
  }
  return count == PARTS_JWT ? TOKEN_JWT : TOKEN_JWE;
}
