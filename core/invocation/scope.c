/* scope.c - the organization, project and region that a command is in. */
#include "core/invocation/scope.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/invocation/lookup.h"
#include "core/invocation/only.h"
#include "core/json/path.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/plugin/discover.h"

static const struct scope {
  uint32_t bit;
  const char *flag;
  const char *variable;
  const char *parameter;
  const char *singular;
  const char *service;
  const char *collection; /* its plural, and how the path of its list ends */
  uint32_t within;        /* the scope that its list is in, or 0 */
} scope_table[SCOPE_COUNT] = {
  { NSCALE_SCOPE_ORGANIZATION, "org", "NSCALE_ORGANIZATION_ID",
    "organizationID", "organization", "identity", "organizations", 0 },
  { NSCALE_SCOPE_PROJECT, "project", "NSCALE_PROJECT_ID", "projectID",
    "project", "identity", "projects", NSCALE_SCOPE_ORGANIZATION },
  /* The service called region does not publish the list of regions. */
  { NSCALE_SCOPE_REGION, "region", "NSCALE_REGION_ID", "regionID", "region",
    "compute", "regions", NSCALE_SCOPE_ORGANIZATION },
};

/* SCOPE_COUNT for what is not the bit of a scope. */
static size_t scope_index(uint32_t bit)
{
  size_t i = 0;

  while (i < SCOPE_COUNT && scope_table[i].bit != bit)
    i++;
  return i;
}

void scopes_read(struct scopes *scopes, const struct nscale_verb *verb,
                 const struct flags *flags)
{
  size_t i;

  scopes->verb = verb;
  for (i = 0; i < SCOPE_COUNT; i++) {
    scopes->given[i] = flags_value(flags, scope_table[i].flag, 0);
    if (!scopes->given[i])
      scopes->given[i] = environment_given(scope_table[i].variable);
  }
}

uint32_t scope_of_flag(const char *flag)
{
  size_t i;

  for (i = 0; i < SCOPE_COUNT; i++)
    if (strcmp(scope_table[i].flag, flag) == 0)
      return scope_table[i].bit;
  return 0;
}

const char *scope_given(const struct scopes *scopes, uint32_t bit)
{
  return scopes->given[scope_index(bit)];
}

const char *scope_known(const struct scopes *scopes, uint32_t bit)
{
  return scopes->ids[scope_index(bit)];
}

const char *scope_title(const struct scopes *scopes, uint32_t bit)
{
  const size_t at = scope_index(bit);

  return scopes->names[at] ? scopes->names[at] : scopes->ids[at];
}

int scope_choose(struct scopes *scopes, uint32_t bit, const char *id,
                 const char *name, struct error *error)
{
  const size_t at = scope_index(bit);

  free(scopes->ids[at]);
  free(scopes->names[at]);
  scopes->ids[at] = strdup(id);
  scopes->names[at] = name && name[0] ? strdup(name) : NULL;
  return scopes->ids[at] && (scopes->names[at] || !name || !name[0])
             ? 0
             : error_memory(error);
}

struct nscale_request *scope_list(struct scopes *scopes, uint32_t bit,
                                  const struct reader *reader,
                                  struct error *error)
{
  const struct scope *scope = &scope_table[scope_index(bit)];
  struct nscale_request *list =
      arena_request(reader->arena, "GET", scope->service, error);
  const char *within;

  if (!list)
    return NULL;
  (void)request_segment(list, "api");
  (void)request_segment(list, "v1");
  if (scope->within) {
    within = scope_needed(scopes, scope->within, reader, error);
    if (!within)
      return NULL;
    (void)request_segment(list, "organizations");
    (void)request_segment(list, within);
  }
  return request_segment(list, scope->collection) < 0 ? NULL : list;
}

void scope_learn_name(struct scopes *scopes, uint32_t bit,
                      const struct reader *reader)
{
  const size_t at = scope_index(bit);
  const struct scope *scope = &scope_table[at];
  const struct thing_names names = { scope->singular, scope->collection };
  CLEANUP_ERROR struct error ignored = { 0 };
  const struct exchange_options *usual;
  struct exchange_options hurried;
  struct json_object *list;
  const char *id, *name = NULL;
  size_t i;

  if (!scopes->ids[at] || scopes->names[at])
    return;
  usual = fetch_hurry(reader, &hurried);
  list = fetch_list(reader, scope_list(scopes, bit, reader, &ignored), names,
                    &ignored);
  reader->exchange->options = usual;
  for (i = 0; list && !name && i < json_object_array_length(list); i++) {
    struct json_object *one = json_object_array_get_idx(list, i);

    id = path_string(one, SCOPE_ID_PATH);
    if (id && uuid_same(id, scopes->ids[at]))
      name = path_string(one, SCOPE_NAME_PATH);
  }
  /* Whoever could not be asked is not asked again. */
  scopes->names[at] = strdup(name && name[0] ? name : scopes->ids[at]);
}

/* The id of the one that has this name.  NULL with the error set. */
static const char *scope_look_up(struct scopes *scopes,
                                 const struct scope *scope, const char *name,
                                 const struct reader *reader,
                                 struct error *error)
{
  struct nscale_request *list = scope_list(scopes, scope->bit, reader, error);
  const struct lookup lookup = { .wanted = name,
                                 .names = { scope->singular,
                                            scope->collection },
                                 .id_path = SCOPE_ID_PATH,
                                 .name_path = SCOPE_NAME_PATH,
                                 .flag = scope->flag };
  struct json_object *found = lookup_json(reader, list, &lookup, error);
  const char *id = found ? path_string(found, SCOPE_ID_PATH) : NULL;

  if (found && !id)
    error_set(error, EXIT_FAILED, "%s \"%s\" has no id", scope->singular,
              name);
  return id;
}

static void write_api(struct buffer *text, const struct scope *scope)
{
  static const char path[] = "/api/v1/";
  CLEANUP_BUFFER struct buffer whole = { 0 };

  buffer_puts(text, "nscale api ");
  if (strcmp(scope->service, "identity") != 0)
    buffer_printf(text, "--service %s ", scope->service);
  buffer_printf(&whole, "%s%s%s", path,
                scope->within ? "organizations/{org}/" : "",
                scope->collection);
  text_word(text, whole.data ? whole.data : path);
}

const char *scope_write_api(struct buffer *text, const char *word)
{
  size_t i;

  for (i = 0; i < SCOPE_COUNT; i++)
    if (strcmp(word, scope_table[i].singular) == 0 ||
        strcmp(word, scope_table[i].collection) == 0) {
      write_api(text, &scope_table[i]);
      return scope_table[i].collection;
    }
  return NULL;
}

/* How one is named, and which command shows what there is: that of a plugin
 * where there is one. */
static int hint_at_scope(const struct scope *scope, struct error *error)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  CLEANUP_BUFFER struct buffer list = { 0 };

  if (discover_one(scope->flag, &found, &ignored) == 1)
    buffer_printf(&list, "nscale %s list", scope->flag);
  else
    write_api(&list, scope);
  return list.failed
             ? error_memory(error)
             : error_hint(error,
                          "add --%s ID|NAME, or set %s; %s shows which there "
                          "are",
                          scope->flag, scope->variable, list.data);
}

/* The user names none, or an empty one. */
static const char *scope_missing(const struct scope *scope, const char *given,
                                 struct error *error)
{
  if (given) {
    error_set(error, EXIT_USAGE,
              "the %s is empty: --%s and %s take an id or a name",
              scope->singular, scope->flag, scope->variable);
    return NULL;
  }
  error_set(error, EXIT_USAGE, "no %s is named", scope->singular);
  (void)hint_at_scope(scope, error);
  return NULL;
}

/* The user names no organization, so it is the one that the token sees, which
 * a service account has exactly one of.  NULL with the error set. */
static const char *scope_only(struct scopes *scopes, const struct scope *scope,
                              const struct reader *reader, struct error *error)
{
  CLEANUP_ONLY struct only only = { .id_path = SCOPE_ID_PATH,
                                    .name_path = SCOPE_NAME_PATH };
  const struct thing_names names = { scope->singular, scope->collection };
  const char *name;

  if (only_read(&only, reader, scope_list(scopes, scope->bit, reader, error),
                names, error) < 0)
    return NULL;
  if (only.count == 1) {
    name = only.first.name ? only.first.name : only.first.id;
    if (tty_is(STDERR_FILENO))
      message_note("no %s is named: using \"%s\", the only one that the "
                   "service token sees",
                   scope->singular, name);
    return scope_choose(scopes, scope->bit, only.first.id, only.first.name,
                        error) == 0
               ? scope_known(scopes, scope->bit)
               : NULL;
  }
  error_set(error, EXIT_USAGE,
            "no %s is named, and the service token sees %s%s", scope->singular,
            only.count ? "several: " : "none",
            only.count ? only.others.data : "");
  (void)hint_at_scope(scope, error);
  return NULL;
}

int scope_is_optional(const struct scopes *scopes, uint32_t bit)
{
  return (scopes->verb->optional_scopes & bit) != 0;
}

const char *scope_parameter(uint32_t bit)
{
  return scope_table[scope_index(bit)].parameter;
}

const char *scope_id(struct scopes *scopes, uint32_t bit,
                     const struct reader *reader, struct error *error)
{
  const size_t at = scope_index(bit);

  return at < SCOPE_COUNT && scope_is_optional(scopes, bit) &&
                 !scopes->given[at] && !scopes->ids[at]
             ? NULL
             : scope_needed(scopes, bit, reader, error);
}

const char *scope_needed(struct scopes *scopes, uint32_t bit,
                         const struct reader *reader, struct error *error)
{
  const size_t at = scope_index(bit);
  const struct scope *scope;
  const char *given;
  const char *id;

  if (at == SCOPE_COUNT || !(scopes->verb->scopes & bit)) {
    error_plugin(error, reader->plugin,
                 "asks for a scope that its verb %s does not declare",
                 scopes->verb->name);
    return NULL;
  }
  if (scopes->ids[at])
    return scopes->ids[at];
  scope = &scope_table[at];
  given = scopes->given[at];
  if (!given && bit == NSCALE_SCOPE_ORGANIZATION)
    return scope_only(scopes, scope, reader, error);
  if (!given || !given[0])
    return scope_missing(scope, given, error);
  id = uuid_is(given) ? arena_lower(reader->arena, given, error)
                      : scope_look_up(scopes, scope, given, reader, error);
  return id && scope_choose(scopes, bit, id, uuid_is(given) ? NULL : given,
                            error) == 0
             ? scopes->ids[at]
             : NULL;
}

void scopes_free(struct scopes *scopes)
{
  size_t i;

  for (i = 0; i < SCOPE_COUNT; i++) {
    free(scopes->ids[i]);
    free(scopes->names[i]);
  }
}
