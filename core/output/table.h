/* table.h - rows of cells in aligned columns.
 *
 * On a terminal, moments are shown as distances from now, colour says
 * something that the words say too, and there are fewer columns where not all
 * of them can be read (layout.h); what is cut is not cut to what another row
 * reads (cut.h).  In a pipe the same columns keep what the server sent, RFC
 * 3339 times too, are never cut and never coloured.  Two spaces stand between
 * columns, none at the end of a line; an empty cell is `-`; everything is
 * escaped (text.h).
 *
 * Rows are kept until table_write, because widths are known only then.  They
 * are kept small (pack.h).
 */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/output/layout.h"
#include "core/output/style.h"

struct table;

/* A table without rows.  The columns, and their titles, are borrowed until
 * table_free; the style is copied.  NULL without memory, or for no column at
 * all or more than TABLE_COLUMNS. */
struct table *table_new(const struct table_column *columns, size_t count,
                        const struct table_style *style);

/* A cell that is added; it is empty with a length of 0. */
struct table_cell {
  const char *text; /* no NUL need follow it */
  size_t length;
  int plain; /* it is printable ASCII, and so needs no look */
};

/* Adds a row of as many cells as there are columns; copies them.  Returns 0,
 * or -1 with the error set (memory, which a list without end would use up:
 * rows are kept up to 256 MiB). */
int table_add(struct table *table, const struct table_cell *cells,
              struct error *error);

/* Likewise of texts with a NUL behind them; NULL is an empty cell. */
int table_row(struct table *table, const char *const *cells,
              struct error *error);

/* Makes table_write sort the rows by a column (see order.h); without this they
 * keep their order and no memory is needed for it. */
void table_sort(struct table *table, size_t column, int backwards);

/* Makes it leave out the last column, which is there to sort by. */
void table_hide_last(struct table *table);

/* Writes the header line and all rows, in pieces of about 64 KiB.  Returns
 * 0, or -1 with the error set (by the sink, or memory). */
int table_write(const struct table *table, struct sink sink,
                struct error *error);

/* Whether table_write leaves out a column because of the width. */
int table_leaves_out(const struct table *table, size_t column);

/* Releases it; NULL is fine. */
void table_free(struct table *table);

static inline void table_cleanup(struct table **table)
{
  table_free(*table);
}

#define CLEANUP_TABLE CLEANUP(table_cleanup)

#endif
