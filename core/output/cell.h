/* cell.h - one value as people see it, shared by table and details. */
#ifndef CELL_H
#define CELL_H

#include <stdint.h>

#include "core/base/buffer.h"
#include "core/output/style.h"

enum cell_colour { CELL_PLAIN, CELL_RED, CELL_YELLOW, CELL_GREEN };

/* Appends what a cell of a table shows for `text`, which is escaped already
 * and not empty.  Returns its colour, CELL_PLAIN unless the style has
 * colours; the buffer remembers a failure. */
enum cell_colour cell_short(struct buffer *buffer, uint32_t kind,
                            const char *text, const struct table_style *style);

/* Likewise for a line of its own, where there is room for the moment and for
 * what it means: `2026-06-01T12:00:00Z (in 12 days)`. */
enum cell_colour cell_long(struct buffer *buffer, uint32_t kind,
                           const char *text, const struct table_style *style);

/* The SGR sequences (ECMA-48) around a coloured text; "" for CELL_PLAIN. */
const char *cell_colour_on(enum cell_colour colour);
const char *cell_colour_off(enum cell_colour colour);

#endif
