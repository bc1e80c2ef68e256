/* namesakes.h - the things of one name in a collection, and what tells them
 * apart, for people to choose one.
 */
#ifndef NAMESAKES_H
#define NAMESAKES_H

#include "core/invocation/invocation.h"
#include "core/invocation/twins.h"

/* Has the collection that a POST goes to come along with the next read
 * (exchange_ahead). */
void namesakes_ahead(struct invocation *call,
                     const struct nscale_request *create);

/* Reads the collection that a POST goes to, by a GET of the same address, and
 * adds each thing of this name that is not on its way out.  Returns 0, or -1
 * with the call's error set. */
int namesakes_read(struct invocation *call,
                   const struct nscale_request *create, const char *name,
                   struct twins *twins);

/* The first of them, which the call's arena keeps.  NULL with the error
 * set. */
struct json_object *namesakes_first(struct invocation *call,
                                    const struct twins *twins);

/* Says on stderr, for people, what tells them apart: the columns of a list but
 * the name, with groups by their names.  A courtesy: what cannot be read or
 * shown is left out. */
void namesakes_say(struct invocation *call, const struct twins *twins);

#endif
