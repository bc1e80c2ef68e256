/* join.c - lists in a sentence. */
#include "core/base/join.h"

void join_comma(struct buffer *text, size_t index, const char *item)
{
  if (index)
    buffer_puts(text, ", ");
  buffer_puts(text, item);
}

void join_and(struct buffer *text, size_t index, size_t count,
              const char *item)
{
  if (index)
    buffer_puts(text, index + 1 < count ? ", " : " and ");
  buffer_puts(text, item);
}
