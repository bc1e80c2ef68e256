/* wait.h - an operation that goes on after its reply: read until it ends. */
#ifndef WAIT_H
#define WAIT_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* Milliseconds between two looks at what goes on: at first, and at the most.
 */
#define WAIT_PAUSE_FIRST 500
#define WAIT_PAUSE_MOST 10000

/* Whether what failed a read may go well a moment later: 5xx, a limit, a lost
 * connection. */
int wait_is_passing(const struct error *error);

/* To be called before such a request is sent: where absence is awaited, and a
 * service token can be of such a thing, asks whose the token is.  Afterwards a
 * token that went with its thing could not. */
void wait_prepare(struct invocation *call,
                  const struct nscale_request *request);

/* Repeats request->wait_read, waiting 0.5 s at first and up to 10 s between
 * two reads, longer where the server asks for it, until its condition holds,
 * or those of the verb (nscale_verb.waits) one after the other; on a terminal
 * a line tells how long that has taken.  A read that fails for the moment
 * (5xx, a limit, a lost connection; absence just after a change) is repeated
 * like one that shows no end.  Where the thing that is to go is what the
 * service token is of, a refusal is the end as well.  The JSON of the thing as
 * it was seen last is left in `last`, which may stay empty.
 *
 * EXIT_UNKNOWN when the time that the plugin, or with NSCALE_VERB_WAIT the
 * user, allows has passed, and where a read fails in another way: the mutation
 * was accepted, and nothing else may be said of it.  EXIT_FAILED where the
 * thing shows that it failed.  Returns 0 or -1. */
int wait_condition(struct invocation *call,
                   const struct nscale_request *request, struct buffer *last);

#endif
