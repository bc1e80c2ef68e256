/* await.h - an operation that goes on after its reply: read until it ends. */
#ifndef AWAIT_H
#define AWAIT_H

#include "core/request/call.h"

/* Repeats request->await_read, waiting 1 s at first and up to 10 s between
 * two reads, until its condition holds.  EXIT_UNKNOWN when the time that the
 * plugin allows has passed.  Returns 0 or -1. */
int await_condition(struct call *call, const struct nscale_request *request,
                    struct error *error);

#endif
