/* update.h - an update's document, laid over what is there. */
#ifndef UPDATE_H
#define UPDATE_H

#include "core/invocation/invocation.h"

/* The document to send for an update (see nscale_merge), from the user's and
 * the thing that the GET finds.  The arena's.  NULL with the error set: as
 * target_find says; EXIT_CONFLICT or EXIT_USAGE for a document of something
 * else; or with nothing to do. */
struct json_object *update_merge(struct invocation *call,
                                 struct nscale_request *request);

#endif
