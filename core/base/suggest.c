/* suggest.c - did you mean? */
#include "core/base/suggest.h"

#include <stdint.h>
#include <stdio.h>
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

/* How many steps a candidate is away, SIZE_MAX where that is too many, or
 * no fewer than `most`. */
static size_t steps_to(const char *word, const char *candidate, size_t most)
{
  const size_t word_length = strlen(word);
  const size_t length = strlen(candidate);
  const size_t limit = word_length <= 4 ? 1 : 2;
  size_t steps;

  if (word_length > SUGGEST_LONGEST || length > SUGGEST_LONGEST ||
      length > word_length + limit || word_length > length + limit)
    return SIZE_MAX;
  steps = distance(word, word_length, candidate, length);
  /* A word of which no letter is left is no resemblance: x and y. */
  return steps > limit || steps >= most ||
                 (steps >= word_length && steps >= length)
             ? SIZE_MAX
             : steps;
}

const char *suggest(const char *word, const char *const *candidates,
                    size_t count)
{
  const char *nearest = NULL;
  size_t best = SIZE_MAX;
  size_t i, steps;

  for (i = 0; i < count; i++) {
    steps = candidates[i] ? steps_to(word, candidates[i], best) : SIZE_MAX;
    if (steps == SIZE_MAX)
      continue;
    nearest = candidates[i];
    best = steps;
  }
  return nearest;
}

void suggestion_offer(struct suggestion *suggestion, const char *word,
                      const char *candidate)
{
  const size_t steps = steps_to(
      word, candidate, suggestion->name[0] ? suggestion->steps : SIZE_MAX);

  if (steps == SIZE_MAX)
    return;
  (void)snprintf(suggestion->name, sizeof suggestion->name, "%s", candidate);
  suggestion->steps = steps;
}
