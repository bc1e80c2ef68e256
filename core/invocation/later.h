/* later.h - texts that stand for what a reply will have, in a request that is
 * sent after it.
 *
 * A plugin plans all that is sent before the first request goes; where a later
 * one needs the id of what an earlier one makes, a text stands for it, which
 * people see in the dry run and the question: REPLY-1.metadata.id.
 */
#ifndef LATER_H
#define LATER_H

#include "core/invocation/invocation.h"

/* The text that stands for what is at a path of the reply to a request, which
 * is planned.  The arena's.  NULL with EXIT_PLUGIN where it is not planned, or
 * its reply is no object. */
const char *later_text(struct invocation *call,
                       const struct nscale_request *request, const char *path);

/* Takes from the reply to a request, which may be NULL, what others stand
 * for. */
void later_note(struct invocation *call, const struct nscale_request *request,
                struct json_object *reply);

/* Puts what is known by now into a request.  Returns 0; -1 with EXIT_FAILED
 * where a reply lacks what the request needs. */
int later_settle(struct invocation *call, struct nscale_request *request);

#endif
