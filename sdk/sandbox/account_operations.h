/* account_operations.h - the verbs of service accounts.
 *
 * Each answers one operation that was allowed: it makes the reply. */
#ifndef SANDBOX_ACCOUNT_OPERATIONS_H
#define SANDBOX_ACCOUNT_OPERATIONS_H

#include "api.h"

void account_list(const struct operation *operation);
void account_create(const struct operation *operation);
void account_update(const struct operation *operation);
void account_rotate(const struct operation *operation);
void account_delete(const struct operation *operation);

#endif
