/* targets.h - all the things that a command is about, in the place of one
 * (--all).
 *
 * Each element of a list that meets the conditions becomes a target, in the
 * order of the list.  What is on its way out already
 * (nscale_noun.deletion_path) is left out.
 */
#ifndef TARGETS_H
#define TARGETS_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/invocation/condition.h"
#include "core/invocation/fetch.h"
#include "core/invocation/left_out.h"
#include "core/invocation/target.h"

#define TARGETS_MOST 10000

/* Starts zeroed; released by targets_free. */
struct targets {
  struct target *list;
  size_t count;
  size_t turn;                    /* which one the command is about now */
  int known;                      /* the list was read */
  struct nscale_request *request; /* by this GET, which is the arena's */
};

/* Which things are taken. */
struct targets_wanted {
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct conditions *conditions;
  struct left_out *left_out; /* takes what cannot be judged */
};

/* Reads the list and takes what is wanted, if there is any.  Returns 0, or -1
 * with the error set: EXIT_FAILED for more than TARGETS_MOST, or a reply that
 * is not a list of things with an id. */
int targets_read(struct targets *targets, const struct targets_wanted *wanted,
                 const struct reader *reader, struct nscale_request *request,
                 struct error *error);

/* Puts the one with this id at the end; one that is not there, or NULL,
 * changes nothing. */
void targets_put_last(struct targets *targets, const char *id);

/* Whether both are the same things in the same order. */
int targets_same(const struct targets *one, const struct targets *other);

void targets_free(struct targets *targets);

#endif
