/* follow.h - a text that grows: read again and again (--follow). */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "core/invocation/invocation.h"

/* Sends the one request of the plan, prints its text, and repeats it, waiting
 * as for what is awaited (wait.h): 0.5 s, and up to 10 s while nothing is
 * added.  What a text has more than the last one is printed; where nothing of
 * that is in it any more, all of it, and a note says that something may be
 * missing between them.  With nscale_verb.offset the request says how much
 * there was, and its reply is what came since.  Of a text no more than 16 MiB
 * is taken.
 *
 * It ends where a signal ends the command, where nobody reads standard output
 * any more, which is told while nothing is added too, and well where the thing
 * is no longer there.  A read that fails for the moment (5xx, a limit, a lost
 * connection) is repeated five times; any other failure ends it.  Returns 0,
 * or -1 with the call's error set. */
int follow_text(struct invocation *call, struct nscale_request *request);

#endif
