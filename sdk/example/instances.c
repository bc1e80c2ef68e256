/* instances.c - a second example of a plugin: the instances of compute
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * What projects.c has no use for: scopes that nobody needs to name, names for
 * ids, a field's value from a file, operations that take a while, a text as
 * the result, a secret that is read, and a noun whose things are of others. */
#define NSCALE_TARGET_MINOR 2
#include <nscale/resource.h>

/* Instances stand at /api/v2/instances, wherever they are, and what the user
 * names narrows their list; images stand in a region. */
#define ORGANIZATION NSCALE_SCOPE_ORGANIZATION
#define REGION NSCALE_SCOPE_REGION
#define SCOPES (ORGANIZATION | NSCALE_SCOPE_PROJECT | REGION)
#define FLAT (SCOPES | NSCALE_RESOURCE_FLAT | NSCALE_RESOURCE_V2)

/* Lists, where they are used. */
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define LIST(kind, ...)                                                       \
  ((const struct nscale_##kind *const[]){ __VA_ARGS__, NULL })

/* METHOD /api/v2/instances/ID/ACTION. */
static struct nscale_request *instance(struct nscale_call *call,
                                       const char *method, const char *id,
                                       const char *action)
{
  return nscale_resource_request(call, method, FLAT, "instances", id, action);
}

static struct nscale_request *all_instances(struct nscale_call *call)
{
  return nscale_resource_all(call, FLAT, "instances");
}

static const char *text_at(struct nscale_call *call,
                           const struct nscale_json *json, const char *path)
{
  return nscale_json_string(call, nscale_json_get(call, json, path));
}

/* ---- What ids stand for. ------------------------------------------ */

/* A scope that the user named, or else that of the instance which the call is
 * about: what that may be made of is there. */
static const char *scope_of(struct nscale_call *call, uint32_t scope)
{
  const char *id = nscale_scope(call, scope);

  if (!id && nscale_id(call))
    id = text_at(call, nscale_find(call, all_instances(call)),
                 scope == REGION ? ".status.regionId"
                                 : ".metadata.organizationId");
  if (!id)
    nscale_fail(call, NSCALE_EXIT_USAGE,
                "flavors and images are those of a region of an organization",
                "add --org and --region");
  return id;
}

static struct nscale_request *flavors_of(struct nscale_call *call,
                                         const char *organization,
                                         const char *region)
{
  const char *const path[] = { "api",        "v1",      "organizations",
                               organization, "regions", region,
                               "flavors",    NULL };

  return organization && region ? nscale_request(call, "GET", path) : NULL;
}

/* Another service has the images: those that are "available" in a region, or
 * those of them that are "owned" by the organization. */
static struct nscale_request *images_of(struct nscale_call *call,
                                        const char *organization,
                                        const char *region, const char *which)
{
  const char *const path[] = {
    "api", "v2", "regions", region, "images", NULL
  };
  struct nscale_request *list =
      region ? nscale_request(call, "GET", path) : NULL;

  nscale_request_service(call, list, "region");
  nscale_request_query(call, list, "organizationID", organization);
  nscale_request_query(call, list, "scope", which);
  return list;
}

/* It has networks and security groups as well. */
static struct nscale_request *of_region(struct nscale_call *call,
                                        const char *collection)
{
  struct nscale_request *list = nscale_resource_all(call, FLAT, collection);

  nscale_request_service(call, list, "region");
  return list;
}

#define CHOICES(variable, reads)                                              \
  static struct nscale_request *list_##variable(struct nscale_call *call)     \
  {                                                                           \
    return reads;                                                             \
  }                                                                           \
  static const struct nscale_choices variable = {                             \
    .struct_size = sizeof(struct nscale_choices),                             \
    .list = list_##variable,                                                  \
    .value_path = ".metadata.id",                                             \
    .label_path = ".metadata.name",                                           \
  }
CHOICES(flavors, flavors_of(call, scope_of(call, ORGANIZATION),
                            scope_of(call, REGION)));
CHOICES(images, images_of(call, scope_of(call, ORGANIZATION),
                          scope_of(call, REGION), "available"));
CHOICES(networks, of_region(call, "networks"));
CHOICES(groups, of_region(call, "securitygroups"));
CHOICES(instances, all_instances(call));

/* ---- The document of create and update. --------------------------- */

NSCALE_RESOURCE_FIELDS;
#define FIELD(variable, where, what, ...)                                     \
  NSCALE_FIELD(field_##variable, .path = where, .type = NSCALE_TYPE_##what,   \
               __VA_ARGS__)
FIELD(flavor, ".spec.flavorId", STRING, .attributes = NSCALE_FIELD_REQUIRED,
      .prompt = "Flavor", .choices = &flavors, .flag = "flavor",
      .flag_value = "ID|NAME", .flag_summary = "How large it is.");
FIELD(image, ".spec.imageId", STRING, .attributes = NSCALE_FIELD_REQUIRED,
      .prompt = "Image", .choices = &images, .flag = "image",
      .flag_value = "ID|NAME", .flag_summary = "What it starts from.");
FIELD(network, ".spec.networkId", STRING, .prompt = "Network",
      .attributes = NSCALE_FIELD_REQUIRED | NSCALE_FIELD_CREATE_ONLY,
      .choices = &networks, .flag = "network", .flag_value = "ID|NAME",
      .flag_summary = "Its network.");
FIELD(public, ".spec.networking.publicIP", BOOLEAN, .prompt = "Public address",
      .flag = "public-ip", .flag_value = "true|false",
      .flag_summary = "Whether it has a public address.");
FIELD(groups, ".spec.networking.securityGroups", ARRAY,
      .items = NSCALE_TYPE_STRING, .prompt = "Security groups",
      .choices = &groups, .flag = "security-group", .flag_value = "ID|NAME",
      .flag_summary = "Who may reach it.");
FIELD(sources, ".spec.networking.allowedSourceAddresses", ARRAY,
      .items = NSCALE_TYPE_STRING);
FIELD(authority, ".spec.sshCertificateAuthorityId", STRING, .attributes = 0u);
/* People give a script, and the service has it in base64. */
FIELD(user_data, ".spec.userData", STRING, .flag = "user-data",
      .attributes = NSCALE_FIELD_FILE | NSCALE_FIELD_BASE64,
      .flag_value = "TEXT|@FILE", .flag_summary = "What cloud-init runs.");
FIELD(project, ".metadata.projectId", STRING,
      .attributes = NSCALE_FIELD_READ_ONLY);
FIELD(status, ".status", OBJECT, .attributes = NSCALE_FIELD_READ_ONLY);

/* ---- What takes a while: until it shows that, or fails. ----------- */

#define POWER ".status.powerState"
#define PROVISIONING ".metadata.provisioningStatus"
#define WAIT(variable, ...)                                                   \
  static const struct nscale_wait variable = {                                \
    .struct_size = sizeof(struct nscale_wait), __VA_ARGS__                    \
  }
#define POWER_IS(word)                                                        \
  .path = POWER, .until = WORDS(word), .failures = WORDS("error"),            \
  .failure_path = PROVISIONING

WAIT(is_provisioned, .path = PROVISIONING, .failures = WORDS("error"),
     .until = WORDS("provisioned"));
WAIT(is_running, POWER_IS("Running"));
WAIT(is_stopped, POWER_IS("Stopped"));
/* Before it runs again; perhaps so briefly that nobody sees it. */
WAIT(is_off, .path = POWER, .left = WORDS("Running"),
     .attributes = NSCALE_WAIT_BRIEF, .seconds = 10);
WAIT(is_gone, .seconds = 300);
WAIT(is_ready, .path = ".status.state", .until = WORDS("ready"),
     .failures = WORDS("failed"));

/* ---- Verbs of an instance. ---------------------------------------- */

#define FLAG(variable, ...)                                                   \
  static const struct nscale_flag flag_##variable = {                         \
    .struct_size = sizeof(struct nscale_flag), __VA_ARGS__                    \
  }
FLAG(tag, .name = "tag", .value = "NAME=VALUE", .query = "tag",
     .attributes = NSCALE_FLAG_REPEATABLE,
     .summary = "Those labelled so; repeatable.");
FLAG(network, .name = "network", .value = "ID|NAME", .query = "networkID",
     .attributes = NSCALE_FLAG_REPEATABLE, .choices = &networks,
     .summary = "Those of a network; repeatable.");
FLAG(hard, .name = "hard", .query = "hard", .attributes = NSCALE_FLAG_SWITCH,
     .summary = "As if the plug was pulled.");
FLAG(lines, .name = "lines", .value = "N", .query = "length",
     .summary = "The last N lines alone.");

NSCALE_RESOURCE_LIST(list, FLAT, "instances", .summary = "List instances.",
                     .examples = "nscale instances list --project website\n",
                     .flags = LIST(flag, &flag_tag, &flag_network));
NSCALE_RESOURCE_GET(get, FLAT, "instances", .summary = "Show one instance.",
                    .examples = "nscale instances get web-1\n");

#define VERB(variable, verb, verb_effect, more, plan_call, ...)               \
  static int32_t plan_##variable(struct nscale_call *call)                    \
  {                                                                           \
    return plan_call;                                                         \
  }                                                                           \
  static const struct nscale_verb variable = {                                \
    .struct_size = sizeof(struct nscale_verb),                                \
    .name = verb,                                                             \
    .effect = NSCALE_EFFECT_##verb_effect,                                    \
    .attributes = (more),                                                     \
    .plan = plan_##variable,                                                  \
    __VA_ARGS__                                                               \
  }

static int32_t post(struct nscale_call *call, struct nscale_json *body)
{
  struct nscale_request *create = instance(call, "POST", NULL, NULL);
  const char *id;

  nscale_json_set_string(call, body, ".spec.organizationId",
                         nscale_scope(call, ORGANIZATION));
  nscale_json_set_string(call, body, ".spec.projectId",
                         nscale_scope(call, NSCALE_SCOPE_PROJECT));
  nscale_request_json(call, create, body);
  nscale_plan(call, create);
  id = nscale_reply_text(call, create, ".metadata.id"); /* what it will be */
  return id ? nscale_request_wait(call, create,
                                  instance(call, "GET", id, NULL))
            : -1;
}

VERB(create, "create", CREATE,
     NSCALE_VERB_DOCUMENT | NSCALE_VERB_UNIQUE | NSCALE_VERB_WAIT,
     post(call, nscale_document(call)), .summary = "Create an instance.",
     .examples = "nscale instances create web-3 --project website --region "
                 "europe-west4 --flavor c.2 --image debian-13 --network "
                 "default --user-data @boot.sh --wait\n",
     .reply = NSCALE_REPLY_OBJECT, .scopes = SCOPES,
     .waits = LIST(wait, &is_running), .done = "Created instance \"{name}\".");

/* A request to the instance that the call is about, which is then looked at
 * until it shows what the verb waits for. */
static int32_t act(struct nscale_call *call, const char *method,
                   const char *action, const struct nscale_json *body)
{
  const char *id = nscale_resolve(call, all_instances(call));
  struct nscale_request *request;

  if (!id)
    return -1;
  request = instance(call, method, id, action);
  nscale_request_flags(call, request);
  if (body)
    nscale_request_json(call, request, body);
  if (*method != 'G')
    nscale_request_wait(call, request, instance(call, "GET", id, NULL));
  return nscale_plan(call, request);
}

#define ONE(variable, verb, effect, more, plan_call, ...)                     \
  VERB(variable, verb, effect, NSCALE_VERB_ID | (more), plan_call,            \
       .scopes = SCOPES, .optional_scopes = SCOPES, __VA_ARGS__)
ONE(update, "update", UPDATE, NSCALE_VERB_DOCUMENT | NSCALE_VERB_WAIT,
    act(call, "PUT", NULL, nscale_merge(call, all_instances(call))),
    .summary = "Change an instance.", .reply = NSCALE_REPLY_OBJECT,
    .consequence = "With another flavor or image it is made anew, and its "
                   "addresses may change.",
    .waits = LIST(wait, &is_provisioned),
    .done = "Updated instance \"{name}\".");
ONE(start, "start", UPDATE, NSCALE_VERB_WAIT, act(call, "POST", "start", NULL),
    .summary = "Start an instance.", .waits = LIST(wait, &is_running),
    .done = "Started instance \"{name}\".");
ONE(stop, "stop", UPDATE, NSCALE_VERB_WAIT, act(call, "POST", "stop", NULL),
    .summary = "Stop an instance.", .waits = LIST(wait, &is_stopped),
    .done = "Stopped instance \"{name}\".");
ONE(reboot, "reboot", UPDATE, NSCALE_VERB_WAIT,
    act(call, "POST", "reboot", NULL), .summary = "Reboot an instance.",
    .flags = LIST(flag, &flag_hard), .waits = LIST(wait, &is_off, &is_running),
    .done = "Rebooted instance \"{name}\".");
ONE(delete, "delete", DELETE, NSCALE_VERB_WAIT | NSCALE_VERB_IGNORE_NOT_FOUND,
    act(call, "DELETE", NULL, NULL), .summary = "Delete an instance.",
    .consequence = "Its disk is deleted with it.",
    .waits = LIST(wait, &is_gone), .done = "Deleted instance \"{name}\".");
/* One text of the reply is the result, as it is. */
ONE(console, "console", READ, NSCALE_VERB_FOLLOW,
    act(call, "GET", "consoleoutput", NULL), .reply = NSCALE_REPLY_BYTES,
    .summary = "Print what the console shows.", .text = ".contents",
    .flags = LIST(flag, &flag_lines));
ONE(key, "ssh-key", READ, 0u, act(call, "GET", "sshkey", NULL),
    .summary = "Print the private key to log in with.",
    .examples = "nscale instances ssh-key web-1 --output web-1.pem\n",
    .reply = NSCALE_REPLY_BYTES, .text = ".privateKey", .secret = ".");

/* ---- Snapshots: images that the organization owns. ---------------- */

FLAG(instance, .name = "instance", .value = "ID|NAME", .choices = &instances,
     .attributes = NSCALE_FLAG_REQUIRED | NSCALE_FLAG_PARENT,
     .summary = "What it is made of.");

static int32_t snap(struct nscale_call *call, const char *id)
{
  const struct nscale_json *origin =
      id ? nscale_fetch(call, instance(call, "GET", id, NULL)) : NULL;
  struct nscale_request *request, *look;

  if (!origin)
    return -1;
  request = instance(call, "POST", id, "snapshot");
  nscale_request_json(call, request, nscale_document(call));
  nscale_plan(call, request);
  /* There is no GET of one image: it is awaited in the list. */
  look = images_of(call, text_at(call, origin, ".metadata.organizationId"),
                   text_at(call, origin, ".status.regionId"), "owned");
  nscale_request_pick(call, look,
                      nscale_reply_text(call, request, ".metadata.id"));
  return nscale_request_wait(call, request, look);
}

static struct nscale_request *owned(struct nscale_call *call)
{
  return images_of(call, nscale_scope(call, ORGANIZATION),
                   nscale_scope(call, REGION), "owned");
}

static int32_t forget(struct nscale_call *call, const char *id)
{
  struct nscale_request *drop = nscale_resource_request(
      call, "DELETE", ORGANIZATION | REGION, "images", id, NULL);
  struct nscale_request *look = owned(call);

  nscale_request_service(call, drop, "region");
  nscale_request_pick(call, look, id);
  nscale_request_wait(call, drop, look);
  return id ? nscale_plan(call, drop) : -1;
}

VERB(snapshot_list, "list", READ, 0u, nscale_plan(call, owned(call)),
     .summary = "List the snapshots of a region.", .reply = NSCALE_REPLY_LIST,
     .scopes = ORGANIZATION | REGION);
VERB(snapshot_create, "create", CREATE,
     NSCALE_VERB_DOCUMENT | NSCALE_VERB_WAIT,
     snap(call, nscale_flag_id(call, "instance", 0)),
     .summary = "Make a snapshot of an instance.",
     .examples = "nscale instances snapshots create before --instance web-1\n",
     .reply = NSCALE_REPLY_OBJECT, .scopes = SCOPES, .optional_scopes = SCOPES,
     .flags = LIST(flag, &flag_instance), .waits = LIST(wait, &is_ready),
     .done = "Created snapshot \"{name}\".");
VERB(snapshot_delete, "delete", DELETE, NSCALE_VERB_ID | NSCALE_VERB_WAIT,
     forget(call, nscale_resolve(call, owned(call))),
     .summary = "Delete a snapshot.", .scopes = ORGANIZATION | REGION,
     .waits = LIST(wait, &is_gone), .done = "Deleted snapshot \"{name}\".");

/* ---- Columns, nouns, and the plugin. ------------------------------ */

NSCALE_RESOURCE_COLUMNS;
#define DETAIL(variable, head, where, names)                                  \
  NSCALE_COLUMN(column_##variable, .title = (head), .path = (where),          \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST, .choices = (names))
NSCALE_COLUMN(column_state, .title = "STATE", .path = POWER, .priority = 2,
              .kind = NSCALE_COLUMN_STATUS);
NSCALE_COLUMN(column_address, .title = "ADDRESS", .path = ".status.privateIP",
              .priority = 3);
DETAIL(public, "PUBLIC ADDRESS", ".status.publicIP", NULL);
DETAIL(flavor, "FLAVOR", ".spec.flavorId", &flavors);
DETAIL(image, "IMAGE", ".spec.imageId", &images);
DETAIL(network, "NETWORK", ".status.networkId", &networks);
NSCALE_COLUMN(column_made, .title = "STATE", .path = ".status.state",
              .kind = NSCALE_COLUMN_STATUS, .priority = 2);

static const struct nscale_noun snapshots = {
  .struct_size = sizeof snapshots,
  .name = "snapshots",
  .summary = "Images that were made of instances.",
  .singular = "snapshot",
  .plural = "snapshots",
  .service = "compute",
  .verbs = LIST(verb, &snapshot_list, &snapshot_create, &snapshot_delete),
  .columns = LIST(column, &nscale_column_id, &nscale_column_name, &column_made,
                  &nscale_column_age),
  .fields = LIST(field, NSCALE_RESOURCE_FIELDS_FIRST),
};
static const struct nscale_noun noun = {
  .struct_size = sizeof noun,
  .summary = "Manage instances.",
  .singular = "instance",
  .plural = "instances",
  .service = "compute",
  .verbs = LIST(verb, &list, &get, &create, &update, &start, &stop, &reboot,
                &delete, &console, &key),
  .columns =
      LIST(column, NSCALE_RESOURCE_COLUMNS_FIRST, &column_state,
           &column_address, &column_public, &column_flavor, &column_image,
           &column_network, NSCALE_RESOURCE_COLUMNS_LAST),
  .fields = LIST(field, NSCALE_RESOURCE_FIELDS_FIRST, &field_flavor,
                 &field_image, &field_network, &field_public, &field_groups,
                 &field_sources, &field_authority, &field_user_data,
                 NSCALE_RESOURCE_FIELDS_LAST, &field_project, &field_status),
  .nouns = LIST(noun, &snapshots),
};

NSCALE_PLUGIN("instances", "instance vm", "0.1.0", "Manage instances", &noun);
