/* fuzz-output-token.c - whether a result tells a one-time token
 * (core/token/token_in_output.h).
 *
 * The first byte chooses how the token stands in the result; the token, what
 * is before it and what is behind it follow, with a NUL behind each.
 */
#include <string.h>

#include "core/base/text.h"
#include "core/json/write.h"
#include "core/token/token_in_output.h"
#include "tests/fuzz/fuzz.h"

enum { AS_IT_IS, AS_JSON, FOR_THE_SHELL, NOT_AT_ALL };

static void write_token(struct buffer *result, const char *token, int how)
{
  if (how == AS_IT_IS)
    buffer_puts(result, token);
  else if (how == AS_JSON)
    json_escape(result, token, strlen(token));
  else if (how == FOR_THE_SHELL)
    text_shell(result, token);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  const int how = fuzz_byte(&input) % 4;
  char *token CLEANUP_FREE = fuzz_next(&input);
  char *before CLEANUP_FREE = fuzz_next(&input);
  char *behind CLEANUP_FREE = fuzz_next(&input);
  struct buffer result CLEANUP_BUFFER = { 0 };
  int missed;

  if (!token[0])
    return 0;
  buffer_puts(&result, before);
  write_token(&result, token, how);
  buffer_puts(&result, behind);
  MUST(!result.failed);
  if (how != NOT_AT_ALL)
    MUST(token_in_output(&result, token));
  else if (strlen(token) > strlen(before) + strlen(behind))
    MUST(!token_in_output(&result, token));
  missed = token_filter_missed(&result);
  MUST(missed || result.length > 0);
  MUST(!missed || !result.length || strstr(result.data, "null\n"));
  return 0;
}
