/* test-keys.c - the bytes that a terminal sends, as keys; lines of them. */
#include "core/terminal/keys.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/terminal/line.h"
#include "tests/unit/unit.h"

/* The letter under which a key is reported here. */
static const char letters[] = {
  [KEY_NONE] = '?',       [KEY_TEXT] = 't',        [KEY_ENTER] = 'R',
  [KEY_ESCAPE] = 'X',     [KEY_TAB] = 'T',         [KEY_UP] = 'U',
  [KEY_DOWN] = 'D',       [KEY_LEFT] = 'L',        [KEY_RIGHT] = 'r',
  [KEY_HOME] = 'H',       [KEY_END] = 'E',         [KEY_PAGE_UP] = 'P',
  [KEY_PAGE_DOWN] = 'N',  [KEY_BACKSPACE] = 'B',   [KEY_DELETE] = 'd',
  [KEY_ERASE_WORD] = 'W', [KEY_ERASE_START] = 'S', [KEY_ERASE_END] = 'K',
  [KEY_WORD_LEFT] = 'b',  [KEY_WORD_RIGHT] = 'f',  [KEY_ERASE_PART] = 'p',
  [KEY_ERASE_NEXT] = 'n',
};

static void report(struct buffer *out, const struct key *key)
{
  if (key->code == KEY_TEXT)
    buffer_printf(out, key->pasted ? "<%s>" : "%s", key->text);
  else
    buffer_printf(out, "{%c}", letters[key->code]);
}

/* What keys the bytes are; so many pauses come after them. */
static void feed(struct keys *keys, struct buffer *out, const char *bytes,
                 size_t length, int pauses)
{
  unsigned char byte;
  struct key key;
  size_t i;

  for (i = 0; i < length; i++) {
    if (keys_feed(keys, (unsigned char)bytes[i], &key))
      report(out, &key);
    while (keys_held(keys, &byte))
      if (keys_feed(keys, byte, &key))
        report(out, &key);
  }
  while (pauses-- > 0)
    if (keys_timeout(keys, &key))
      report(out, &key);
}

/* After so many nothing is left that time decides. */
#define PAUSES 80

static void expect(const char *bytes, const char *wanted)
{
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct keys keys = { 0 };

  feed(&keys, &out, bytes, strlen(bytes), PAUSES);
  ck_assert_str_eq(out.data ? out.data : "", wanted);
  ck_assert_int_eq(keys_timed(&keys), 0);
}

START_TEST(text_and_controls)
{
  expect("ab", "ab");
  expect("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80", "é日😀");
  expect("\r\n\t\b\x7f", "{R}{R}{T}{B}{B}");
  expect("\x01\x05\x02\x06\x10\x0e\x04", "{H}{E}{L}{r}{U}{D}{d}");
  expect("\x17\x15\x0b", "{W}{S}{K}");
  /* Those that mean nothing. */
  expect("\x07\x0c\x1c\x1f", "");
}
END_TEST

START_TEST(sequences)
{
  expect("\033[A\033[B\033[C\033[D", "{U}{D}{r}{L}");
  expect("\033OA\033OB\033OC\033OD\033OH\033OF", "{U}{D}{r}{L}{H}{E}");
  expect("\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "{H}{E}{H}{E}{H}{E}");
  expect("\033[3~\033[5~\033[6~", "{d}{P}{N}");
  /* Shift does not count, and Alt and Ctrl only where they go by words. */
  expect("\033[1;2C\033[1;2A\033[1;5A\033[5;5~\033[1;5H", "{r}{U}{U}{P}{H}");
  expect("\033[1;5D\033[1;5C\033[1;3D\033[1;3C\033[1;9D", "{b}{f}{b}{f}{b}");
  expect("\033[5D\033[5C\033O5D\033Od\033Oc\033\033[D\033\033OC",
         "{b}{f}{b}{b}{f}{b}{f}");
  expect("\033[3;5~\033[3;3~", "{n}{n}");
  expect("\033[1;99D\033[0;0;5D\033[?1;5D\033[c\033[d", "");
  /* Unknown ones are swallowed whole, letters of them are no text. */
  expect("\033[2~\033[15~\033[Z\033OP\033[[A\033[?1;2c\033[>0;276;0cx", "x");
  expect("\033[999999999999999999999999999999999999Ax", "x");
  /* Alt and a key. */
  expect("\033b\033f\033B\033F\033d\033\x7f\033\b", "{b}{f}{b}{f}{n}{p}{p}");
  expect("\033qx\033\rx", "xx");
  /* What is no part of one ends it. */
  expect("\033[1\r\033O\xc3\xa9", "{R}é");
}
END_TEST

START_TEST(escape)
{
  expect("\033", "{X}");
  expect("\033\033", "{X}{X}");
  expect("\033\033\033", "{X}{X}{X}");
  expect("\033\033[A", "{U}");
  expect("\033\033x", "{X}");
  /* One that is cut short waits for its rest. */
  expect("\033[", "");
  expect("\033[1;5", "");
  expect("\033[1\033[Ax", "{U}x");
}
END_TEST

/* Two reads of one sequence, with so many pauses between them. */
static void expect_late(const char *first, int pauses, const char *rest,
                        const char *wanted)
{
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct keys keys = { 0 };

  feed(&keys, &out, first, strlen(first), pauses);
  feed(&keys, &out, rest, strlen(rest), PAUSES);
  ck_assert_str_eq(out.data ? out.data : "", wanted);
  ck_assert_int_eq(keys_timed(&keys), 0);
}

START_TEST(slow_lines)
{
  expect_late("\033", 4, "[A", "{U}");
  expect_late("\033", 4, "OA", "{U}");
  expect_late("\033", 4, "b", "{b}");
  expect_late("\033\033", 4, "[D", "{b}");
  expect_late("\033[", 99, "A", "{U}");
  expect_late("\033O", 99, "A", "{U}");
  expect_late("\033[1;", 99, "5D", "{b}");
  expect_late("\xc3", 99, "\xa9", "é");
  expect_late("\xe6\x97", 99, "\xa5", "日");
  expect_late("\033[200~a\033", 99, "[201~b", "<a>b");
  expect_late("\033[200~\xc3", 99, "\xa9\033[201~\r", "<é>{R}");
  /* Esc was acted on; its rest is not text. */
  expect_late("\033", 5, "[A", "{X}{U}");
  expect_late("\033", 10, "OAx", "{X}{U}x");
  expect_late("\033", 5, "[1;5Dx", "{X}{b}x");
  expect_late("\033", 40, "[Ax", "{X}{U}x");
}
END_TEST

/* What people type soon after Esc is no part of it. */
START_TEST(escape_and_more)
{
  expect_late("\033", 1, "x", "{X}x");
  expect_late("\033", 1, "\r", "{X}{R}");
  expect_late("\033", 1, "\xc3\xa9", "{X}é");
  expect_late("\033", 1, "\033", "{X}{X}");
  expect_late("\033\033", 1, "x", "{X}{X}x");
  expect_late("\033", 5, "a[b", "{X}a[b");
  expect_late("\033", 5, "[", "{X}[");
  expect_late("\033", 5, "O", "{X}O");
  expect_late("\033", 20, "OAuth", "{X}OAuth");
  expect_late("\033", 9, "\033", "{X}{X}");
  expect_late("\033", PAUSES, "[A", "{X}[A");
}
END_TEST

START_TEST(not_utf8)
{
  expect("\x80\xff\xc0\xaf"
         "a",
         "a");
  expect("\xe6\x97"
         "a",
         "a");
  expect("\xed\xa0\x80"
         "a",
         "a"); /* a surrogate */
  expect("\xf4\x90\x80\x80"
         "a",
         "a");
  expect("\xe6\x97\033[A", "{U}");
  /* What could steer a terminal, or reorder text, is no key. */
  expect("\xc2\x9b\xe2\x80\xae"
         "a",
         "a");
}
END_TEST

START_TEST(paste)
{
  expect("\033[200~a b\r\nc\033[201~d", "<a>< ><b>< >< ><c>d");
  expect("\033[200~\x03\x08\033[A\033x\033[201~\r", "{R}");
}
END_TEST

/* Every way to split it into two reads gives the same keys. */
START_TEST(split_anywhere)
{
  static const char bytes[] =
      "a\033[1;5C\033\033[D\033b\xf0\x9f\x98\x80\033OA\033[200~\r\033"
      "[201~\033[6~\xc3\xa9z";
  size_t length = sizeof bytes - 1;
  struct buffer whole CLEANUP_BUFFER = { 0 };
  struct keys keys = { 0 };
  size_t at;

  feed(&keys, &whole, bytes, length, 0);
  ck_assert_str_eq(whole.data, "a{f}{b}{b}😀{U}< >{N}éz");
  for (at = 0; at <= length; at++) {
    struct buffer out CLEANUP_BUFFER = { 0 };

    keys = (struct keys){ 0 };
    feed(&keys, &out, bytes, at, 0);
    feed(&keys, &out, bytes + at, length - at, 0);
    ck_assert_str_eq(out.data, whole.data);
  }
}
END_TEST

/* Whatever comes, what is kept of it is bounded. */
START_TEST(any_bytes)
{
  struct keys keys = { 0 };
  struct key key;
  unsigned state = 1;
  size_t i;

  for (i = 0; i < 200000; i++) {
    state = state * 1103515245u + 12345u;
    (void)keys_feed(&keys, (unsigned char)(state >> 16), &key);
    ck_assert_uint_le(keys.length, sizeof keys.bytes);
    ck_assert_uint_lt(strnlen(key.text, sizeof key.text), sizeof key.text);
  }
}
END_TEST

/* ---- Lines. ------------------------------------------------------- */

/* Types the bytes into a line that holds `from`, and shows it with a | where
 * the cursor stands. */
static void type(const char *from, const char *bytes, const char *wanted)
{
  struct line line CLEANUP_LINE = { 0 };
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct keys keys = { 0 };
  struct key key;
  const char *byte;

  (void)line_set(&line, from);
  for (byte = bytes; *byte; byte++)
    if (keys_feed(&keys, (unsigned char)*byte, &key))
      (void)line_key(&line, &key);
  buffer_append(&out, line_text(&line), line.at);
  buffer_printf(&out, "|%s", line_text(&line) + line.at);
  ck_assert_str_eq(out.data, wanted);
}

START_TEST(line_edits)
{
  type("", "", "|");
  type("", "\x7f\x04\x17\x15\x0b\033[C\033[D", "|");
  type("ab", "c", "abc|");
  type("ab",
       "\x01"
       "c",
       "c|ab");
  type("ab", "\033[D\x7f", "|b");
  type("ab", "\033[D\x04", "a|");
  type("one two ", "\x17", "one |");
  type("one two", "\033[D\x17", "one |o");
  type("one two", "\033[D\x15", "|o");
  type("one two", "\x01\x06\x0b", "o|");
}
END_TEST

START_TEST(line_goes_by_words)
{
  type("", "\033b\033f\033d\033\x7f", "|");
  type("team=platform, a-b", "\033b\033b\033b", "team=|platform, a-b");
  type("team=platform, a-b", "\x01\033f\033f", "team=platform|, a-b");
  type("team=platform, a-b", "\x01\033[1;5C\033[1;3C\033[1;5D",
       "team=|platform, a-b");
  type("team=platform, a-b", "\033\x7f\033\x7f", "team=platform, |");
  type("team=platform, a-b", "\x17", "team=platform, |");
  type("team=platform", "\x01\033d\033d", "|");
  type("a  b", "\x01\x06\033d", "a|");
  type("zwei Töne 日本", "\033b\033b\033d", "zwei | 日本");
}
END_TEST

START_TEST(line_characters)
{
  type("日本", "\033[D\x7f", "|本");
  type("aé", "\x7f", "a|");
  /* What combines goes with what it combines with. */
  type("ae\xcc\x81", "\x7f", "a|");
  type("ae\xcc\x81z", "\x01\x06\x06", "ae\xcc\x81|z");
  type("e\xcc\x81", "\x01\x04", "|");
  /* Of a text from elsewhere only what can be typed is taken. */
  type("a\nb\tc\033d\xff\xe2\x80\xae", "", "a b cd|");
}
END_TEST

START_TEST(line_is_bounded)
{
  struct line line CLEANUP_LINE = { 0 };
  struct key key = { .code = KEY_TEXT, .text = "é" };
  size_t i;

  for (i = 0; i < LINE_MOST; i++)
    (void)line_key(&line, &key);
  ck_assert_uint_le(line.text.length, LINE_MOST);
  ck_assert_uint_ge(line.text.length, LINE_MOST - 2);
  ck_assert_uint_eq(line.text.length % 2, 0);
  ck_assert_uint_eq(line.at, line.text.length);
}
END_TEST

/* The part that fits is shown with the cursor in it. */
static void show(const char *text, size_t at, size_t width, const char *wanted,
                 size_t column)
{
  struct line line CLEANUP_LINE = { 0 };
  struct buffer out CLEANUP_BUFFER = { 0 };
  size_t shown = 99;

  (void)line_set(&line, text);
  line.at = at;
  ck_assert_int_eq(line_show(&line, &out, width, &shown), 0);
  ck_assert_str_eq(out.data ? out.data : "", wanted);
  ck_assert_uint_eq(shown, column);
}

START_TEST(line_shows)
{
  show("", 0, 10, "", 0);
  show("abc", 3, 10, "abc", 3);
  show("abc", 3, 4, "abc", 3);
  show("abcdef", 6, 4, "def", 3);
  show("abcdef", 0, 4, "abc…", 0);
  show("abcdef", 3, 4, "abc…", 3);
  show("abcdef", 4, 4, "bcd…", 3);
  show("日本語", 9, 5, "本語", 4);
  show("日本語", 9, 4, "語", 2);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("keys");
  TCase *cases = tcase_create("keys");
  TCase *lines = tcase_create("lines");

  tcase_add_test(cases, text_and_controls);
  tcase_add_test(cases, sequences);
  tcase_add_test(cases, escape);
  tcase_add_test(cases, slow_lines);
  tcase_add_test(cases, escape_and_more);
  tcase_add_test(cases, not_utf8);
  tcase_add_test(cases, paste);
  tcase_add_test(cases, split_anywhere);
  tcase_add_test(cases, any_bytes);
  suite_add_tcase(suite, cases);
  tcase_add_test(lines, line_edits);
  tcase_add_test(lines, line_goes_by_words);
  tcase_add_test(lines, line_characters);
  tcase_add_test(lines, line_is_bounded);
  tcase_add_test(lines, line_shows);
  suite_add_tcase(suite, lines);
  return suite;
}
