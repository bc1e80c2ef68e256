/* test-plain.c - core/output: text that people read as it comes (plain), and
 * what it has more than before (overlap). */
#include "core/output/overlap.h"
#include "core/output/plain.h"

#include <string.h>

#include "tests/unit/unit.h"

static const struct {
  const char *text;
  const char *shown;
} texts[] = {
  { "", "" },
  { "one\n\ttwo\r\n", "one\n\ttwo\n" },
  { "a\rb\r", "a\\rb\\r" },
  { "\x1b[1;31mred\x1b[0m\x1b[m", "red" },
  { "\x1b[38:5:1mred", "red" },
  { "\x1b]0;title\x07", "\\x1b]0;title\\x07" },
  { "\x1b[2Jx\x1b[?25l", "\\x1b[2Jx\\x1b[?25l" },
  { "\x1b[31", "\\x1b[31" },
  { "\x1b", "\\x1b" },
  { "\x1b\x1b[1mx", "\\x1bx" },
  { "\x1b[11111111111111111111111111111111111111m",
    "\\x1b[11111111111111111111111111111111111111m" },
  { "tw\xc3\xb6 \xe2\x82\xac \xf0\x9f\x98\x80", "tw\xc3\xb6 \xe2\x82\xac "
                                                "\xf0\x9f\x98\x80" },
  { "\xc3", "\\xc3" },
  { "\xe2\x82", "\\xe2\\x82" },
  { "\xf0\x9f\x98x", "\\xf0\\x9f\\x98x" },
  { "\xff\x80\xc3\xc3\xb6", "\\xff\\x80\\xc3\xc3\xb6" },
  { "\xc2\x9b\x32J\xe2\x80\xae", "\\u009b2J\\u202e" },
};

/* Whole, byte by byte, and in two pieces that are cut anywhere. */
START_TEST(test_pieces)
{
  const char *text = texts[_i].text;
  const size_t length = strlen(text);
  size_t cut, i;

  for (cut = 0; cut <= length + 1; cut++) {
    CLEANUP_BUFFER struct buffer shown = { 0 };
    struct plain plain = { .length = 0 };

    if (cut <= length) {
      plain_add(&plain, &shown, text, cut);
      plain_add(&plain, &shown, text + cut, length - cut);
    }
    for (i = 0; cut > length && i < length; i++)
      plain_add(&plain, &shown, text + i, 1);
    plain_end(&plain, &shown);
    ck_assert_str_eq(shown.data ? shown.data : "", texts[_i].shown);
  }
}
END_TEST

static size_t overlap_of(const char *before, const char *now)
{
  size_t length;

  ck_assert_int_eq(overlap((struct span){ before, strlen(before) },
                           (struct span){ now, strlen(now) }, &length),
                   0);
  return length;
}

START_TEST(test_overlap)
{
  char before[200] = "";
  char now[200] = "";

  ck_assert_uint_eq(overlap_of("", "a"), 0);
  ck_assert_uint_eq(overlap_of("a", ""), 0);
  ck_assert_uint_eq(overlap_of("a", "ab"), 1);
  ck_assert_uint_eq(overlap_of("a\nb\n", "a\nb\nc\n"), 4);
  ck_assert_uint_eq(overlap_of("a\nb\n", "b\nc\n"), 2);
  ck_assert_uint_eq(overlap_of("a\nb\n", "b\n"), 2);
  /* Half a line is chance. */
  ck_assert_uint_eq(overlap_of("a\nx", "xen\n"), 0);
  ck_assert_uint_eq(overlap_of("a xy\n", "xy\nb"), 0);
  ck_assert_uint_eq(overlap_of("a\nb\nb\n", "b\nb\nb\n"), 4);
  /* But not so much of one. */
  memset(before, 'x', 100);
  memset(now, 'x', 90);
  before[0] = 'a';
  now[89] = 'b';
  ck_assert_uint_eq(overlap_of(before, now), 89);
}
END_TEST

/* Against what one looks for by hand, in texts that repeat themselves. */
START_TEST(test_overlap_of_many)
{
  uint32_t bits;
  size_t length, wanted;
  char before[12], now[12];
  int i;

  for (bits = 0; bits < 1u << 16; bits++) {
    for (i = 0; i < 8; i++) {
      before[i] = bits & 1u << i ? '\n' : 'a';
      now[i] = bits & 256u << i ? '\n' : 'a';
    }
    ck_assert_int_eq(
        overlap((struct span){ before, 8 }, (struct span){ now, 8 }, &length),
        0);
    wanted = 8;
    while (wanted && memcmp(before + 8 - wanted, now, wanted) != 0)
      wanted--;
    if (wanted < 8 && wanted &&
        (before[7 - wanted] != '\n' || !memchr(now, '\n', wanted)))
      wanted = 0;
    ck_assert_uint_eq(length, wanted);
  }
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("plain");
  TCase *all = tcase_create("all");

  tcase_add_loop_test(all, test_pieces, 0, sizeof texts / sizeof texts[0]);
  tcase_add_test(all, test_overlap);
  tcase_add_test(all, test_overlap_of_many);
  suite_add_tcase(suite, all);
  return suite;
}
