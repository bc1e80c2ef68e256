/* told.c - whether a filter misses the one-time token of a reply. */
#include "core/token/told.h"

#include <string.h>

int told_amiss(const struct buffer *results, const char *token)
{
  static const char null[] = "null\n";
  const size_t length = strlen(token);
  const size_t null_length = sizeof null - 1;
  const char *text = results->data;
  size_t at;
  int found_null = 0;

  for (at = 0; at < results->length; at++) {
    if (results->length - at >= length &&
        memcmp(text + at, token, length) == 0)
      return 0;
    if ((at == 0 || text[at - 1] == '\n') &&
        results->length - at >= null_length &&
        memcmp(text + at, null, null_length) == 0)
      found_null = 1;
  }
  return found_null || results->length == 0;
}
