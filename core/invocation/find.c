/* find.c - the thing that a command is about. */
#include "core/invocation/find.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/join.h"
#include "core/base/uuid.h"
#include "core/invocation/namesakes.h"
#include "core/invocation/only.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/plugin/thing_fields.h"

struct lookup target_lookup(const struct invocation *call)
{
  return (struct lookup){ .wanted = call->options->target.id,
                          .names = invocation_names(call),
                          .id_path = call->noun->id_path,
                          .name_path = call->noun->name_path,
                          .flag = "id",
                          .command = call->command };
}

/* Whether the details that people read may show what others are called. */
static int names_neighbours(const struct invocation *call)
{
  const struct nscale_column *const *column = call->verb->columns;

  if (!invocation_is_for_people(call))
    return 0;
  while (column && *column &&
         !((*column)->attributes & NSCALE_COLUMN_NEIGHBOUR))
    column++;
  return column && *column;
}

int target_text(struct invocation *call, struct nscale_request *request,
                const char *wanted, struct buffer *text)
{
  CLEANUP_TWINS struct twins twins = { 0 };
  struct lookup lookup = target_lookup(call);
  int result;

  lookup.wanted = wanted;
  lookup.twins = &twins;
  invocation_asks_list(call, request);
  if (names_neighbours(call))
    lookup.neighbours = &call->neighbours;
  result = lookup_text(&call->reader, request, &lookup, text, call->error);
  if (result < 0 && twins.count > 1)
    namesakes_say(call, &twins);
  return result;
}

/* ---- All of them. ------------------------------------------------- */

/* The one that the service token is of goes to the end, since the token may
 * not work after that.  Of one alone, or where no token is of such a thing,
 * nobody needs to know. */
static void put_own_last(struct invocation *call)
{
  if (call->targets.count < 2 || !(call->verb->attributes & NSCALE_VERB_SELF))
    return;
  caller_try(&call->caller, &call->reader);
  targets_put_last(&call->targets, caller_subject(&call->caller));
}

/* Says that nothing meets the conditions, as they were given. */
static int none_meets(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  conditions_write(&call->conditions, &text);
  if (text.failed)
    return error_memory(call->error);
  if (text.length)
    message_line("Nothing to do: no %s meets %s.", call->noun->singular,
                 text.data);
  else
    message_line("Nothing to do: there is no %s.", call->noun->singular);
  call->plan.nothing_to_do = 1;
  return -1;
}

/* Reads the list once and begins with its first target. */
static int find_all(struct invocation *call, struct nscale_request *request)
{
  const struct targets_wanted wanted = { .noun = call->noun,
                                         .verb = call->verb,
                                         .conditions = &call->conditions,
                                         .left_out = &call->left_out };

  if (call->targets.known)
    return 0;
  if (targets_read(&call->targets, &wanted, &call->reader, request,
                   call->error) < 0)
    return -1;
  if (!call->targets.count)
    return left_out_end(&call->left_out, call->noun, call->error) < 0
               ? -1
               : none_meets(call);
  put_own_last(call);
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

  if (!call->conditions.count || !(call->verb->attributes & NSCALE_VERB_ID))
    return 1;
  if (json_write(&text, call->found, 0) < 0)
    return error_memory(call->error);
  meets = conditions_meet(&call->conditions, text.data, text.length, &why,
                          call->error);
  if (why.failed)
    return error_memory(call->error);
  if (meets == CONDITION_UNREADABLE)
    return error_set(call->error, EXIT_FAILED, "%s \"%s\": %s",
                     call->noun->singular, invocation_target_name(call),
                     why.data);
  if (meets == CONDITION_UNMET)
    invocation_nothing_to_do(call, why.data);
  return meets;
}

/* The target whose turn it is, which was read with the others. */
static struct json_object *find_in_turn(struct invocation *call,
                                        struct nscale_request *request)
{
  const char *text;

  if (find_all(call, request) < 0)
    return NULL;
  text = call->targets.list[call->targets.turn].text;
  call->found = invocation_read(call, text, strlen(text));
  return call->found;
}

static struct json_object *find_one(struct invocation *call,
                                    struct nscale_request *request)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  call->found = NULL;
  if (target_text(call, request, call->options->target.id, &text) == 0)
    call->found = invocation_read(call, text.data, text.length);
  /* That the list was answered with 404 is another matter. */
  if (!call->found && call->options->target.ignore_not_found &&
      call->error->exit_status == EXIT_NOT_FOUND &&
      !call->error->http_status) {
    error_clear(call->error);
    invocation_nothing_to_do(call, "is not there");
  }
  return call->found;
}

/* ---- The one that the token is of. -------------------------------- */

/* Asks whose the token is: `*id` becomes the thing's, or NULL where nobody
 * says.  Returns 0, or -1 with the error set. */
static int ask_caller(struct invocation *call, const char **id)
{
  const char *subject;

  if (!caller_read(&call->caller, &call->reader, call->error))
    return -1;
  subject = caller_subject(&call->caller);
  *id = caller_account(&call->caller);
  if (*id || !subject)
    return 0;
  error_set(call->error, EXIT_AUTH,
            "the service token is not that of a %s, but of %s",
            call->noun->singular, subject);
  return call->verb->attributes & NSCALE_VERB_ID
             ? error_hint(call->error, "name the %s in the place of --self",
                          call->noun->singular)
             : -1;
}

int target_settle_scope(struct invocation *call)
{
  const uint32_t bit = NSCALE_SCOPE_ORGANIZATION;
  const char *organization;
  const char *id;

  if (!call->options->target.self || !(call->verb->scopes & bit) ||
      scope_given(&call->scopes, bit) || scope_known(&call->scopes, bit))
    return 0;
  if (ask_caller(call, &id) < 0)
    return -1;
  organization = caller_organization(&call->caller);
  return organization ? scope_choose(&call->scopes, bit, organization, NULL,
                                     call->error)
                      : 0;
}

/* The user names an organization that the token is not of. */
static int refuse_organization(struct invocation *call, const char *named)
{
  const char *own = caller_organization(&call->caller);

  error_set(call->error, EXIT_NOT_FOUND,
            "the service token is not one of organization %s", named);
  return own ? error_hint(call->error,
                          "it is one of organization %s: name that with --org "
                          "or NSCALE_ORGANIZATION_ID, or none",
                          own)
             : -1;
}

/* Likewise, in the organization of the call. */
static int learn_own(struct invocation *call, const char **id)
{
  const char *organization;

  if (ask_caller(call, id) < 0)
    return -1;
  organization = scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION);
  return organization && !caller_sees(&call->caller, organization)
             ? refuse_organization(call, organization)
             : 0;
}

/* The only one of the list: whoever may not see the others sees itself. */
static struct json_object *find_only(struct invocation *call,
                                     struct nscale_request *request)
{
  CLEANUP_ONLY struct only only = { .id_path = call->noun->id_path,
                                    .name_path = call->noun->name_path };
  const char *text;

  if (only_read(&only, &call->reader, request, invocation_names(call),
                call->error) < 0)
    return NULL;
  text = only.first.text;
  if (only.count == 1)
    return invocation_read(call, text, strlen(text));
  error_set(call->error, EXIT_FAILED,
            "cannot tell which %s the service token is of: the service does "
            "not say, and the token sees %s%s",
            call->noun->singular, only.count ? "several: " : "none",
            only.count ? only.others.data : "");
  error_hint(call->error, "a gateway may keep /oauth2/v2/userinfo back%s",
             call->verb->attributes & NSCALE_VERB_ID
                 ? ": name it in the place of --self"
                 : "");
  return NULL;
}

static struct json_object *find_self(struct invocation *call,
                                     struct nscale_request *request)
{
  struct lookup lookup = target_lookup(call);
  struct fields fields = { .count = 0 };

  lookup.fields = thing_fields(&fields, call->noun, call->verb);
  if (learn_own(call, &lookup.wanted) < 0)
    return NULL;
  call->found = lookup.wanted
                    ? lookup_json(&call->reader, request, &lookup, call->error)
                    : find_only(call, request);
  return call->found;
}

/* ---- Whichever it is. --------------------------------------------- */

/* A plan that goes on after a failure sends nothing more. */
static int may_go_on(const struct invocation *call,
                     struct nscale_request *request)
{
  invocation_asks_list(call, request);
  return request && !call->plan.nothing_to_do &&
         call->error->exit_status == EXIT_DONE;
}

struct json_object *target_find(struct invocation *call,
                                struct nscale_request *request)
{
  const struct target_flags *target = &call->options->target;

  if (call->found || !may_go_on(call, request))
    return call->found;
  if (target->all)
    return find_in_turn(call, request);
  if (target->self)
    (void)find_self(call, request);
  else
    (void)find_one(call, request);
  if (call->found && (invocation_identify(call, call->found) < 0 ||
                      meets_conditions(call) <= 0))
    call->found = NULL;
  return call->found;
}

/* Whether nobody will be asked, so that no question needs the thing's name. */
static int is_unasked(const struct invocation *call)
{
  return call->options->consent.dry_run || call->options->consent.yes ||
         call->verb->effect == NSCALE_EFFECT_READ;
}

/* Whether an id alone will do: no question, no condition and no command
 * (--deliver) needs to know more of the thing. */
static int is_id_enough(const struct invocation *call)
{
  return is_unasked(call) && !call->conditions.count &&
         !call->options->token.hook.command;
}

const char *target_resolve(struct invocation *call,
                           struct nscale_request *request)
{
  const struct target_flags *target = &call->options->target;
  const char *id = target->id;

  if (target->all)
    return may_go_on(call, request) && find_all(call, request) == 0
               ? call->target.id
               : NULL;
  if (target->self && (!may_go_on(call, request) || learn_own(call, &id) < 0))
    return NULL;
  if (call->found || !id || !uuid_is(id) || !is_id_enough(call))
    return target_find(call, request) ? call->target.id : NULL;
  id = arena_lower(&call->arena, id, call->error);
  return id && target_set(&call->target, id, NULL, call->error) == 0
             ? call->target.id
             : NULL;
}
