/* suggest.h - did you mean? */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stddef.h>

#define SUGGEST_LONGEST 64 /* bytes; a longer word resembles nothing */

/* The candidate that `word` was most likely meant to be: the nearest by
 * optimal string alignment (letters put in, left out, replaced, or two
 * neighbours swapped), at most 2 steps away, 1 from a word of up to four
 * letters; the first of equals.  NULL where none is near.  Bytes are
 * compared as they are.  Candidates may be NULL, which never match. */
const char *suggest(const char *word, const char *const *candidates,
                    size_t count);

/* The nearest of candidates that come one by one; begins as { 0 }. */
struct suggestion {
  char name[SUGGEST_LONGEST + 1]; /* a copy; "" while none is near */
  size_t steps;
};

/* Takes the candidate in the place of the nearest so far, where it is nearer
 * to `word`, by the same rules. */
void suggestion_offer(struct suggestion *suggestion, const char *word,
                      const char *candidate);

#endif
