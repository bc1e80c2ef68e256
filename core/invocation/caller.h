/* caller.h - who the service token is, as the service says.
 *
 * That is userinfo, on the base URL of the identity service itself and nowhere
 * else: discovery may name another host, to which no token goes.  It is asked
 * once in an invocation, and not at all where nobody wants to know.
 *
 * A gateway may keep userinfo back (404).  Then the token's own claims say it,
 * where they can be read; a token that the service issued is encrypted, and
 * nothing is known.
 */
#ifndef CALLER_H
#define CALLER_H

#include "core/invocation/fetch.h"

struct json_object;

/* Starts zeroed, needs no release: what it has is the arena's. */
struct caller {
  struct json_object *json; /* {"subject", "kind", "organizations"}, each where
                             * it was said; NULL until it was asked for */
};

/* Asks, unless that was done.  Returns caller->json, or NULL with the error
 * set: what fetch_json says of all replies but 404, EXIT_FAILED for one that
 * names no subject. */
struct json_object *caller_read(struct caller *caller,
                                const struct reader *reader,
                                struct error *error);

/* Likewise where it is good to know and no matter if not: what fails counts
 * as not said. */
void caller_try(struct caller *caller, const struct reader *reader);

/* What was said, borrowed; NULL where nothing was. */
const char *caller_subject(const struct caller *caller);

/* Likewise the id of the service account that it is; NULL also for the subject
 * of anything else. */
const char *caller_account(const struct caller *caller);

/* Likewise the id of the organization, where there is exactly one. */
const char *caller_organization(const struct caller *caller);

/* Whether it sees this organization, as far as is known. */
int caller_sees(const struct caller *caller, const char *organization);

#endif
