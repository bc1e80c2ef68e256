/* parameters.h - what the user gave by flags, as ids and as query parameters
 * of a request. */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include "core/invocation/invocation.h"

/* Adds the scopes of the verb, but those that need not be there and are not
 * named.  Returns 0, or -1 with the call's error set: as scope_id. */
int parameters_scopes(struct invocation *call, struct nscale_request *request);

/* Adds the values of flags that have a `query`, names as ids.  Returns 0, or
 * -1 with the call's error set: as choices_resolve. */
int parameters_flags(struct invocation *call, struct nscale_request *request);

/* The id that value number `index` of a flag stands for (nscale_flag_id); that
 * of a parent is noted.  NULL where it was not given, or with the call's error
 * set. */
const char *parameters_id(struct invocation *call, const char *name,
                          uint32_t index);

#endif
