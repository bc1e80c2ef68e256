/* field_path.h - the paths of the fields that a plugin describes.
 *
 * They are those of json/path.h, with `[]` for all elements of an array in the
 * place of indices.
 */
#ifndef FIELD_PATH_H
#define FIELD_PATH_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/json/path.h"

struct json_object;
struct lh_entry;

/* A path as people read it, without its leading dot. */
static inline const char *field_bare(const char *path)
{
  return *path == '.' ? path + 1 : path;
}

/* Reads the step at the start of `path`: PATH_MEMBER or PATH_EACH.  Returns
 * what of the path follows it, NULL at the end of the path. */
const char *field_step(const char *path, struct path_step *step);

/* Whether a step leads to the member of this key. */
int field_step_is(const struct path_step *step, const char *key);

/* What of a field's path lies below the first `length` bytes of `place`; ""
 * for the field at that place, NULL for one that is elsewhere. */
const char *field_below(const struct nscale_field *field, const char *place,
                        size_t length);

/* The field whose path is the first `length` bytes of `path`, or NULL. */
const struct nscale_field *field_at(const struct nscale_field *const *fields,
                                    const char *path, size_t length);

/* The entry of a member in json-c's table, borrowed; NULL where it has
 * no such member or `object` is not an object. */
struct lh_entry *field_entry(struct json_object *object,
                             const struct path_step *step);

/* The value of an entry; NULL for null and for no entry. */
struct json_object *field_value(struct lh_entry *entry);

#endif
