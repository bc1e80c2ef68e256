/* send.h - a plan is carried out, request by request.
 *
 * Each result is delivered before the next request is sent, and the first
 * failure ends the rest.
 */
#ifndef SEND_H
#define SEND_H

#include "core/invocation/invocation.h"
#include "core/verb/deliver.h"

/* Sends one request of the plan and delivers its reply; the last one about a
 * thing is followed by what the verb says when it is done.  Returns 0, or -1
 * with the call's error set. */
int send_request(struct invocation *call, struct nscale_request *request,
                 const struct outlets *outlets, int last);

/* Sends the requests of the plan in order and delivers their replies.  Where
 * something fails after others were carried out, that is said, and
 * EXIT_NETWORK ("not applied") becomes EXIT_FAILED.  Returns 0, or -1 with the
 * call's error set. */
int send_plan(struct invocation *call, const struct outlets *outlets);

/* Delivers what the plugin answered itself as if it had been read.  Returns 0
 * or -1. */
int send_answer(struct invocation *call, const struct outlets *outlets);

#endif
