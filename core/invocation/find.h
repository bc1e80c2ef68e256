/* find.h - the thing that a command is about: from an id or a name to what is
 * there.
 */
#ifndef FIND_H
#define FIND_H

#include "core/invocation/invocation.h"
#include "core/invocation/lookup.h"

/* The lookup of the call's own thing, by --id or the argument. */
struct lookup target_lookup(const struct invocation *call);

/* Where nobody names the organization of the thing that the service token is
 * of, it is the one that the service says with whose the token is, and no list
 * is read for that.  Returns 0, or -1 with the error set. */
int target_settle_scope(struct invocation *call);

/* Appends the JSON text of the thing that an id or a name means, from a GET of
 * a list or of the thing itself.  Several of the name are shown on stderr.
 * Returns as lookup_text. */
int target_text(struct invocation *call, struct nscale_request *request,
                const char *wanted, struct buffer *text);

/* The element that --id means, from a GET of a list or of the thing itself;
 * kept in call->found.  With --all, the target whose turn it is; with --self,
 * the one that the service token is of, or where nobody says which that is,
 * the only one there.  EXIT_NOT_FOUND, or EXIT_USAGE for two of a name; with
 * --self EXIT_AUTH for the token of somebody else, EXIT_FAILED where it cannot
 * be told.  NULL with the error set, or with nothing to do: the thing is not
 * there and need not be, or does not meet the call's conditions. */
struct json_object *target_find(struct invocation *call,
                                struct nscale_request *request);

/* The id that --id or --self means: without a look at the list where it is
 * known, nobody will be asked and there is no condition.  NULL as with
 * target_find. */
const char *target_resolve(struct invocation *call,
                           struct nscale_request *request);

#endif
