/* api.h - the API itself: who asks, for what, and the answer. */
#ifndef SANDBOX_API_H
#define SANDBOX_API_H

#include "reply.h"
#include "request.h"
#include "state.h"

/* Who is asking: the administrator, or a service account, which sees its
 * own organization only. */
struct caller {
  const struct organization *home; /* NULL for the administrator */
  char actor[64];                  /* what createdBy says */
};

/* What one operation is given.  The state is locked. */
struct operation {
  struct state *state;
  const struct request *request;
  const struct caller *caller;
  struct organization *organization; /* NULL where the path names none */
  const char *id;                    /* the thing's id, or NULL */
  struct reply *reply;
};

/* Answers one request under /api. */
void api_answer(struct state *state, const struct request *request,
                struct reply *reply);

#endif
