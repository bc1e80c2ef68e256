/* field_listed.h - values that must be in the list that a field is chosen from
 * (NSCALE_FIELD_LISTED): the service drops others without a word.
 */
#ifndef FIELD_LISTED_H
#define FIELD_LISTED_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* Whether a document, or NULL, has a value of such a field. */
int field_listed_in(const struct invocation *call, struct json_object *json);

/* Looks up, once the plan is made, each value that it adds to such a field,
 * wherever the value comes from; what the thing has already is taken as it is.
 * A dry run that has sent nothing so far sends nothing here either.
 * EXIT_NOT_FOUND for one that is not there, with a suggestion.  Returns 0, or
 * -1 with the call's error set. */
int field_listed_check(struct invocation *call);

/* Likewise of one value of a field, which may be of any kind. */
int field_listed_value(struct invocation *call,
                       const struct nscale_field *field, const char *value);

/* Appends what people call the fields of the plan with values that such a dry
 * run did not look up, each after `before`: "the groups". */
size_t field_listed_write(const struct invocation *call, struct buffer *text);

#endif
