/* collection.c - the list of the things that a verb is about. */
#include "core/verb/collection.h"

#include "core/grammar/noun.h"
#include "core/invocation/enter.h"

int collection_begin(struct invocation *list, struct invocation *call)
{
  const uint32_t bit = NSCALE_SCOPE_ORGANIZATION;
  const char *id;

  invocation_begin(
      list,
      &(struct invocation_setup){ .plugin = call->reader.plugin,
                                  .noun = call->noun,
                                  .verb = noun_list(call->noun, call->flags),
                                  .flags = call->flags,
                                  .options = call->options,
                                  .exchange = call->reader.exchange,
                                  .host = call->head.host },
      call->error);
  if (!(call->verb->scopes & list->verb->scopes & bit))
    return 0;
  id = scope_id(&call->scopes, bit, &call->reader, call->error);
  return id ? scope_choose(&list->scopes, bit, id, NULL, call->error) : -1;
}

void collection_expect_two(struct invocation *call)
{
  if (!scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION))
    exchange_preconnect(call->reader.exchange);
}

static int read_ahead(struct invocation *call)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_INVOCATION struct invocation list;
  const struct nscale_request *request;

  collection_expect_two(call);
  if (collection_begin(&list, call) < 0)
    return -1;
  list.error = &ignored;
  request = collection_plan(&list);
  if (request)
    exchange_ahead(call->reader.exchange, request);
  return 0;
}

int collection_ahead(struct invocation *call)
{
  const struct nscale_verb *verb = noun_list(call->noun, call->flags);

  return verb && !((verb->scopes | call->verb->scopes) &
                   ~NSCALE_SCOPE_ORGANIZATION)
             ? read_ahead(call)
             : 0;
}

struct nscale_request *collection_plan(struct invocation *list)
{
  return enter_plan(list) < 0 || list->plan.count != 1
             ? NULL
             : list->plan.requests[0];
}
