/* line.h - one line of text that is being typed. */
#ifndef LINE_H
#define LINE_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/terminal/keys.h"

#define LINE_MOST 4096 /* bytes; more is not taken */

/* Starts as `struct line line = { 0 };` and ends with line_free. */
struct line {
  struct buffer text; /* UTF-8 without controls; `data` may be NULL */
  size_t at;          /* the cursor, in bytes */
};

/* Puts a text in its place, with the cursor behind it.  Of what cannot be
 * typed a newline or tab becomes a blank, and other controls and bytes that
 * are not UTF-8 are left out.  Returns 0; -1, with the text cut short, where
 * it is too long or there is no memory. */
int line_set(struct line *line, const char *text);

/* What is in it; "" while nothing is.  Borrowed until the next change. */
const char *line_text(const struct line *line);

/* Does what a key means for a line: types, erases, moves.  Returns whether
 * it means something. */
int line_key(struct line *line, const struct key *key);

/* Appends what of the line, escaped, fits into `width` columns with the
 * cursor in it; `*column` is where the cursor stands.  Returns 0, or -1 when
 * the buffer failed. */
int line_show(const struct line *line, struct buffer *buffer, size_t width,
              size_t *column);

void line_free(struct line *line);

#define CLEANUP_LINE CLEANUP(line_free)

#endif
