/* layout.h - how much of a line each column of a table takes.
 *
 * A narrow terminal first gets shorter columns, then fewer: those with the
 * highest priority number are shortened and left out first, so that the
 * identity of a thing, its id and name, stays longest.  Where not even two
 * columns fit that way, the widest makes room for all others.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#define TABLE_COLUMNS 64 /* at most */

struct table_column {
  const char *title; /* printed in capitals */
  uint32_t kind;     /* TABLE_...; one that is not known is text */
  int priority;      /* the highest number is shortened, and left out, first;
                      * 0 last */
};

struct layout {
  /* Filled by the caller, and borrowed. */
  const struct table_column *columns;
  const size_t *natural; /* what each would take, at least 1 */
  size_t size;           /* how many there are to be */
  size_t width;          /* of a line; 0 for no bound */
  int may_omit;          /* columns may be left out */

  /* Filled by layout_fit. */
  size_t widths[TABLE_COLUMNS]; /* 0: left out */
  size_t last;                  /* the last one that is not */
};

void layout_fit(struct layout *layout);

#endif
