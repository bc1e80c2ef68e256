/* test-order.c - core/output/order: rows in the order of a cell. */
#include "core/output/order.h"

#include <string.h>

#include "tests/unit/unit.h"

static const struct {
  int is_moment;
  int backwards;
  const char *cells; /* separated by blanks */
  const char *sorted;
} orders[] = {
  { 0, 0, "b a c", "a b c" },
  { 0, 1, "b a c", "c b a" },
  { 0, 0, "B a C b", "a B b C" },
  { 0, 0, "10 9 -1 2.5 1e3", "-1 2.5 9 10 1e3" },
  /* Numbers come before texts, whatever their letters: a total order. */
  { 0, 0, "9 10 1a 2", "2 9 10 1a" },
  { 0, 1, "9 10 1a 2", "1a 10 9 2" },
  /* What is absent is last both ways. */
  { 0, 0, "- b - a", "a b - -" },
  { 0, 1, "- b - a", "b a - -" },
  /* A time is one only in a column of times. */
  { 1, 0,
    "2026-01-01T12:30:00+01:00 2026-01-01T12:00:00Z x "
    "2026-01-01T11:00:00.5Z 5",
    "5 2026-01-01T11:00:00.5Z 2026-01-01T12:30:00+01:00 "
    "2026-01-01T12:00:00Z x" },
  { 0, 0, "2026-01-01T12:30:00+01:00 2026-01-01T12:00:00Z",
    "2026-01-01T12:00:00Z 2026-01-01T12:30:00+01:00" },
  { 0, 0, "1e 1e1 + .", "1e1 + . 1e" },
};

START_TEST(test_order)
{
  CLEANUP_ORDER struct order order = { 0 };
  CLEANUP_BUFFER struct buffer sorted = { 0 };
  char cells[256];
  char *cell, *end;
  size_t i;

  memcpy(cells, orders[_i].cells, strlen(orders[_i].cells) + 1);
  for (cell = cells; cell; cell = end) {
    end = strchr(cell, ' ');
    if (end)
      *end++ = '\0';
    ck_assert_int_eq(
        order_add(&order, cell, orders[_i].is_moment, cell, strlen(cell)), 0);
  }
  order_sort(&order, orders[_i].backwards);
  for (i = 0; i < order.count; i++)
    buffer_printf(&sorted, "%s%s", i ? " " : "",
                  (const char *)order_row(&order, i));
  ck_assert_str_eq(sorted.data, orders[_i].sorted);
}
END_TEST

START_TEST(test_equal_rows_keep_their_order)
{
  enum { COUNT = 10000 };
  CLEANUP_ORDER struct order order = { 0 };
  static const char cells[2][2] = { "x", "-" };
  static char rows[COUNT];
  size_t i;

  for (i = 0; i < COUNT; i++)
    ck_assert_int_eq(order_add(&order, &rows[i], 0, cells[i % 2], 1), 0);
  order_sort(&order, (int)_i);
  for (i = 0; i < COUNT / 2; i++) {
    ck_assert_ptr_eq(order_row(&order, i), &rows[2 * i]);
    ck_assert_ptr_eq(order_row(&order, COUNT / 2 + i), &rows[2 * i + 1]);
  }
}
END_TEST

START_TEST(test_nothing)
{
  CLEANUP_ORDER struct order order = { 0 };

  order_sort(&order, 0);
  ck_assert_uint_eq(order.count, 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("order");
  TCase *all = tcase_create("all");

  tcase_add_loop_test(all, test_order, 0, sizeof orders / sizeof orders[0]);
  tcase_add_loop_test(all, test_equal_rows_keep_their_order, 0, 2);
  tcase_add_test(all, test_nothing);
  suite_add_tcase(suite, all);
  return suite;
}
