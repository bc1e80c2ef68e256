/* field_check.h - all that is wrong with the flags of fields and can be seen
 * without a request.
 *
 * Messages call a value by its flag: `--name: metadata.name "a b" is not
 * valid: ...`.
 */
#ifndef FIELD_CHECK_H
#define FIELD_CHECK_H

#include "core/invocation/field_given.h"

/* Checks values by the rules of their fields, KEY=VALUE, and that no flags
 * contradict.  Returns 0, or -1 with EXIT_USAGE. */
int field_check(struct invocation *call);

/* Checks the JSON of a field's value as if it stood in a document alone;
 * `what` is how messages call that document.  Takes the JSON over; NULL is a
 * failure to allocate it.  Returns 0, or -1 with EXIT_USAGE. */
int field_check_alone(const struct nscale_field *const *fields,
                      const struct nscale_field *field,
                      struct json_object *value, const char *what,
                      struct error *error);

/* Likewise the value of a flag. */
int field_check_json(struct invocation *call, const struct field_given *given,
                     struct json_object *value);

#endif
