/* serviceaccounts.c - the service accounts of an organization
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * The Identity API has no GET of one service account: get reads the list and
 * has the host pick the one element.  Create and rotate answer with a token
 * that can be read this once, hence `.secret`; the payload itself stays with
 * the host, because no verb here declares a finish function.
 */
/* What people look for who know gh, aws, gcloud or kubectl. */
#define NSCALE_PLUGIN_HINTS                                                   \
  NSCALE_HINT("whoami who-am-i me sts get-caller-identity",                   \
              "nscale serviceaccounts check asks the service whose the "      \
              "token is")                                                     \
  NSCALE_HINT("revoke disable deactivate invalidate",                         \
              "nscale serviceaccounts rotate replaces a token, and nscale "   \
              "serviceaccounts delete ends it with its account")              \
  NSCALE_HINT("token tokens key keys secret get-token show-token "            \
              "rotate-token create-token create-key create-access-key "       \
              "list-access-keys",                                             \
              "a token can be read once, when its account is created or "     \
              "nscale serviceaccounts rotate replaces it")                    \
  NSCALE_HINT("grant assign attach add-group remove-group add-role",          \
              "nscale serviceaccounts update takes --add-group and "          \
              "--remove-group")                                               \
  NSCALE_HINT("accounts account iam robots robot machine-users",              \
              "did you mean nscale serviceaccounts list?")                    \
  NSCALE_HINT("--ttl --expires --expires-in --expires-at --expiry "           \
              "--expiration --duration --lifetime --valid-for --validity",    \
              "the service says how long a token is valid: nscale "           \
              "serviceaccounts list shows when each expires")                 \
  NSCALE_HINT("--role --roles --permission --permissions --policy --scope "   \
              "--scopes --team --teams",                                      \
              "rights come from groups: --group ID|NAME takes one, and "      \
              "nscale groups list shows which there are")

/* An account may have been made by another one, whose name is shown then. */
#define NSCALE_RESOURCE_BY NSCALE_COLUMN_NEIGHBOUR
#include <nscale/resource.h>
#include <stdio.h>
#include <string.h>
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

/* Copies what stands at one path to another, if it is there. */
static void copy(struct nscale_call *call, const struct nscale_json *from,
                 const char *path, struct nscale_json *to, const char *as)
{
  struct nscale_json *value = nscale_json_get(call, from, path);

  if (value)
    nscale_json_set(call, to, as, value);
}

/* The organizations, and the one where there is no other. */
static void put_organizations(struct nscale_call *call,
                              struct nscale_json *answer,
                              const struct nscale_json *list)
{
  if (!list)
    return;
  nscale_json_set(call, answer, ".organizations", list);
  if (nscale_json_length(call, list) == 1)
    copy(call, list, ".[0]", answer, ".organization");
}

/* Copies the expiry of the account, if there is one: the year 1 stands for one
 * that was never set. */
static void copy_expiry(struct nscale_call *call,
                        const struct nscale_json *account,
                        struct nscale_json *answer)
{
  static const char unset[] = "0001-01-01T00:00:00";
  const char *text = nscale_json_string(
      call, nscale_json_get(call, account, ".status.expiry"));

  if (!text || strncmp(text, unset, sizeof unset - 1) != 0)
    copy(call, account, ".status.expiry", answer, ".expiry");
}

/* Asks the service whose the token is, and the list for the rest: an account
 * without any rights sees itself there. */
static int32_t plan_identity(struct nscale_call *call)
{
  struct nscale_json *caller = nscale_caller(call);
  struct nscale_json *answer = nscale_json_parse(call, "{}", 2);
  const char *kind =
      nscale_json_string(call, nscale_json_get(call, caller, ".kind"));
  struct nscale_json *account;
  struct nscale_json *list;

  copy(call, caller, ".subject", answer, ".subject");
  copy(call, caller, ".kind", answer, ".kind");
  put_organizations(call, answer,
                    nscale_json_get(call, caller, ".organizations"));
  if (!caller || (kind && strcmp(kind, "service") != 0))
    return nscale_answer(call, answer);
  account = nscale_find(call, nscale_resource_request(call, "GET", SCOPE,
                                                      COLLECTION, NULL, NULL));
  if (!account)
    return -1;
  if (!kind) {
    list = nscale_json_parse(call, "[]", 2);
    nscale_json_append(
        call, list,
        nscale_json_get(call, account, ".metadata.organizationId"));
    copy(call, account, ".metadata.id", answer, ".subject");
    nscale_json_set_string(call, answer, ".kind", "service");
    put_organizations(call, answer, list);
  }
  copy(call, account, ".metadata.name", answer, ".name");
  copy_expiry(call, account, answer);
  return nscale_answer(call, answer);
}

/* The expiry that a token claims, in seconds since 1970, as the API writes
 * times; what is no such time stays as it is. */
static void put_expiry(struct nscale_call *call, struct nscale_json *answer)
{
  struct nscale_json *expiry = nscale_json_get(call, answer, ".exp");
  const double seconds = nscale_json_number(call, expiry, 0);
  const time_t moment = (time_t)seconds;
  char text[sizeof "2026-01-01T00:00:00Z"];
  struct tm tm;

  if (seconds > 0 && seconds < 253402300800.0 && gmtime_r(&moment, &tm) &&
      strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
    nscale_json_set_string(call, answer, ".expiry", text);
  else if (expiry)
    nscale_json_set(call, answer, ".expiry", expiry);
}

/* What the token itself claims, all of it, and the same in the words of
 * plan_identity.  Tokens name their organization in one claim or, as those of
 * users do, in another. */
static int32_t plan_claims(struct nscale_call *call)
{
  static const char rights[] = ".\"https://unikorn-cloud.org/authz\"";
  struct nscale_json *answer = nscale_claims(call);
  struct nscale_json *list = nscale_json_parse(call, "[]", 2);
  struct nscale_json *authorization = nscale_json_get(call, answer, rights);
  struct nscale_json *organization = nscale_json_get(call, answer, ".org");

  copy(call, answer, ".sub", answer, ".subject");
  copy(call, authorization, ".acctype", answer, ".kind");
  if (organization)
    nscale_json_append(call, list, organization);
  else
    list = nscale_json_get(call, authorization, ".orgIds");
  put_organizations(call, answer, list);
  put_expiry(call, answer);
  return nscale_answer(call, answer);
}

/* The accounts themselves, of which the host shows those that are due. */
static int32_t plan_check_all(struct nscale_call *call)
{
  if (nscale_flag_value(call, "offline"))
    return nscale_fail(call, NSCALE_EXIT_USAGE,
                       "--all and --offline cannot be used together", NULL);
  return nscale_plan(call, nscale_resource_request(call, "GET", SCOPE,
                                                   COLLECTION, NULL, NULL));
}

static int32_t plan_check(struct nscale_call *call)
{
  if (nscale_flag_value(call, "all"))
    return plan_check_all(call);
  return nscale_flag_value(call, "offline") ? plan_claims(call)
                                            : plan_identity(call);
}

/* What the token claims of its end nobody else has judged. */
static int32_t judge_claims(struct nscale_call *call,
                            const struct nscale_json *claims)
{
  struct nscale_json *expiry = nscale_json_get(call, claims, ".exp");

  if (expiry && nscale_json_type(call, expiry) != NSCALE_JSON_NUMBER)
    return nscale_fail(call, NSCALE_EXIT_FAILED,
                       "the service token has an expiry that is not a number",
                       NULL);
  /* A token without one never expires. */
  if (nscale_json_number(call, expiry, 1e300) <= (double)time(NULL))
    return nscale_fail(call, NSCALE_EXIT_AUTH, "the service token has expired",
                       "nscale serviceaccounts rotate makes a new one, with "
                       "another token that is valid");
  return 0;
}

static int32_t finish_check(struct nscale_call *call,
                            const struct nscale_json *answer)
{
  const char *within = nscale_flag_value(call, "within");
  const int offline = nscale_flag_value(call, "offline") != NULL;
  struct nscale_json *account;
  char sentence[128];
  int32_t meets;

  if (offline && judge_claims(call, answer) < 0)
    return -1;
  if (!within)
    return 0;
  if (!offline && !nscale_json_get(call, answer, ".expiry"))
    return nscale_fail(call, NSCALE_EXIT_FAILED,
                       "the service does not say when the service token "
                       "expires",
                       "it says that of service accounts alone; a token that "
                       "can be read says it with --offline");
  /* As --within looks at accounts. */
  account = nscale_json_parse(call, "{}", 2);
  copy(call, answer, offline ? ".exp" : ".expiry", account, ".status.expiry");
  meets = nscale_meets(call, account);
  if (meets <= 0)
    return meets;
  (void)snprintf(sentence, sizeof sentence,
                 "the service token expires within %s", within);
  return nscale_fail(call, NSCALE_EXIT_FAILED, sentence,
                     "nscale serviceaccounts rotate --self makes a new one");
}

/* ---- Columns: a row of the list, a line of the details. ----------- */

NSCALE_RESOURCE_CHOICES(groups, SCOPE, "groups", ".metadata.name");

NSCALE_RESOURCE_COLUMNS;
NSCALE_COLUMN(column_group_count, .title = "GROUPS", .path = ".spec.groupIDs",
              .kind = NSCALE_COLUMN_COUNT, .priority = 3,
              .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);
NSCALE_COLUMN(column_groups, .title = "GROUPS", .path = ".spec.groupIDs",
              .attributes = NSCALE_COLUMN_NOT_IN_LIST, .choices = &groups);
NSCALE_COLUMN(column_expires, .title = "EXPIRES", .path = ".status.expiry",
              .kind = NSCALE_COLUMN_EXPIRY, .priority = 2);
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

/* Those of a token; when it was issued it says itself alone (RFC 7519). */
NSCALE_COLUMN(token_subject, .title = "SUBJECT", .path = ".subject");
NSCALE_COLUMN(token_name, .title = "NAME", .path = ".name");
NSCALE_COLUMN(token_kind, .title = "KIND", .path = ".kind");
NSCALE_COLUMN(token_organization, .title = "ORGANIZATION",
              .path = ".organizations");
NSCALE_COLUMN(token_issued, .title = "ISSUED", .path = ".iat",
              .kind = NSCALE_COLUMN_TIME);
NSCALE_COLUMN(token_expires, .title = "EXPIRES", .path = ".expiry",
              .kind = NSCALE_COLUMN_EXPIRY);

static const struct nscale_column *const token_columns[] = {
  &token_subject, &token_name,    &token_kind, &token_organization,
  &token_issued,  &token_expires, NULL
};

/* ---- The document of create and update. --------------------------- */

NSCALE_RESOURCE_FIELDS;
NSCALE_FIELD(field_groups, .path = ".spec.groupIDs", .type = NSCALE_TYPE_ARRAY,
             .items = NSCALE_TYPE_STRING,
             .attributes = NSCALE_FIELD_REQUIRED | NSCALE_FIELD_LISTED |
                           NSCALE_FIELD_STALE,
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
FLAG(flag_every, .name = "whatever-expiry",
     .attributes = NSCALE_FLAG_SWITCH | NSCALE_FLAG_WITH_ALL,
     .summary = "With --all: every account of the organization, as after a "
                "leak.",
     .filter = NSCALE_FILTER_EVERY);
FLAG(flag_within, .name = "within", .value = "DURATION",
     .summary = "Fail with 1 if it expires within this time (7d, 12h).",
     .filter = NSCALE_FILTER_EXPIRING, .filter_path = ".status.expiry");
FLAG(flag_offline, .name = "offline", .attributes = NSCALE_FLAG_SWITCH,
     .summary = "Send nothing and read what the token says of itself, if its "
                "text can be read.");

static const struct nscale_flag *const list_flags[] = { &flag_expiring,
                                                        &flag_group, NULL };
static const struct nscale_flag *const rotate_flags[] = { &flag_if_expiring,
                                                          &flag_all_expiring,
                                                          &flag_every, NULL };
static const struct nscale_flag *const check_flags[] = { &flag_within,
                                                         &flag_offline, NULL };

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
        "flags, with a JSON document, or with both: flags win. On a terminal "
        "what flags leave out is asked for, unless with --yes. The service "
        "lets "
        "accounts share a name, nscale does not: where there is one of the "
        "name it ends with 5.",
    .examples = "nscale sa create build --group deployers\n"
                "nscale sa create --file account.json\n"
                "nscale sa create --file account.json --yes "
                "-q .status.accessToken\n"
                "nscale sa create --name build --if-not-exists\n"
                "nscale sa create --file account.json --dry-run\n",
    .consequence = "Whoever holds its token acts with the rights of its "
                   "groups.",
    .done = "Created service account \"{name}\".",
    .secret = ".status.accessToken", .secret_variable = "NSCALE_SERVICE_TOKEN",
    .secret_owner = "NSCALE_ACCOUNT");

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
      "this once: keep it. With --self it is the account of the token at "
      "hand, "
      "which needs neither rights nor --org for that. With --all each "
      "account's new token is in its file before the next account is rotated, "
      "and the account of the token at hand is the last. What the service "
      "refuses of one account does not end the rest, nor does a token that "
      "does not arrive; two of these in a row do, and what concerns all. The "
      "status is the gravest: 9, then 8, then that of the first failure. "
      "--json then prints what became of each account, also where the status "
      "is not 0.",
  .examples = "nscale sa rotate ci\n"
              "nscale sa rotate ci --yes --token-file token\n"
              "nscale sa rotate ci --yes "
              "--deliver 'gh secret set NSCALE_SERVICE_TOKEN'\n"
              "nscale sa rotate --self --yes --token-file token\n"
              "nscale sa rotate ci --if-expiring-within 7d --yes "
              "--token-file token\n"
              "nscale sa rotate --all --expiring-within 7d "
              "--output-dir tokens\n"
              "nscale sa rotate --all --whatever-expiry --output-dir tokens\n"
              "nscale sa rotate ci --yes -q .status.accessToken\n",
  .effect = NSCALE_EFFECT_ROTATE,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = SCOPE,
  .attributes = NSCALE_VERB_ID | NSCALE_VERB_ALL | NSCALE_VERB_SELF,
  .flags = rotate_flags,
  .consequence = "Its present token is refused from now on, or within an hour "
                 "where it is remembered.",
  .done = "Rotated the token of service account \"{name}\"; the old one is "
          "refused within an hour.",
  .secret = ".status.accessToken",
  .secret_variable = "NSCALE_SERVICE_TOKEN",
  .secret_owner = "NSCALE_ACCOUNT",
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
  .summary = "Ask the service whose the service token at hand is.",
  .description =
      "Shows the account and when its token expires; the token needs no "
      "rights for that. Ends with 4 if the service refuses the token, with 1 "
      "if it expires within --within, with 7 if the service cannot be asked. "
      "With --all it is about every account of the organization: those whose "
      "tokens expire within --within are shown, and if there is one it ends "
      "with 1. "
      "JSON has \"subject\" (the id of the account, or the address of a "
      "person), \"kind\" (service, user or system), \"organizations\" "
      "and, where it is one, \"organization\", and of a service account "
      "\"name\" and \"expiry\".",
  .examples = "nscale sa check\n"
              "nscale sa check --all --within 14d\n"
              "nscale sa check --within 7d -q .expiry\n"
              "nscale sa check --offline --json\n",
  .effect = NSCALE_EFFECT_READ,
  .reply = NSCALE_REPLY_OBJECT,
  .scopes = SCOPE,
  .attributes = NSCALE_VERB_SELF | NSCALE_VERB_ALL,
  .columns = token_columns,
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
