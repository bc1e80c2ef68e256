/* projects.c - an example of a plugin: the projects of an organization
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A plugin describes, and nscale acts: nothing here reads the token, asks,
 * sends, prints or decides the exit status.  Read from the bottom up: the
 * plugin has a noun, the noun has verbs, and a verb has a function that plans
 * its request.  nscale/plugin.h says what each member means.
 */
#define NSCALE_TARGET_MINOR 0 /* runs on every nscale since ABI 1.0 */
#include <nscale/plugin.h>

/* ---- Planning: from what the user said to a request. -------------- */

/* METHOD .../organizations/ORG/projects, or of one project with `id`.  Every
 * part of a path is handed over by itself, and nscale encodes it.  Where the
 * organization cannot be had, nscale_scope has set the error already. */
static struct nscale_request *projects(struct nscale_call *call,
                                       const char *method, const char *id)
{
  const char *org = nscale_scope(call, NSCALE_SCOPE_ORGANIZATION);
  const char *const path[] = { "api", "v1", "organizations", org, "projects",
                               id,    NULL };

  return org ? nscale_request(call, method, path) : NULL;
}

static int32_t plan_list(struct nscale_call *call)
{
  return nscale_plan(call, projects(call, "GET", NULL));
}

/* What the user gave is an id or a name.  nscale_resolve makes an id of it,
 * by a look at the list where that is needed; NULL, with the error set, where
 * there is no such project. */
static int32_t plan_get(struct nscale_call *call)
{
  const char *id = nscale_resolve(call, projects(call, "GET", NULL));

  return id ? nscale_plan(call, projects(call, "GET", id)) : -1;
}

/* The document was read, checked against `fields` below and stripped of what
 * is the server's before this is called.  Every function accepts the NULL of
 * one that failed, so one look at the end is enough. */
static int32_t plan_create(struct nscale_call *call)
{
  struct nscale_request *create = projects(call, "POST", NULL);

  nscale_request_json(call, create, nscale_document(call));
  return nscale_plan(call, create);
}

static int32_t plan_delete(struct nscale_call *call)
{
  const char *id = nscale_resolve(call, projects(call, "GET", NULL));

  return id ? nscale_plan(call, projects(call, "DELETE", id)) : -1;
}

/* ---- Columns of the list, and lines of one project. --------------- */

/* Every structure begins with its size, so that later hosts know which
 * members it has; two macros keep that out of sight. */
#define COLUMN(variable, ...)                                                 \
  static const struct nscale_column variable = {                              \
    .struct_size = sizeof(struct nscale_column), __VA_ARGS__                  \
  }
#define FIELD(variable, ...)                                                  \
  static const struct nscale_field variable = {                               \
    .struct_size = sizeof(struct nscale_field), __VA_ARGS__                   \
  }

COLUMN(column_id, .title = "ID", .path = ".metadata.id", .priority = 3);
COLUMN(column_name, .title = "NAME", .path = ".metadata.name");
COLUMN(column_description, .title = "DESCRIPTION",
       .path = ".metadata.description", .priority = 2);
COLUMN(column_groups, .title = "GROUPS", .path = ".spec.groupIDs",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_age, .title = "AGE", .path = ".metadata.creationTime",
       .kind = NSCALE_COLUMN_AGE, .priority = 1);
COLUMN(column_status, .title = "STATUS",
       .path = ".metadata.provisioningStatus", .kind = NSCALE_COLUMN_STATUS);

static const struct nscale_column *const columns[] = { &column_id,
                                                       &column_name,
                                                       &column_description,
                                                       &column_groups,
                                                       &column_age,
                                                       &column_status,
                                                       NULL };

/* ---- The document that create takes. ------------------------------ */

/* Groups are chosen from a list on a terminal: this makes the request for
 * it, and the paths say what to send and what to show. */
static struct nscale_request *list_groups(struct nscale_call *call)
{
  const char *org = nscale_scope(call, NSCALE_SCOPE_ORGANIZATION);
  const char *const path[] = { "api", "v1",     "organizations",
                               org,   "groups", NULL };

  return org ? nscale_request(call, "GET", path) : NULL;
}

static const struct nscale_choices groups = {
  .struct_size = sizeof groups,
  .list = list_groups,
  .value_path = ".metadata.id",
  .label_path = ".metadata.name",
};

FIELD(field_name, .path = ".metadata.name", .type = NSCALE_TYPE_STRING,
      .attributes = NSCALE_FIELD_REQUIRED,
      .pattern = "^[0-9A-Za-z]([0-9A-Za-z_.-]{0,61}[0-9A-Za-z])?$",
      .rule = "1 to 63 letters, digits, '-', '_' or '.'", .prompt = "Name");
FIELD(field_description, .path = ".metadata.description",
      .type = NSCALE_TYPE_STRING, .prompt = "Description");
FIELD(field_groups, .path = ".spec.groupIDs", .type = NSCALE_TYPE_ARRAY,
      .items = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,
      .absent = "[]", .prompt = "Groups", .choices = &groups);

static const struct nscale_field *const fields[] = { &field_name,
                                                     &field_description,
                                                     &field_groups, NULL };

/* ---- Verbs.  Effect and reply bring the flags: --json and -q, and for all
 * that changes something --dry-run, --yes and the question. ---------- */

static const struct nscale_verb verb_list = {
  .struct_size = sizeof verb_list,
  .name = "list",
  .summary = "List the projects of an organization.",
  .examples = "nscale projects list\n"
              "nscale projects list -q '.[].metadata.name'\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_LIST,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .plan = plan_list,
};

static const struct nscale_verb verb_get = {
  .struct_size = sizeof verb_get,
  .name = "get",
  .summary = "Show one project.",
  .examples = "nscale projects get website\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID,
  .plan = plan_get,
};

static const struct nscale_verb verb_create = {
  .struct_size = sizeof verb_create,
  .name = "create",
  .summary = "Create a project.",
  .examples = "nscale projects create --file project.json\n",
  .effect = NSCALE_EFFECT_CREATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_DOCUMENT,
  .done = "Created project \"{name}\".",
  .plan = plan_create,
};

static const struct nscale_verb verb_delete = {
  .struct_size = sizeof verb_delete,
  .name = "delete",
  .summary = "Delete a project and all that is in it.",
  .examples = "nscale projects delete website\n",
  .effect = NSCALE_EFFECT_DELETE,
  .reply = NSCALE_REPLY_NOTHING,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID,
  .consequence = "All that is in it is deleted with it.",
  .done = "Deleted project \"{name}\".",
  .plan = plan_delete,
};

/* ---- The noun, and the plugin: projects.so. ----------------------- */

static const struct nscale_verb *const verbs[] = { &verb_list, &verb_get,
                                                   &verb_create, &verb_delete,
                                                   NULL };
static const struct nscale_noun noun = {
  .struct_size = sizeof noun,
  .summary = "Manage projects.",
  .singular = "project",
  .plural = "projects",
  .service = "identity",
  .verbs = verbs,
  .columns = columns,
  .fields = fields,
};

NSCALE_PLUGIN("projects", "project", "0.1.0", "Manage projects", &noun);
