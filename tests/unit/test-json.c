/* test-json.c - whole JSON texts, and the scanner below them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/tree.h"
#include "core/json/whole.h"
#include "core/json/write.h"
#include "tests/unit/unit.h"

struct sample {
  const char *text;
  size_t length;
  const char *reason; /* NULL for what is good JSON */
};

#define GOOD(text)                                                            \
  {                                                                           \
    text, sizeof text - 1, NULL                                               \
  }
#define BAD(text, reason)                                                     \
  {                                                                           \
    text, sizeof text - 1, reason                                             \
  }

/* Every RFC 8259 rule that something out there takes lightly. */
static const struct sample samples[] = {
  GOOD("{}"),
  GOOD("[]"),
  GOOD("0"),
  GOOD("-0"),
  GOOD("-1"),
  GOOD("10"),
  GOOD("1.5"),
  GOOD("0.10"),
  GOOD("1e5"),
  GOOD("1E+05"),
  GOOD("1.0e-7"),
  GOOD("18446744073709551615"),
  GOOD("-9223372036854775808"),
  GOOD("1e400"),
  GOOD("true"),
  GOOD("false"),
  GOOD("\"\""),
  GOOD("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E\""),
  GOOD("\"\\ud800\""),
  GOOD("\"\\u0000\""),
  GOOD("\"\x7f\""),
  GOOD("\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""),
  GOOD("\"\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80\""),
  GOOD(" \t\r\n[ 1 , 2 ] \r\n"),
  GOOD("\xef\xbb\xbf{}"),
  GOOD("\xef\xbb\xbf [1]"),
  GOOD("{\"a\":1,\"a\":2}"),
  GOOD("{\"\":[]}"),
  GOOD("[null,{\"a\":null}]"),
  BAD("[1,]", "1:4 expected a value: a comma must not come last"),
  BAD("[,1]", "1:2 expected a value"),
  BAD("[1 2]", "1:4 expected a comma or \"]\""),
  BAD("{\"a\":1 \"b\":2}", "1:8 expected a comma or \"}\""),
  BAD("{\"a\":1,}", "1:8 expected a name: a comma must not come last"),
  BAD("{\"a\" 1}", "1:6 expected a colon after the name"),
  BAD("{\"a\"=1}", "1:5 expected a colon after the name"),
  BAD("{a:1}", "1:2 expected a name in double quotes or \"}\""),
  BAD("{\"a\":1,b:2}", "1:8 expected a name in double quotes"),
  BAD("{'a':1}", "1:2 expected a name in double quotes or \"}\""),
  BAD("{1:1}", "1:2 expected a name in double quotes or \"}\""),
  BAD("{\"a\":}", "1:6 expected a value: a comma must not come last"),
  BAD("[1}", "1:3 expected a comma or \"]\""),
  BAD("{\"a\":1]", "1:7 expected a comma or \"}\""),
  BAD("'a'", "1:1 strings need double quotes"),
  BAD("/* c */ 1", "1:1 JSON has no comments"),
  BAD("[1] // c", "1:5 a second document starts here; one document is "
                  "expected"),
  BAD("# c\n1", "1:1 JSON has no comments"),
  BAD("NaN", "1:1 unknown word, expected true, false or null"),
  BAD("nan", "1:2 unknown word, expected true, false or null"),
  BAD("Infinity", "1:1 unknown word, expected true, false or null"),
  BAD("-Infinity", "1:2 expected a digit"),
  BAD("[TRUE]", "1:2 unknown word, expected true, false or null"),
  BAD("truE", "1:4 unknown word, expected true, false or null"),
  BAD("undefined", "1:1 unknown word, expected true, false or null"),
  BAD("01", "1:2 a number must not begin with 0"),
  BAD("-01", "1:3 a number must not begin with 0"),
  BAD("[1.]", "1:4 expected a digit"),
  BAD("[1.e5]", "1:4 expected a digit"),
  BAD(".5", "1:1 expected a value"),
  BAD("+1", "1:1 expected a value"),
  BAD("[1e]", "1:4 expected a digit"),
  BAD("[1e+]", "1:5 expected a digit"),
  BAD("[-]", "1:3 expected a digit"),
  BAD("1.", "1:3 expected a digit"),
  BAD("-", "1:2 expected a digit"),
  BAD("1e", "1:3 expected a digit"),
  BAD("0x10", "1:2 a second document starts here; one document is "
              "expected"),
  BAD("1_000", "1:2 a second document starts here; one document is "
               "expected"),
  BAD("\"a\nb\"", "1:3 the line ends inside a string"),
  BAD("\"a\tb\"", "1:3 a control character in a string must be escaped"),
  BAD("\"\x01\"", "1:2 a control character in a string must be escaped"),
  BAD("\"\0\"", "1:2 a control character in a string must be escaped"),
  BAD("\"\\x41\"", "1:3 unknown escape in a string"),
  BAD("\"\\'\"", "1:3 unknown escape in a string"),
  BAD("\"\\\0\"", "1:3 unknown escape in a string"),
  BAD("\"\\u12g4\"", "1:6 expected four hexadecimal digits after \\u"),
  BAD("{\"a\\u0000b\":1}", "1:9 a name with \\u0000 is not supported"),
  BAD("\"\xc0\x80\"", "1:2 invalid UTF-8"),
  BAD("\"\xe0\x9f\xbf\"", "1:3 invalid UTF-8"),
  BAD("\"\xed\xa0\x80\"", "1:3 invalid UTF-8"),
  BAD("\"\xf0\x8f\xbf\xbf\"", "1:3 invalid UTF-8"),
  BAD("\"\xf4\x90\x80\x80\"", "1:3 invalid UTF-8"),
  BAD("\"\x80\"", "1:2 invalid UTF-8"),
  BAD("\"\xe2\x82\"", "1:3 invalid UTF-8"),
  BAD("[\xa0]", "1:2 expected a value"),
  BAD("\xef\xbb", "1:1 the text ends inside a word"),
  BAD("\xef\xbb\xbf\xef\xbb\xbf"
      "1",
      "1:1 expected a value"),
  BAD(" \xef\xbb\xbf"
      "1",
      "1:2 expected a value"),
  BAD("\f1", "1:1 expected a value"),
  BAD("\v1", "1:1 expected a value"),
  BAD("\0", "1:1 expected a value"),
  BAD("1\0", "1:2 a second document starts here; one document is expected"),
  BAD("{}\n{}", "2:1 a second document starts here; one document is expected"),
  BAD("\"a", "1:3 the text ends inside a string"),
  BAD("\"a\\", "1:4 the text ends inside a string"),
  BAD("{\"a\":1", "1:7 the text ends inside an object"),
  BAD("[1,\n", "2:1 the text ends inside an array"),
  BAD("[{\"a\":tr", "1:9 the text ends inside an object"),
  BAD("nul", "1:4 the text ends inside a word"),
  /* lines and columns: CRLF is one end, columns count characters */
  BAD("{\r\n  \"\xc3\xa9\xe2\x82\xac\": x}",
      "2:9 unknown word, expected true, false or null"),
};

#define SAMPLES (sizeof samples / sizeof samples[0])

/* Feeds a text in pieces of `step` bytes.  Returns scan_finish's result. */
static int scan_in_steps(struct scan *scan, const char *text, size_t length,
                         size_t step)
{
  size_t at = 0, used;

  while (at < length) {
    size_t piece = length - at < step ? length - at : step;
    enum scan_event event = scan_feed(scan, text + at, piece, &used);

    at += used;
    if (event == SCAN_ERROR)
      return scan_finish(scan);
  }
  return scan_finish(scan);
}

/* The value of a whole text has no white space around it. */
START_TEST(test_whole)
{
  static const char text[] = "\r\n {\"a\": [1] }\t";
  struct scan scan;
  struct span value;

  ck_assert_int_eq(
      scan_whole(&scan, (struct span){ text, sizeof text - 1 }, &value), 0);
  ck_assert_ptr_eq(value.text, text + 3);
  ck_assert_uint_eq(value.length, sizeof text - 5);
}
END_TEST

/* The samples, whole and in pieces of every length, come out alike. */
START_TEST(test_strictness)
{
  const struct sample *sample = &samples[_i];
  size_t step;

  for (step = 1; step <= sample->length; step++) {
    struct scan scan = { .levels = 1 };
    uint64_t line, column;
    char said[128];
    int result = scan_in_steps(&scan, sample->text, sample->length, step);

    if (!sample->reason) {
      ck_assert_msg(result == 0, "%s: %s", sample->text, scan.reason);
      continue;
    }
    ck_assert_msg(result == -1, "%s", sample->text);
    scan_position(&scan, &line, &column);
    (void)snprintf(said, sizeof said, "%d:%d %s", (int)line, (int)column,
                   scan.reason);
    ck_assert_str_eq(said, sample->reason);
  }
}
END_TEST

START_TEST(test_read_follows)
{
  const struct sample *sample = &samples[_i];
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *object =
      json_read(sample->text, sample->length, "f.json", &error);

  if (sample->reason) {
    ck_assert_ptr_null(object);
    ck_assert_int_eq(error.exit_status, EXIT_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "f.json: line "));
    ck_assert_ptr_nonnull(
        strstr(error.message, strchr(sample->reason, ' ') + 1));
  } else {
    ck_assert_msg(object != NULL, "%s: %s", sample->text, error.message);
    ck_assert_int_eq(error.exit_status, EXIT_DONE);
    json_object_put(object);
  }
}
END_TEST

static void refuses(const char *text, const char *wanted)
{
  CLEANUP_ERROR struct error error = { 0 };

  ck_assert_ptr_null(json_read(text, strlen(text), "f.json", &error));
  ck_assert_int_eq(error.exit_status, EXIT_USAGE);
  ck_assert_str_eq(error.message, wanted);
}

START_TEST(test_read_errors)
{
  refuses("", "f.json is empty");
  refuses(" \n\t", "f.json is empty");
  refuses("\xef\xbb\xbf", "f.json is empty");
  refuses("{\n  \"a\": 1\n  \"b\": 2\n}",
          "f.json: line 3, column 3: expected a comma or \"}\"");
  refuses("{}\n {}", "f.json: line 2, column 2: a second document starts "
                     "here; one document is expected");
  refuses("\n null", "f.json: line 2, column 2: null alone is not a document");
}
END_TEST

static void reads(const char *text, const char *wanted)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer b = { 0 };
  struct json_object *object = json_read(text, strlen(text), "t", &error);

  ck_assert_msg(object != NULL, "%s", error.message);
  ck_assert_int_eq(json_write(&b, object, 0), 0);
  ck_assert_str_eq(b.data, wanted);
  json_object_put(object);
}

START_TEST(test_read_values)
{
  reads("{\"a\":1,\"a\":2}", "{\"a\":2}"); /* the last one counts */
  reads("\"a\\/b\"", "\"a/b\"");
  reads("\"\\ud800\"", "\"\xef\xbf\xbd\""); /* as json-c reads it */
  reads(" 12 ", "12");
  reads("12", "12"); /* ends with the text, without any delimiter */
  reads("18446744073709551615", "18446744073709551615");
  reads("-9223372036854775808", "-9223372036854775808");
  reads("[18446744073709551616,-9223372036854775809]",
        "[18446744073709551616,-9223372036854775809]");
  reads("[1.50,1e400,0.1,-0,-0.0,1E+2]", "[1.50,1e400,0.1,-0,-0.0,1E+2]");
  reads("\xef\xbb\xbf true\r\n", "true");
}
END_TEST

/* SCAN_DEPTH levels and not one more, for the scanner and json-c alike. */
START_TEST(test_depth)
{
  CLEANUP_ERROR struct error error = { 0 };
  char text[2 * SCAN_DEPTH + 3];
  struct json_object *object;
  size_t depth = SCAN_DEPTH;

  memset(text, '[', depth);
  memset(text + depth, ']', depth);
  object = json_read(text, 2 * depth, "t", &error);
  ck_assert_msg(object != NULL, "%s", error.message);
  json_object_put(object);
  depth++;
  memset(text, '[', depth);
  memset(text + depth, ']', depth);
  ck_assert_ptr_null(json_read(text, 2 * depth, "t", &error));
  ck_assert_str_eq(error.message,
                   "t: line 1, column 101: nested deeper than 100 levels");
}
END_TEST

START_TEST(test_mixed_depth)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  struct scan scan = { .levels = 1 };
  size_t i;

  for (i = 0; i < SCAN_DEPTH / 2; i++)
    buffer_puts(&b, "{\"a\":[");
  for (i = 0; i < SCAN_DEPTH / 2; i++)
    buffer_puts(&b, "]}");
  ck_assert_int_eq(scan_in_steps(&scan, b.data, b.length, b.length), 0);
}
END_TEST

static uint64_t seed = 88172645463325252;

static unsigned any(unsigned bound)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (unsigned)(seed >> 11) % bound;
}

static int json_c_reads(const char *text, size_t length, int flags)
{
  struct json_tokener *tokener = json_tokener_new_ex(SCAN_DEPTH + 1);
  struct json_object *object;
  enum json_tokener_error result;

  json_tokener_set_flags(tokener, flags);
  object = json_tokener_parse_ex(tokener, text, (int)length + 1);
  result = json_tokener_get_error(tokener);
  json_object_put(object);
  json_tokener_free(tokener);
  return result == json_tokener_success;
}

/* json-c's own verdict, after what the scanner alone looks at is gone.  From
 * 0.18 on it takes no byte above 0x7f in a text where it is strict: strictly
 * it looks at a copy that has letters there. */
static int json_c_accepts(const char *text, size_t length)
{
  char ascii[256] = "";
  size_t at;

  ck_assert_uint_lt(length, sizeof ascii);
  for (at = 0; at < length; at++)
    ascii[at] = (char)((unsigned char)text[at] < 0x80 ? text[at] : 'x');
  return json_c_reads(ascii, length, JSON_TOKENER_STRICT) &&
         json_c_reads(text, length, JSON_TOKENER_VALIDATE_UTF8);
}

/* Random texts of JSON's own pieces, without those that json-c is known to
 * take lightly: both verdicts must be the same. */
START_TEST(test_agrees_with_json_c)
{
  static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"b\"",
    "1",
    "-2",
    "3.5",
    "1e5",
    "true",
    "false",
    "null",
    " ",
    "\n",
    "\"\\u00e9\"",
    "\"\xc3\xa9\"",
    "\"\\\"\"",
    "[1,2]",
    "{\"k\":0}",
    "[]",
    "{}",
    ",\"c\":",
  };
  unsigned round, good = 0;

  for (round = 0; round < 50000; round++) {
    struct scan scan = { .levels = 1 };
    char text[128] = "";
    size_t length = 0, left = 1 + any(8);
    int ours;

    if (any(2))
      text[length++] = "[{"[any(2)];
    for (; left; left--) {
      const char *piece = pieces[any(sizeof pieces / sizeof pieces[0])];

      /* "1" and "2" side by side make "12", "1" and "-2" a mess that json-c
       * reads in its own way: that is the table's business. */
      if (length && strchr("0123456789", text[length - 1]) &&
          strchr("-0123456789tfn\"", *piece))
        text[length++] = ',';
      memcpy(text + length, piece, strlen(piece) + 1);
      length += strlen(piece);
    }
    ours = scan_in_steps(&scan, text, length, 1 + any(9)) == 0;
    good += (unsigned)ours;
    ck_assert_msg(ours == json_c_accepts(text, length), "%s: %s", text,
                  ours ? "accepted" : scan.reason);
  }
  ck_assert_uint_gt(good, 1000);
}
END_TEST

/* Valid JSON with any few bytes changed: what the scanner accepts, json-c
 * accepts, and the answer does not depend on the pieces. */
START_TEST(test_accepts_no_more_than_json_c)
{
  static const char base[] =
      "{\"a\":[1,-2.5e+3,\"x\\u00e9\\n\xe2\x82\xac\"],\"b\":{\"c\":null},"
      "\"d\":true,\"e\":[{},[]],\"name\":\"serviceaccount-000001\",\"f\":\"\","
      "\"g\":{\"h\":\"longer than what is looked at together\"}}";
  unsigned round, i;

  for (round = 0; round < 50000; round++) {
    struct scan whole = { .levels = 1 }, parts = { .levels = 1 };
    char text[sizeof base];
    size_t length = sizeof base - 1;
    int ours;

    memcpy(text, base, sizeof base);
    for (i = 1 + any(3); i; i--)
      text[any((unsigned)length)] =
          any(4) ? base[any((unsigned)length)] : (char)any(256);
    ours = scan_in_steps(&whole, text, length, length) == 0;
    ck_assert_int_eq(ours, scan_in_steps(&parts, text, length, 1) == 0);
    if (!ours) {
      ck_assert_str_eq(whole.reason, parts.reason);
      ck_assert_uint_eq(whole.offset, parts.offset);
    } else {
      ck_assert_mem_eq(whole.counts, parts.counts, sizeof whole.counts);
      ck_assert_msg(json_c_accepts(text, length), "%s", text);
    }
  }
}
END_TEST

static void lays_out(const char *text, const char *pretty, const char *compact)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer b = { 0 };

  ck_assert_int_eq(json_pretty(&b, text, strlen(text), 0, &error), 0);
  ck_assert_str_eq(b.data, pretty);
  buffer_clear(&b);
  ck_assert_int_eq(json_compact(&b, text, strlen(text), &error), 0);
  ck_assert_str_eq(b.data, compact);
}

START_TEST(test_layout)
{
  lays_out("{}", "{}", "{}");
  lays_out(" [ ] ", "[]", "[]");
  lays_out("12345678901234567890.10", "12345678901234567890.10",
           "12345678901234567890.10");
  lays_out("{\"z\":1,\"a\" : [ 1,{ } ,[\n] ],\"z\":\"\\u00e9\\/ , : \\\"{\"}",
           "{\n  \"z\": 1,\n  \"a\": [\n    1,\n    {},\n    []\n  ],\n"
           "  \"z\": \"\\u00e9\\/ , : \\\"{\"\n}",
           "{\"z\":1,\"a\":[1,{},[]],\"z\":\"\\u00e9\\/ , : \\\"{\"}");
  lays_out("\xef\xbb\xbf[true,null]", "[\n  true,\n  null\n]", "[true,null]");
}
END_TEST

START_TEST(test_layout_indented)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer b = { 0 };

  ck_assert_int_eq(json_pretty(&b, "{\"a\":[1]}", 9, 1, &error), 0);
  ck_assert_str_eq(b.data, "{\n    \"a\": [\n      1\n    ]\n  }");
  buffer_clear(&b);
  ck_assert_int_eq(json_pretty(&b, "[1]", 3, 20, &error), 0);
  ck_assert_str_eq(b.data, "[\n                                          1\n"
                           "                                        ]");
}
END_TEST

START_TEST(test_layout_refuses)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer b = { 0 };

  buffer_puts(&b, "before");
  ck_assert_int_eq(json_pretty(&b, "[1,]", 4, 0, &error), -1);
  ck_assert_str_eq(b.data, "before");
  ck_assert_int_eq(error.exit_status, EXIT_FAILED);
  ck_assert_str_eq(error.message,
                   "the JSON text: line 1, column 4: expected a value: a "
                   "comma must not come last");
}
END_TEST

/* Trusting is not blindness: whatever bytes come, it stays inside them. */
START_TEST(test_layout_survives_anything)
{
  static const char bytes[] = "{}[],:\"\\ 1a";
  unsigned round, i;

  for (round = 0; round < 20000; round++) {
    CLEANUP_BUFFER struct buffer b = { 0 };
    size_t length = any(12);
    char *text = malloc(length ? length : 1); /* so that ASan sees the end */

    ck_assert_ptr_nonnull(text);
    for (i = 0; i < length; i++)
      text[i] = bytes[any(sizeof bytes - 1)];
    ck_assert_int_eq(
        json_layout(&b, (struct json){ text, length, NULL }, (int)any(3) - 1),
        0);
    free(text);
  }
}
END_TEST

START_TEST(test_write)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  struct json_object *object = json_object_new_object();

  ck_assert_int_eq(json_write(&b, NULL, 1), 0);
  ck_assert_str_eq(b.data, "null");
  json_object_object_add(object, "a/b", json_object_new_string("c/d\n"));
  json_object_object_add(object, "e", json_object_new_array());
  buffer_clear(&b);
  ck_assert_int_eq(json_write(&b, object, 0), 0);
  ck_assert_str_eq(b.data, "{\"a/b\":\"c/d\\n\",\"e\":[]}");
  buffer_clear(&b);
  ck_assert_int_eq(json_write(&b, object, 1), 0);
  ck_assert_str_eq(b.data, "{\n  \"a/b\": \"c/d\\n\",\n  \"e\": []\n}");
  json_object_put(object);
}
END_TEST

static void escapes(const char *text, size_t length, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  struct scan scan = { .levels = 1 };

  json_escape(&b, text, length);
  ck_assert_str_eq(b.data, wanted);
  ck_assert_int_eq(scan_in_steps(&scan, b.data, b.length, 3), 0);
}

START_TEST(test_escape)
{
  escapes("", 0, "\"\"");
  escapes("a/b", 3, "\"a/b\"");
  escapes("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
  escapes("\b\f\n\r\t\0\x1b", 7, "\"\\b\\f\\n\\r\\t\\u0000\\u001b\"");
  escapes("\x7f\xc2\x9b", 3, "\"\\u007f\\u009b\"");
  escapes("\xe2\x80\xae", 3, "\"\\u202e\"");
  escapes("caf\xc3\xa9\xf0\x9f\x98\x80", 9, "\"caf\xc3\xa9\xf0\x9f\x98\x80\"");
  escapes("a\xff\xe2\x82", 4, "\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("json");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, test_whole);
  tcase_add_loop_test(tcase, test_strictness, 0, (int)SAMPLES);
  tcase_add_loop_test(tcase, test_read_follows, 0, (int)SAMPLES);
  tcase_add_test(tcase, test_read_errors);
  tcase_add_test(tcase, test_read_values);
  tcase_add_test(tcase, test_depth);
  tcase_add_test(tcase, test_mixed_depth);
  tcase_add_test(tcase, test_agrees_with_json_c);
  tcase_add_test(tcase, test_accepts_no_more_than_json_c);
  tcase_add_test(tcase, test_layout);
  tcase_add_test(tcase, test_layout_indented);
  tcase_add_test(tcase, test_layout_refuses);
  tcase_add_test(tcase, test_layout_survives_anything);
  tcase_add_test(tcase, test_write);
  tcase_add_test(tcase, test_escape);
  return suite;
}
