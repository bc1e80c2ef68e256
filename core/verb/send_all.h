/* send_all.h - a plan for many things is carried out (--all).
 *
 * The targets take their turns: each token is in its file, on disk, before the
 * next target is touched, and a signal lets what is on its way be delivered
 * and ends the rest.
 */
#ifndef SEND_ALL_H
#define SEND_ALL_H

#include "core/invocation/invocation.h"
#include "core/verb/deliver.h"

/* Sends the requests of the plan, target by target, and delivers their
 * replies; goes on with a new token where that replaced the one that nscale
 * acts with (renew.h).  Where something fails after others were carried out,
 * it is said which, and what does the rest, and EXIT_NETWORK ("not applied")
 * becomes EXIT_FAILED.  Returns 0, or -1 with the call's error set. */
int send_all(struct invocation *call, const struct outlets *outlets);

#endif
