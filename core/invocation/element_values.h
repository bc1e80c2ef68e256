/* element_values.h - what the flags of arrays of objects, and of maps, do to
 * the value that the field has.
 *
 * Functions return 0, or -1 with the call's error set.
 */
#ifndef ELEMENT_VALUES_H
#define ELEMENT_VALUES_H

#include "core/invocation/field_given.h"

/* Makes each element the last of an array, but for those that it has. */
int element_values_add(struct invocation *call,
                       const struct field_given *given,
                       struct json_object *array);

/* Lays each element over the one of its key (RFC 7396), or makes it the last;
 * with `whole` what is new must be whole. */
int element_values_lay(struct invocation *call,
                       const struct field_given *given,
                       struct json_object *array, int whole);

/* Takes out of an array the element that has all members that each value of
 * --remove-FLAG has.  EXIT_USAGE where several different ones have them. */
int element_values_remove(struct invocation *call,
                          const struct field_given *given,
                          struct json_object *array);

/* Sets each KEY=VALUE in a map, or takes each KEY out. */
int map_values_set(struct invocation *call, const struct field_given *given,
                   struct json_object *map);
int map_values_remove(struct invocation *call, const struct field_given *given,
                      struct json_object *map);

/* Says that what is to be removed is not there. */
void element_values_absent(const struct invocation *call,
                           const struct field_given *given, const char *text);

#endif
