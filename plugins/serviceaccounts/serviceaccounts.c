/* serviceaccounts.c - the service accounts of an organization
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * The Identity API has no GET of one service account: get reads the list and
 * has the host pick the one element.  Create and rotate answer with a token
 * that can be read this once, hence `.secret`; the payload itself stays with
 * the host, because no verb here declares a finish function.
 */
#include <nscale/resource.h>
#include <stdio.h>
#include <time.h>

#define SCOPE NSCALE_SCOPE_ORGANIZATION
#define COLLECTION "serviceaccounts"

static int32_t plan_rotate(struct nscale_call *call)
{
  return nscale_resource_one(call, "POST", SCOPE, COLLECTION, "rotate");
}

static int32_t plan_delete(struct nscale_call *call)
{
  const char *id = nscale_resource_id(call, SCOPE, COLLECTION);
  struct nscale_request *delete, *list;

  if (!id)
    return -1;
  delete =
      nscale_resource_request(call, "DELETE", SCOPE, COLLECTION, id, NULL);
  /* The account stays in the list until it is gone. */
  list = nscale_resource_request(call, "GET", SCOPE, COLLECTION, NULL, NULL);
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
                       "the service token has an expiry that is not a number",
                       NULL);
  /* A token without one never expires. */
  if (nscale_json_number(call, expiry, 1e300) <= (double)time(NULL))
    return nscale_fail(call, NSCALE_EXIT_AUTH, "the service token has expired",
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

/* ---- Columns: a row of the list, a line of the details. ----------- */

NSCALE_RESOURCE_CHOICES(groups, SCOPE, "groups", ".metadata.name");

NSCALE_RESOURCE_COLUMNS;
NSCALE_COLUMN(column_group_count, .title = "GROUPS", .path = ".spec.groupIDs",
              .kind = NSCALE_COLUMN_COUNT, .priority = 2,
              .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);
NSCALE_COLUMN(column_groups, .title = "GROUPS", .path = ".spec.groupIDs",
              .attributes = NSCALE_COLUMN_NOT_IN_LIST, .choices = &groups);
NSCALE_COLUMN(column_expires, .title = "EXPIRES", .path = ".status.expiry",
              .kind = NSCALE_COLUMN_EXPIRY, .priority = 3);
NSCALE_COLUMN(column_token, .title = "TOKEN", .path = ".status.accessToken",
              .attributes = NSCALE_COLUMN_NOT_IN_LIST);

static const struct nscale_column *const columns[] = {
  NSCALE_RESOURCE_COLUMNS_FIRST,
  &column_group_count,
  &column_groups,
  &column_expires,
  NSCALE_RESOURCE_COLUMNS_LAST,
  &column_token,
  NULL
};

/* Those of a token: the claims' names are those of RFC 7519. */
NSCALE_COLUMN(claim_subject, .title = "SUBJECT", .path = ".sub");
NSCALE_COLUMN(claim_organization, .title = "ORGANIZATION", .path = ".org");
NSCALE_COLUMN(claim_issued, .title = "ISSUED", .path = ".iat",
              .kind = NSCALE_COLUMN_TIME);
NSCALE_COLUMN(claim_expires, .title = "EXPIRES", .path = ".exp",
              .kind = NSCALE_COLUMN_EXPIRY);

static const struct nscale_column *const claim_columns[] = {
  &claim_subject, &claim_organization, &claim_issued, &claim_expires, NULL
};

/* ---- The document of create and update. --------------------------- */

NSCALE_RESOURCE_FIELDS;
NSCALE_FIELD(field_groups, .path = ".spec.groupIDs", .type = NSCALE_TYPE_ARRAY,
             .items = NSCALE_TYPE_STRING, .attributes = NSCALE_FIELD_REQUIRED,
             .absent = "[]", .prompt = "Groups", .choices = &groups,
             .flag = "group", .flag_summary = "A group whose rights it has.");
NSCALE_FIELD(field_status, .path = ".status", .type = NSCALE_TYPE_OBJECT,
             .attributes = NSCALE_FIELD_READ_ONLY);

static const struct nscale_field *const fields[] = {
  NSCALE_RESOURCE_FIELDS_FIRST, &field_groups, NSCALE_RESOURCE_FIELDS_LAST,
  &field_status, NULL
};

/* ---- Flags. ------------------------------------------------------- */

#define FLAG(variable, ...)                                                   \
  static const struct nscale_flag variable = {                                \
    .struct_size = sizeof(struct nscale_flag), __VA_ARGS__                    \
  }

FLAG(flag_expiring, .name = "expiring-within", .value = "DURATION",
     .summary = "Only those whose token has expired or expires within this "
                "time (14d, 12h).",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");
FLAG(flag_group, .name = "group", .value = "ID|NAME",
     .summary = "Only those in this group.", .choices = &groups,
     .filter = NSCALE_FILTER_CONTAINS, .filter_path = ".spec.groupIDs");

FLAG(flag_if_expiring, .name = "if-expiring-within", .value = "DURATION",
     .summary = "Only if its token has expired or expires within this time "
                "(7d, 12h); otherwise do nothing and succeed.",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");

FLAG(flag_all_expiring, .name = "expiring-within", .value = "DURATION",
     .attributes = NSCALE_FLAG_WITH_ALL,
     .summary = "With --all: those whose token has expired or expires within "
                "this time.",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");
FLAG(flag_within, .name = "within", .value = "DURATION",
     .summary = "Fail with 1 if it expires within this time (7d, 12h).",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".exp");

static const struct nscale_flag *const list_flags[] = { &flag_expiring,
                                                        &flag_group, NULL };
static const struct nscale_flag *const rotate_flags[] = { &flag_if_expiring,
                                                          &flag_all_expiring,
                                                          NULL };
static const struct nscale_flag *const check_flags[] = { &flag_within, NULL };

/* ---- Verbs. ------------------------------------------------------- */

NSCALE_RESOURCE_LIST(
    verb_list, SCOPE, COLLECTION,
    .summary = "List the service accounts of an organization.",
    .examples = "nscale serviceaccounts list\n"
                "nscale sa list --columns name,expires --sort-by expires\n"
                "nscale sa list --expiring-within 14d\n"
                "nscale sa list --group deployers -q '.[].metadata.name'\n",
    .flags = list_flags);

NSCALE_RESOURCE_PICK(verb_get, SCOPE, COLLECTION,
                     .summary = "Show one service account.",
                     .examples = "nscale sa get ci\n"
                                 "nscale sa get --id ci --json\n");

NSCALE_RESOURCE_CREATE(
    verb_create, SCOPE, COLLECTION,
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
    .consequence = "Whoever holds its token acts with the rights of its "
                   "groups.",
    .done = "Created service account \"{name}\".",
    .secret = ".status.accessToken",
    .secret_variable = "NSCALE_SERVICE_TOKEN");

NSCALE_RESOURCE_UPDATE(
    verb_update, SCOPE, COLLECTION,
    .summary = "Change a service account; its token stays valid.",
    .description =
        "What neither flags nor the document name stays as it is; flags win "
        "over the document, in which null removes (RFC 7396). The output of "
        "get --json is a valid document. With --replace the document is sent "
        "as it stands. On a terminal, with none of them, the fields are asked "
        "for, from what is there.",
    .examples = "nscale sa update ci --add-group readers --tag team=core\n"
                "nscale sa update ci --file change.json\n"
                "nscale sa get ci --json | "
                "nscale sa update ci --stdin --yes\n",
    .done = "Updated service account \"{name}\".");

static const struct nscale_verb verb_rotate = {
  .struct_size = sizeof verb_rotate,
  .name = "rotate",
  .summary = "Replace a service account's token and print the new one.",
  .description =
      "The old token is refused from now on, or within an hour by parts of "
      "the service that remember it. After a leak take the account's groups "
      "away as well, which is felt within a minute. The new token can be read "
      "this once: keep it. With --all each account's new token is in its file "
      "before the next account is rotated; what fails ends the rest, and the "
      "same command does what is left.",
  .examples = "nscale sa rotate ci\n"
              "nscale sa rotate ci --yes --token-file token\n"
              "nscale sa rotate ci --if-expiring-within 7d --yes "
              "--token-file token\n"
              "nscale sa rotate --all --expiring-within 7d "
              "--output-dir tokens\n"
              "nscale sa rotate ci --yes -q .status.accessToken\n",
  .effect = NSCALE_EFFECT_ROTATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = SCOPE,
  .attributes = NSCALE_VERB_ID | NSCALE_VERB_ALL,
  .flags = rotate_flags,
  .consequence = "Its present token is refused from now on, or within an hour "
                 "where it is remembered.",
  .done = "Rotated the token of service account \"{name}\"; the old one is "
          "refused within an hour.",
  .secret = ".status.accessToken",
  .secret_variable = "NSCALE_SERVICE_TOKEN",
  .plan = plan_rotate,
};

static const struct nscale_verb verb_delete = {
  .struct_size = sizeof verb_delete,
  .name = "delete",
  .summary = "Delete a service account and its token.",
  .description = "The account leaves its groups, which is felt within a "
                 "minute. Its token is refused from now on, or within an hour "
                 "by parts of the service that remember it.",
  .examples = "nscale sa delete ci\n"
              "nscale sa delete --id ci --yes --wait\n"
              "nscale sa delete --id ci --yes --ignore-not-found\n",
  .effect = NSCALE_EFFECT_DELETE,
  .reply = NSCALE_REPLY_NOTHING,
  .scopes = SCOPE,
  .attributes =
      NSCALE_VERB_ID | NSCALE_VERB_IGNORE_NOT_FOUND | NSCALE_VERB_WAIT,
  .consequence =
      "Its token is refused from now on, or within an hour where it "
      "is remembered, and it leaves its groups.",
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

static const struct nscale_verb *const verbs[] = { &verb_list,   &verb_get,
                                                   &verb_create, &verb_update,
                                                   &verb_rotate, &verb_delete,
                                                   &verb_check,  NULL };

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
