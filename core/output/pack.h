/* pack.h - the cells of a row, kept small: UUIDs and times, which fill most
 * lists, as 17 and 6 bytes.
 *
 * A cell is escaped before, so that no control is left in it and two are free
 * to mark what is packed; a NUL ends it.
 */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>

#include "core/base/buffer.h"

/* Appends a cell to a row; a time is packed where it `is_moment`.  Returns
 * whether the cell begins with a UUID; the buffer remembers a failure. */
int pack_cell(struct buffer *row, int is_moment, const char *text,
              size_t length);

/* Puts the cell that begins at `at` in the place of what `cell` has.  Returns
 * where the next one begins; the buffer remembers a failure. */
const unsigned char *pack_undo(struct buffer *cell, const unsigned char *at);

/* Where the next cell begins. */
const unsigned char *pack_skip(const unsigned char *at);

#endif
