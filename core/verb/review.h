/* review.h - a whole document, before it is sent: confirm, go back, edit as
 * JSON in the user's editor, or quit.
 */
#ifndef REVIEW_H
#define REVIEW_H

#include "core/verb/step.h"

/* Shows it on a screen: of an update the differences as well.  Returns
 * SCREEN_DONE where it is confirmed, SCREEN_BACK, or SCREEN_FAILED with the
 * error set: EXIT_FAILED where the user gave up.  steps->document may be
 * another one afterwards, which was checked. */
int review_run(struct steps *steps);

/* What makes `after` of `before`, both objects (RFC 7396): a new value, the
 * caller's.  NULL without memory. */
struct json_object *review_patch(struct json_object *before,
                                 struct json_object *after);

#endif
