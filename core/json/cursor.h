/* cursor.h - a place in JSON text, and how to move on from it.
 *
 * The text must be known to be strict JSON (scan.h: a stream's element, a
 * reply that was read), so nothing here looks for malformed input; each step
 * still stops at the end, should a caller be wrong about that.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/json/mark.h"

struct cursor {
  const char *at;
  const char *end;
  /* Where the scanner left marks (mark.h): that of the next name or element,
   * the one behind the last, and what they count from. */
  const struct mark *mark;
  const struct mark *last;
  const char *origin;
};

/* Over a value; over nothing where there is none (NULL). */
static inline struct cursor cursor_of(struct span text)
{
  return (struct cursor){ .at = text.text,
                          .end = text.text ? text.text + text.length : NULL };
}

/* Likewise, for its members or elements, from mark to mark where it has
 * them. */
static inline struct cursor cursor_in(struct json value)
{
  struct cursor cursor = cursor_of(json_span(value));

  if (value.mark) {
    cursor.mark = value.mark + 1;
    cursor.last = value.mark + value.mark->skip;
    cursor.origin = value.text - value.mark->from;
  }
  return cursor;
}

/* Whether the byte at hand is this one; 0 at the end. */
static inline int cursor_is(const struct cursor *cursor, char byte)
{
  return cursor->at < cursor->end && *cursor->at == byte;
}

/* Moves past white space. */
static inline void cursor_skip_space(struct cursor *cursor)
{
  while (cursor->at < cursor->end &&
         (*cursor->at == ' ' || *cursor->at == '\n' || *cursor->at == '\t' ||
          *cursor->at == '\r'))
    cursor->at++;
}

/* Moves past the string that begins here, and returns it. */
struct span cursor_string(struct cursor *cursor);

/* Moves past a number or a word: to the white space, comma or bracket behind
 * it, at least one byte. */
struct span cursor_scalar(struct cursor *cursor);

/* Moves past the value that begins here, whatever it is, and returns it. */
struct span cursor_value(struct cursor *cursor);

/* cursor_element and cursor_member where there are no marks. */
int cursor_walk_element(struct cursor *cursor, struct json *element);
int cursor_walk_member(struct cursor *cursor, struct json *key,
                       struct json *value);

/* The value that a mark is of. */
static inline struct json cursor_marked(const struct cursor *cursor,
                                        const struct mark *mark)
{
  return (struct json){ cursor->origin + mark->from, mark->end - mark->from,
                        mark };
}

/* The elements of an array, one a call: the cursor starts on the opening
 * bracket.  Returns 0 behind the last. */
static inline int cursor_element(struct cursor *cursor, struct json *element)
{
  if (!cursor->mark)
    return cursor_walk_element(cursor, element);
  if (cursor->mark == cursor->last)
    return 0;
  *element = cursor_marked(cursor, cursor->mark);
  cursor->mark += cursor->mark->skip;
  return 1;
}

/* Likewise the members of an object, the key as a string with its quotes. */
static inline int cursor_member(struct cursor *cursor, struct json *key,
                                struct json *value)
{
  const struct mark *mark = cursor->mark;

  if (!mark)
    return cursor_walk_member(cursor, key, value);
  if (mark == cursor->last)
    return 0;
  *key = cursor_marked(cursor, mark);
  *value = cursor_marked(cursor, mark + 1);
  cursor->mark += 1 + mark[1].skip;
  return 1;
}

/* ---- Values. ------------------------------------------------------ */

/* Whether the value is a string. */
static inline int span_is_string(struct span value)
{
  return value.text && value.text[0] == '"';
}

/* Appends what a JSON string means: escapes decoded, a lone surrogate as
 * U+FFFD, as json-c does.  The buffer remembers a failure. */
void span_decode(struct buffer *buffer, struct span string);

/* Appends a JSON string likewise. */
static inline void json_decode(struct buffer *buffer, struct json string)
{
  if (json_is_plain(string))
    buffer_append(buffer, string.text + 1, string.length - 2);
  else
    span_decode(buffer, json_span(string));
}

/* The first escaped surrogate that stands alone in JSON text, or NULL. */
const char *span_lone_surrogate(struct span text);

#endif
