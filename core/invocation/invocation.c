/* invocation.c - one run of one verb: what the user asked for, and what is
 * known. */
#include "core/invocation/invocation.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/document.h"
#include "core/document/merge.h"
#include "core/invocation/fetch.h"
#include "core/invocation/field_values.h"
#include "core/invocation/lookup.h"
#include "core/json/path.h"
#include "core/json/tree.h"

#define FETCH_LIMIT ((size_t)64 << 20) /* bytes of a reply read whole */

int invocation_is_uuid(const char *text)
{
  static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  size_t i;

  for (i = 0; shape[i]; i++) {
    if (shape[i] == '-') {
      if (text[i] != '-')
        return 0;
    } else if (!text[i] || !strchr("0123456789abcdefABCDEF", text[i])) {
      return 0;
    }
  }
  return text[i] == '\0';
}

const char *invocation_uuid(struct invocation *call, const char *uuid)
{
  char *copy;
  char *at;

  if (!strpbrk(uuid, "ABCDEF"))
    return uuid;
  copy = strdup(uuid);
  for (at = copy; at && *at; at++)
    *at = text_lower(*at);
  return invocation_keep_text(call, copy);
}

struct json_object *invocation_keep_json(struct invocation *call,
                                         struct json_object *json)
{
  struct invocation_json *link;

  if (!json)
    return NULL;
  link = malloc(sizeof *link);
  if (!link) {
    json_object_put(json);
    error_memory(call->error);
    return NULL;
  }
  *link = (struct invocation_json){ .next = call->jsons, .json = json };
  call->jsons = link;
  return json;
}

const char *invocation_keep_text(struct invocation *call, char *text)
{
  struct invocation_text *link;

  if (!text)
    return NULL;
  link = malloc(sizeof *link);
  if (!link) {
    free(text);
    error_memory(call->error);
    return NULL;
  }
  *link = (struct invocation_text){ .next = call->texts, .text = text };
  call->texts = link;
  return text;
}

struct nscale_request *invocation_request(struct invocation *call,
                                          const char *method)
{
  struct nscale_request *request =
      request_new(method, call->noun->service, call->error);

  if (request) {
    request->next = call->requests;
    call->requests = request;
  }
  return request;
}

int invocation_is_secret(const struct invocation *call)
{
  return call->verb->secret != NULL ||
         (call->verb->reply == REPLY_ANY &&
          call->verb->effect != NSCALE_EFFECT_READ);
}

int invocation_is_for_people(const struct invocation *call)
{
  return !call->options->json && !call->options->query_count;
}

int invocation_plan(struct invocation *call, struct nscale_request *request)
{
  const size_t count = call->plan_count;
  struct nscale_request **plan;

  if (count - call->plan_start == INVOCATION_PLAN_MOST)
    return error_set(call->error, EXIT_PLUGIN,
                     "the plugin plans more than %d requests",
                     INVOCATION_PLAN_MOST);
  /* Room is made whenever the count is a multiple of the most. */
  if (count % INVOCATION_PLAN_MOST == 0) {
    plan = realloc(call->plan, (count + INVOCATION_PLAN_MOST) * sizeof *plan);
    if (!plan)
      return error_memory(call->error);
    call->plan = plan;
  }
  request->thing = call->things.turn;
  call->plan[call->plan_count++] = request;
  return 0;
}

/* ---- Scopes. ------------------------------------------------------ */

struct scope {
  uint32_t bit;
  const char *flag;
  const char *variable;
  const char *singular;
  const char *service;
  const char *collection; /* the last segment of its list's path */
  uint32_t within;        /* the scope that its list is in, or 0 */
};

static const struct scope scopes[] = {
  { NSCALE_SCOPE_ORGANIZATION, "org", "NSCALE_ORGANIZATION_ID", "organization",
    "identity", "organizations", 0 },
  { NSCALE_SCOPE_PROJECT, "project", "NSCALE_PROJECT_ID", "project",
    "identity", "projects", NSCALE_SCOPE_ORGANIZATION },
  { NSCALE_SCOPE_REGION, "region", "NSCALE_REGION_ID", "region", "region",
    "regions", NSCALE_SCOPE_ORGANIZATION },
};

static size_t scope_index(uint32_t bit)
{
  size_t i = 0;

  while (i < sizeof scopes / sizeof scopes[0] && scopes[i].bit != bit)
    i++;
  return i;
}

const char *invocation_scope_given(const struct invocation *call, uint32_t bit)
{
  const struct scope *scope = &scopes[scope_index(bit)];
  const char *given = flags_value(call->flags, scope->flag, 0);

  if (!given)
    given = getenv(scope->variable);
  return given;
}

int invocation_scope_choose(struct invocation *call, uint32_t bit,
                            const char *id)
{
  size_t at = scope_index(bit);

  free(call->scope_ids[at]);
  call->scope_ids[at] = strdup(id);
  return call->scope_ids[at] ? 0 : error_memory(call->error);
}

uint32_t invocation_scope_of_flag(const char *flag)
{
  size_t i;

  for (i = 0; i < sizeof scopes / sizeof scopes[0]; i++)
    if (strcmp(scopes[i].flag, flag) == 0)
      return scopes[i].bit;
  return 0;
}

struct nscale_request *invocation_scope_list(struct invocation *call,
                                             uint32_t bit)
{
  const struct scope *scope = &scopes[scope_index(bit)];
  struct nscale_request *list = invocation_request(call, "GET");
  const char *within;

  if (!list || request_service(list, scope->service) < 0)
    return NULL;
  (void)request_segment(list, "api");
  (void)request_segment(list, "v1");
  if (scope->within) {
    within = invocation_scope(call, scope->within);
    if (!within)
      return NULL;
    (void)request_segment(list, "organizations");
    (void)request_segment(list, within);
  }
  return request_segment(list, scope->collection) < 0 ? NULL : list;
}

/* The id of the one thing of this name in the scope's list. */
static int scope_look_up(struct invocation *call, const struct scope *scope,
                         const char *name)
{
  struct nscale_request *list = invocation_scope_list(call, scope->bit);
  struct json_object *found;

  if (!list)
    return -1;
  found = lookup_run(call, list,
                     &(struct lookup){ .wanted = name,
                                       .singular = scope->singular,
                                       .plural = scope->collection,
                                       .id_path = INVOCATION_SCOPE_ID,
                                       .name_path = INVOCATION_SCOPE_NAME,
                                       .flag = scope->flag });
  if (!found)
    return -1;
  return invocation_scope_choose(call, scope->bit,
                                 path_string(found, INVOCATION_SCOPE_ID));
}

const char *invocation_scope(struct invocation *call, uint32_t bit)
{
  size_t at = scope_index(bit);
  const struct scope *scope;
  const char *given;
  const char *id;

  if (at == sizeof scopes / sizeof scopes[0] || !(call->verb->scopes & bit)) {
    error_set(call->error, EXIT_PLUGIN,
              "the plugin asks for a scope that "
              "its verb %s does not declare",
              call->verb->name);
    return NULL;
  }
  if (call->scope_ids[at])
    return call->scope_ids[at];
  scope = &scopes[at];
  given = invocation_scope_given(call, bit);
  if (!given) {
    error_set(call->error, EXIT_USAGE, "no %s is named", scope->singular);
    error_hint(call->error, "add --%s ID|NAME, or set %s", scope->flag,
               scope->variable);
    return NULL;
  }
  if (!given[0]) {
    error_set(call->error, EXIT_USAGE,
              "the %s is empty: --%s and %s take "
              "an id or a name",
              scope->singular, scope->flag, scope->variable);
    return NULL;
  }
  if (!invocation_is_uuid(given))
    return scope_look_up(call, scope, given) < 0 ? NULL : call->scope_ids[at];
  id = invocation_uuid(call, given);
  return id && invocation_scope_choose(call, bit, id) == 0
             ? call->scope_ids[at]
             : NULL;
}

/* ---- The thing that a call is about. ------------------------------ */

const char *invocation_target_name(const struct invocation *call)
{
  if (call->target_name)
    return call->target_name;
  return call->options->id ? call->options->id : call->target_id;
}

int invocation_identify(struct invocation *call, struct json_object *thing)
{
  const struct nscale_noun *noun = call->noun;
  const char *id = noun->id_path ? path_string(thing, noun->id_path) : NULL;
  const char *name =
      noun->name_path ? path_string(thing, noun->name_path) : NULL;

  if (id) {
    free(call->target_id);
    call->target_id = strdup(id);
    if (!call->target_id)
      return error_memory(call->error);
  }
  if (name) {
    free(call->target_name);
    call->target_name = strdup(name);
    if (!call->target_name)
      return error_memory(call->error);
  }
  return 0;
}

void invocation_settle(struct invocation *call, const char *why)
{
  call->settled = 1;
  message_line("Nothing to do: %s \"%s\" %s.", call->noun->singular,
               invocation_target_name(call), why);
}

/* Whether the thing that was found meets the call's conditions; where it does
 * not the call is settled.  Returns 1 or 0, or -1. */
static int is_wanted(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  int meets;

  if (!call->conditions.count)
    return 1;
  if (json_write(&text, call->thing, 0) < 0)
    return error_memory(call->error);
  meets = conditions_meet(&call->conditions, text.data, text.length, &why,
                          call->error);
  if (meets == 0 && !why.failed)
    invocation_settle(call, why.data);
  return why.failed ? error_memory(call->error) : meets;
}

/* The thing of --all whose turn it is, which was read with the others. */
static struct json_object *find_in_turn(struct invocation *call,
                                        struct nscale_request *request)
{
  const char *text;

  if (!call->things.known && targets_read(call, request) < 0)
    return NULL;
  text = call->things.list[call->things.turn].text;
  call->thing = invocation_keep_json(
      call, exchange_read(text, strlen(text), call->error));
  return call->thing;
}

struct json_object *invocation_find(struct invocation *call,
                                    struct nscale_request *request)
{
  struct lookup lookup;

  if (call->thing || call->settled || !request)
    return call->thing;
  /* A plan that goes on after a failure sends nothing more. */
  if (call->error->exit_status != EXIT_DONE)
    return NULL;
  if (call->options->all)
    return find_in_turn(call, request);
  lookup = lookup_of_target(call);
  call->thing = lookup_run(call, request, &lookup);
  /* That the list was answered with 404 is another matter. */
  if (!call->thing && call->options->ignore_not_found &&
      call->error->exit_status == EXIT_NOT_FOUND &&
      !call->error->http_status) {
    error_clear(call->error);
    invocation_settle(call, "is not there");
  }
  if (call->thing &&
      (invocation_identify(call, call->thing) < 0 || is_wanted(call) <= 0))
    call->thing = NULL;
  return call->thing;
}

struct json_object *invocation_fetch(struct invocation *call,
                                     struct nscale_request *request)
{
  CLEANUP_BUFFER struct buffer text = { .limit = FETCH_LIMIT };

  if (!request)
    return NULL;
  if (!request_is_read(request)) {
    error_set(call->error, EXIT_PLUGIN,
              "the plugin fetches with another method than GET");
    return NULL;
  }
  if (read_whole(call, request, &text) < 0)
    return NULL;
  return invocation_keep_json(
      call, exchange_read(text.data, text.length, call->error));
}

/* Whether nobody will be asked, so that no question needs the thing's name. */
static int unasked(const struct invocation *call)
{
  return call->options->dry_run || call->options->yes ||
         call->verb->effect == NSCALE_EFFECT_READ;
}

const char *invocation_resolve(struct invocation *call,
                               struct nscale_request *request)
{
  const char *id = call->options->id;

  if (call->options->all &&
      (call->settled || !request || call->error->exit_status != EXIT_DONE))
    return NULL;
  if (call->options->all)
    return call->things.known || targets_read(call, request) == 0
               ? call->target_id
               : NULL;
  if (!call->thing && id && invocation_is_uuid(id) && unasked(call) &&
      !call->conditions.count) {
    free(call->target_id);
    id = invocation_uuid(call, id);
    call->target_id = id ? strdup(id) : NULL;
    if (!call->target_id)
      error_memory(call->error);
    return call->target_id;
  }
  return invocation_find(call, request) ? call->target_id : NULL;
}

/* Checks that the user's document is of the thing as it is now, and keeps
 * what can be compared with the outcome. */
static int start_from(struct invocation *call, struct json_object *thing)
{
  const struct nscale_field *const *fields = call->noun->fields;

  if (document_stale(call->document, thing, fields, call->noun->singular,
                     document_name(call->options->file), call->error) < 0)
    return -1;
  call->before = invocation_keep_json(call, merge_patch(NULL, thing));
  if (!call->before)
    return error_memory(call->error);
  (void)document_strip(call->before, fields);
  return 0;
}

/* Checks what is to be sent, and blames the document only for what the thing
 * as it was did not lack already. */
static int check_whole(const struct invocation *call,
                       struct json_object *whole)
{
  const struct nscale_field *const *fields = call->noun->fields;
  const char *file = call->options->file;
  const char *name = file ? document_name(file) : "what the flags say";
  CLEANUP_ERROR struct error own = { 0 };

  if (call->options->replace)
    return document_check(whole, fields, DOCUMENT_WHOLE, name, call->error);
  if (document_check(whole, fields, DOCUMENT_MERGED, name, &own) == 0)
    return 0;
  if (document_check(call->before, fields, DOCUMENT_MERGED, "the reply",
                     call->error) == 0)
    return document_check(whole, fields, DOCUMENT_MERGED, name, call->error);
  /* Nothing was sent, but there is no mistake of the user's either. */
  if (call->error->exit_status == EXIT_USAGE)
    call->error->exit_status = EXIT_FAILED;
  return error_hint(call->error,
                    "the %s as it is lacks that: name it with "
                    "what is to be changed",
                    call->noun->singular);
}

struct json_object *invocation_merge(struct invocation *call,
                                     struct nscale_request *request)
{
  const struct nscale_field *const *fields = call->noun->fields;
  int replace = call->options->replace;
  struct json_object *whole;

  if (!call->document) {
    error_set(call->error, EXIT_PLUGIN,
              "the plugin updates without taking a document");
    return NULL;
  }
  if (replace ? !invocation_resolve(call, request)
              : !invocation_find(call, request))
    return NULL;
  if (call->thing && start_from(call, call->thing) < 0)
    return NULL;
  whole = invocation_keep_json(
      call, merge_patch(replace ? NULL : call->thing, call->document));
  if (!whole) {
    error_memory(call->error);
    return NULL;
  }
  (void)document_strip(whole, fields);
  if (field_values_merged(call, whole, call->error) < 0)
    return NULL;
  return check_whole(call, whole) < 0 ? NULL : whole;
}

void invocation_forget(struct invocation *call)
{
  call->plan_count = 0;
  call->plan_start = 0;
  call->thing = NULL;
  call->before = NULL;
}

void invocation_free(struct invocation *call)
{
  struct nscale_request *request;
  struct invocation_choices *choices;
  struct invocation_json *json;
  struct invocation_text *text;
  size_t i;

  while ((choices = call->choices)) {
    call->choices = choices->next;
    free(choices);
  }
  while ((request = call->requests)) {
    call->requests = request->next;
    request_free(request);
  }
  while ((json = call->jsons)) {
    call->jsons = json->next;
    json_object_put(json->json);
    free(json);
  }
  while ((text = call->texts)) {
    call->texts = text->next;
    free(text->text);
    free(text);
  }
  for (i = 0; i < sizeof call->scope_ids / sizeof call->scope_ids[0]; i++)
    free(call->scope_ids[i]);
  free(call->target_id);
  free(call->target_name);
  buffer_free(&call->answer);
  targets_free(&call->things);
  free(call->plan);
  if (call->document)
    json_object_put(call->document);
}
