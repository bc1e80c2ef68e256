/* directory.h - what the sandbox only shows: the service's version,
 * organizations, groups, roles and users.
 *
 * Each answers one operation that was allowed: it makes the reply. */
#ifndef SANDBOX_DIRECTORY_H
#define SANDBOX_DIRECTORY_H

#include "api.h"

void directory_version(const struct operation *operation);
void directory_organizations(const struct operation *operation);
void directory_organization(const struct operation *operation);
void directory_groups(const struct operation *operation);
void directory_group(const struct operation *operation);
void directory_roles(const struct operation *operation);
void directory_users(const struct operation *operation);

#endif
