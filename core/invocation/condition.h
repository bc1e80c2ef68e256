/* condition.h - what the flags of a call demand of things: that they expire
 * soon, that they are in a group (nscale_flag.filter in nscale/plugin.h).
 *
 * A condition is evaluated on the JSON text of one thing, without a tree, so
 * that a list is sieved as it arrives and nothing of it is kept.
 */
#ifndef CONDITION_H
#define CONDITION_H

#include <nscale/plugin.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/grammar/flags.h"
#include "core/json/fields.h"

#define CONDITIONS_MOST 32

/* One flag as it was given.  All is borrowed. */
struct condition {
  const struct nscale_flag *flag;
  const char *value; /* as it was given, and then what it means: an id in
                      * the place of a name (choices_of_conditions) */
  int64_t until;     /* EXPIRING: seconds since 1970 */
};

/* All of a call, which a thing must meet together.  Starts zeroed, needs no
 * release. */
struct conditions {
  struct condition list[CONDITIONS_MOST];
  size_t count;
  struct fields fields; /* their paths, in the same order */
};

/* Takes the conditions from the flags of a verb; `now` is in seconds since
 * 1970.  Returns 0, or -1 with EXIT_USAGE for what is not a duration. */
int conditions_read(struct conditions *conditions, const struct flags *flags,
                    const struct nscale_verb *verb, int64_t now,
                    struct error *error);

/* Appends them as they were given: `--within 14d and --group x`. */
void conditions_write(const struct conditions *conditions,
                      struct buffer *text);

enum condition_result {
  CONDITION_UNMET,
  CONDITION_MET,
  CONDITION_UNREADABLE /* nobody can tell: what cannot be judged must not pass
                        * as judged */
};

/* Whether the thing with this strict JSON text meets all of them.  Without a
 * value at its path, or with a time that was never set (TIME_UNSET), it meets
 * none.  Where it does not meet one, what is to be
 * said of the thing is appended to `why`, unless that is NULL: "expires
 * 2026-08-30T12:00:00Z, not within 7d"; likewise a sentence of why it is
 * unreadable, because what is looked at is not a time.  Returns one of these,
 * or -1 without memory. */
int conditions_meet(const struct conditions *conditions, const char *text,
                    size_t length, struct buffer *why, struct error *error);

#endif
