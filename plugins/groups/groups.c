/* groups.c - the groups of an organization, and who is in them
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 */
#define NSCALE_PLUGIN_HINTS                                                   \
  NSCALE_HINT("user users member members",                                    \
              "nscale api '/api/v1/organizations/{org}/users' lists the "     \
              "users")                                                        \
  NSCALE_HINT("role roles",                                                   \
              "nscale api '/api/v1/organizations/{org}/roles' lists the "     \
              "roles")
#include <nscale/resource.h>

NSCALE_RESOURCE_COLUMNS;

NSCALE_RESOURCE_CHOICES(roles, NSCALE_SCOPE_ORGANIZATION, "roles",
                        ".metadata.name");
NSCALE_RESOURCE_CHOICES(users, NSCALE_SCOPE_ORGANIZATION, "users",
                        ".spec.subject");
NSCALE_RESOURCE_CHOICES(accounts, NSCALE_SCOPE_ORGANIZATION, "serviceaccounts",
                        ".metadata.name");

/* How many in the list; who they are in the details. */
#define MEMBERS(variable, column_title, column_path, names)                   \
  NSCALE_COLUMN(variable##_count, .title = column_title, .path = column_path, \
                .kind = NSCALE_COLUMN_COUNT, .priority = 2,                   \
                .attributes = NSCALE_COLUMN_NOT_IN_DETAILS);                  \
  NSCALE_COLUMN(variable, .title = column_title, .path = column_path,         \
                .attributes = NSCALE_COLUMN_NOT_IN_LIST, .choices = &(names))

MEMBERS(column_roles, "ROLES", ".spec.roleIDs", roles);
MEMBERS(column_users, "USERS", ".spec.userIDs", users);
MEMBERS(column_accounts, "SERVICE ACCOUNTS", ".spec.serviceAccountIDs",
        accounts);

static const struct nscale_column *const columns[] = {
  NSCALE_RESOURCE_COLUMNS_FIRST,
  &column_roles_count,
  &column_roles,
  &column_users_count,
  &column_users,
  &column_accounts_count,
  &column_accounts,
  NSCALE_RESOURCE_COLUMNS_LAST,
  NULL
};

NSCALE_RESOURCE_LIST(verb_list, NSCALE_SCOPE_ORGANIZATION, "groups",
                     .summary = "List the groups of an organization.",
                     .examples = "nscale groups list\n"
                                 "nscale group list "
                                 "-q '.[].metadata.name'\n");

NSCALE_RESOURCE_GET(verb_get, NSCALE_SCOPE_ORGANIZATION, "groups",
                    .summary = "Show one group and its members.",
                    .examples = "nscale groups get deployers\n"
                                "nscale groups get --id deployers "
                                "-q .spec.serviceAccountIDs\n");

static const struct nscale_verb *const verbs[] = { &verb_list, &verb_get,
                                                   NULL };

static const struct nscale_noun groups = {
  .struct_size = sizeof groups,
  .summary = "Show groups, which give their members roles.",
  .description =
      "A group gives its members, users and service accounts, the rights of "
      "its roles. The groups of a service account stand in its "
      "spec.groupIDs.",
  .singular = "group",
  .plural = "groups",
  .service = "identity",
  .verbs = verbs,
  .columns = columns,
};

NSCALE_PLUGIN("groups", "group", "1.0.0", "Show groups and their members",
              &groups);
