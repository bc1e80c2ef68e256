/* organizations.c - the organizations that the token can see
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 */
#define NSCALE_PLUGIN_HINTS                                                   \
  NSCALE_HINT("use switch select current",                                    \
              "--org, NSCALE_ORGANIZATION_ID or a profile names the "         \
              "organization of a command")                                    \
  NSCALE_HINT("tenant tenants", "did you mean nscale organizations list?")
#include <nscale/resource.h>

NSCALE_RESOURCE_COLUMNS;
NSCALE_COLUMN(column_type, .title = "TYPE", .path = ".spec.organizationType",
              .priority = 3);
NSCALE_COLUMN(column_domain, .title = "DOMAIN", .path = ".spec.domain",
              .priority = 2);

static const struct nscale_column *const columns[] = {
  NSCALE_RESOURCE_COLUMNS_FIRST, &column_type, &column_domain,
  NSCALE_RESOURCE_COLUMNS_LAST, NULL
};

NSCALE_RESOURCE_LIST(verb_list, 0, "organizations",
                     .summary = "List the organizations that the token can "
                                "see.",
                     .examples = "nscale organizations list\n"
                                 "nscale org list -q '.[].metadata.id'\n");

NSCALE_RESOURCE_GET(verb_get, 0, "organizations",
                    .summary = "Show one organization.",
                    .examples = "nscale org get acme\n"
                                "nscale org get --id acme --json\n");

static const struct nscale_verb *const verbs[] = { &verb_list, &verb_get,
                                                   NULL };

static const struct nscale_noun organizations = {
  .struct_size = sizeof organizations,
  .summary = "Show organizations.",
  .description = "Everything belongs to an organization. --org and "
                 "NSCALE_ORGANIZATION_ID take its id, or its name at the "
                 "price of a look-up.",
  .singular = "organization",
  .plural = "organizations",
  .service = "identity",
  .verbs = verbs,
  .columns = columns,
};

NSCALE_PLUGIN("organizations", "organization org", "1.0.0",
              "Show organizations", &organizations);
