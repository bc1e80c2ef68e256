/* order.h - the order of rows by one of their cells.
 *
 * Numbers come first, by their value, then moments that can be read (RFC
 * 3339), by time, then texts, letters A to Z and a to z alike; what is absent
 * is last, and rows that are equal keep their order.  Backwards all of that is
 * reversed but for the last two rules.
 */
#ifndef ORDER_H
#define ORDER_H

#include <stddef.h>

#include "core/base/buffer.h"

/* Starts zeroed; released by order_free. */
struct order {
  struct order_row *rows;
  size_t count;
  struct buffer texts;
};

/* Adds a row by its cell (`length` bytes; "-" is absent), which is a moment
 * where `is_moment` says so.  The row is anything; borrowed.  Returns 0, or -1
 * without memory. */
int order_add(struct order *order, const void *row, int is_moment,
              const char *cell, size_t length);

/* Sorts what was added. */
void order_sort(struct order *order, int backwards);

/* The row number `index` in that order. */
const void *order_row(const struct order *order, size_t index);

void order_free(struct order *order);

#define CLEANUP_ORDER CLEANUP(order_free)

#endif
