/* tree.h - whole JSON texts, read strictly into json-c's trees.
 *
 * Reading is as strict as scan.h says (RFC 8259).  json-c's own parser is not
 * used: it lets single quotes, NaN and "-01" pass, and loses parts of a text
 * without a word where memory runs out.  The same goes for its writer
 * (write.h).
 */
#ifndef TREE_H
#define TREE_H

#include <json-c/json.h>
#include <stddef.h>

#include "core/base/cleanup.h"
#include "core/base/error.h"
#include "core/json/fields.h"

/* Reads one JSON value.  Returns a tree that the caller releases with
 * json_object_put, or NULL with the error set (EXIT_USAGE for a bad text):
 * `WHAT: line L, column C: reason`, or `WHAT is empty`.
 *
 * Of two members with one name the last counts.  A number keeps its digits
 * where json-c would change them; an integer beyond 64 bits is a double then.
 * Refused though it is JSON: a text that is just `null`, which makes no
 * tree. */
struct json_object *json_read(const char *text, size_t length,
                              const char *what, struct error *error);

/* The same for a text in which nobody looks at more than these fields (NULL:
 * at all of it).  Where a tree of all would take too much (cost.h), the arrays
 * and objects that no path leads to are kept as text. */
struct json_object *json_read_fields(const char *text, size_t length,
                                     const struct fields *fields,
                                     const char *what, struct error *error);

/* The same for what people wrote: two members with one name are refused too,
 * since they meant one of the two values and nobody knows which; and so is
 * half of a surrogate pair ("\ud800"), which no text can be sent with.  (What
 * is kept as text may have two.) */
struct json_object *json_read_strictly(const char *text, size_t length,
                                       const struct fields *fields,
                                       const char *what, struct error *error);

/* The text of an array or object that is kept as one, without white space;
 * NULL for any other value.  To json-c it is a number, so that nothing takes
 * it for an array that is empty; json_write writes the text. */
const char *json_kept(struct json_object *value);

/* Whether a tree has a text in it that is kept. */
int json_has_kept(struct json_object *value);

/* A copy that shares nothing but texts that are kept, which nobody changes;
 * the caller's.  NULL without memory. */
struct json_object *json_copy(struct json_object *value);

/* Adds a member, which the object takes over.  Returns 0, or -1 without
 * memory: the value is released then. */
int json_put_member(struct json_object *object, const char *key,
                    struct json_object *value);

static inline void json_cleanup(struct json_object **value)
{
  json_object_put(*value);
}

#define CLEANUP_JSON CLEANUP(json_cleanup)

#endif
