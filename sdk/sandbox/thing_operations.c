/* thing_operations.c - what is done with things of every kind. */
#include "thing_operations.h"

#include <stdio.h>
#include <string.h>

#include "account_document.h"
#include "clock.h"
#include "instances.h"
#include "json.h"
#include "projects.h"
#include "query.h"

static const char no_memory[] = "out of memory";

void thing_answer(const struct operation *operation, unsigned int status,
                  struct thing *thing)
{
  struct buffer out = { 0 };

  thing_show(thing, &out);
  reply_json(operation->reply, status, &out);
}

struct thing *thing_of(const struct operation *operation)
{
  struct thing *thing =
      things_find(operation->state, operation->kind, operation->id);
  struct operation own = *operation;

  if (!thing || (operation->organization &&
                 thing->organization != operation->organization)) {
    reply_error(operation->reply, 404, api_not_found);
    return NULL;
  }
  own.organization = (struct organization *)state_organization(
      operation->state, thing->organization ? thing->organization->id : "");
  return api_allowed(&own) ? thing : NULL;
}

/* ---- Lists. ------------------------------------------------------- */

/* True when the thing has the tag NAME=VALUE; for query_each. */
static int has_tag(void *context, const char *wanted)
{
  const struct thing *thing = context;
  struct json_object *metadata, *tags;
  size_t at;

  if (!json_object_object_get_ex(thing->value, "metadata", &metadata) ||
      !json_object_object_get_ex(metadata, "tags", &tags))
    return 0;
  for (at = 0; at < json_object_array_length(tags); at++) {
    struct json_object *tag = json_object_array_get_idx(tags, at);
    struct buffer text CLEANUP_BUFFER = { 0 };

    buffer_printf(
        &text, "%s=%s",
        json_object_get_string(json_object_object_get(tag, "name")),
        json_object_get_string(json_object_object_get(tag, "value")));
    if (text.data && strcmp(text.data, wanted) == 0)
      return 1;
  }
  return 0;
}

/* True when the query allows the thing: a parameter narrows what has the
 * member that it is about. */
static int is_wanted(const struct thing *thing, const char *query)
{
  static const struct {
    const char *parameter, *part, *member;
  } filters[] = {
    { "organizationID", "metadata", "organizationId" },
    { "projectID", "metadata", "projectId" },
    { "regionID", "status", "regionId" },
    { "networkID", "status", "networkId" },
    { "status", "status", "state" },
  };
  size_t at;

  for (at = 0; at < sizeof filters / sizeof filters[0]; at++) {
    const char *text = thing_text(thing, filters[at].part, filters[at].member);

    if (text && !query_allows(query, filters[at].parameter, text))
      return 0;
  }
  if (query_has(query, "scope") &&
      !query_allows(query, "scope", "available") && !thing->organization)
    return 0;
  return query_each(query, "tag", has_tag, (void *)thing);
}

/* True when the caller sees the thing: what is everybody's, and what is in an
 * organization in which it may read, which is that of the path or of the
 * query where they name one. */
static int is_seen(const struct operation *operation,
                   const struct thing *thing)
{
  const struct organization *organization = thing->organization;

  if (thing->gone || thing->kind != operation->kind ||
      (operation->region[0] && strcmp(thing->region, operation->region) != 0))
    return 0;
  if (!organization)
    return 1;
  return (!operation->organization ||
          organization == operation->organization) &&
         query_allows(operation->request->query, "organizationID",
                      organization->id) &&
         caller_may(operation->state, &operation->caller, organization);
}

static void list(const struct operation *operation, int curated)
{
  struct buffer out = { 0 };
  struct thing *thing;

  if (operation->region[0] &&
      !things_find(operation->state, &kind_region, operation->region)) {
    reply_error(operation->reply, 404, api_not_found);
    return;
  }
  buffer_putc(&out, '[');
  for (thing = operation->state->things; thing; thing = thing->next) {
    if (!is_seen(operation, thing) || (curated && thing->organization) ||
        !is_wanted(thing, operation->request->query))
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    thing_show(thing, &out);
  }
  buffer_putc(&out, ']');
  reply_json(operation->reply, 200, &out);
}

void thing_list(const struct operation *operation)
{
  list(operation, 0);
}

void thing_list_curated(const struct operation *operation)
{
  list(operation, 1);
}

void thing_get(const struct operation *operation)
{
  struct thing *thing = thing_of(operation);

  if (thing)
    thing_answer(operation, 200, thing);
}

/* ---- Documents. --------------------------------------------------- */

static struct json_object *refuse_body(const struct operation *operation,
                                       const char *why)
{
  struct buffer text CLEANUP_BUFFER = { 0 };

  buffer_printf(&text, "request body invalid: %s", why);
  reply_error(operation->reply, 400, text.data ? text.data : no_memory);
  return NULL;
}

struct json_object *thing_body(const struct operation *operation,
                               const struct shape *spec,
                               const struct shape *place)
{
  const struct shape parts[] = {
    { "metadata", SHAPE_OBJECT, 1, shape_metadata },
    { spec ? "spec" : NULL, SHAPE_OBJECT, 1, spec },
    { NULL, SHAPE_OBJECT, 0, NULL },
  };
  struct buffer why CLEANUP_BUFFER = { 0 };
  struct json_object *body CLEANUP_JSON = NULL;
  const char *problem;
  unsigned int status = document_object(operation->request, &body, &problem);

  if (status) {
    reply_error(operation->reply, status, problem);
    return NULL;
  }
  if (shape_check(body, parts, "", &why) < 0 ||
      (place && shape_check(json_object_object_get(body, "spec"), place,
                            "spec.", &why) < 0))
    return refuse_body(operation, why.data ? why.data : no_memory);
  return json_object_get(body);
}

static void put_text(struct json_object *object, const char *name,
                     const char *text)
{
  (void)json_put_member(object, name, json_object_new_string(text));
}

static void put_now(struct json_object *object, const char *name)
{
  char text[CLOCK_TEXT];

  clock_format(clock_now(), text);
  put_text(object, name, text);
}

struct json_object *thing_metadata(const struct operation *operation,
                                   struct json_object *body, const char *id)
{
  struct json_object *metadata =
      shape_copy(json_object_object_get(body, "metadata"), shape_metadata);

  if (!metadata)
    return NULL;
  put_text(metadata, "id", id);
  put_now(metadata, "creationTime");
  put_text(metadata, "createdBy", operation->caller.subject);
  return metadata;
}

/* Refuses a member of the spec that names nothing. */
static int misplaced(const struct operation *operation, const char *member)
{
  char text[96];

  (void)snprintf(text, sizeof text, "spec.%s: there is no such thing here",
                 member);
  reply_error(operation->reply, operation->kind->misplaced, text);
  return -1;
}

/* Where a thing is to be. */
struct place {
  const struct organization *organization;
  const char *project, *region;
};

/* What the members of a spec name must be there: everybody's or the
 * organization's, and in the same region. */
static int check_names(const struct operation *operation,
                       struct json_object *spec, const struct place *place)
{
  static const struct {
    const char *member;
    const struct kind *kind;
  } names[] = { { "flavorId", &kind_flavor }, { "imageId", &kind_image } };
  size_t at;

  for (at = 0; at < sizeof names / sizeof names[0]; at++) {
    struct json_object *value;
    const struct thing *thing;

    if (!json_object_object_get_ex(spec, names[at].member, &value))
      continue;
    thing = things_find(operation->state, names[at].kind,
                        json_object_get_string(value));
    if (!thing || strcmp(thing->region, place->region) != 0 ||
        (thing->organization && thing->organization != place->organization))
      return misplaced(operation, names[at].member);
  }
  return 0;
}

static const char *text_of(struct json_object *object, const char *name)
{
  return json_object_get_string(json_object_object_get(object, name));
}

/* Where the spec says that a new thing is to be; what is in a network is where
 * that is.  Returns 0, or -1 with the error as the reply. */
static int find_place(const struct operation *operation,
                      struct json_object *spec, struct place *place)
{
  const char *network_id = text_of(spec, "networkId");
  const char *organization = text_of(spec, "organizationId");
  const struct thing *network = NULL;
  struct operation own = *operation;

  if (network_id) {
    network = things_find(operation->state, &kind_network, network_id);
    if (!network)
      return misplaced(operation, "networkId");
  }
  if (!organization)
    organization = network ? network->organization->id : "";
  own.organization = state_organization(operation->state, organization);
  if (!api_allowed(&own))
    return -1;
  place->organization = own.organization;
  place->project = text_of(spec, "projectId");
  place->region = network ? network->region : text_of(spec, "regionId");
  if (network && !place->project)
    place->project = thing_text(network, "metadata", "projectId");
  if (network && (network->organization != place->organization ||
                  strcmp(thing_text(network, "metadata", "projectId"),
                         place->project) != 0))
    return misplaced(operation, "networkId");
  if (!projects_has(operation->state, place->organization, place->project))
    return misplaced(operation, "projectId");
  if (!things_find(operation->state, &kind_region, place->region))
    return misplaced(operation, "regionId");
  return check_names(operation, spec, place);
}

/* ---- Changes. ----------------------------------------------------- */

/* What a reply shows of a new thing. */
static struct json_object *make_value(const struct operation *operation,
                                      struct json_object *body,
                                      const struct place *place,
                                      const char *id)
{
  struct json_object *spec = json_object_object_get(body, "spec");
  struct json_object *status = shape_copy(spec, operation->kind->place);
  struct json_object *metadata = thing_metadata(operation, body, id);
  struct json_object *value = json_object_new_object();

  if (!status || !metadata || !value)
    goto failed;
  put_text(metadata, "organizationId", place->organization->id);
  put_text(metadata, "projectId", place->project);
  put_text(metadata, "healthStatus", "healthy");
  json_object_object_del(status, "organizationId");
  json_object_object_del(status, "projectId");
  put_text(status, "regionId", place->region);
  (void)json_put_member(value, "metadata", metadata);
  (void)json_put_member(value, "spec",
                        shape_copy(spec, operation->kind->spec));
  (void)json_put_member(value, "status", status);
  return value;
failed:
  json_object_put(status);
  json_object_put(metadata);
  json_object_put(value);
  return NULL;
}

void thing_create(const struct operation *operation)
{
  const struct kind *kind = operation->kind;
  struct json_object *body CLEANUP_JSON =
      thing_body(operation, kind->spec, kind->place);
  struct place place;
  struct thing *thing;
  char id[IDENT_LENGTH + 1];

  if (!body ||
      find_place(operation, json_object_object_get(body, "spec"), &place) < 0)
    return;
  ident_next(&operation->state->created, id);
  thing = thing_new(operation->state,
                    &(struct thing_draft){
                        .kind = kind,
                        .id = id,
                        .organization = place.organization,
                        .region = place.region,
                        .value = make_value(operation, body, &place, id) });
  if (!thing) {
    reply_error(operation->reply, 500, no_memory);
    return;
  }
  if (kind == &kind_instance)
    instance_connect(operation->state, thing);
  thing_go(thing, kind->born);
  thing_answer(operation, 201, thing);
}

/* What an update says, in the place of what was there. */
static void replace(const struct operation *operation, struct thing *thing,
                    struct json_object *body)
{
  struct json_object *metadata =
      json_object_object_get(thing->value, "metadata");
  struct json_object *new_metadata = json_object_object_get(body, "metadata");
  const struct shape *shape;

  for (shape = shape_metadata; shape->name; shape++) {
    struct json_object *value =
        json_object_object_get(new_metadata, shape->name);

    if (value)
      (void)json_put_member(metadata, shape->name, json_object_get(value));
    else
      json_object_object_del(metadata, shape->name);
  }
  put_now(metadata, "modifiedTime");
  put_text(metadata, "modifiedBy", operation->caller.subject);
  (void)json_put_member(
      thing->value, "spec",
      shape_copy(json_object_object_get(body, "spec"), operation->kind->spec));
}

void thing_update(const struct operation *operation)
{
  struct thing *thing = thing_of(operation);
  struct json_object *body CLEANUP_JSON = NULL;
  struct place place;

  if (!thing)
    return;
  body = thing_body(operation, operation->kind->spec, NULL);
  if (!body)
    return;
  place = (struct place){ .organization = thing->organization,
                          .region = thing->region };
  if (operation->kind->keeps_name &&
      strcmp(text_of(json_object_object_get(body, "metadata"), "name"),
             thing_text(thing, "metadata", "name")) != 0) {
    reply_error(operation->reply, 422, "metadata.name cannot be changed");
    return;
  }
  if (check_names(operation, json_object_object_get(body, "spec"), &place) < 0)
    return;
  replace(operation, thing, body);
  thing_go(thing, operation->kind->changed);
  thing_answer(operation, 202, thing);
}

void thing_delete(const struct operation *operation)
{
  struct thing *thing = thing_of(operation);

  if (!thing)
    return;
  if (!thing->leaving && operation->kind->leaving->provisioning) {
    char now[CLOCK_TEXT];

    clock_format(clock_now(), now);
    thing_set(thing, "metadata", "deletionTime", now);
  }
  thing->leaving = 1;
  thing_go(thing, operation->kind->leaving);
  operation->reply->status = 202;
}
