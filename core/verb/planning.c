/* planning.c - the plugin makes its plan, and makes it again after a
 * question. */
#include "core/verb/planning.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/document/check.h"
#include "core/document/read.h"
#include "core/invocation/enter.h"
#include "core/invocation/field_given.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/token/token_folder.h"

/* ---- The rules of a plan. ----------------------------------------- */

/* A verb that replies with an object has one, whatever it sends for that; of
 * plugins from before 1.2, which could not say so, each reply is one. */
static int has_one_result(const struct invocation *call)
{
  size_t count = 0;
  size_t i;

  for (i = call->plan.start; i < call->plan.count; i++)
    count += !call->plan.requests[i]->aside;
  return call->minor < 2 || call->verb->reply != NSCALE_REPLY_OBJECT ||
         call->plan.answer.length || count == 1;
}

/* What the plugin made of one target's turn; `result` is what it returned. */
static int check_plan(const struct invocation *call, int32_t result)
{
  const struct plan *plan = &call->plan;
  const char *verb = call->verb->name;

  if (result < 0)
    return error_plugin(call->error, call->reader.plugin,
                        "fails to plan %s and says no reason", verb);
  if (plan->answer.length && plan->count)
    return error_plugin(call->error, call->reader.plugin,
                        "both answers %s and plans a request for it", verb);
  if (plan->count == plan->start && !plan->answer.length)
    return error_plugin(call->error, call->reader.plugin,
                        "plans no request for %s", verb);
  if (!has_one_result(call))
    return error_plugin(call->error, call->reader.plugin,
                        "plans requests of which not one alone has the result "
                        "of %s",
                        verb);
  if (call->draft.unsettled && !call->draft.merged)
    return document_check(
        call->draft.document, call->noun->fields, DOCUMENT_PATCH,
        document_name(call->options->document.file), call->error);
  if (field_any_relative(call) && !call->draft.merged)
    return error_plugin(call->error, call->reader.plugin,
                        "plans %s without nscale_merge, which these "
                        "flags need",
                        verb);
  return 0;
}

/* ---- The first time. ---------------------------------------------- */

/* Plans what is to be done, with --all for the target in turn. */
static int plan_one(struct invocation *call)
{
  struct plan *plan = &call->plan;
  int32_t result;

  plan->start = plan->count;
  result = enter_plan(call);
  if (plan->nothing_to_do) {
    plan->count = 0;
    return 0;
  }
  if (check_plan(call, result) < 0)
    return -1;
  /* A new thing is called what its document calls it. */
  if (call->draft.document && !call->found && !call->options->target.id)
    return invocation_identify(call, call->draft.document);
  return 0;
}

/* Looks at where the token of each of the targets is to go. */
static int check_token_files(const struct invocation *call)
{
  const struct targets *targets = &call->targets;
  char **paths = calloc(targets->count + 1, sizeof *paths);
  size_t count = 0;
  int result = 0;

  if (!paths)
    return error_memory(call->error);
  for (; result == 0 && count < targets->count; count++) {
    const struct target *target = &targets->list[count];

    paths[count] = token_folder_path(call->options->token.folder, target->name,
                                     target->id);
    if (!paths[count])
      result = error_memory(call->error);
  }
  if (result == 0)
    result = token_folder_check_files(&call->token_folder, paths, count,
                                      call->error);
  for (count = 0; paths[count]; count++)
    free(paths[count]);
  free(paths);
  return result;
}

/* Plans for each of the targets in turn, the first of which the first plan
 * finds. */
static int plan_all(struct invocation *call)
{
  struct targets *targets = &call->targets;

  if (plan_one(call) < 0 || call->plan.nothing_to_do)
    return call->plan.nothing_to_do ? 0 : -1;
  if (!targets->known)
    return error_plugin(call->error, call->reader.plugin,
                        "plans %s --all without a look at what there "
                        "is",
                        call->verb->name);
  while (targets->turn + 1 < targets->count)
    if (invocation_turn(call, targets->turn + 1) < 0 || plan_one(call) < 0)
      return -1;
  if (call->verb->secret && call->plan.count != targets->count)
    return error_plugin(call->error, call->reader.plugin,
                        "plans more than one request for a token");
  return call->options->token.folder ? check_token_files(call) : 0;
}

int planning_run(struct invocation *call)
{
  return invocation_is_of_many(call) ? plan_all(call) : plan_one(call);
}

int planning_is_unchanged(const struct invocation *call)
{
  const struct nscale_request *request =
      call->plan.count == 1 ? call->plan.requests[0] : NULL;

  return call->draft.before && request && request->json &&
         json_same(call->draft.before, request->json);
}

/* ---- Once more. --------------------------------------------------- */

/* Makes the plan anew, without the remarks that were heard. */
static int plan_anew(struct invocation *call)
{
  invocation_forget(call);
  call->plan.muted = 1;
  return planning_run(call);
}

/* The field that changes at each write, or NULL. */
static const char *version_of(const struct invocation *call)
{
  const struct nscale_field *const *field;

  for (field = call->noun->fields; field && *field; field++)
    if ((*field)->attributes & NSCALE_FIELD_VERSION)
      return path_string(call->found, (*field)->path);
  return NULL;
}

/* Reads again what meets the conditions. */
static int repeat_conditions(struct invocation *call)
{
  struct targets asked = call->targets;
  int result;
  int same;

  call->targets = (struct targets){ 0 };
  result = plan_anew(call);
  same = targets_same(&asked, &call->targets);
  targets_free(&asked);
  if (result < 0 || call->plan.nothing_to_do || same)
    return result;
  error_set(call->error, EXIT_CONFLICT,
            "what meets the conditions changed while the question was open; "
            "nothing was sent");
  return error_hint(call->error, "run the command again to see what is new");
}

/* Reads again what an update starts from. */
static int repeat_update(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer version = { 0 };
  struct json_object *before = call->draft.before;
  const char *now = version_of(call);

  buffer_puts(&version, now ? now : "");
  if (version.failed)
    return error_memory(call->error);
  if (plan_anew(call) < 0)
    return -1;
  now = version_of(call);
  if (strcmp(version.data, now ? now : "") == 0 && call->draft.before &&
      json_same(before, call->draft.before))
    return 0;
  error_set(
      call->error, EXIT_CONFLICT,
      "%s \"%s\" was changed while the question was open; nothing was sent",
      call->noun->singular, invocation_target_name(call));
  return error_hint(call->error, "run the command again to see what is new");
}

int planning_repeat(struct invocation *call)
{
  if (call->draft.before)
    return repeat_update(call);
  return call->conditions.count || call->options->target.all
             ? repeat_conditions(call)
             : 0;
}
