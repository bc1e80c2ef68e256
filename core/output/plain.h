/* plain.h - text of any kind that people read as it comes: the console of a
 * machine, a log.
 *
 * What could steer the terminal is escaped (text_escape), wherever the pieces
 * of it are cut.  Lines and tabs stay, a CR before a newline is a part of it,
 * and colours (SGR, ECMA-48 8.3.117), which have no text, are left out.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include <stddef.h>

#include "core/base/buffer.h"

#define PLAIN_LEFT 32 /* bytes of what may be the start of a colour */

/* Starts zeroed; needs no release, but may hold the end of a secret. */
struct plain {
  char left[PLAIN_LEFT]; /* of the last piece: what comes next decides */
  size_t length;
};

/* Appends a piece as it is to be shown; the buffer remembers a failure. */
void plain_add(struct plain *plain, struct buffer *shown, const char *bytes,
               size_t length);

/* Appends what is left: there is no more. */
void plain_end(struct plain *plain, struct buffer *shown);

#endif
