/* plan.c - what a verb is going to send. */
#include "core/invocation/plan.h"

#include <stdlib.h>

#include "core/base/vector.h"

int plan_add(struct plan *plan, struct nscale_request *request, size_t turn,
             struct error *error)
{
  const size_t count = plan->count;
  struct nscale_request **requests;

  if (count - plan->start == PLAN_MOST)
    return error_plugin(error, request->plugin, "plans more than %d requests",
                        PLAN_MOST);
  requests = vector_grow(plan->requests, count, sizeof *requests);
  if (!requests)
    return error_memory(error);
  plan->requests = requests;
  request->turn = turn;
  plan->requests[plan->count++] = request;
  return 0;
}

void plan_seal(struct plan *plan)
{
  size_t i;

  for (i = plan->start; i < plan->count; i++)
    request_seal(plan->requests[i]);
}

void plan_clear(struct plan *plan)
{
  plan->count = 0;
  plan->start = 0;
}

void plan_free(struct plan *plan)
{
  buffer_free(&plan->answer);
  free(plan->requests);
}
