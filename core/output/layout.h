/* layout.h - how much of a line each column of a table takes.
 *
 * What cannot be read is not shown.  On a narrow terminal columns are left
 * out, those with the highest priority number first, until the others can be
 * shown in full; of two that are left a name may be cut, and of the texts that
 * are no names what is beyond TEXT_ENOUGH goes before any column does.  What
 * is no text, and ids, are never cut.  Where the user chose the columns, all
 * of them stay, and lines may be wider than the terminal.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#define TABLE_COLUMNS 64 /* at most */

/* What may become of a column's texts. */
enum table_cut {
  TABLE_CUT,      /* they are cut */
  TABLE_CUT_LAST, /* names: before that, columns are left out */
  TABLE_CUT_NEVER /* ids, which are pasted somewhere */
};

struct table_column {
  const char *title; /* printed in capitals */
  uint32_t kind;     /* TABLE_...; one that is not known is text */
  int priority;      /* the highest number is left out first, 0 last */
  enum table_cut cut;
};

struct layout {
  /* Filled by the caller; what is pointed to is borrowed. */
  const struct table_column *columns;
  const size_t *natural;    /* what each would take: its title at least */
  size_t size;              /* how many there are to be */
  size_t width;             /* of a line; 0 for no bound */
  int may_omit;             /* columns may be left out */
  int whole[TABLE_COLUMNS]; /* whether each is never cut */

  /* Filled by layout_fit. */
  size_t widths[TABLE_COLUMNS]; /* 0: left out */
  size_t last;                  /* the last one that is not */
};

void layout_fit(struct layout *layout);

#endif
