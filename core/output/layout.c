/* layout.c - how much of a line each column of a table takes. */
#include "core/output/layout.h"

#include <string.h>

/* A column is not cut below this while others can be. */
#define LEAST_WIDTH ((size_t)5)
#define LEAST_COLUMNS 2 /* that are left before the widest makes room */

static size_t total_width(const struct layout *layout)
{
  size_t total = 0, i;

  for (i = 0; i < layout->size; i++)
    if (layout->widths[i])
      total += layout->widths[i] + (total ? 2 : 0);
  return total;
}

/* The highest priority number, from `least_priority` on, among the columns
 * wider than `least`, of equals the rightmost; or the size for none. */
static size_t least_important(const struct layout *layout, int least_priority,
                              size_t least)
{
  const struct table_column *columns = layout->columns;
  size_t best = layout->size, i;

  for (i = 0; i < layout->size; i++)
    if (layout->widths[i] > least && columns[i].priority >= least_priority &&
        (best == layout->size ||
         columns[i].priority >= columns[best].priority))
      best = i;
  return best;
}

/* Shortens columns until all fit or none is wider than `least`. */
static void layout_shorten(struct layout *layout, int least_priority,
                           size_t least)
{
  size_t total = total_width(layout), over, i;

  while (total > layout->width &&
         (i = least_important(layout, least_priority, least)) < layout->size) {
    over = total - layout->width;
    if (over > layout->widths[i] - least)
      over = layout->widths[i] - least;
    layout->widths[i] -= over;
    total -= over;
  }
}

/* The widest column, of equals the one that is shortened first. */
static size_t layout_widest(const struct layout *layout)
{
  const struct table_column *columns = layout->columns;
  size_t best = 0, i;

  for (i = 1; i < layout->size; i++)
    if (layout->widths[i] > layout->widths[best] ||
        (layout->widths[i] == layout->widths[best] &&
         columns[i].priority >= columns[best].priority))
      best = i;
  return best;
}

/* Gives all columns what they would take, or shortens them. */
static void layout_start(struct layout *layout)
{
  memcpy(layout->widths, layout->natural,
         layout->size * sizeof layout->widths[0]);
  layout_shorten(layout, 1, LEAST_WIDTH);
}

/* Leaves out columns, the widest or the least important, until the others fit
 * or `least` are left, and gives these their room back.  Returns whether they
 * fit. */
static int layout_omit(struct layout *layout, int the_widest, size_t least)
{
  size_t left = layout->size, out, i;

  layout_start(layout);
  for (; left > least && total_width(layout) > layout->width; left--) {
    out = the_widest ? layout_widest(layout) : least_important(layout, 0, 0);
    for (i = 0; i < layout->size; i++)
      if (layout->widths[i])
        layout->widths[i] = i == out ? 0 : layout->natural[i];
    layout_shorten(layout, 1, LEAST_WIDTH);
  }
  return total_width(layout) <= layout->width;
}

void layout_fit(struct layout *layout)
{
  size_t i;

  memcpy(layout->widths, layout->natural,
         layout->size * sizeof layout->widths[0]);
  if (layout->width) {
    layout_start(layout);
    if (layout->may_omit && !layout_omit(layout, 0, LEAST_COLUMNS))
      (void)layout_omit(layout, 1, 1);
    layout_shorten(layout, 0, LEAST_WIDTH);
    layout_shorten(layout, 0, 1);
  }
  for (i = 0; i < layout->size; i++)
    if (layout->widths[i])
      layout->last = i;
}
