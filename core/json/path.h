/* path.h - simple paths into a json-c tree.
 *
 * `.` is the whole; `.a.b` and `."a b"` are members (a bare name is a letter
 * or `_`, then also digits; in quotes only \" and \\ are escapes); `[0]` is
 * an element, `[-1]` the last: `.a[0].b`, `.[0]`.  They mean what jq means
 * by them.  A path has at most PATH_STEPS steps, a name PATH_NAME bytes;
 * nothing here recurses or allocates for the path.
 *
 * A path that is not valid behaves as one that leads nowhere.
 */
#ifndef PATH_H
#define PATH_H

#include <json-c/json.h>

#include "core/base/span.h"

#define PATH_STEPS 32
#define PATH_NAME 127
#define PATH_INDEX_MOST 99999999 /* no reply holds as many elements */

/* One step of a path, as each of the grammars that have paths in them knows
 * it: paths here, those of fields.h, of a document's fields (field_path.h),
 * and simple filters (jq/simple.h). */
struct path_step {
  enum path_kind {
    PATH_MEMBER,
    PATH_INDEX, /* `[0]`, `[-1]` */
    PATH_EACH   /* `[]`; of filters and of a document's fields alone */
  } kind;
  int optional;     /* `?` behind it; of filters alone */
  long index;       /* from the end where it is negative */
  struct span name; /* as it is written, without its quotes; borrowed */
};

/* Reads `.a`, `."a b"`, `[0]` or `[]`.  Returns what of the path follows, or
 * NULL where something else stands there. */
const char *path_read_step(const char *path, struct path_step *step);

/* Reads what stands behind the dot, `a` or `"a b"`, or between brackets, `-1`.
 * Return as path_read_step. */
const char *path_read_name(const char *path, struct path_step *step);
const char *path_read_index(const char *path, struct path_step *step);

/* Whether it is a path. */
int path_valid(const char *path);

/* What the path leads to, borrowed from the tree; NULL for null, for what is
 * missing and where a step does not suit its value. */
struct json_object *path_get(struct json_object *root, const char *path);

/* The string that the path leads to, borrowed from the tree; NULL unless it
 * is a string without a NUL in it (\u0000), which a C text would cut. */
const char *path_string(struct json_object *root, const char *path);

/* Removes the member or element.  Returns 1 when it was there, 0 when not,
 * -1 for `.` and what is not a path. */
int path_delete(struct json_object *root, const char *path);

/* Puts `value` (NULL for null) in the place of what the path leads to.
 * Missing or null objects on the way are created; an element must be there,
 * or be the one after the last.  Takes `value` over and returns 0; or -1,
 * with the tree and the caller's ownership of `value` as they were. */
int path_set(struct json_object *root, const char *path,
             struct json_object *value);

#endif
