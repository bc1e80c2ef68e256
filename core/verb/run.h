/* run.h - one verb from its flags to its exit status.
 *
 *   filters -> document -> plan -> (dry run | confirm) -> send -> finish ->
 *   render
 *
 * What can fail without the network fails before it: filters, the way to ask,
 * the document, the token file, standard output.
 */
#ifndef RUN_H
#define RUN_H

#include "core/invocation/invocation.h"

/* Runs the call.  Returns 0, or -1 with the call's error set. */
int verb_run(struct invocation *call);

#endif
