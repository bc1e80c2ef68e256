/* fresh.h - values of a reply that are from before the change
 * (NSCALE_FIELD_STALE): what was sent is what holds now.
 */
#ifndef FRESH_H
#define FRESH_H

#include "core/output/delivery_task.h"

/* Whether two values are equal; of arrays, whether the same is in them in any
 * order.  Returns 1 or 0. */
int fresh_is_same(struct json_object *one, struct json_object *other);

/* Puts what was sent in the place of such values, but where the two are the
 * same but for their order.  Returns 1 where that changed the thing, 0 where
 * it did not; -1 without memory. */
int fresh_put(const struct delivery_task *task, struct json_object *thing);

#endif
