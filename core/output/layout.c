/* layout.c - how much of a line each column of a table takes. */
#include "core/output/layout.h"

#include <string.h>

#include "core/base/text.h"

#define TEXT_ENOUGH ((size_t)32) /* to know a text by that is no name */
#define TEXT_LEAST ((size_t)16)  /* to know any text by */
#define COLUMNS_LEAST 2          /* that are left before a name is cut */

/* How much of a column is shown at the least. */
enum need {
  NEED_NAMES,  /* names in full, of other texts enough */
  NEED_LEAST,  /* as much as a text is known by */
  NEED_NOTHING /* but the title */
};

static size_t need_of(const struct layout *layout, size_t i, enum need need)
{
  const struct table_column *column = &layout->columns[i];
  const size_t title = text_width(column->title, strlen(column->title));
  const size_t natural = layout->natural[i];
  size_t least = need == NEED_LEAST   ? TEXT_LEAST
                 : need == NEED_NAMES ? TEXT_ENOUGH
                                      : 1;

  if (layout->whole[i] ||
      (need == NEED_NAMES && column->cut == TABLE_CUT_LAST))
    return natural;
  if (least < title)
    least = title;
  return least < natural ? least : natural;
}

/* The width of a line of the columns that are not left out. */
static size_t total_need(const struct layout *layout, enum need need)
{
  size_t total = 0, i;

  for (i = 0; i < layout->size; i++)
    if (layout->widths[i])
      total += need_of(layout, i, need) + (total ? 2 : 0);
  return total;
}

static size_t total_width(const struct layout *layout)
{
  size_t total = 0, i;

  for (i = 0; i < layout->size; i++)
    if (layout->widths[i])
      total += layout->widths[i] + (total ? 2 : 0);
  return total;
}

/* The highest priority number among the columns that are wider than `need`, of
 * equals the rightmost; or the size for none. */
static size_t least_important(const struct layout *layout,
                              const enum need *need)
{
  const struct table_column *columns = layout->columns;
  size_t best = layout->size, i;

  for (i = 0; i < layout->size; i++)
    if (layout->widths[i] > (need ? need_of(layout, i, *need) : 0) &&
        (best == layout->size ||
         columns[i].priority >= columns[best].priority))
      best = i;
  return best;
}

/* Cuts columns until all fit or none takes more than it needs. */
static void layout_cut(struct layout *layout, enum need need)
{
  size_t total = total_width(layout), over, most, i;

  while (total > layout->width &&
         (i = least_important(layout, &need)) < layout->size) {
    over = total - layout->width;
    most = layout->widths[i] - need_of(layout, i, need);
    if (over > most)
      over = most;
    layout->widths[i] -= over;
    total -= over;
  }
}

/* The widest column that cannot be cut beside one that can; or the size. */
static size_t widest_whole(const struct layout *layout)
{
  size_t best = layout->size, i;
  int others = 0;

  for (i = 0; i < layout->size; i++) {
    if (!layout->widths[i])
      continue;
    others |= !layout->whole[i];
    if (layout->whole[i] &&
        (best == layout->size || layout->natural[i] >= layout->natural[best]))
      best = i;
  }
  return others ? best : layout->size;
}

/* Shows all columns but for those that are out, then leaves out the least
 * important, until the names fit or two are left.  Returns how many are. */
static size_t leave_out(struct layout *layout, const int *out)
{
  size_t left = 0, i;

  for (i = 0; i < layout->size; i++) {
    layout->widths[i] = out[i] ? 0 : layout->natural[i];
    left += !out[i];
  }
  for (;
       left > COLUMNS_LEAST && total_need(layout, NEED_NAMES) > layout->width;
       left--)
    layout->widths[least_important(layout, NULL)] = 0;
  return left;
}

/* Leaves out columns, so that what is left can be read.  Where not even two
 * can be, the widest that cannot be cut makes room for the others: an id for a
 * name. */
static void layout_omit(struct layout *layout)
{
  int out[TABLE_COLUMNS] = { 0 };
  size_t i;

  while (leave_out(layout, out) >= COLUMNS_LEAST &&
         total_need(layout, NEED_LEAST) > layout->width) {
    i = widest_whole(layout);
    if (i == layout->size) {
      layout->widths[least_important(layout, NULL)] = 0;
      return;
    }
    out[i] = 1;
  }
}

void layout_fit(struct layout *layout)
{
  size_t i;

  memcpy(layout->widths, layout->natural,
         layout->size * sizeof layout->widths[0]);
  if (layout->width && layout->may_omit)
    layout_omit(layout);
  if (layout->width) {
    layout_cut(layout, NEED_NAMES);
    layout_cut(layout, NEED_LEAST);
    if (layout->may_omit)
      layout_cut(layout, NEED_NOTHING);
  }
  for (i = 0; i < layout->size; i++)
    if (layout->widths[i])
      layout->last = i;
}
