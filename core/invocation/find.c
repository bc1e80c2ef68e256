/* find.c - the thing that a command is about. */
#include "core/invocation/find.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/join.h"
#include "core/invocation/uuid.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/token/claims.h"

struct lookup target_lookup(const struct invocation *call)
{
  return (struct lookup){ .wanted = call->options->target.id,
                          .names = invocation_names(call),
                          .id_path = call->noun->id_path,
                          .name_path = call->noun->name_path,
                          .flag = "id",
                          .plugin = call->reader.plugin };
}

/* ---- All of them. ------------------------------------------------- */

/* The account that the service token is of goes to the end, since the token
 * may not work after that.  A token that does not say whose it is changes
 * nothing. */
static void put_own_last(struct targets *targets)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *claims = claims_read(&ignored);

  targets_put_last(targets, path_string(claims, ".sub"));
  json_object_put(claims);
}

/* Says that nothing meets the conditions, as they were given. */
static int none_meets(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct condition *condition = call->conditions.list;
  size_t i;

  for (i = 0; i < call->conditions.count; i++, condition++) {
    join_and(&text, i, call->conditions.count, "--");
    buffer_printf(&text, "%s %s", condition->flag->name, condition->value);
  }
  if (text.failed)
    return error_memory(call->error);
  message_line("Nothing to do: no %s meets %s.", call->noun->singular,
               text.data);
  call->plan.nothing_to_do = 1;
  return -1;
}

/* Reads the list once and begins with its first target. */
static int find_all(struct invocation *call, struct nscale_request *request)
{
  const struct targets_wanted wanted = { .noun = call->noun,
                                         .conditions = &call->conditions };

  if (call->targets.known)
    return 0;
  if (targets_read(&call->targets, &wanted, &call->reader, request,
                   call->error) < 0)
    return -1;
  if (!call->targets.count)
    return none_meets(call);
  put_own_last(&call->targets);
  return invocation_turn(call, 0);
}

/* ---- One of them. ------------------------------------------------- */

/* Whether the thing that was found meets the call's conditions; where it does
 * not, there is nothing to do.  Returns 1 or 0, or -1. */
static int meets_conditions(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  int meets;

  if (!call->conditions.count)
    return 1;
  if (json_write(&text, call->found, 0) < 0)
    return error_memory(call->error);
  meets = conditions_meet(&call->conditions, text.data, text.length, &why,
                          call->error);
  if (meets == 0 && !why.failed)
    invocation_nothing_to_do(call, why.data);
  return why.failed ? error_memory(call->error) : meets;
}

/* The target whose turn it is, which was read with the others. */
static struct json_object *find_in_turn(struct invocation *call,
                                        struct nscale_request *request)
{
  const char *text;

  if (find_all(call, request) < 0)
    return NULL;
  text = call->targets.list[call->targets.turn].text;
  call->found =
      arena_json(&call->arena, exchange_read(text, strlen(text), call->error),
                 call->error);
  return call->found;
}

static struct json_object *find_one(struct invocation *call,
                                    struct nscale_request *request)
{
  const struct lookup lookup = target_lookup(call);

  call->found = lookup_json(&call->reader, request, &lookup, call->error);
  /* That the list was answered with 404 is another matter. */
  if (!call->found && call->options->target.ignore_not_found &&
      call->error->exit_status == EXIT_NOT_FOUND &&
      !call->error->http_status) {
    error_clear(call->error);
    invocation_nothing_to_do(call, "is not there");
  }
  if (call->found && (invocation_identify(call, call->found) < 0 ||
                      meets_conditions(call) <= 0))
    call->found = NULL;
  return call->found;
}

/* A plan that goes on after a failure sends nothing more. */
static int may_go_on(const struct invocation *call,
                     const struct nscale_request *request)
{
  return request && !call->plan.nothing_to_do &&
         call->error->exit_status == EXIT_DONE;
}

struct json_object *target_find(struct invocation *call,
                                struct nscale_request *request)
{
  if (call->found || !may_go_on(call, request))
    return call->found;
  return call->options->target.all ? find_in_turn(call, request)
                                   : find_one(call, request);
}

/* Whether nobody will be asked, so that no question needs the thing's name. */
static int is_unasked(const struct invocation *call)
{
  return call->options->consent.dry_run || call->options->consent.yes ||
         call->verb->effect == NSCALE_EFFECT_READ;
}

const char *target_resolve(struct invocation *call,
                           struct nscale_request *request)
{
  const char *id = call->options->target.id;

  if (call->options->target.all)
    return may_go_on(call, request) && find_all(call, request) == 0
               ? call->target.id
               : NULL;
  if (call->found || !id || !uuid_is(id) || !is_unasked(call) ||
      call->conditions.count)
    return target_find(call, request) ? call->target.id : NULL;
  id = uuid_lower(&call->arena, id, call->error);
  return id && target_set(&call->target, id, NULL, call->error) == 0
             ? call->target.id
             : NULL;
}
