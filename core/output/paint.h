/* paint.h - JSON as people read it: indented by two spaces a level, as
 * core/json/write.h has it, and with colours; and what filters make of it.
 *
 * The text comes piece by piece and nothing of it is kept.  It is strict JSON,
 * one text after the other, each ended by a newline; or results of filters,
 * whose strings stay as they are (core/jq/result.h).  White space of its own
 * layout is passed over.
 */
#ifndef PAINT_H
#define PAINT_H

#include <stddef.h>

#include "core/base/buffer.h"

#define PAINT_DEPTH 128 /* levels of which it is known what they are */

/* Starts zeroed, with the first two set. */
struct paint {
  int coloured;
  int of_results; /* only what follows a RESULT_JSON is JSON */
  enum { PAINT_BETWEEN, PAINT_STRING, PAINT_ESCAPE } state;
  int in_json;
  int opened;   /* the container at hand is empty so far */
  int is_value; /* the next string is no name */
  size_t depth;
  char containers[PAINT_DEPTH]; /* '{' or '[', from the outermost */
};

/* Appends a piece.  The buffer remembers a failure. */
void paint(struct paint *paint, struct buffer *out, const char *text,
           size_t length);

#endif
