/* test-buffer.c - a growing run of bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "tests/unit/unit.h"

START_TEST(test_appends)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  buffer_append(&b, "ab\0c", 4);
  buffer_puts(&b, "d");
  buffer_putc(&b, 'e');
  buffer_printf(&b, "%d-%s", 7, "x");
  ck_assert_uint_eq(b.length, 9);
  ck_assert_mem_eq(b.data, "ab\0cde7-x", 10);
  ck_assert_int_eq(b.failed, 0);
}
END_TEST

START_TEST(test_empty_append_ends_with_nul)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  buffer_append(&b, NULL, 0);
  ck_assert_str_eq(b.data, "");
}
END_TEST

START_TEST(test_grows)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  size_t i;

  for (i = 0; i < 100000; i++)
    buffer_putc(&b, (char)('a' + i % 26));
  ck_assert_uint_eq(b.length, 100000);
  for (i = 0; i < 100000; i++)
    ck_assert_int_eq(b.data[i], (char)('a' + i % 26));
  ck_assert_uint_eq(strlen(b.data), 100000);
}
END_TEST

START_TEST(test_limit)
{
  CLEANUP_BUFFER struct buffer b = { .limit = 5 };

  buffer_puts(&b, "12345");
  buffer_putc(&b, '6');
  ck_assert_int_eq(b.failed, 1);
  ck_assert_str_eq(b.data, "12345");
  b.limit = 0;
  buffer_printf(&b, "%d", 6);
  ck_assert_int_eq(b.failed, 1); /* what was left out stays left out */
  ck_assert_ptr_null(buffer_take(&b));
  ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(test_too_much)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  buffer_puts(&b, "x");
  ck_assert_int_eq(buffer_reserve(&b, SIZE_MAX), -1);
  ck_assert_int_eq(buffer_reserve(&b, SIZE_MAX / 2), -1);
  ck_assert_int_eq(b.failed, 1);
  ck_assert_str_eq(b.data, "x");
}
END_TEST

START_TEST(test_clear_keeps_memory)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  const char *data;

  buffer_puts(&b, "abc");
  data = b.data;
  b.failed = 1;
  buffer_clear(&b);
  ck_assert_uint_eq(b.length, 0);
  ck_assert_int_eq(b.failed, 0);
  ck_assert_str_eq(b.data, "");
  buffer_puts(&b, "de");
  ck_assert_ptr_eq(b.data, data);
}
END_TEST

START_TEST(test_cut)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  buffer_cut(&b, 0);
  buffer_puts(&b, "abc");
  buffer_cut(&b, 4);
  ck_assert_str_eq(b.data, "abc");
  buffer_cut(&b, 1);
  ck_assert_str_eq(b.data, "a");
  ck_assert_uint_eq(b.length, 1);
}
END_TEST

START_TEST(test_take)
{
  struct buffer b = { 0 };
  char *text;

  text = buffer_take(&b);
  ck_assert_str_eq(text, "");
  free(text);
  buffer_puts(&b, "abc");
  text = buffer_take(&b);
  ck_assert_str_eq(text, "abc");
  free(text);
  ck_assert_ptr_null(b.data);
  ck_assert_uint_eq(b.length, 0);
}
END_TEST

START_TEST(test_wipe)
{
  struct buffer b = { 0 };
  char text[] = "secret";

  wipe(text, sizeof text);
  ck_assert_mem_eq(text, "\0\0\0\0\0\0", sizeof text);
  buffer_wipe(&b); /* nothing to wipe */
  buffer_puts(&b, "secret");
  buffer_wipe(&b);
  ck_assert_ptr_null(b.data);
  ck_assert_uint_eq(b.capacity, 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("buffer");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_test(tcase, test_appends);
  tcase_add_test(tcase, test_empty_append_ends_with_nul);
  tcase_add_test(tcase, test_grows);
  tcase_add_test(tcase, test_limit);
  tcase_add_test(tcase, test_too_much);
  tcase_add_test(tcase, test_clear_keeps_memory);
  tcase_add_test(tcase, test_cut);
  tcase_add_test(tcase, test_take);
  tcase_add_test(tcase, test_wipe);
  return suite;
}
