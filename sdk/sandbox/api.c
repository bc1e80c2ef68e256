/* api.c - the API itself: who asks, for what, and the answer. */
#include "api.h"

#include <string.h>

#include "account_document.h"
#include "accounts.h"
#include "lag.h"
#include "routes.h"
#include "things.h"

const char api_not_found[] = "resource not found";
const char api_conflict[] = "the requested resource already exists";
const char api_failed[] =
    "an internal error has occurred, please contact support";

/* What the service's rights call it. */
static const char *verb_of(const struct route *route,
                           const struct route_ids *ids)
{
  switch (route->method[0]) {
  case 'G':
    return "read";
  case 'D':
    return "delete";
  default: /* a POST to a thing does something with it */
    return strcmp(route->method, "POST") == 0 && !ids->thing[0] ? "create"
                                                                : "update";
  }
}

int api_allowed(const struct operation *operation)
{
  if (caller_may(operation->state, &operation->caller,
                 operation->organization))
    return 1;
  caller_refuse(operation->state, &operation->caller, operation->organization,
                &operation->right, operation->reply);
  return 0;
}

/* Reads the body, if the route has one.  Returns 0, or -1 with the error as
 * the reply. */
static int read_document(const struct route *route,
                         const struct operation *operation)
{
  const char *problem;
  unsigned int status;

  if (route->guard != WRITER)
    return 0;
  status = document_read(operation->request, operation->draft, &problem);
  if (status == 0)
    return 0;
  reply_error(operation->reply, status, problem);
  return -1;
}

/* The checks that want a token, and then the answer. */
static void answer_known(const struct route *route,
                         const struct route_ids *ids,
                         struct operation *operation)
{
  struct caller *caller = &operation->caller;

  operation->right =
      (struct right){ route->kind ? route->kind->endpoint : route->endpoint,
                      verb_of(route, ids) };
  if (caller_identify(operation->state, operation->request, caller,
                      operation->reply) < 0)
    return;
  if (ids->organization[0]) {
    operation->organization =
        state_organization(operation->state, ids->organization);
    /* The service means to say 403 and trips over itself. */
    if (!caller->home && !caller_belongs(caller, operation->organization)) {
      reply_error(operation->reply, 500, api_failed);
      return;
    }
  }
  if (read_document(route, operation) == 0 &&
      (route->guard < ENTITLED || api_allowed(operation)))
    route->answer(operation);
}

/* True when an id of the path, or "", is one. */
static int is_id(const char *id)
{
  return !id[0] || ident_is_uuid(id);
}

static void answer_locked(struct state *state, const struct request *request,
                          const struct fault *fault, struct reply *reply)
{
  struct route_ids ids;
  const struct route *route =
      route_find(request->method, request->path, &ids, reply);
  struct draft draft CLEANUP(draft_free) = { 0 };
  struct operation operation = {
    .state = state,
    .request = request,
    .id = ids.thing,
    .region = ids.region,
    .kind = route ? route->kind : NULL,
    .draft = &draft,
    .fault = fault,
    .reply = reply,
  };

  if (!route)
    return;
  if (!is_id(ids.organization) || !is_id(ids.region) || !is_id(ids.thing))
    reply_error(reply, 400, "invalid path/query element");
  else if (route->guard == ANYBODY)
    route->answer(&operation);
  else
    answer_known(route, &ids, &operation);
}

void api_answer(struct state *state, const struct request *request,
                const struct fault *fault, struct reply *reply)
{
  state_lock(state);
  lag_settle(state);
  answer_locked(state, request, fault, reply);
  state_unlock(state);
}
