/* api.h - the API itself: who asks, for what, and the answer. */
#ifndef SANDBOX_API_H
#define SANDBOX_API_H

#include "caller.h"
#include "faults.h"
#include "reply.h"
#include "request.h"
#include "state.h"

struct draft; /* accounts.h */
struct kind;  /* things.h */

/* What one operation is given.  The state is locked. */
struct operation {
  struct state *state;
  const struct request *request;
  struct caller caller; /* of no subject where no token is wanted */
  struct organization *organization; /* NULL where the path names none, or
                                      * one that does not exist */
  const char *id;                    /* the thing's, or "" */
  const char *region;                /* the region's of the path, or "" */
  const struct kind *kind;           /* of the thing, or NULL */
  struct draft *draft; /* the body of a create or an update, to be taken */
  struct right right;  /* what it needs */
  const struct fault *fault; /* that the request met, or NULL */
  struct reply *reply;
};

/* What every text of a 404, a 409 and a 500 is. */
extern const char api_not_found[];
extern const char api_conflict[];
extern const char api_failed[];

/* True when the caller may do what is asked for; makes the 403 if not. */
int api_allowed(const struct operation *operation);

/* Answers one request, through the fault that it met (NULL for none). */
void api_answer(struct state *state, const struct request *request,
                const struct fault *fault, struct reply *reply);

#endif
