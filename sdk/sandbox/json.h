/* json.h - JSON in (strict, bounded) and out (quoted texts). */
#ifndef SANDBOX_JSON_H
#define SANDBOX_JSON_H

#include <json-c/json.h>
#include <stddef.h>

#include "core/base/buffer.h"
#include "core/json/tree.h" /* CLEANUP_JSON */

/* Parses one whole JSON object with the core's reader (core/json/tree.h):
 * json-c's own, where it is strict, takes no text but ASCII from 0.18 on.
 * Returns it, to be released with json_object_put, or NULL where the text is
 * anything else or memory ran out. */
struct json_object *json_parse_object(const char *text, size_t length);

/* Appends the text as a JSON string.  It must be UTF-8. */
void json_quote(struct buffer *out, const char *text);

/* Appends `"name":"text"` with a comma before it unless it is the first of
 * its object; nothing when text is NULL. */
void json_member(struct buffer *out, const char *name, const char *text);

#endif
