/* write.h - JSON texts laid out, and written from trees and texts.
 *
 * Laying out works on the bytes: numbers of any size, escapes, duplicate
 * names and the order of names stay as they are.
 */
#ifndef WRITE_H
#define WRITE_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/json/mark.h"

struct json_object;

/* Checks one JSON text and appends it indented by two spaces a level,
 * `"name": value`, empty containers as {} and []; its first line is not
 * indented, the others are `indent` levels deeper; no newline at the end.
 * Returns 0, or -1 with the error set (EXIT_FAILED) and nothing appended. */
int json_pretty(struct buffer *buffer, const char *text, size_t length,
                int indent, struct error *error);

/* Likewise without any white space. */
int json_compact(struct buffer *buffer, const char *text, size_t length,
                 struct error *error);

/* json_pretty, or json_compact with `indent` -1, for a text that is known to
 * be strict JSON (a stream's element): does not check it a second time.
 * Returns 0; -1 when the buffer failed; 1 where white space would be most of
 * it, with a part of it appended. */
int json_layout(struct buffer *buffer, struct json value, int indent);

/* Says why it was not laid out, from what json_layout returned.  Returns
 * -1. */
int json_refuse_layout(int result, struct error *error);

/* Appends a json-c tree (NULL is null), pretty as json_pretty does or
 * compact; escaped is what must be, slashes are not.  Returns 0, or -1 when
 * the buffer failed: never a part of the tree as if it were the whole. */
int json_write(struct buffer *buffer, struct json_object *object, int pretty);

/* Which bytes of a text are escaped. */
enum json_escapes {
  JSON_ESCAPE_LEAST,  /* what JSON demands */
  JSON_ESCAPE_DELETE, /* and U+007F, as jq does */
  JSON_ESCAPE_SAFE    /* see json_escape */
};

/* Appends a text as a JSON string with its quotes.  The buffer remembers a
 * failure. */
void json_write_text(struct buffer *buffer, struct span text,
                     enum json_escapes how);

/* Appends a text as a JSON string with its quotes.  What is not valid UTF-8
 * becomes U+FFFD; what could steer a terminal (core/base/text.h, text_unseen)
 * is written as \uXXXX, which means the same. */
void json_escape(struct buffer *buffer, const char *text, size_t length);

#endif
