/* enter.c - the plugin's own functions, and what holds while one runs. */
#include "core/invocation/enter.h"

#include "core/base/interrupt.h"
#include "core/grammar/builtin.h"
#include "core/invocation/handle.h"

static const struct {
  const char *place;
  const char *when; /* it crashed */
} visits[] = {
  [VISIT_NONE] = { "between its functions", "between its functions" },
  [VISIT_PLAN] = { "in plan", "in plan" },
  [VISIT_FINISH] = { "in finish",
                     "in finish, after the result was delivered" },
  [VISIT_LIST] = { "in a list of choices", "in a list of choices" },
};

/* Says whose code runs from now on.  The functions of a command of the core
 * are its own. */
static void visit(struct invocation *call, enum visit next)
{
  call->plan.visit = next;
  if (next == VISIT_NONE || builtin_find(call->reader.plugin))
    interrupt_blame(NULL, NULL);
  else
    interrupt_blame(call->reader.plugin, visits[next].when);
}

int32_t enter_plan(struct invocation *call)
{
  int32_t result;

  visit(call, VISIT_PLAN);
  result = call->verb->plan(&call->head);
  visit(call, VISIT_NONE);
  plan_seal(&call->plan);
  return result;
}

int32_t enter_finish(struct invocation *call, struct json_object *reply)
{
  const int changes = call->verb->effect != NSCALE_EFFECT_READ;
  int32_t result;

  /* The result is out: whoever has waited long enough may go. */
  if (changes) {
    interrupt_say(EXIT_FAILED, "interrupted, after the result was delivered");
    interrupt_enter(INTERRUPT_LEAVES);
  }
  visit(call, VISIT_FINISH);
  result = call->verb->finish(&call->head, host_json_to(reply));
  visit(call, VISIT_NONE);
  if (changes)
    interrupt_enter(INTERRUPT_IGNORED);
  return result;
}

struct nscale_request *enter_list(struct invocation *call,
                                  const struct nscale_choices *choices)
{
  const enum visit before = call->plan.visit; /* a merge asks for lists */
  struct nscale_request *request;

  visit(call, VISIT_LIST);
  request = choices->list(&call->head);
  visit(call, before);
  if (request)
    request->pages = choices->pages;
  else
    error_plugin(call->error, call->reader.plugin,
                 "makes no request for the list of its choices");
  return request;
}

int enter_may_plan(const struct invocation *call, const char *what)
{
  if (call->plan.visit == VISIT_PLAN)
    return 1;
  error_plugin(call->error, call->reader.plugin, "%s %s, and only plan may",
               what, visits[call->plan.visit].place);
  return 0;
}
