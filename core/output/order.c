/* order.c - the order of rows by one of their cells. */
#include "core/output/order.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/time.h"
#include "core/base/vector.h"

enum class { NUMBER, MOMENT, TEXT, ABSENT };

struct order_row {
  const void *row;
  size_t index; /* as it was added */
  enum class class;
  union {
    double number;
    int64_t moment;
    size_t start;     /* of the text, in the order's texts */
    const char *text; /* once they are all there */
  } key;
};

/* Whether a whole cell is a decimal number. */
static int read_number(const char *cell, size_t length, double *number)
{
  char text[64];
  char *end;

  if (length == 0 || length >= sizeof text)
    return 0;
  memcpy(text, cell, length);
  text[length] = '\0';
  if (strspn(text, "0123456789+-.eE") != length)
    return 0;
  *number = strtod(text, &end);
  return *end == '\0';
}

int order_add(struct order *order, const void *row, int is_moment,
              const char *cell, size_t length)
{
  struct order_row *rows =
      vector_grow(order->rows, order->count, sizeof *rows);
  struct order_row *added;
  size_t i;

  if (!rows)
    return -1;
  order->rows = rows;
  added = &order->rows[order->count];
  *added =
      (struct order_row){ .row = row, .index = order->count, .class = ABSENT };
  order->count++;
  if (length == 1 && cell[0] == '-')
    return 0;
  if (is_moment && time_parse(cell, &added->key.moment) == 0) {
    added->class = MOMENT;
    return 0;
  }
  if (read_number(cell, length, &added->key.number)) {
    added->class = NUMBER;
    return 0;
  }
  added->class = TEXT;
  added->key.start = order->texts.length;
  for (i = 0; i < length; i++)
    buffer_putc(&order->texts, ascii_lower(cell[i]));
  buffer_putc(&order->texts, '\0');
  return order->texts.failed ? -1 : 0;
}

static int compare_keys(const struct order_row *x, const struct order_row *y)
{
  if (x->class == NUMBER)
    return (x->key.number > y->key.number) - (x->key.number < y->key.number);
  if (x->class == MOMENT)
    return (x->key.moment > y->key.moment) - (x->key.moment < y->key.moment);
  return x->class == TEXT ? strcmp(x->key.text, y->key.text) : 0;
}

static int compare_indices(const struct order_row *x,
                           const struct order_row *y)
{
  return (x->index > y->index) - (x->index < y->index);
}

static int compare_rows(const struct order_row *x, const struct order_row *y,
                        int backwards)
{
  int order;

  if (x->class == ABSENT || y->class == ABSENT)
    order = (x->class == ABSENT) - (y->class == ABSENT);
  else if (x->class != y->class)
    order = (x->class < y->class) == backwards ? 1 : -1;
  else
    order = backwards ? compare_keys(y, x) : compare_keys(x, y);
  return order ? order : compare_indices(x, y);
}

static int compare_forwards(const void *x, const void *y)
{
  return compare_rows(x, y, 0);
}

static int compare_backwards(const void *x, const void *y)
{
  return compare_rows(x, y, 1);
}

void order_sort(struct order *order, int backwards)
{
  size_t i;

  for (i = 0; i < order->count; i++)
    if (order->rows[i].class == TEXT)
      order->rows[i].key.text = order->texts.data + order->rows[i].key.start;
  if (order->count)
    qsort(order->rows, order->count, sizeof *order->rows,
          backwards ? compare_backwards : compare_forwards);
}

const void *order_row(const struct order *order, size_t index)
{
  return order->rows[index].row;
}

void order_free(struct order *order)
{
  free(order->rows);
  buffer_free(&order->texts);
  *order = (struct order){ 0 };
}
