/* enter.h - the plugin's own functions, and what holds while one runs.
 *
 * Only plan adds to the plan, and what was planned stays as it was.  A crash
 * is laid to the plugin and its function (interrupt_blame); a signal ends one
 * that does not come back.
 */
#ifndef ENTER_H
#define ENTER_H

#include "core/invocation/invocation.h"

struct json_object;

/* The verb's plan.  Returns what that does. */
int32_t enter_plan(struct invocation *call);

/* The verb's finish, which it must have, with the reply or NULL.  Returns what
 * that does. */
int32_t enter_finish(struct invocation *call, struct json_object *reply);

/* The request of a list of choices; NULL with the error set. */
struct nscale_request *enter_list(struct invocation *call,
                                  const struct nscale_choices *choices);

/* Whether plan runs, and may add to the plan; else 0 with EXIT_PLUGIN.  `what`
 * is what it does: "plans a request". */
int enter_may_plan(const struct invocation *call, const char *what);

#endif
