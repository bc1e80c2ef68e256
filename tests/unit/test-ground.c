/* test-ground.c - the small parts of core/base: ascii, vector, join. */
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/join.h"
#include "core/base/vector.h"
#include "tests/unit/unit.h"

/* Every byte is in the classes whose characters name it. */
START_TEST(test_classes)
{
  static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
  static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static const char digits[] = "0123456789";

  for (int code = 1; code < 256; code++) {
    const char byte = (char)code;
    const char *small = strchr(lower, byte), *capital = strchr(upper, byte);
    const int digit = strchr(digits, byte) != NULL;

    ck_assert_int_eq(ascii_is_lower(byte), small != NULL);
    ck_assert_int_eq(ascii_is_upper(byte), capital != NULL);
    ck_assert_int_eq(ascii_is_letter(byte), small || capital);
    ck_assert_int_eq(ascii_is_digit(byte), digit);
    ck_assert_int_eq(ascii_is_word(byte),
                     small || capital || digit || byte == '_');
    ck_assert_int_eq(ascii_is_space(byte), strchr(" \t\r\n", byte) != NULL);
    ck_assert_int_eq(ascii_lower(byte),
                     capital ? lower[capital - upper] : byte);
    ck_assert_int_eq(ascii_upper(byte), small ? upper[small - lower] : byte);
  }
  ck_assert_int_eq(ascii_is_word('\0'), 0);
}
END_TEST

START_TEST(test_hex)
{
  static const char small[] = "0123456789abcdef";
  static const char capital[] = "0123456789ABCDEF";

  for (int code = 1; code < 256; code++) {
    const char *in_small = strchr(small, code);
    const char *in_capital = strchr(capital, code);

    ck_assert_int_eq(ascii_hex((char)code), in_small ? (int)(in_small - small)
                                            : in_capital
                                                ? (int)(in_capital - capital)
                                                : -1);
  }
  ck_assert_int_eq(ascii_hex('\0'), -1);
}
END_TEST

START_TEST(test_vector_grows)
{
  size_t *items = NULL;

  for (size_t i = 0; i < 5000; i++) {
    items = vector_grow(items, i, sizeof *items);
    ck_assert_ptr_nonnull(items);
    items[i] = i;
  }
  for (size_t i = 0; i < 5000; i++)
    ck_assert_uint_eq(items[i], i);
  free(items);
}
END_TEST

START_TEST(test_vector_keeps_what_cannot_grow)
{
  char *items = vector_grow(NULL, 0, 1);

  ck_assert_ptr_nonnull(items);
  items[0] = 'x';
  ck_assert_ptr_null(vector_grow(items, 16, (size_t)-1 / 16));
  ck_assert_int_eq(items[0], 'x');
  free(items);
}
END_TEST

static const char *const names[] = { "a", "b", "c" };

START_TEST(test_join_comma)
{
  static const char *const wanted[] = { "a", "a, b", "a, b, c" };
  struct buffer text CLEANUP_BUFFER = { 0 };

  for (size_t i = 0; i < 3; i++) {
    join_comma(&text, i, names[i]);
    ck_assert_str_eq(text.data, wanted[i]);
  }
}
END_TEST

START_TEST(test_join_and)
{
  static const char *const wanted[] = { "a", "a and b", "a, b and c" };

  for (size_t count = 1; count <= 3; count++) {
    struct buffer text CLEANUP_BUFFER = { 0 };

    for (size_t i = 0; i < count; i++)
      join_and(&text, i, count, names[i]);
    ck_assert_str_eq(text.data, wanted[count - 1]);
  }
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("ground");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_test(tcase, test_classes);
  tcase_add_test(tcase, test_hex);
  tcase_add_test(tcase, test_vector_grows);
  tcase_add_test(tcase, test_vector_keeps_what_cannot_grow);
  tcase_add_test(tcase, test_join_comma);
  tcase_add_test(tcase, test_join_and);
  return suite;
}
