/* element.h - the value of a flag that is one element of an array of objects.
 *
 * `protocol=tcp,port=443` is `{"protocol":"tcp","port":443}`: each member has
 * the type of its field, `pool.members` is a member of a member, and an array
 * may be given several times.  A backslash takes what follows it as it is, and
 * blanks at the ends of a name or value are dropped (pairs.h).  Where a member
 * is an object or an array its value may be JSON, with its commas; and so may
 * the whole, from its `{` on.
 */
#ifndef ELEMENT_H
#define ELEMENT_H

#include "core/invocation/field_given.h"

/* The element of this value of the flag: the call's, which nobody changes.  A
 * value is read once however often it is asked for, since a file in it
 * (NSCALE_FIELD_FILE) may be a pipe.  NULL with EXIT_USAGE. */
struct json_object *element_read(struct invocation *call,
                                 const struct field_given *given,
                                 const char *text);

/* Holds an element to the fields, as far as `whole` says (document/check.h).
 * Messages call it by the flag and its value: `--rule protocol=tcp,port=0:
 * port "0" is not valid: ...`.  Returns 0, or -1 with EXIT_USAGE. */
int element_check(struct invocation *call, const struct field_given *given,
                  const char *text, struct json_object *element, int whole);

/* The text of the key of an element, by which it is told from others; NULL
 * where it has none.  Borrowed. */
const char *element_key(const struct nscale_field *field,
                        struct json_object *element);

#endif
