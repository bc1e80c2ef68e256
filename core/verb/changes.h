/* changes.h - what a request would change, field by field. */
#ifndef CHANGES_H
#define CHANGES_H

#include "core/document/difference.h"
#include "core/invocation/invocation.h"

/* What is known of the ids in this call's fields, by choices_label. */
struct difference_labels changes_labels(struct invocation *call);

/* Reads what the ids that differ stand for, as a courtesy (choices_try). */
void changes_learn_labels(struct invocation *call, struct json_object *after);

/* Says on stderr what makes `after` of `before`.  Returns 0 or -1. */
int changes_between(struct invocation *call, struct json_object *before,
                    struct json_object *after);

/* Says on stderr what the request's JSON changes of what is there, or of an
 * empty object where the thing is new.  Without JSON nothing is said.
 * Returns 0 or -1. */
int changes_say(struct invocation *call, const struct nscale_request *request);

#endif
