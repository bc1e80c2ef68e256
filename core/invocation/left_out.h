/* left_out.h - elements of a list that could not be judged.
 *
 * One that is no thing at all, or whose time cannot be read, costs no other
 * its place: it is left out, the command does what it can, and ends with 1
 * and the names of what is missing, so that nobody takes the rest for all.
 */
#ifndef LEFT_OUT_H
#define LEFT_OUT_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/base/span.h"
#include "core/invocation/condition.h"

/* Starts zeroed; released by left_out_free. */
struct left_out {
  size_t seen;         /* elements of the list so far */
  size_t met;          /* of them met the conditions */
  size_t count;        /* were left out */
  struct buffer names; /* the first dozen */
  struct buffer why;   /* it was the first */
};

/* Whether an element of a list of the noun's things meets the conditions.  One
 * that nobody can judge is left out.  Returns as conditions_meet:
 * CONDITION_UNREADABLE is what was left out. */
int left_out_judge(struct left_out *out, const struct nscale_noun *noun,
                   const struct conditions *conditions, struct span element,
                   struct error *error);

/* Whether all were judged.  Returns 0, or -1 with EXIT_FAILED and what was
 * left out. */
int left_out_end(const struct left_out *out, const struct nscale_noun *noun,
                 struct error *error);

void left_out_free(struct left_out *out);

#endif
