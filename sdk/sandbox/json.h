/* json.h - JSON in (strict, bounded) and out (quoted texts). */
#ifndef SANDBOX_JSON_H
#define SANDBOX_JSON_H

#include <json-c/json.h>
#include <stddef.h>

#include "core/base/buffer.h"

/* Parses one whole JSON object: strict, UTF-8, at most 32 levels deep.
 * Returns it, to be released with json_object_put, or NULL. */
struct json_object *json_parse_object(const char *text, size_t length);

/* Appends the text as a JSON string.  It must be UTF-8. */
void json_quote(struct buffer *out, const char *text);

/* Appends `"name":"text"` with a comma before it unless it is the first of
 * its object; nothing when text is NULL. */
void json_member(struct buffer *out, const char *name, const char *text);

static inline void json_put_function(struct json_object **object)
{
  json_object_put(*object);
}
#define CLEANUP_JSON CLEANUP(json_put_function)

#endif
