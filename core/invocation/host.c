/* host.c - the table of functions that plugins are handed. */
#include "core/invocation/host.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/http/request.h"
#include "core/invocation/enter.h"
#include "core/invocation/field_names.h"
#include "core/invocation/find.h"
#include "core/invocation/invocation.h"
#include "core/invocation/later.h"
#include "core/invocation/parameters.h"
#include "core/invocation/update.h"
#include "core/json/cost.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/token/claims.h"

static const char *host_flag(struct nscale_call *call, const char *name,
                             uint32_t index)
{
  return name ? flags_value(invocation_of(call)->flags, name, index) : NULL;
}

static const char *host_flag_id(struct nscale_call *call, const char *name,
                                uint32_t index)
{
  return parameters_id(invocation_of(call), name, index);
}

static const char *host_scope(struct nscale_call *call, uint32_t scope)
{
  struct invocation *own = invocation_of(call);

  if (scope == NSCALE_SCOPE_ORGANIZATION && target_settle_scope(own) < 0)
    return NULL;
  return scope_id(&own->scopes, scope, &own->reader, own->error);
}

static const char *host_id(struct nscale_call *call)
{
  const struct invocation *own = invocation_of(call);

  const struct target_flags *target = &own->options->target;

  return target->all || target->self ? own->target.id : target->id;
}

static struct nscale_json *host_document(struct nscale_call *call)
{
  return field_names_document(invocation_of(call)) < 0
             ? NULL
             : host_json_to(invocation_of(call)->draft.document);
}

static int32_t host_fail(struct nscale_call *call, int32_t exit_status,
                         const char *sentence, const char *hint)
{
  const struct invocation *own = invocation_of(call);
  struct error *error = own->error;
  int known = exit_status == NSCALE_EXIT_USAGE ||
              exit_status == NSCALE_EXIT_AUTH ||
              exit_status == NSCALE_EXIT_NOT_FOUND ||
              exit_status == NSCALE_EXIT_CONFLICT;

  if (error->exit_status != EXIT_DONE)
    return -1;
  if (sentence)
    error_set(error, known ? (enum exit_status)exit_status : EXIT_FAILED, "%s",
              sentence);
  else
    error_plugin(error, own->reader.plugin, "fails without a reason");
  return hint ? error_hint(error, "%s", hint) : -1;
}

static void host_note(struct nscale_call *call, const char *sentence)
{
  if (sentence && !invocation_of(call)->plan.muted)
    message_note("%s", sentence);
}

/* ---- Requests. ---------------------------------------------------- */

static struct nscale_request *host_request_new(struct nscale_call *call,
                                               const char *method)
{
  struct invocation *own = invocation_of(call);

  struct nscale_request *request =
      arena_request(&own->arena, method, own->noun->service, own->error);

  if (request)
    request->given = own->options->target.id;
  return request;
}

static int32_t host_request_json(struct nscale_request *request,
                                 const struct nscale_json *json)
{
  return request_json(request, host_json_of(json));
}

static int32_t host_request_wait(struct nscale_call *call,
                                 struct nscale_request *request,
                                 struct nscale_request *read)
{
  const struct invocation *own = invocation_of(call);

  return own->verb->waits && own->verb->waits[0]
             ? request_wait(request, read)
             : error_plugin(own->error, own->reader.plugin,
                            "waits, and its verb %s does not say for what",
                            own->verb->name);
}

static int32_t host_request_scopes(struct nscale_call *call,
                                   struct nscale_request *request)
{
  return parameters_scopes(invocation_of(call), request);
}

static int32_t host_request_flags(struct nscale_call *call,
                                  struct nscale_request *request)
{
  struct invocation *own = invocation_of(call);

  /* Its own list would be asked for without an end. */
  return own->plan.visit == VISIT_LIST
             ? error_plugin(own->error, own->reader.plugin,
                            "puts flags into a list of choices")
             : parameters_flags(own, request);
}

static const char *host_reply_text(struct nscale_call *call,
                                   struct nscale_request *request,
                                   const char *path)
{
  return later_text(invocation_of(call), request, path);
}

static int32_t host_request_aside(struct nscale_call *call,
                                  struct nscale_request *request)
{
  const struct invocation *own = invocation_of(call);

  if (request && (own->verb->reply == NSCALE_REPLY_LIST ||
                  own->verb->reply == NSCALE_REPLY_BYTES))
    return error_plugin(own->error, own->reader.plugin,
                        "puts a reply to %s aside, which is all that it has",
                        own->verb->name);
  return request_aside(request);
}

static int32_t host_plan(struct nscale_call *call,
                         struct nscale_request *request)
{
  struct invocation *own = invocation_of(call);

  if (!request || own->error->exit_status != EXIT_DONE ||
      !enter_may_plan(own, "plans a request"))
    return -1;
  if (own->verb->effect == NSCALE_EFFECT_READ && !request_is_read(request)) {
    error_plugin(own->error, own->reader.plugin,
                 "plans %s for %s, a verb that only reads", request->method,
                 own->verb->name);
    return error_hint(own->error, "its author must say what the verb does: "
                                  "nscale_verb.effect in nscale/plugin.h");
  }
  /* It may have been read as one that is found in a list. */
  request->pages =
      own->verb->reply == NSCALE_REPLY_LIST ? own->noun->pages : NULL;
  return plan_add(&own->plan, request, own->targets.turn, own->error);
}

static struct nscale_json *host_fetch(struct nscale_call *call,
                                      struct nscale_request *request)
{
  struct invocation *own = invocation_of(call);

  return host_json_to(
      fetch_json(&own->reader, request, invocation_names(own), own->error));
}

static int32_t host_look(struct nscale_call *call,
                         struct nscale_request *request,
                         struct nscale_json **json)
{
  struct invocation *own = invocation_of(call);
  struct json_object *found = NULL;
  const int there = own->error->exit_status == EXIT_DONE
                        ? fetch_look(&own->reader, request,
                                     invocation_names(own), &found, own->error)
                        : -1;

  if (json)
    *json = host_json_to(found);
  return there;
}

static struct nscale_json *host_find(struct nscale_call *call,
                                     struct nscale_request *request)
{
  struct invocation *own = invocation_of(call);
  struct json_object *found = target_find(own, request);

  /* A plugin may look at any of it. */
  if (found && json_has_kept(found)) {
    (void)scan_refuse_cost("the reply", EXIT_FAILED, own->error);
    found = NULL;
  }
  return host_json_to(found);
}

static const char *host_resolve(struct nscale_call *call,
                                struct nscale_request *request)
{
  return target_resolve(invocation_of(call), request);
}

static struct nscale_json *host_merge(struct nscale_call *call,
                                      struct nscale_request *request)
{
  return host_json_to(update_merge(invocation_of(call), request));
}

/* ---- Conditions, claims, answers. --------------------------------- */

static int32_t host_meets(struct nscale_call *call,
                          const struct nscale_json *thing)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  struct invocation *own = invocation_of(call);
  int meets;

  if (own->error->exit_status != EXIT_DONE)
    return -1;
  if (json_write(&text, host_json_of(thing), 0) < 0)
    return error_memory(own->error);
  meets = conditions_meet(&own->conditions, text.data, text.length, &why,
                          own->error);
  if (meets != CONDITION_UNREADABLE)
    return meets;
  return why.failed ? error_memory(own->error)
                    : error_set(own->error, EXIT_FAILED, "%s", why.data);
}

static struct nscale_json *host_claims(struct nscale_call *call)
{
  struct invocation *own = invocation_of(call);

  if (own->error->exit_status != EXIT_DONE)
    return NULL;
  return host_json_to(
      arena_json(&own->arena, claims_read(own->error), own->error));
}

/* A copy, since the plugin may change what it is handed. */
static struct nscale_json *host_caller(struct nscale_call *call)
{
  struct invocation *own = invocation_of(call);
  struct json_object *caller;
  struct json_object *copy = NULL;

  if (own->error->exit_status != EXIT_DONE)
    return NULL;
  caller = caller_read(&own->caller, &own->reader, own->error);
  if (!caller)
    return NULL;
  if (json_object_deep_copy(caller, &copy, NULL) < 0) {
    error_memory(own->error);
    return NULL;
  }
  return host_json_to(arena_json(&own->arena, copy, own->error));
}

static int32_t host_answer(struct nscale_call *call,
                           const struct nscale_json *json)
{
  struct invocation *own = invocation_of(call);

  if (!json || own->error->exit_status != EXIT_DONE ||
      !enter_may_plan(own, "answers"))
    return -1;
  if (own->verb->effect != NSCALE_EFFECT_READ ||
      own->verb->reply != NSCALE_REPLY_OBJECT)
    return error_plugin(own->error, own->reader.plugin,
                        "answers %s itself, which does not read an object",
                        own->verb->name);
  buffer_clear(&own->plan.answer);
  return json_write(&own->plan.answer, host_json_of(json), 0) < 0
             ? error_memory(own->error)
             : 0;
}

const struct nscale_host host_table = {
  .struct_size = sizeof(struct nscale_host),
  .abi_major = NSCALE_ABI_MAJOR,
  .abi_minor = NSCALE_ABI_MINOR,
  .flag = host_flag,
  .scope = host_scope,
  .id = host_id,
  .document = host_document,
  .fail = host_fail,
  .note = host_note,
  .request_new = host_request_new,
  .request_segment = request_segment,
  .request_query = request_query,
  .request_header = request_header,
  .request_json = host_request_json,
  .request_bytes = request_bytes,
  .request_service = request_service,
  .request_pick = request_pick,
  .request_await = request_await,
  .plan = host_plan,
  .fetch = host_fetch,
  .find = host_find,
  .resolve = host_resolve,
  .merge = host_merge,
  .json_parse = host_json_parse,
  .json_text = host_json_text,
  .json_type = host_json_type,
  .json_get = host_json_get,
  .json_at = host_json_at,
  .json_key = host_json_key,
  .json_length = host_json_length,
  .json_string = host_json_string,
  .json_integer = host_json_integer,
  .json_number = host_json_number,
  .json_boolean = host_json_boolean,
  .json_set = host_json_set,
  .json_set_string = host_json_set_string,
  .json_append = host_json_append,
  .meets = host_meets,
  .claims = host_claims,
  .answer = host_answer,
  .caller = host_caller,
  .request_wait = host_request_wait,
  .request_scopes = host_request_scopes,
  .request_flags = host_request_flags,
  .request_aside = host_request_aside,
  .reply_text = host_reply_text,
  .flag_id = host_flag_id,
  .look = host_look,
};
