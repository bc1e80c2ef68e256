/* collection.h - the list of the things that a verb is about, as the verb of
 * the noun that lists them asks for it.
 */
#ifndef COLLECTION_H
#define COLLECTION_H

#include "core/invocation/invocation.h"

/* Begins a call of that verb, which there must be (noun_list), in the same
 * organization: its id is looked up where a name was given.  Returns 0, or -1
 * with the call's error set.  In both cases invocation_free releases it. */
int collection_begin(struct invocation *list, struct invocation *call);

/* Says, where the organization is still to be looked up, that two reads which
 * do not depend on each other wait for it (exchange_preconnect). */
void collection_expect_two(struct invocation *call);

/* Has that list come along with the next read, which does not depend on it:
 * both wait for the organization alone, else nothing happens.  Returns 0, or
 * -1 with the call's error set: the organization was not found. */
int collection_ahead(struct invocation *call);

/* The one request that it plans, which it keeps.  NULL where it plans
 * another number, or fails: then the list's error may be set. */
struct nscale_request *collection_plan(struct invocation *list);

#endif
