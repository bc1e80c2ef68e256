/* caller.h - who asks, and what a caller may do.
 *
 * A person's token sees every organization that is not hidden and may do
 * everything there.  A service account sees its own organization, and its
 * rights come from its groups: those of the role "administrator" give all of
 * them.
 */
#ifndef SANDBOX_CALLER_H
#define SANDBOX_CALLER_H

#include "reply.h"
#include "request.h"
#include "state.h"
#include "token.h"

struct caller {
  struct organization *home;     /* a service account's own, else NULL */
  const struct account *account; /* as it is seen; NULL for a person and for
                                  * what was deleted */
  char subject[TOKEN_SUBJECT];   /* what createdBy says */
};

/* What a caller wants to do: "read" to "identity:groups". */
struct right {
  const char *endpoint;
  const char *operation;
};

/* Finds out whose token it is.  Returns 0, or -1 with the 401 as the
 * reply.  Locked. */
int caller_identify(struct state *state, const struct request *request,
                    struct caller *caller, struct reply *reply);

/* True when the caller is a member of the organization. */
int caller_belongs(const struct caller *caller,
                   const struct organization *organization);

/* True when the caller may do it in that organization (NULL: one that does
 * not exist).  Locked. */
int caller_may(const struct state *state, const struct caller *caller,
               const struct organization *organization);

/* Makes the 403 that says why the caller may not. */
void caller_refuse(const struct state *state, const struct caller *caller,
                   const struct organization *organization,
                   const struct right *right, struct reply *reply);

#endif
