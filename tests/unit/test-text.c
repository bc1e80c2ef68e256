/* test-text.c - text that people read: escaped, measured, cut. */
#include <string.h>

#include "core/base/text.h"
#include "tests/unit/unit.h"

static void escapes(const char *text, size_t length, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  text_escape(&b, text, length);
  ck_assert_str_eq(b.data, wanted);
}

#define ESCAPES(text, wanted) escapes(text, sizeof text - 1, wanted)

START_TEST(test_escape)
{
  ESCAPES("", "");
  ESCAPES("plain \\ text", "plain \\ text");
  ESCAPES("a\nb\tc\rd", "a\\nb\\tc\\rd");
  ESCAPES("\x1b[31mred", "\\x1b[31mred");
  ESCAPES("a\0b\x7f", "a\\u0000b\\x7f");
  /* What cannot be seen: a soft hyphen, a joiner, a variation selector, a tag,
   * a Hangul filler, a blank Braille pattern. */
  ESCAPES("a\xc2\xad"
          "b",
          "a\\u00adb");
  ESCAPES("\xe2\x80\x8d\xef\xb8\x8f", "\\u200d\\ufe0f");
  ESCAPES("\xf3\xa0\x81\xa1", "\\U000e0061");
  ESCAPES("\xe3\x85\xa4\xe2\xa0\x80", "\\u3164\\u2800");
  ESCAPES("\xc2\x9b"
          "31m",
          "\\u009b31m"); /* CSI in one character */
  ESCAPES("\x9b"
          "31m",
          "\\x9b"
          "31m"); /* and in one bare byte */
  ESCAPES("\xe2\x80\xae"
          "txt.exe",
          "\\u202etxt.exe");
  ESCAPES("\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f",
          "\\u2066\\u2069\\u200e\\u200f");
  ESCAPES("\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf", "\\u2028\\u2029\\ufeff");
  ESCAPES("caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80");
  ESCAPES("\xc0\x80", "\\xc0\\x80");          /* overlong */
  ESCAPES("\xed\xa0\x80", "\\xed\\xa0\\x80"); /* a surrogate */
  ESCAPES("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
  ESCAPES("a\xe2\x82", "a\\xe2\\x82"); /* cut short */
}
END_TEST

START_TEST(test_escape_ascii)
{
  text_setup(0);
  ESCAPES("caf\xc3\xa9", "caf\\u00e9");
  ESCAPES("\xf0\x9f\x98\x80!", "\\U0001f600!");
  ESCAPES("\xff", "\\xff");
  text_setup(1);
}
END_TEST

/* Each byte at each place of a text ends it, or not. */
START_TEST(test_plain)
{
  char text[20];
  size_t at;
  int byte;

  for (byte = 0; byte < 256; byte++)
    for (at = 0; at < sizeof text; at++) {
      memset(text, '~', sizeof text);
      text[at] = (char)byte;
      ck_assert_uint_eq(text_plain(text, sizeof text),
                        byte >= 0x20 && byte < 0x7f ? sizeof text : at);
      ck_assert_uint_eq(text_plain(text, at), at);
    }
}
END_TEST

START_TEST(test_decode)
{
  uint32_t code = 0;

  ck_assert_uint_eq(text_decode("", 0, &code), 0);
  ck_assert_uint_eq(text_decode("\0", 1, &code), 1);
  ck_assert_uint_eq(code, 0);
  ck_assert_uint_eq(text_decode("\xf4\x8f\xbf\xbf", 4, &code), 4);
  ck_assert_uint_eq(code, 0x10ffff);
  ck_assert_uint_eq(text_decode("\xf4\x8f\xbf\xbf", 3, &code), 0);
  ck_assert_uint_eq(text_decode("\xe0\x9f\xbf", 3, &code), 0);
  ck_assert_uint_eq(text_decode("\x80", 1, &code), 0);
}
END_TEST

#define WIDTH(text) text_width(text, sizeof text - 1)

START_TEST(test_width)
{
  ck_assert_uint_eq(WIDTH(""), 0);
  ck_assert_uint_eq(WIDTH("abc"), 3);
  ck_assert_uint_eq(WIDTH("caf\xc3\xa9"), 4);
  ck_assert_uint_eq(WIDTH("cafe\xcc\x81"), 4);             /* combining */
  ck_assert_uint_eq(WIDTH("\xe6\x97\xa5\xe6\x9c\xac"), 4); /* CJK */
  ck_assert_uint_eq(WIDTH("\xea\xb0\x80"), 2);             /* Hangul */
  ck_assert_uint_eq(WIDTH("\xf0\x9f\x98\x80"), 2);         /* emoji */
  ck_assert_uint_eq(WIDTH("\xf0\xa0\x80\x80"), 2);         /* plane 2 */
  ck_assert_uint_eq(WIDTH("\xe2\x80\x8b"), 0);             /* ZWSP */
  ck_assert_uint_eq(WIDTH("\xef\xbd\xb1"), 1);             /* half width */
  ck_assert_uint_eq(WIDTH("\xc2\xad"), 1);                 /* soft hyphen */
  ck_assert_uint_eq(WIDTH("a\xff"), 2);
}
END_TEST

static void cuts(const char *text, size_t width, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  text_cut(&b, text, strlen(text), width);
  ck_assert_str_eq(b.data, wanted);
}

static void cuts_middle(const char *text, size_t width, size_t before,
                        const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  text_cut_middle(&b, text, strlen(text), width, before);
  ck_assert_str_eq(b.data ? b.data : "", wanted);
}

START_TEST(test_cut_middle)
{
  cuts_middle("abcdef", 6, 2, "abcdef");
  cuts_middle("abcdef", 5, 2,
              "ab\xe2\x80\xa6"
              "ef");
  cuts_middle("abcdef", 5, 0,
              "\xe2\x80\xa6"
              "cdef");
  cuts_middle("abcdef", 5, 9, "abcd\xe2\x80\xa6");
  cuts_middle("abcdef", 1, 1, "\xe2\x80\xa6");
  cuts_middle("abcdef", 0, 0, "");
  /* half of a wide character does not fit, at either end */
  cuts_middle("\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac", 7, 3,
              "\xe6\x97\xa5\xe2\x80\xa6\xe6\x97\xa5\xe6\x9c\xac");
  cuts_middle("\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac", 6, 2,
              "\xe6\x97\xa5\xe2\x80\xa6\xe6\x9c\xac");
  /* a combining mark stays with its letter */
  cuts_middle("abce\xcc\x81"
              "de\xcc\x81"
              "e\xcc\x81",
              5, 2,
              "ab\xe2\x80\xa6"
              "e\xcc\x81"
              "e\xcc\x81");
  text_setup(0);
  cuts_middle("abcdefgh", 7, 2, "ab...gh");
  cuts_middle("abcdefgh", 4, 1, "a...");
  cuts_middle("abcdefgh", 3, 1, "abc");
  text_setup(1);
}
END_TEST

START_TEST(test_cut)
{
  cuts("abcdef", 6, "abcdef");
  cuts("abcdef", 5, "abcd\xe2\x80\xa6");
  cuts("abcdef", 1, "\xe2\x80\xa6");
  cuts("abcdef", 0, "");
  cuts("", 0, "");
  /* half of a wide character does not fit */
  cuts("\xe6\x97\xa5\xe6\x9c\xac", 3, "\xe6\x97\xa5\xe2\x80\xa6");
  cuts("\xe6\x97\xa5\xe6\x9c\xac", 2, "\xe2\x80\xa6");
  /* the accent stays with its letter */
  cuts("e\xcc\x81xy", 2, "e\xcc\x81\xe2\x80\xa6");
  text_setup(0);
  cuts("abcdef", 5, "ab...");
  cuts("abcdef", 4, "a...");
  cuts("abcdef", 3, "abc");
  cuts("abcdef", 2, "ab");
  text_setup(1);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("text");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_test(tcase, test_escape);
  tcase_add_test(tcase, test_escape_ascii);
  tcase_add_test(tcase, test_plain);
  tcase_add_test(tcase, test_decode);
  tcase_add_test(tcase, test_width);
  tcase_add_test(tcase, test_cut);
  tcase_add_test(tcase, test_cut_middle);
  return suite;
}
