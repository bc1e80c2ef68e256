/* test-paint.c - core/output/paint: JSON as people read it. */
#include "core/output/paint.h"

#include <string.h>

#include "core/base/error.h"
#include "core/json/write.h"
#include "tests/unit/unit.h"

/* Paints a text in pieces of so many bytes. */
static void painted(struct buffer *out, struct paint how, const char *text,
                    size_t piece)
{
  const size_t length = strlen(text);
  size_t at;

  buffer_clear(out);
  for (at = 0; at < length; at += piece)
    paint(&how, out, text + at, length - at < piece ? length - at : piece);
  buffer_puts(out, "");
}

static const char *const texts[] = {
  "null",
  "\"\"",
  "\"a\\\"b\\\\\"",
  "-1.5e3",
  "{}",
  "[]",
  "[[],{},[{}]]",
  "[1,\"two\",true,null,{\"a\":{\"b\":[\"c\"]},\"d\":\"e\"}]",
  "{\"a:b\":\"{[,]}\",\"c\":[1,2]}",
  " { \"a\" : [ 1 , 2 ] ,\n\t\"b\" : { } } ",
};

/* Without colours it is what json_pretty makes, however it comes. */
START_TEST(test_layout)
{
  CLEANUP_BUFFER struct buffer out = { 0 }, wanted = { 0 }, text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  size_t piece;

  ck_assert_int_eq(
      json_pretty(&wanted, texts[_i], strlen(texts[_i]), 0, &error), 0);
  buffer_putc(&wanted, '\n');
  buffer_puts(&wanted, "");
  buffer_printf(&text, "%s\n", texts[_i]);
  for (piece = 1; piece <= text.length; piece++) {
    painted(&out, (struct paint){ 0 }, text.data, piece);
    ck_assert_str_eq(out.data, wanted.data);
    /* and what is laid out already stays so */
    painted(&out, (struct paint){ 0 }, wanted.data, piece);
    ck_assert_str_eq(out.data, wanted.data);
  }
}
END_TEST

START_TEST(test_colours)
{
  static const char text[] = "{\"a\":[\"b\\\"\",1,null,{\"c\":\"d\"}]}\n";
  static const char wanted[] = "{\n"
                               "  \x1b[1;34m\"a\"\x1b[0m: [\n"
                               "    \x1b[32m\"b\\\"\"\x1b[0m,\n"
                               "    1,\n"
                               "    null,\n"
                               "    {\n"
                               "      \x1b[1;34m\"c\"\x1b[0m: "
                               "\x1b[32m\"d\"\x1b[0m\n"
                               "    }\n"
                               "  ]\n"
                               "}\n";
  CLEANUP_BUFFER struct buffer out = { 0 };
  size_t piece;

  for (piece = 1; piece < sizeof text; piece++) {
    painted(&out, (struct paint){ .coloured = 1 }, text, piece);
    ck_assert_str_eq(out.data, wanted);
  }
}
END_TEST

/* Strings stay as they are, also those that look like JSON. */
START_TEST(test_results)
{
  static const char text[] = "{\"a\":1}\n\x1e{\"a\":1}\n[\n\x1e"
                             "7\n"
                             "\x1e\"s\"\nplain\n\n\x1e[]\n";
  static const char wanted[] = "{\"a\":1}\n{\n  \"a\": 1\n}\n[\n7\n"
                               "\"s\"\nplain\n\n[]\n";
  CLEANUP_BUFFER struct buffer out = { 0 };
  size_t piece;

  for (piece = 1; piece < sizeof text; piece++) {
    painted(&out, (struct paint){ .of_results = 1 }, text, piece);
    ck_assert_str_eq(out.data, wanted);
  }
}
END_TEST

/* Deeper than it is known what the levels are: still all of it, in bounds. */
START_TEST(test_deep)
{
  CLEANUP_BUFFER struct buffer text = { 0 }, out = { 0 };
  size_t i, brackets = 0;

  for (i = 0; i < 1000; i++)
    buffer_puts(&text, "[{\"a\":");
  buffer_putc(&text, '1');
  for (i = 0; i < 1000; i++)
    buffer_puts(&text, "}]");
  buffer_puts(&text, "\n");
  painted(&out, (struct paint){ .coloured = 1 }, text.data, 7);
  for (i = 0; i < out.length; i++)
    brackets += out.data[i] == '}' || out.data[i] == ']';
  ck_assert_uint_eq(brackets, 2000);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("paint");
  TCase *all = tcase_create("all");

  tcase_add_loop_test(all, test_layout, 0, sizeof texts / sizeof texts[0]);
  tcase_add_test(all, test_colours);
  tcase_add_test(all, test_results);
  tcase_add_test(all, test_deep);
  suite_add_tcase(suite, all);
  return suite;
}
