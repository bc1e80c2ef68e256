/* field_json.h - the JSON that the values of fields' flags become. */
#ifndef FIELD_JSON_H
#define FIELD_JSON_H

#include <nscale/plugin.h>
#include <stddef.h>

struct json_object;

/* The JSON of a text by the type that it is to have, and by that of its field.
 * What is not a number stays a text, so that a check can say so.  The
 * caller's; NULL without memory. */
struct json_object *field_json_typed(uint32_t type, const char *text);
struct json_object *field_json_scalar(const struct nscale_field *field,
                                      const char *text);

/* An array of this one string.  The caller's; NULL without memory. */
struct json_object *field_json_array(const char *text);

/* Puts a string into an object.  Returns 0, or -1 without memory. */
int field_json_put_string(struct json_object *object, const char *key,
                          const char *text, size_t length);

/* Lays values, by their keys, over an array: the elements of these keys are
 * changed, and the values that had any are taken out.  Returns likewise. */
int field_json_set_pairs(struct json_object *array,
                         const struct nscale_field *field,
                         struct json_object *values);

/* Makes KEY=VALUE the last element.  Returns likewise. */
int field_json_add_pair(struct json_object *array,
                        const struct nscale_field *field, const char *text);

/* Likewise puts it into a map, with a value of the type of its items. */
int field_json_put_pair(struct json_object *map,
                        const struct nscale_field *field, const char *text);

/* Where from `at` on a text stands in an array: as a string, or as the key of
 * an element where there are keys (`key` is not NULL).  The array's length
 * where it does not. */
size_t field_json_find(struct json_object *array, size_t at, const char *key,
                       const char *text);

#endif
