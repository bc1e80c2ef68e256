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
#include "core/base/span.h"

struct cursor {
  const char *at;
  const char *end;
};

/* Over a value; over nothing where there is none (NULL). */
static inline struct cursor cursor_of(struct span text)
{
  return (struct cursor){ text.text,
                          text.text ? text.text + text.length : NULL };
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

/* The elements of an array, one a call: the cursor starts on the opening
 * bracket.  Returns 0 behind the last. */
int cursor_element(struct cursor *cursor, struct span *element);

/* Likewise the members of an object, the key as a string with its quotes. */
int cursor_member(struct cursor *cursor, struct span *key, struct span *value);

/* ---- Values. ------------------------------------------------------ */

/* Whether the value is a string. */
static inline int span_is_string(struct span value)
{
  return value.text && value.text[0] == '"';
}

/* Appends what a JSON string means: escapes decoded, a lone surrogate as
 * U+FFFD, as json-c does.  The buffer remembers a failure. */
void span_decode(struct buffer *buffer, struct span string);

/* The first escaped surrogate that stands alone in JSON text, or NULL. */
const char *span_lone_surrogate(struct span text);

#endif
