/* fuzz-token.c - the service token as a mounted file holds it, and what it
 * claims (core/token/secret.h, claims.h), with the base64 that it is in.
 *
 * The input is the file; and then, as the middle part of a token, the
 * claims.
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/json/same.h"
#include "core/token/claims.h"
#include "core/token/secret.h"
#include "tests/fuzz/fuzz.h"

#define LONGEST 65536

static void mount(const void *bytes, size_t size)
{
  int fd;

  secret_wipe();
  MUST(setenv("NSCALE_SERVICE_TOKEN_FILE", fuzz_file(bytes, size, &fd), 1) ==
       0);
}

/* No sentence may hold what could be a part of a token. */
static void check_silent(const char *sentence, const uint8_t *bytes,
                         size_t size)
{
  char piece[25] = "";

  if (!sentence || size < 24)
    return;
  for (size_t at = 0; at + 24 <= size; at += 24) {
    memcpy(piece, bytes + at, 24);
    if (strlen(piece) == 24)
      MUST(!strstr(sentence, piece));
  }
}

/* It is the file without its one newline, or refused. */
static void check_token(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  const char *token = secret_token(&error);
  size_t length = size;

  fuzz_error(token ? 0 : -1, &error);
  check_silent(error.message, bytes, size);
  check_silent(error.hint, bytes, size);
  if (!token) {
    MUST(error.exit_status == EXIT_AUTH);
    return;
  }
  if (length && bytes[length - 1] == '\n')
    length--;
  if (length && length < size && bytes[length - 1] == '\r')
    length--;
  MUST(length && length <= LONGEST && strlen(token) == length);
  MUST(memcmp(token, bytes, length) == 0);
  for (; *token; token++)
    MUST(*token > 0x20 && *token < 0x7f);
}

static struct json_object *claims(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *value = claims_read(&error);

  fuzz_error(value ? 0 : -1, &error);
  check_silent(error.message, bytes, size);
  if (value)
    MUST(json_object_is_type(value, json_type_object));
  return value;
}

static void check_base64(const uint8_t *bytes, size_t size)
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct buffer again CLEANUP_BUFFER = { 0 };
  struct buffer loose CLEANUP_BUFFER = { 0 };

  base64url_encode(bytes, size, &text);
  MUST(base64_decode(text.data ? text.data : "", text.length, &again) == 0);
  MUST(again.length == size &&
       (!size || memcmp(again.data, bytes, size) == 0));
  if (base64_decode((const char *)bytes, size, &loose) == 0)
    MUST(loose.length <= size);
}

/* A JSON object in the middle is what is claimed. */
static void check_claims(const uint8_t *bytes, size_t size)
{
  struct buffer token CLEANUP_BUFFER = { 0 };
  char *text CLEANUP_FREE = fuzz_copy(bytes, size);
  struct json_object *wanted CLEANUP_JSON = fuzz_tree(text, size);
  struct json_object *got CLEANUP_JSON = NULL;

  buffer_puts(&token, "x.");
  base64url_encode(bytes, size, &token);
  buffer_puts(&token, ".y");
  if (token.length > LONGEST)
    return;
  mount(token.data, token.length);
  got = claims(bytes, size);
  if (json_object_is_type(wanted, json_type_object))
    MUST(json_same(wanted, got));
  else
    MUST(!got);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct json_object *value CLEANUP_JSON = NULL;

  mount(bytes, size);
  check_token(bytes, size);
  value = claims(bytes, size);
  check_base64(bytes, size);
  check_claims(bytes, size);
  return 0;
}
