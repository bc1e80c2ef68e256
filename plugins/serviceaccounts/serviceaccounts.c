/* serviceaccounts.c - the service accounts of an organization
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * The Identity API has no GET of one service account: get reads the list and
 * has the host pick the one element.  Create and rotate answer with a token
 * that can be read this once, hence `.secret`; the payload itself stays with
 * the host, because no verb here declares a finish function.
 */
#include <nscale/plugin.h>
#include <stdio.h>
#include <time.h>

/* The path of the collection, of one account in it (id), and of what can be
 * done with that account (action); a NULL ends the path early. */
static struct nscale_request *request(struct nscale_call *call,
                                      const char *method, const char *id,
                                      const char *action)
{
  const char *organization = nscale_scope(call, NSCALE_SCOPE_ORGANIZATION);
  const char *const path[] = { "api",        "v1",
                               "organizations", organization,
                               "serviceaccounts", id,
                               action,       NULL };

  return organization ? nscale_request(call, method, path) : NULL;
}

static struct nscale_request *collection(struct nscale_call *call)
{
  return request(call, "GET", NULL, NULL);
}

static int32_t plan_list(struct nscale_call *call)
{
  return nscale_plan(call, collection(call));
}

static int32_t plan_get(struct nscale_call *call)
{
  struct nscale_request *list = collection(call);

  nscale_request_pick(call, list, nscale_id(call));
  return nscale_plan(call, list);
}

static int32_t plan_create(struct nscale_call *call)
{
  struct nscale_request *create = request(call, "POST", NULL, NULL);

  nscale_request_json(call, create, nscale_document(call));
  return nscale_plan(call, create);
}

static int32_t plan_update(struct nscale_call *call)
{
  struct nscale_json *account = nscale_merge(call, collection(call));
  const char *id = nscale_resolve(call, collection(call));
  struct nscale_request *update;

  if (!account || !id)
    return -1;
  update = request(call, "PUT", id, NULL);
  nscale_request_json(call, update, account);
  return nscale_plan(call, update);
}

static int32_t plan_rotate(struct nscale_call *call)
{
  const char *id = nscale_resolve(call, collection(call));

  return id ? nscale_plan(call, request(call, "POST", id, "rotate")) : -1;
}

static int32_t plan_delete(struct nscale_call *call)
{
  const char *id = nscale_resolve(call, collection(call));
  struct nscale_request *delete, *list;

  if (!id)
    return -1;
  delete = request(call, "DELETE", id, NULL);
  /* The account stays in the list until it is gone. */
  list = collection(call);
  nscale_request_pick(call, list, id);
  nscale_request_await(call, delete, list, NULL, NULL, 0);
  return nscale_plan(call, delete);
}

/* ---- The token at hand. ------------------------------------------- */

/* Tokens name their organization in one claim or, as those of users do, in
 * another. */
static int32_t plan_check(struct nscale_call *call)
{
  struct nscale_json *claims = nscale_claims(call);
  struct nscale_json *all = nscale_json_get(
      call, claims, ".\"https://unikorn-cloud.org/authz\".orgIds");

  if (claims && !nscale_json_get(call, claims, ".org") &&
      nscale_json_at(call, all, 0))
    nscale_json_set(call, claims, ".org", nscale_json_at(call, all, 0));
  return nscale_answer(call, claims);
}

static int32_t finish_check(struct nscale_call *call,
                            const struct nscale_json *claims)
{
  struct nscale_json *expiry = nscale_json_get(call, claims, ".exp");
  const char *within = nscale_flag_value(call, "within");
  char sentence[128];
  int32_t meets;

  if (expiry && nscale_json_type(call, expiry) != NSCALE_JSON_NUMBER)
    return nscale_fail(call, NSCALE_EXIT_FAILED,
                       "the service token has an expiry that is no number",
                       NULL);
  /* A token without one never expires. */
  if (nscale_json_number(call, expiry, 1e300) <= (double)time(NULL))
    return nscale_fail(call, NSCALE_EXIT_AUTH,
                       "the service token has expired",
                       "nscale serviceaccounts rotate makes a new one, with "
                       "another token that is valid");
  if (!within)
    return 0;
  meets = nscale_meets(call, claims);
  if (meets <= 0)
    return meets;
  (void)snprintf(sentence, sizeof sentence,
                 "the service token expires within %s", within);
  return nscale_fail(call, NSCALE_EXIT_FAILED, sentence,
                     "nscale serviceaccounts rotate makes a new one");
}

static struct nscale_request *list_groups(struct nscale_call *call)
{
  const char *organization = nscale_scope(call, NSCALE_SCOPE_ORGANIZATION);
  const char *const path[] = { "api",        "v1",     "organizations",
                               organization, "groups", NULL };

  return organization ? nscale_request(call, "GET", path) : NULL;
}

static const struct nscale_choices groups = {
  .struct_size = sizeof groups,
  .list = list_groups,
  .value_path = ".metadata.id",
  .label_path = ".metadata.name",
};

/* ---- Columns: a row of the list, a line of the details. ----------- */

#define COLUMN(variable, ...)                                              \
  static const struct nscale_column variable = {                           \
    .struct_size = sizeof(struct nscale_column), __VA_ARGS__               \
  }

COLUMN(column_id, .title = "ID", .path = ".metadata.id");
COLUMN(column_name, .title = "NAME", .path = ".metadata.name",
       .priority = 1);
COLUMN(column_description, .title = "DESCRIPTION",
       .path = ".metadata.description",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_tags, .title = "TAGS", .path = ".metadata.tags",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_organization, .title = "ORGANIZATION",
       .path = ".metadata.organizationId",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_group_count, .title = "GROUPS", .path = ".spec.groupIDs",
       .kind = NSCALE_COLUMN_COUNT,
       .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);
COLUMN(column_groups, .title = "GROUPS", .path = ".spec.groupIDs",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST, .choices = &groups);
COLUMN(column_expires, .title = "EXPIRES", .path = ".status.expiry",
       .kind = NSCALE_COLUMN_EXPIRY, .priority = 3);
COLUMN(column_age, .title = "AGE", .path = ".metadata.creationTime",
       .kind = NSCALE_COLUMN_AGE, .priority = 5,
       .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);
COLUMN(column_created, .title = "CREATED", .path = ".metadata.creationTime",
       .kind = NSCALE_COLUMN_TIME, .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_created_by, .title = "CREATED BY",
       .path = ".metadata.createdBy",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_modified, .title = "MODIFIED", .path = ".metadata.modifiedTime",
       .kind = NSCALE_COLUMN_TIME, .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_modified_by, .title = "MODIFIED BY",
       .path = ".metadata.modifiedBy",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_deleted, .title = "DELETED", .path = ".metadata.deletionTime",
       .kind = NSCALE_COLUMN_TIME, .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_status, .title = "STATUS",
       .path = ".metadata.provisioningStatus",
       .kind = NSCALE_COLUMN_STATUS, .priority = 4);
COLUMN(column_health, .title = "HEALTH", .path = ".metadata.healthStatus",
       .kind = NSCALE_COLUMN_STATUS,
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);
COLUMN(column_token, .title = "TOKEN", .path = ".status.accessToken",
       .attributes = NSCALE_COLUMN_NOT_IN_LIST);

static const struct nscale_column *const columns[] = {
  &column_id,          &column_name,        &column_description,
  &column_tags,        &column_organization, &column_group_count,
  &column_groups,      &column_expires,     &column_age,
  &column_created,     &column_created_by,  &column_modified,
  &column_modified_by, &column_deleted,     &column_status,
  &column_health,      &column_token,       NULL
};

/* Those of a token: the claims' names are those of RFC 7519. */
COLUMN(claim_subject, .title = "SUBJECT", .path = ".sub");
COLUMN(claim_organization, .title = "ORGANIZATION", .path = ".org");
COLUMN(claim_issued, .title = "ISSUED", .path = ".iat",
       .kind = NSCALE_COLUMN_TIME);
COLUMN(claim_expires, .title = "EXPIRES", .path = ".exp",
       .kind = NSCALE_COLUMN_EXPIRY);

static const struct nscale_column *const claim_columns[] = {
  &claim_subject, &claim_organization, &claim_issued, &claim_expires, NULL
};

/* ---- The document of create and update. --------------------------- */

#define FIELD(variable, ...)                                               \
  static const struct nscale_field variable = {                            \
    .struct_size = sizeof(struct nscale_field), __VA_ARGS__                \
  }

/* What the server owns: accepted, so that the output of get is a valid
 * document, and never sent. */
#define SERVERS(variable, field_path, ...)                                 \
  FIELD(variable, .path = field_path, .type = NSCALE_TYPE_STRING,          \
        .attributes = NSCALE_FIELD_READ_ONLY __VA_ARGS__)

/* The API description's kubernetesLabelValue. */
FIELD(field_name, .path = ".metadata.name", .type = NSCALE_TYPE_STRING,
      .attributes = NSCALE_FIELD_REQUIRED,
      .pattern = "^[0-9A-Za-z]([0-9A-Za-z_.-]{0,61}[0-9A-Za-z])?$",
      .rule = "1 to 63 letters, digits, '-', '_' or '.', the first and the "
              "last a letter or digit",
      .prompt = "Name", .flag = "name", .flag_summary = "Its name.");
FIELD(field_description, .path = ".metadata.description",
      .type = NSCALE_TYPE_STRING, .prompt = "Description",
      .flag = "description", .flag_summary = "What it is for.");
FIELD(field_tags, .path = ".metadata.tags", .type = NSCALE_TYPE_ARRAY,
      .items = NSCALE_TYPE_OBJECT, .prompt = "Tags", .flag = "tag",
      .flag_summary = "Label it.", .key = "name", .key_value = "value");
FIELD(field_tag_name, .path = ".metadata.tags[].name",
      .type = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED);
/* The pattern allows what a required text otherwise may not be: empty. */
FIELD(field_tag_value, .path = ".metadata.tags[].value",
      .type = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,
      .pattern = ".*", .rule = "any text");
FIELD(field_groups, .path = ".spec.groupIDs", .type = NSCALE_TYPE_ARRAY,
      .items = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,
      .absent = "[]", .prompt = "Groups", .choices = &groups,
      .flag = "group", .flag_summary = "A group whose rights it has.");
SERVERS(field_id, ".metadata.id", | NSCALE_FIELD_IDENTITY);
SERVERS(field_organization, ".metadata.organizationId");
SERVERS(field_created, ".metadata.creationTime");
SERVERS(field_created_by, ".metadata.createdBy");
SERVERS(field_modified, ".metadata.modifiedTime", | NSCALE_FIELD_VERSION);
SERVERS(field_modified_by, ".metadata.modifiedBy");
SERVERS(field_deleted, ".metadata.deletionTime");
SERVERS(field_provisioning, ".metadata.provisioningStatus");
SERVERS(field_health, ".metadata.healthStatus");
FIELD(field_status, .path = ".status", .type = NSCALE_TYPE_OBJECT,
      .attributes = NSCALE_FIELD_READ_ONLY);

static const struct nscale_field *const fields[] = {
  &field_name,         &field_description, &field_tags,
  &field_tag_name,     &field_tag_value,   &field_groups,
  &field_id,           &field_organization, &field_created,
  &field_created_by,   &field_modified,    &field_modified_by,
  &field_deleted,      &field_provisioning, &field_health,
  &field_status,       NULL
};

/* ---- Flags. ------------------------------------------------------- */

#define FLAG(variable, ...)                                                \
  static const struct nscale_flag variable = {                             \
    .struct_size = sizeof(struct nscale_flag), __VA_ARGS__                 \
  }

FLAG(flag_expiring, .name = "expiring-within", .value = "DURATION",
     .summary = "Only those whose token expires within so long (14d, 12h), "
                "or has expired.",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");
FLAG(flag_group, .name = "group", .value = "ID|NAME",
     .summary = "Only those in this group.", .choices = &groups,
     .filter = NSCALE_FILTER_CONTAINS, .filter_path = ".spec.groupIDs");

FLAG(flag_if_expiring, .name = "if-expiring-within", .value = "DURATION",
     .summary = "Only if its token expires within so long (7d, 12h), or has "
                "expired; else do nothing and succeed.",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");

FLAG(flag_all_expiring, .name = "expiring-within", .value = "DURATION",
     .attributes = NSCALE_FLAG_WITH_ALL,
     .summary = "With --all: those whose token expires within so long, or "
                "has expired.",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");
FLAG(flag_within, .name = "within", .value = "DURATION",
     .summary = "Fail with 1 if it expires within so long (7d, 12h).",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".exp");

static const struct nscale_flag *const list_flags[] = { &flag_expiring,
                                                        &flag_group, NULL };
static const struct nscale_flag *const rotate_flags[] = {
  &flag_if_expiring, &flag_all_expiring, NULL
};
static const struct nscale_flag *const check_flags[] = { &flag_within, NULL };

/* ---- Verbs. ------------------------------------------------------- */

static const struct nscale_verb verb_list = {
  .struct_size = sizeof verb_list,
  .name = "list",
  .summary = "List the service accounts of an organization.",
  .examples = "nscale serviceaccounts list\n"
              "nscale sa list --columns name,expires --sort-by expires\n"
              "nscale sa list --expiring-within 14d\n"
              "nscale sa list --group deployers -q '.[].metadata.name'\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_LIST,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .flags = list_flags,
  .plan = plan_list,
};

static const struct nscale_verb verb_get = {
  .struct_size = sizeof verb_get,
  .name = "get",
  .summary = "Show one service account.",
  .examples = "nscale sa get ci\n"
              "nscale sa get --id ci --json\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID,
  .plan = plan_get,
};

static const struct nscale_verb verb_create = {
  .struct_size = sizeof verb_create,
  .name = "create",
  .summary = "Create a service account and print its token.",
  .description =
      "The token can be read this once: keep it. Say what to create with "
      "flags, with a JSON document, or with both: flags win. On a terminal, "
      "with none of them, the fields are asked for.",
  .examples = "nscale sa create --name build --group deployers\n"
              "nscale sa create --file account.json\n"
              "nscale sa create --file account.json --yes "
              "-q .status.accessToken\n"
              "nscale sa create --file account.json --dry-run\n",
  .effect = NSCALE_EFFECT_CREATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_DOCUMENT,
  .consequence = "Whoever holds its token acts with the rights of its "
                 "groups.",
  .done = "Created service account \"{name}\".",
  .secret = ".status.accessToken",
  .secret_variable = "NSCALE_SERVICE_TOKEN",
  .plan = plan_create,
};

static const struct nscale_verb verb_update = {
  .struct_size = sizeof verb_update,
  .name = "update",
  .summary = "Change a service account; its token stays valid.",
  .description =
      "What neither flags nor the document name stays as it is; flags win "
      "over the document, in which null removes (RFC 7396). The output of "
      "get --json is a valid document. With --replace the document is sent "
      "as it stands. On a terminal, with none of them, the fields are asked "
      "for, from what is there.",
  .examples = "nscale sa update ci --add-group readers --tag team=core\n"
              "nscale sa update ci --file change.json\n"
              "nscale sa get ci --json | nscale sa update ci --stdin --yes\n",
  .effect = NSCALE_EFFECT_UPDATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID | NSCALE_VERB_DOCUMENT,
  .done = "Updated service account \"{name}\".",
  .plan = plan_update,
};

static const struct nscale_verb verb_rotate = {
  .struct_size = sizeof verb_rotate,
  .name = "rotate",
  .summary = "Replace a service account's token and print the new one.",
  .description = "The old token stops working at once, and the new one can "
                 "be read this once: keep it. With --all each account's "
                 "new token is in its file before the next account is "
                 "rotated; what fails ends the rest, and the same command "
                 "does what is left.",
  .examples = "nscale sa rotate ci\n"
              "nscale sa rotate ci --yes --token-file token\n"
              "nscale sa rotate ci --if-expiring-within 7d --yes "
              "--token-file token\n"
              "nscale sa rotate --all --expiring-within 7d "
              "--output-dir tokens\n"
              "nscale sa rotate ci --yes -q .status.accessToken\n",
  .effect = NSCALE_EFFECT_ROTATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID | NSCALE_VERB_ALL,
  .flags = rotate_flags,
  .consequence = "Its present token stops working at once.",
  .done = "Rotated the token of service account \"{name}\"; the old one no "
          "longer works.",
  .secret = ".status.accessToken",
  .secret_variable = "NSCALE_SERVICE_TOKEN",
  .plan = plan_rotate,
};

static const struct nscale_verb verb_delete = {
  .struct_size = sizeof verb_delete,
  .name = "delete",
  .summary = "Delete a service account and its token.",
  .examples = "nscale sa delete ci\n"
              "nscale sa delete --id ci --yes --wait\n"
              "nscale sa delete --id ci --yes --ignore-not-found\n",
  .effect = NSCALE_EFFECT_DELETE,
  .reply = NSCALE_REPLY_NOTHING,
  .scopes = NSCALE_SCOPE_ORGANIZATION,
  .attributes = NSCALE_VERB_ID | NSCALE_VERB_IGNORE_NOT_FOUND |
                NSCALE_VERB_WAIT,
  .consequence = "Its token stops working at once, and it leaves its groups.",
  .done = "Deleted service account \"{name}\".",
  .plan = plan_delete,
};

static const struct nscale_verb verb_check = {
  .struct_size = sizeof verb_check,
  .name = "check",
  .summary = "Show what the service token at hand says of itself.",
  .description =
      "Reads the token in NSCALE_SERVICE_TOKEN or its file and sends it "
      "nowhere: subject, organization and expiry are what it claims, which "
      "only the service can confirm. Ends with 4 if there is no token or it "
      "has expired, with 1 if it expires within --within.",
  .examples = "nscale sa check\n"
              "nscale sa check --within 7d -q .exp\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_OBJECT,
  .columns = claim_columns,
  .flags = check_flags,
  .plan = plan_check,
  .finish = finish_check,
};

static const struct nscale_verb *const verbs[] = {
  &verb_list,   &verb_get,    &verb_create, &verb_update,
  &verb_rotate, &verb_delete, &verb_check,  NULL
};

static const struct nscale_noun serviceaccounts = {
  .struct_size = sizeof serviceaccounts,
  .summary = "Manage service accounts, the machine identities of CI/CD.",
  .description =
      "A service account belongs to an organization and acts with the rights "
      "of its groups. Its token, which NSCALE_SERVICE_TOKEN carries, can be "
      "read once, when the account is created or its token is rotated.",
  .singular = "service account",
  .plural = "service accounts",
  .deletion_path = ".metadata.deletionTime",
  .service = "identity",
  .verbs = verbs,
  .columns = columns,
  .fields = fields,
};

NSCALE_PLUGIN("serviceaccounts", "serviceaccount sa", "1.0.0",
              "Manage service accounts", &serviceaccounts);
