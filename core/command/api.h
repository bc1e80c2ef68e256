/* api.h - `nscale api PATH`: any request to any service of Nscale.
 *
 * For what has no plugin yet.  The request goes the way of every other:
 * token, retries, dry run, question for everything but GET, --json and -q,
 * exit statuses.  A reply is JSON, or nothing.
 */
#ifndef API_H
#define API_H

#include "core/command/builtin_call.h"

/* EXIT_USAGE, with nothing sent, for what is not a path, a placeholder that
 * stands for nothing, an unknown method and a document that GET would not
 * carry; else as verb_run. */
int api_run(const struct builtin_call *about, struct error *error);

#endif
