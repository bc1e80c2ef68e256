/* token_in_output.c - whether a result tells the one-time token of a reply. */
#include "core/token/token_in_output.h"

#include <string.h>

#include "core/base/text.h"
#include "core/jq/result.h"
#include "core/json/write.h"

static int has(const struct buffer *result, const char *text, size_t length)
{
  size_t at;

  for (at = 0; at + length <= result->length; at++)
    if (memcmp(result->data + at, text, length) == 0)
      return 1;
  return 0;
}

static int has_json(const struct buffer *result, const char *token)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };

  json_escape(&text, token, strlen(token));
  return !text.failed &&
         has(result, text.data + 1, text.length - 2); /* without quotes */
}

static int has_shell(const struct buffer *result, const char *token)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };

  text_shell(&text, token);
  return !text.failed &&
         has(result, text.data + 1, text.length - 2); /* likewise */
}

int token_in_output(const struct buffer *result, const char *token)
{
  return has(result, token, strlen(token)) || has_json(result, token) ||
         has_shell(result, token);
}

int token_filter_missed(const struct buffer *result)
{
  static const char null[] = "null\n";
  const size_t length = sizeof null - 1;
  size_t at;

  for (at = 0; at + length <= result->length; at++)
    if ((at == 0 || result->data[at - 1] == '\n' ||
         result->data[at - 1] == RESULT_JSON) &&
        memcmp(result->data + at, null, length) == 0)
      return 1;
  return result->length == 0;
}
