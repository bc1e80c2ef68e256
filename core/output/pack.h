/* pack.h - the cells of a row, kept small: UUIDs and times, which fill most
 * lists, as 17 and 6 bytes, and words of state as two.
 *
 * A cell is a run of parts and a NUL.  A part is a UUID, a time, a word, or up
 * to PACK_TEXT bytes of text behind their number; so nothing is searched for
 * when a cell is skipped, or copied to where it is shown.
 */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"

#define PACK_WORDS 16 /* that a table knows */
#define PACK_WORD 24  /* bytes of one, at most */

/* The words that were met so far; starts zeroed. */
struct pack {
  struct pack_word {
    uint8_t length;
    char text[PACK_WORD];
  } words[PACK_WORDS];
  size_t count;
};

/* What is known of a cell. */
enum {
  PACK_MOMENT = 1, /* it may be a time, which is packed */
  PACK_STATE = 2,  /* it may be a word that others are too */
  PACK_ASCII = 4   /* each byte of it takes a column */
};

/* Appends a cell, escaped before, to a row.  Returns whether it begins with a
 * UUID; the buffer remembers a failure. */
int pack_cell(struct pack *pack, struct buffer *row, int known,
              const char *text, size_t length);

/* Appends the text of the cell that begins at `at`, and says in `ascii`
 * whether each byte of it takes a column.  Returns where the next one begins;
 * the buffer remembers a failure. */
const unsigned char *pack_undo(const struct pack *pack, struct buffer *text,
                               const unsigned char *at, int *ascii);

/* Where the next cell begins. */
const unsigned char *pack_skip(const unsigned char *at);

#endif
