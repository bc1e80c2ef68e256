/* claims.c - what the service token says of itself. */
#include "core/token/claims.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/token/secret.h"

static size_t count_parts(const char *token)
{
  size_t count = 1;

  while ((token = strchr(token, '.'))) {
    token++;
    count++;
  }
  return count;
}

/* The middle part as JSON; NULL where it is not.  What is wrong with it is
 * not told: that would quote the token. */
static struct json_object *read_payload(const char *token)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };
  CLEANUP_ERROR struct error ignored = { 0 };
  const char *start = strchr(token, '.') + 1;
  struct json_object *claims;

  if (base64_decode(start, strcspn(start, "."), &text) < 0 || !text.length)
    return NULL;
  claims = json_read(text.data, text.length, "the token", &ignored);
  if (json_object_is_type(claims, json_type_object))
    return claims;
  json_object_put(claims);
  return NULL;
}

struct json_object *claims_read(struct error *error)
{
  const char *token = secret_token(error);
  struct json_object *claims = NULL;
  size_t parts;

  if (!token)
    return NULL;
  parts = count_parts(token);
  /* RFC 7516: the compact form of what is encrypted has five. */
  if (parts == 5) {
    error_set(error, EXIT_FAILED,
              "the service token is encrypted, so nobody but the service can "
              "read what it says");
    return NULL;
  }
  if (parts == 3)
    claims = read_payload(token);
  if (!claims)
    error_set(error, EXIT_FAILED,
              "the service token is not a JWT, so its claims cannot be read");
  return claims;
}

int claims_expiry(int64_t *seconds)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *claims = claims_read(&ignored);
  struct json_object *expiry = path_get(claims, ".exp");
  double number = 0;

  if (json_object_is_type(expiry, json_type_int) ||
      json_object_is_type(expiry, json_type_double))
    number = json_object_get_double(expiry);
  json_object_put(claims);
  if (!(number > 0 && number < 1e11))
    return 0;
  *seconds = (int64_t)number;
  return 1;
}
