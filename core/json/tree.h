/* tree.h - whole JSON texts: read strictly, laid out, written.
 *
 * Reading is as strict as scan.h says (RFC 8259).  The trees are json-c's, but
 * its parser and its writer are not used: they let single quotes, NaN and
 * "-01" pass, and lose parts of a text without a word where memory runs out.
 *
 * Laying out works on the bytes: numbers of any size, escapes, duplicate
 * names and the order of names stay as they are.
 */
#ifndef TREE_H
#define TREE_H

#include <json-c/json.h>
#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Reads one JSON value.  Returns a tree that the caller releases with
 * json_object_put, or NULL with the error set (EXIT_USAGE for a bad text):
 * `WHAT: line L, column C: reason`, or `WHAT is empty`.
 *
 * Of two members with one name the last counts.  Refused though it is JSON:
 * an integer beyond 64 bits, which json-c would silently change, and a text
 * that is just `null`, which is no tree. */
struct json_object *json_read(const char *text, size_t length,
                              const char *what, struct error *error);

/* The same for what people wrote: two members with one name are refused too,
 * since they meant one of the two values and nobody knows which; and so is
 * half of a surrogate pair ("\ud800"), which no text can be sent with. */
struct json_object *json_read_strictly(const char *text, size_t length,
                                       const char *what, struct error *error);

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
 * Returns 0, or -1 when the buffer failed. */
int json_layout(struct buffer *buffer, const char *text, size_t length,
                int indent);

/* The place behind the string that begins with a quote at `at`, in a text that
 * is known to be strict JSON; `length` where it does not end. */
size_t json_string_end(const char *text, size_t length, size_t at);

/* Appends a json-c tree (NULL is null), pretty as json_pretty does or
 * compact; escaped is what must be, slashes are not.  Returns 0, or -1 when
 * the buffer failed: never a part of the tree as if it were the whole. */
int json_write(struct buffer *buffer, struct json_object *object, int pretty);

/* Appends a text as a JSON string with its quotes.  What is not valid UTF-8
 * becomes U+FFFD; what could steer a terminal (core/base/text.h, text_unsafe)
 * is written as \uXXXX, which means the same. */
void json_escape(struct buffer *buffer, const char *text, size_t length);

#endif
