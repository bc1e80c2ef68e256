/* overlap.c - what a text has more than it had before. */
#include "core/output/overlap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/cleanup.h"

#define CERTAIN 64 /* bytes that are the same by no chance */

/* Of each start of a text, without its last byte: the longest that is both its
 * start and its end (Knuth, Morris, Pratt). */
static void fill_table(uint32_t *table, struct span text)
{
  uint32_t same = 0;
  size_t i;

  table[0] = 0;
  for (i = 1; i < text.length; i++) {
    while (same && text.text[i] != text.text[same])
      same = table[same - 1];
    same += text.text[i] == text.text[same];
    table[i] = same;
  }
}

/* The longest start of `now` that `before` ends with; both are of one
 * length. */
static size_t find(const uint32_t *table, struct span before, struct span now)
{
  uint32_t same = 0;
  size_t i;

  for (i = 0; i < before.length; i++) {
    while (same && (same == now.length || before.text[i] != now.text[same]))
      same = table[same - 1];
    same += before.text[i] == now.text[same];
  }
  return same;
}

/* Whether that many bytes at the end of a text are the same for a reason. */
static int is_meant(struct span before, size_t length)
{
  const char *start = before.text + before.length - length;

  return length >= CERTAIN ||
         (length && (start == before.text || start[-1] == '\n') &&
          memchr(start, '\n', length));
}

int overlap(struct span before, struct span now, size_t *length)
{
  const size_t least = before.length < now.length ? before.length : now.length;
  CLEANUP_FREE uint32_t *table = NULL;

  *length = 0;
  if (!least)
    return 0;
  if (before.length <= now.length &&
      memcmp(before.text, now.text, least) == 0) {
    *length = least;
    return 0;
  }
  table = malloc(least * sizeof *table);
  if (!table)
    return -1;
  before.text += before.length - least;
  before.length = now.length = least;
  fill_table(table, now);
  *length = find(table, before, now);
  if (!is_meant(before, *length))
    *length = 0;
  return 0;
}
