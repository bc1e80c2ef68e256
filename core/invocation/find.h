/* find.h - the thing that a command is about: from an id or a name to what is
 * there.
 */
#ifndef FIND_H
#define FIND_H

#include "core/invocation/invocation.h"
#include "core/invocation/lookup.h"

/* The lookup of the call's own thing, by --id or the argument. */
struct lookup target_lookup(const struct invocation *call);

/* The element that --id means, from a GET of a list or of the thing itself;
 * kept in call->found.  With --all, the target whose turn it is.
 * EXIT_NOT_FOUND, or EXIT_USAGE for two of a name.  NULL with the error set,
 * or with nothing to do: the thing is not there and need not be, or does not
 * meet the call's conditions. */
struct json_object *target_find(struct invocation *call,
                                struct nscale_request *request);

/* The id that --id means: without a request where it is a UUID, nobody will
 * be asked and there is no condition.  NULL as with target_find. */
const char *target_resolve(struct invocation *call,
                           struct nscale_request *request);

#endif
