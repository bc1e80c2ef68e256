/* nscale/resource.h - a plugin whose resource is of the usual kind, as data
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A convenience over nscale/plugin.h, which it includes: macros and inline
 * functions, nothing that crosses the ABI by itself.  It is for C (C99 and
 * later); without its macros it compiles as C++ too.
 *
 * Resources of Nscale's services are alike.  A collection answers at
 *
 *     /api/v1/organizations/{organization}/COLLECTION
 *
 * with one array; one thing at .../COLLECTION/{id}; and what can be done with
 * it at .../COLLECTION/{id}/ACTION.  Others are flat, /api/v2/COLLECTION, and
 * take what they are in as query parameters (NSCALE_RESOURCE_FLAT).  Every
 * element carries the same metadata.  So a plugin says which collection and
 * what is its own:
 *
 *     #include <nscale/resource.h>
 *
 *     NSCALE_RESOURCE_COLUMNS;
 *     NSCALE_COLUMN(column_kind, .title = "KIND", .path = ".spec.kind");
 *     static const struct nscale_column *const columns[] = {
 *       NSCALE_RESOURCE_COLUMNS_FIRST, &column_kind,
 *       NSCALE_RESOURCE_COLUMNS_LAST, NULL
 *     };
 *     NSCALE_RESOURCE_LIST(verb_list, NSCALE_SCOPE_ORGANIZATION, "networks",
 *                          .summary = "List networks.");
 *     NSCALE_RESOURCE_GET(verb_get, NSCALE_SCOPE_ORGANIZATION, "networks",
 *                         .summary = "Show one network.");
 *     static const struct nscale_verb *const verbs[] = {
 *       &verb_list, &verb_get, NULL
 *     };
 *     static const struct nscale_noun noun = {
 *       .struct_size = sizeof noun, .summary = "Show networks.",
 *       .singular = "network", .plural = "networks", .service = "region",
 *       .verbs = verbs, .columns = columns,
 *     };
 *     NSCALE_PLUGIN("networks", "network net", "1.0", "Show networks", &noun);
 *
 * What differs from this in one verb is written out in that verb alone, with
 * nscale_resource_request and the rest of nscale/plugin.h.
 */
#ifndef NSCALE_RESOURCE_H
#define NSCALE_RESOURCE_H

#include <nscale/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Requests. ------------------------------------------------------ */

#if NSCALE_TARGET_MINOR >= 2
/* Beside the scopes of a collection, for all that takes `scopes` here: what it
 * is in does not stand in its address but in the query of its list, and nobody
 * needs to name it; and its address begins with /api/v2.  Since 1.2. */
#define NSCALE_RESOURCE_FLAT 0x40000000u
#define NSCALE_RESOURCE_V2 0x80000000u
#endif

/* A new request (nscale_request) to a collection: `scopes` says what it is
 * in, the organization (NSCALE_SCOPE_ORGANIZATION), a project or a region of
 * it (together with NSCALE_SCOPE_PROJECT or NSCALE_SCOPE_REGION) or, with 0,
 * nothing.  The verb must declare the same scopes.  `id` names one thing in
 * it, and `action` what to do with that; each may be NULL.  Returns NULL, with
 * the call failed, where a scope could not be had. */
static inline struct nscale_request *
nscale_resource_request(struct nscale_call *call, const char *method,
                        uint32_t scopes, const char *collection,
                        const char *id, const char *action)
{
  static const struct {
    uint32_t scope;
    const char *segment;
  } parts[] = { { NSCALE_SCOPE_ORGANIZATION, "organizations" },
                { NSCALE_SCOPE_PROJECT, "projects" },
                { NSCALE_SCOPE_REGION, "regions" } };
  const char *path[12];
  size_t count = 0, i;

  path[count++] = "api";
  path[count++] = scopes & 0x80000000u ? "v2" : "v1";
  for (i = 0; !(scopes & 0x40000000u) && i < 3; i++) {
    if (!(scopes & parts[i].scope))
      continue;
    path[count++] = parts[i].segment;
    path[count] = nscale_scope(call, parts[i].scope);
    if (!path[count++])
      return NULL;
  }
  path[count++] = collection;
  path[count++] = id;
  path[count++] = id ? action : NULL;
  path[count] = NULL;
  return nscale_request(call, method, path);
}

/* The GET of the whole collection, which its things are looked up in. */
static inline struct nscale_request *
nscale_resource_all(struct nscale_call *call, uint32_t scopes,
                    const char *collection)
{
  struct nscale_request *list =
      nscale_resource_request(call, "GET", scopes, collection, NULL, NULL);

#if NSCALE_TARGET_MINOR >= 2
  if (scopes & NSCALE_RESOURCE_FLAT && nscale_request_scopes(call, list) < 0)
    return NULL;
#endif
  return list;
}

/* Plans the GET of the whole collection; since 1.2 with the flags of the verb
 * that are query parameters. */
static inline int32_t nscale_resource_list(struct nscale_call *call,
                                           uint32_t scopes,
                                           const char *collection)
{
  struct nscale_request *list = nscale_resource_all(call, scopes, collection);

#if NSCALE_TARGET_MINOR >= 2
  if (nscale_request_flags(call, list) < 0)
    return -1;
#endif
  return nscale_plan(call, list);
}

/* The id that the call's --id or argument means: looked up in the collection
 * where it is a name (nscale_resolve).  NULL with the call failed. */
static inline const char *nscale_resource_id(struct nscale_call *call,
                                             uint32_t scopes,
                                             const char *collection)
{
  return nscale_resolve(call, nscale_resource_all(call, scopes, collection));
}

/* Plans a request without a body to the one thing that the call means: GET,
 * DELETE, or the POST of an action. */
static inline int32_t nscale_resource_one(struct nscale_call *call,
                                          const char *method, uint32_t scopes,
                                          const char *collection,
                                          const char *action)
{
  const char *id = nscale_resource_id(call, scopes, collection);

  return id ? nscale_plan(call,
                          nscale_resource_request(call, method, scopes,
                                                  collection, id, action))
            : -1;
}

/* Plans the GET of the collection from which the host picks the one thing
 * that the call means, for an API that has no GET of one. */
static inline int32_t nscale_resource_pick(struct nscale_call *call,
                                           uint32_t scopes,
                                           const char *collection)
{
  struct nscale_request *list = nscale_resource_all(call, scopes, collection);

  (void)nscale_request_pick(call, list, nscale_id(call));
  return nscale_plan(call, list);
}

/* Plans the POST of the user's document to the collection. */
static inline int32_t nscale_resource_create(struct nscale_call *call,
                                             uint32_t scopes,
                                             const char *collection)
{
  struct nscale_request *create =
      nscale_resource_request(call, "POST", scopes, collection, NULL, NULL);

  (void)nscale_request_json(call, create, nscale_document(call));
  return nscale_plan(call, create);
}

/* Plans the PUT of the thing as it is, read from the collection, with the
 * user's document laid over it (nscale_merge). */
static inline int32_t nscale_resource_update(struct nscale_call *call,
                                             uint32_t scopes,
                                             const char *collection)
{
  struct nscale_json *whole =
      nscale_merge(call, nscale_resource_all(call, scopes, collection));
  const char *id = nscale_resource_id(call, scopes, collection);
  struct nscale_request *update;

  if (!whole || !id)
    return -1;
  update = nscale_resource_request(call, "PUT", scopes, collection, id, NULL);
  (void)nscale_request_json(call, update, whole);
  return nscale_plan(call, update);
}

#ifdef __cplusplus
}
#endif

/* ---- Verbs: NSCALE_RESOURCE_...(variable, scopes, collection, ...). -- */

/* Each defines a verb under the name `variable` and its plan function.  What
 * follows the collection are further members of struct nscale_verb, of which
 * .summary is needed; not those that the macro sets itself: struct_size,
 * name, effect, reply, scopes, optional_scopes, attributes and plan. */
#if NSCALE_TARGET_MINOR >= 2
#define NSCALE_RESOURCE_OPTIONAL_(scopes, effect)                             \
  .optional_scopes =                                                          \
      (scopes)&NSCALE_RESOURCE_FLAT && (effect) != NSCALE_EFFECT_CREATE       \
          ? (scopes)&7u                                                       \
          : 0,
#else
#define NSCALE_RESOURCE_OPTIONAL_(scopes, effect)
#endif

#define NSCALE_RESOURCE_VERB_(variable, verb_name, verb_effect, verb_reply,   \
                              verb_scopes, verb_attributes, plan_call, ...)   \
  static int32_t variable##_plan(struct nscale_call *call)                    \
  {                                                                           \
    return plan_call;                                                         \
  }                                                                           \
  static const struct nscale_verb variable = {                                \
    .struct_size = sizeof(struct nscale_verb),                                \
    .name = verb_name,                                                        \
    .effect = verb_effect,                                                    \
    .reply = verb_reply,                                                      \
    .scopes = (verb_scopes)&7u,                                               \
    .attributes = verb_attributes,                                            \
    .plan = variable##_plan,                                                  \
    NSCALE_RESOURCE_OPTIONAL_(verb_scopes, verb_effect) __VA_ARGS__           \
  }

/* list: the whole collection. */
#define NSCALE_RESOURCE_LIST(variable, scopes, collection, ...)               \
  NSCALE_RESOURCE_VERB_(                                                      \
      variable, "list", NSCALE_EFFECT_READ, NSCALE_REPLY_LIST, scopes, 0,     \
      nscale_resource_list(call, scopes, collection), __VA_ARGS__)

/* get: one thing, by a GET of its own; a name is looked up first. */
#define NSCALE_RESOURCE_GET(variable, scopes, collection, ...)                \
  NSCALE_RESOURCE_VERB_(                                                      \
      variable, "get", NSCALE_EFFECT_READ, NSCALE_REPLY_OBJECT, scopes,       \
      NSCALE_VERB_ID,                                                         \
      nscale_resource_one(call, "GET", scopes, collection, NULL),             \
      __VA_ARGS__)

/* get, where the API has only the list: its one element. */
#define NSCALE_RESOURCE_PICK(variable, scopes, collection, ...)               \
  NSCALE_RESOURCE_VERB_(variable, "get", NSCALE_EFFECT_READ,                  \
                        NSCALE_REPLY_OBJECT, scopes, NSCALE_VERB_ID,          \
                        nscale_resource_pick(call, scopes, collection),       \
                        __VA_ARGS__)

#if NSCALE_TARGET_MINOR >= 2
#define NSCALE_RESOURCE_UNIQUE_ NSCALE_VERB_UNIQUE
#else
#define NSCALE_RESOURCE_UNIQUE_ 0u
#endif

/* create: POST of a document; the noun has fields.  Since 1.2 the host looks
 * whether there is one of the name (NSCALE_VERB_UNIQUE). */
#define NSCALE_RESOURCE_CREATE(variable, scopes, collection, ...)             \
  NSCALE_RESOURCE_VERB_(                                                      \
      variable, "create", NSCALE_EFFECT_CREATE, NSCALE_REPLY_OBJECT, scopes,  \
      NSCALE_VERB_DOCUMENT | NSCALE_RESOURCE_UNIQUE_,                         \
      nscale_resource_create(call, scopes, collection), __VA_ARGS__)

/* update: PUT of what is there with a document laid over it. */
#define NSCALE_RESOURCE_UPDATE(variable, scopes, collection, ...)             \
  NSCALE_RESOURCE_VERB_(                                                      \
      variable, "update", NSCALE_EFFECT_UPDATE, NSCALE_REPLY_OBJECT, scopes,  \
      NSCALE_VERB_ID | NSCALE_VERB_DOCUMENT,                                  \
      nscale_resource_update(call, scopes, collection), __VA_ARGS__)

/* delete: DELETE of one thing. */
#define NSCALE_RESOURCE_DELETE(variable, scopes, collection, ...)             \
  NSCALE_RESOURCE_VERB_(                                                      \
      variable, "delete", NSCALE_EFFECT_DELETE, NSCALE_REPLY_NOTHING, scopes, \
      NSCALE_VERB_ID,                                                         \
      nscale_resource_one(call, "DELETE", scopes, collection, NULL),          \
      __VA_ARGS__)

/* ---- Choices. --------------------------------------------------------- */

/* What the ids of a collection stand for (struct nscale_choices): `label` is
 * the path of what people call an element, most often `.metadata.name`.  For
 * flags, fields and columns that hold such ids. */
#define NSCALE_RESOURCE_CHOICES(variable, scopes, collection, label)          \
  static struct nscale_request *variable##_list(struct nscale_call *call)     \
  {                                                                           \
    return nscale_resource_all(call, scopes, collection);                     \
  }                                                                           \
  static const struct nscale_choices variable = {                             \
    .struct_size = sizeof(struct nscale_choices),                             \
    .list = variable##_list,                                                  \
    .value_path = ".metadata.id",                                             \
    .label_path = label,                                                      \
  }

/* ---- Columns and fields. --------------------------------------------- */

/* A column or field of its own: NSCALE_COLUMN(variable, .title = "KIND",
 * .path = ".spec.kind"). */
#define NSCALE_COLUMN(variable, ...)                                          \
  static const struct nscale_column variable = {                              \
    .struct_size = sizeof(struct nscale_column), __VA_ARGS__                  \
  }
#define NSCALE_FIELD(variable, ...)                                           \
  static const struct nscale_field variable = {                               \
    .struct_size = sizeof(struct nscale_field), __VA_ARGS__                   \
  }

/* Further attributes of the columns CREATED BY and MODIFIED BY: defined as
 * NSCALE_COLUMN_NEIGHBOUR before this header is included where things of the
 * list make others of it. */
#ifndef NSCALE_RESOURCE_BY
#define NSCALE_RESOURCE_BY 0u
#endif

/* A host of an older minor cuts the columns of a high number: ids that cannot
 * be pasted. */
#if NSCALE_TARGET_MINOR >= 2
#define NSCALE_RESOURCE_ID_PRIORITY 6u
#else
#define NSCALE_RESOURCE_ID_PRIORITY 0u
#endif

/* Defines the columns of the metadata that every resource has.  Stands once,
 * at file scope, followed by a semicolon; the two lists below then go into a
 * noun's columns, before and behind its own.  A list shows ID NAME ... AGE
 * STATUS; what a resource lacks is left out of its details.  Where there is
 * not room for all, ID is left out first, then AGE and STATUS, and NAME last:
 * the priorities of a noun's own columns are 2 and 3. */
#define NSCALE_RESOURCE_COLUMNS                                               \
  NSCALE_COLUMN(nscale_column_id, .title = "ID", .path = ".metadata.id",      \
                .priority = NSCALE_RESOURCE_ID_PRIORITY);                     \
  NSCALE_COLUMN(nscale_column_name, .title = "NAME",                          \
                .path = ".metadata.name", .priority = 1);                     \
  NSCALE_COLUMN(nscale_column_description, .title = "DESCRIPTION",            \
                .path = ".metadata.description",                              \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_tags, .title = "TAGS",                          \
                .path = ".metadata.tags",                                     \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_organization, .title = "ORGANIZATION",          \
                .path = ".metadata.organizationId",                           \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_age, .title = "AGE",                            \
                .path = ".metadata.creationTime", .kind = NSCALE_COLUMN_AGE,  \
                .priority = 5, .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);   \
  NSCALE_COLUMN(nscale_column_created, .title = "CREATED",                    \
                .path = ".metadata.creationTime", .kind = NSCALE_COLUMN_TIME, \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_created_by, .title = "CREATED BY",              \
                .path = ".metadata.createdBy",                                \
                .attributes =                                                 \
                    NSCALE_COLUMN_NOT_IN_LIST | NSCALE_RESOURCE_BY);          \
  NSCALE_COLUMN(nscale_column_modified, .title = "MODIFIED",                  \
                .path = ".metadata.modifiedTime", .kind = NSCALE_COLUMN_TIME, \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_modified_by, .title = "MODIFIED BY",            \
                .path = ".metadata.modifiedBy",                               \
                .attributes =                                                 \
                    NSCALE_COLUMN_NOT_IN_LIST | NSCALE_RESOURCE_BY);          \
  NSCALE_COLUMN(nscale_column_deleted, .title = "DELETED",                    \
                .path = ".metadata.deletionTime", .kind = NSCALE_COLUMN_TIME, \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST);                     \
  NSCALE_COLUMN(nscale_column_status, .title = "STATUS",                      \
                .path = ".metadata.provisioningStatus",                       \
                .kind = NSCALE_COLUMN_STATUS, .priority = 4);                 \
  NSCALE_COLUMN(nscale_column_health, .title = "HEALTH",                      \
                .path = ".metadata.healthStatus",                             \
                .kind = NSCALE_COLUMN_STATUS,                                 \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST)

#define NSCALE_RESOURCE_COLUMNS_FIRST                                         \
  &nscale_column_id, &nscale_column_name, &nscale_column_description,         \
      &nscale_column_tags, &nscale_column_organization

#define NSCALE_RESOURCE_COLUMNS_LAST                                          \
  &nscale_column_age, &nscale_column_created, &nscale_column_created_by,      \
      &nscale_column_modified, &nscale_column_modified_by,                    \
      &nscale_column_deleted, &nscale_column_status, &nscale_column_health

/* Defines the fields of the metadata that every resource's document has; used
 * as NSCALE_RESOURCE_COLUMNS is, with the two lists below: what a user may
 * say, name (required), description and tags, and what is the server's, which
 * makes the output of get a valid document.  Since 1.1 the former have the
 * flags --name, --description and --tag. */
#define NSCALE_RESOURCE_FIELDS                                                \
  NSCALE_FIELD(                                                               \
      nscale_field_name, .path = ".metadata.name",                            \
      .type = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,        \
      .pattern = "^[0-9A-Za-z]([0-9A-Za-z_.-]{0,61}[0-9A-Za-z])?$",           \
      .rule = "1 to 63 letters, digits, '-', '_' or '.', the first and "      \
              "the last a letter or digit",                                   \
      .prompt = "Name" NSCALE_FIELD_FLAG_("name", "Its name."));              \
  NSCALE_FIELD(nscale_field_description, .path = ".metadata.description",     \
               .type = NSCALE_TYPE_STRING,                                    \
               .prompt = "Description" NSCALE_FIELD_FLAG_(                    \
                   "description", "What it is for."));                        \
  NSCALE_FIELD(nscale_field_tags, .path = ".metadata.tags",                   \
               .type = NSCALE_TYPE_ARRAY, .items = NSCALE_TYPE_OBJECT,        \
               .prompt = "Tags" NSCALE_FIELD_PAIRS_("tag", "Label it.",       \
                                                    "name", "value"));        \
  NSCALE_FIELD(nscale_field_tag_name, .path = ".metadata.tags[].name",        \
               .type = NSCALE_TYPE_STRING,                                    \
               .attributes = NSCALE_FIELD_REQUIRED);                          \
  /* The pattern allows what a required text may not be else: empty. */       \
  NSCALE_FIELD(nscale_field_tag_value, .path = ".metadata.tags[].value",      \
               .type = NSCALE_TYPE_STRING,                                    \
               .attributes = NSCALE_FIELD_REQUIRED, .pattern = ".*",          \
               .rule = "any text");                                           \
  NSCALE_FIELD_OF_SERVER_(id, "id", | NSCALE_FIELD_IDENTITY);                 \
  NSCALE_FIELD_OF_SERVER_(organization, "organizationId", );                  \
  NSCALE_FIELD_OF_SERVER_(created, "creationTime", );                         \
  NSCALE_FIELD_OF_SERVER_(created_by, "createdBy", );                         \
  NSCALE_FIELD_OF_SERVER_(modified, "modifiedTime", | NSCALE_FIELD_VERSION);  \
  NSCALE_FIELD_OF_SERVER_(modified_by, "modifiedBy", );                       \
  NSCALE_FIELD_OF_SERVER_(deleted, "deletionTime", );                         \
  NSCALE_FIELD_OF_SERVER_(provisioning, "provisioningStatus", );              \
  NSCALE_FIELD_OF_SERVER_(health, "healthStatus", )

#define NSCALE_RESOURCE_FIELDS_FIRST                                          \
  &nscale_field_name, &nscale_field_description, &nscale_field_tags,          \
      &nscale_field_tag_name, &nscale_field_tag_value

#define NSCALE_RESOURCE_FIELDS_LAST                                           \
  &nscale_field_id, &nscale_field_organization, &nscale_field_created,        \
      &nscale_field_created_by, &nscale_field_modified,                       \
      &nscale_field_modified_by, &nscale_field_deleted,                       \
      &nscale_field_provisioning, &nscale_field_health

#define NSCALE_FIELD_OF_SERVER_(variable, member, more_attributes)            \
  NSCALE_FIELD(nscale_field_##variable, .path = ".metadata." member,          \
               .type = NSCALE_TYPE_STRING,                                    \
               .attributes = NSCALE_FIELD_READ_ONLY more_attributes)

#if NSCALE_TARGET_MINOR >= 1
#define NSCALE_FIELD_FLAG_(name, summary)                                     \
  , .flag = name, .flag_summary = summary
#define NSCALE_FIELD_PAIRS_(name, summary, key_member, value_member)          \
  , .flag = name, .flag_summary = summary, .key = key_member,                 \
    .key_value = value_member
#else
#define NSCALE_FIELD_FLAG_(name, summary)
#define NSCALE_FIELD_PAIRS_(name, summary, key_member, value_member)
#endif

#endif
