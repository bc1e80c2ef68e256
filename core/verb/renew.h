/* renew.h - the token that nscale acts with is replaced while it acts.
 *
 * When many accounts are rotated, one of them may be the one that the service
 * token is of.  Where the service says which (caller.h) it comes last, and
 * there is nothing to do here.  Where it does not say, a refusal (401) right
 * after the rotation of an account means that it was that one: nscale goes on
 * with the token just received for it, and never with that of any other.
 *
 * A part of the service that remembers a dead token takes it for a while, and
 * then the refusal comes later, after the rotation of another.  That one's
 * token is not taken where it cannot do what the dead one could: see the next
 * target.
 */
#ifndef RENEW_H
#define RENEW_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* Starts zeroed, needs no release. */
struct renewal {
  const char *file; /* holds the token that works now; NULL: the one of the
                     * environment does, as far as is known.  The arena's */
  int lost;         /* it does not, and nobody knows which one does */
};

/* The request about the target in turn was not carried out, and the one at
 * `index` was the last to be rotated before it.  Where it was refused for its
 * token, that token is refused for a read as well, and nobody said whose it
 * is: goes on with the target's, which is looked at by reads until it works,
 * for a few seconds, and forgets the call's error.  Returns 1 where the
 * request may be sent again; 0 where the error stands, with what is known of
 * the token that works in the renewal. */
int renewal_take(struct renewal *renewal, struct invocation *call,
                 size_t index);

/* The command ends here for another reason, and the target at `index` was the
 * last one rotated: finds out likewise whether its token is what works now, if
 * nobody knows. */
void renewal_look(struct renewal *renewal, struct invocation *call,
                  size_t index);

/* Appends the command that does what is left, with the token that works
 * now. */
void renewal_command(const struct renewal *renewal,
                     const struct invocation *call, struct buffer *shell);

/* The path of a target's token in --output-dir; the arena's.  NULL with the
 * error set. */
const char *renewal_file(struct invocation *call, size_t index);

/* Likewise of the target that the service token is of, the last one where it
 * is one of them; NULL where it is not, or nobody says. */
const char *renewal_own_file(struct invocation *call);

#endif
