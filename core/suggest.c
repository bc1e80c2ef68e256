/* suggest.c - did you mean? */
#include "core/suggest.h"

#include <stdint.h>
#include <string.h>

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Optimal string alignment, the form of Damerau and Levenshtein's distance
 * in which no part is edited twice.  Both lengths are SUGGEST_LONGEST at the
 * most. */
static size_t distance(const char *a, size_t a_length, const char *b,
                       size_t b_length)
{
  size_t rows[3][SUGGEST_LONGEST + 1];
  size_t *before = rows[0], *above = rows[1], *row = rows[2], *next;
  size_t i, j;

  for (j = 0; j <= b_length; j++)
    above[j] = j;
  for (i = 1; i <= a_length; i++) {
    row[0] = i;
    for (j = 1; j <= b_length; j++) {
      row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = smaller(row[j], smaller(above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = smaller(row[j], before[j - 2] + 1);
    }
    next = before;
    before = above;
    above = row;
    row = next;
  }
  return above[b_length];
}

const char *suggest(const char *word, const char *const *candidates,
                    size_t count)
{
  const size_t word_length = strlen(word);
  size_t best = word_length <= 4 ? 1 : 2;
  size_t i, length, steps;
  const char *nearest = NULL;

  if (word_length > SUGGEST_LONGEST)
    return NULL;
  for (i = 0; i < count; i++) {
    length = candidates[i] ? strlen(candidates[i]) : SIZE_MAX;
    if (length > SUGGEST_LONGEST)
      continue;
    steps = distance(word, word_length, candidates[i], length);
    /* A word of which no letter is left is no resemblance: x and y. */
    if (steps > best || (nearest && steps == best) ||
        (steps >= word_length && steps >= length))
      continue;
    nearest = candidates[i];
    best = steps;
  }
  return nearest;
}
