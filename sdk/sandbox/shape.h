/* shape.h - what a body may be, as tables of members. */
#ifndef SANDBOX_SHAPE_H
#define SANDBOX_SHAPE_H

#include <json-c/json.h>

#include "core/base/buffer.h"

enum shape_type {
  SHAPE_TEXT,
  SHAPE_LABEL, /* ident_is_label */
  SHAPE_UUID,
  SHAPE_BASE64,
  SHAPE_INTEGER,
  SHAPE_FLAG,
  SHAPE_LIST, /* of texts, or of objects where it has members */
  SHAPE_OBJECT,
};

/* A member; a table ends with one without a name. */
struct shape {
  const char *name;
  enum shape_type type;
  int required;
  const struct shape *members; /* of the object, or of a list's elements */
};

/* The members of `metadata` that a client may write. */
extern const struct shape shape_metadata[];

/* Checks the members of an object; those that no table has are passed over.
 * Returns 0, or -1 with what is wrong appended: "spec.flavorId must be ...".
 * `path` is that of the object, "" or "spec." */
int shape_check(struct json_object *object, const struct shape *shapes,
                const char *path, struct buffer *problem);

/* A new object of the members that the table has, to be released by the
 * caller; what they hold may be shared with the old one.  NULL when there is
 * no memory. */
struct json_object *shape_copy(struct json_object *object,
                               const struct shape *shapes);

#endif
