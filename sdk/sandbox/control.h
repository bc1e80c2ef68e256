/* control.h - the levers of the sandbox itself, under /sandbox, no token
 * needed: faults, the requests seen, fixtures, tokens, expiry, the clock. */
#ifndef SANDBOX_CONTROL_H
#define SANDBOX_CONTROL_H

#include "reply.h"
#include "request.h"
#include "state.h"

/* Answers one request whose path begins with "/sandbox". */
void control_answer(struct state *state, const struct request *request,
                    struct reply *reply);

#endif
