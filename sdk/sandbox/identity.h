/* identity.h - what the service says of itself and of the token at hand.
 *
 * Each answers one operation that was allowed: it makes the reply. */
#ifndef SANDBOX_IDENTITY_H
#define SANDBOX_IDENTITY_H

#include "api.h"

void identity_configuration(const struct operation *operation);
void identity_userinfo(const struct operation *operation);
void identity_acl(const struct operation *operation);

#endif
