/* wait.h - an operation that goes on after its reply: read until it ends. */
#ifndef WAIT_H
#define WAIT_H

#include "core/invocation/invocation.h"

/* Repeats request->wait_read, waiting 0.5 s at first and up to 10 s between
 * two reads, until its condition holds; on a terminal a line tells how long
 * that has taken.  EXIT_UNKNOWN when the time that the plugin, or with
 * NSCALE_VERB_WAIT the user, allows has passed, and where a read fails: the
 * mutation was accepted, and nothing else may be said of it.  Returns 0 or
 * -1. */
int wait_condition(struct invocation *call,
                   const struct nscale_request *request);

#endif
