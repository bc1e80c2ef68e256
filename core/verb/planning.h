/* planning.h - the plugin makes its plan, and makes it again after a question.
 */
#ifndef PLANNING_H
#define PLANNING_H

#include "core/invocation/invocation.h"

/* Plans the whole command, with --all for each of the targets.  Returns 0,
 * also where there is nothing to do (plan.nothing_to_do); -1 with the call's
 * error set: what the plugin says, EXIT_PLUGIN for a plan that breaks a
 * rule. */
int planning_run(struct invocation *call);

/* A question took its time: reads again what was read before, plans anew, and
 * fails with EXIT_CONFLICT where that is not what the question was about any
 * more.  Returns likewise. */
int planning_repeat(struct invocation *call);

/* Whether the plan is an update that would change nothing. */
int planning_is_unchanged(const struct invocation *call);

#endif
