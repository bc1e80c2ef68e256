/* test-pairs.c - names and values as JSON and as a line of text. */
#include "core/document/pairs.h"

#include <json-c/json.h>

#include "core/json/write.h"
#include "tests/unit/unit.h"

static void reads(const char *line, const char *wanted)
{
  struct buffer why CLEANUP_BUFFER = { 0 };
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct json_object *array = pairs_read(line, "name", "value", &why);

  ck_assert_ptr_nonnull(array);
  ck_assert_uint_eq(why.length, 0);
  ck_assert_int_eq(json_write(&out, array, 0), 0);
  ck_assert_str_eq(out.data, wanted);
  json_object_put(array);
}

static void refuses(const char *line, const char *wanted)
{
  struct buffer why CLEANUP_BUFFER = { 0 };

  ck_assert_ptr_null(pairs_read(line, "name", "value", &why));
  ck_assert_str_eq(why.data, wanted);
}

static void writes(const char *json, const char *wanted)
{
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct json_object *array = json_tokener_parse(json);

  ck_assert_int_eq(pairs_write(&out, array, "name", "value"), 0);
  ck_assert_str_eq(out.data ? out.data : "", wanted);
  json_object_put(array);
}

START_TEST(lines_are_read)
{
  reads("", "[]");
  reads("  ", "[]");
  reads(",,", "[]");
  reads("a=b", "[{\"name\":\"a\",\"value\":\"b\"}]");
  reads(" a = b , c=d,", "[{\"name\":\"a\",\"value\":\"b\"},"
                         "{\"name\":\"c\",\"value\":\"d\"}]");
  reads("a=", "[{\"name\":\"a\",\"value\":\"\"}]");
  reads("a=b=c", "[{\"name\":\"a\",\"value\":\"b=c\"}]");
  reads("a=b\\,c\\\\", "[{\"name\":\"a\",\"value\":\"b,c\\\\\"}]");
  reads("a\\=b=\\ c d\\ ", "[{\"name\":\"a=b\",\"value\":\" c d \"}]");
  reads("a=\xc3\xa9\\", "[{\"name\":\"a\",\"value\":\"\xc3\xa9\\\\\"}]");
}
END_TEST

START_TEST(what_is_no_pair_is_refused)
{
  refuses("a", "\"a\" has no \"=\" and value");
  refuses("a=b, c", "\"c\" has no \"=\" and value");
  refuses("=b", "a name is missing before \"=\"");
  refuses("a=b,=", "a name is missing before \"=\"");
}
END_TEST

START_TEST(arrays_are_written)
{
  writes("[]", "");
  writes("null", "");
  writes("[{\"name\":\"a\",\"value\":\"b\"},{\"name\":\"c\",\"value\":\"\"}]",
         "a=b, c=");
  writes("[{\"name\":\"a=,\",\"value\":\"b=,\\\\ \"}]",
         "a\\=\\,=b=\\,\\\\\\ ");
  writes("[1, {\"name\":\"a\"}, {\"name\":\"a\",\"value\":1}]", "");
}
END_TEST

/* What was written is read as it was. */
START_TEST(there_and_back)
{
  static const char json[] =
      "[{\"name\":\" a=\\\\,\",\"value\":\" b , = \\\\ \"},"
      "{\"name\":\"c\",\"value\":\" \"}]";
  struct buffer line CLEANUP_BUFFER = { 0 };
  struct json_object *array = json_tokener_parse(json);

  ck_assert_int_eq(pairs_write(&line, array, "name", "value"), 0);
  reads(line.data, json);
  json_object_put(array);
}
END_TEST

START_TEST(maps)
{
  struct buffer why CLEANUP_BUFFER = { 0 };
  struct buffer line CLEANUP_BUFFER = { 0 };
  struct buffer out CLEANUP_BUFFER = { 0 };
  struct json_object *map =
      json_tokener_parse("{\"a=\":\"b,c\",\"n\":4,\"none\":null}");

  ck_assert_int_eq(pairs_write_map(&line, map), 0);
  ck_assert_str_eq(line.data, "a\\==b\\,c, n=4");
  json_object_put(map);
  map = pairs_read_map(line.data, &why);
  ck_assert_int_eq(json_write(&out, map, 0), 0);
  ck_assert_str_eq(out.data, "{\"a=\":\"b,c\",\"n\":\"4\"}");
  json_object_put(map);
  ck_assert_ptr_null(pairs_read_map("a=1, a=2", &why));
  ck_assert_str_eq(why.data, "\"a\" is given twice");
  ck_assert_int_eq(pairs_write_map(&line, NULL), 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("pairs");
  TCase *cases = tcase_create("pairs");

  tcase_add_test(cases, lines_are_read);
  tcase_add_test(cases, what_is_no_pair_is_refused);
  tcase_add_test(cases, arrays_are_written);
  tcase_add_test(cases, there_and_back);
  tcase_add_test(cases, maps);
  suite_add_tcase(suite, cases);
  return suite;
}
