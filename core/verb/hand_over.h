/* hand_over.h - what an invocation means for --deliver: whose new token goes
 * to which command (token_hook.h), and what becomes of one that did not
 * arrive.
 */
#ifndef HAND_OVER_H
#define HAND_OVER_H

#include "core/invocation/invocation.h"

/* Before anything is sent, by flags alone: the commands are such that the
 * shell can run, and no filter asks for the token, which is not in the result
 * then.  Returns 0, or -1 with EXIT_USAGE. */
int hand_over_examine(const struct invocation *call);

/* Once it is known what the plan is about, with --all each of the targets: ids
 * that are UUIDs and names that the service would take, since the command will
 * use them in paths.  Returns 0, or -1 with EXIT_FAILED. */
int hand_over_check_names(struct invocation *call);

/* Runs --deliver-check for the thing that the call is about.  Returns as
 * token_hook_check. */
int hand_over_check(struct invocation *call);

/* Says on stderr which command takes the token, or each of them. */
void hand_over_say(const struct invocation *call);

/* As delivery_task.hand_over. */
int hand_over_token(void *context, const char *token, const char *file);

#endif
