/* test-fields.c - texts of which somebody looks at some fields alone. */
#include <string.h>

#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "tests/unit/unit.h"

/* A text of a hundred thousand empty objects, each with a comma behind it,
 * between these two. */
static void many(struct buffer *text, const char *before, const char *after)
{
  int i;

  buffer_puts(text, before);
  for (i = 0; i < 100000; i++)
    buffer_puts(text, "{},");
  buffer_puts(text, after);
}

static struct json_object *read_fields(const struct buffer *text,
                                       const struct fields *fields)
{
  CLEANUP_ERROR struct error error = { 0 };

  return json_read_fields(text->data, text->length, fields, "it", &error);
}

/* What no path leads to stays text where a tree of all would take too much. */
START_TEST(test_read_fields)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer spaced = { 0 };
  CLEANUP_BUFFER struct buffer written = { 0 };
  struct fields fields = { .count = 0 };
  CLEANUP_JSON struct json_object *json = NULL;
  CLEANUP_JSON struct json_object *copy = NULL;

  ck_assert_int_eq(fields_add_start(&fields, ".m.id"), 0);
  ck_assert_int_eq(fields_add_start(&fields, ".m.tags[].name"), 0);
  ck_assert_int_eq(fields_add_start(&fields, ".m.id"), 0);
  ck_assert_int_eq(fields_add_start(&fields, ".m.none.at.all"), 0);
  ck_assert_int_eq(fields.count, 3);
  ck_assert_int_eq(fields_add_start(&fields, "."), -1);
  many(&text,
       "{\"\\u006d\":{\"id\":\"1\",\"tags\":[{\"name\":\"a\"}],\"none\":[1],"
       "\"o\":{\"b\":1.50,\"a\":[]}},\"n\":0,\"x\":[",
       "{}]}");
  ck_assert_ptr_null(read_fields(&text, NULL));
  json = read_fields(&text, &fields);
  ck_assert_str_eq(path_string(json, ".m.id"), "1");
  ck_assert_str_eq(path_string(json, ".m.tags[0].name"), "a");
  ck_assert_ptr_null(json_kept(path_get(json, ".n")));
  ck_assert_str_eq(json_kept(path_get(json, ".m.none")), "[1]");
  ck_assert_str_eq(json_kept(path_get(json, ".m.o")), "{\"b\":1.50,\"a\":[]}");
  ck_assert_ptr_null(path_get(json, ".m.o.b"));
  ck_assert_int_eq(json_has_kept(json), 1);
  ck_assert_int_eq(json_has_kept(path_get(json, ".m.tags")), 0);

  ck_assert_int_eq(json_write(&written, json, 0), 0);
  ck_assert_str_eq(written.data + 4, text.data + 9); /* "m", not "\u006d" */
  copy = json_copy(json);
  ck_assert_ptr_ne(path_get(copy, ".m"), path_get(json, ".m"));
  ck_assert_ptr_eq(path_get(copy, ".x"), path_get(json, ".x"));
  ck_assert_int_eq(json_same(copy, json), 1);
  json_object_put(copy);

  /* It is the same with white space, or in another order where it can be
   * looked into. */
  many(&spaced,
       "{ \"m\": {\"id\":\"1\",\"tags\":[{\"name\":\"a\"}],\"none\":[ 1 ],"
       "\"o\":{\"a\":[], \"b\": 1.50}},\"n\":0,\"x\": [",
       "{ } ]\n}");
  copy = read_fields(&spaced, &fields);
  ck_assert_int_eq(json_same(copy, json), 1);
  ck_assert_int_eq(path_set(copy, ".m.o", json_object_new_object()), 0);
  ck_assert_int_eq(json_same(copy, json), 0);
}
END_TEST

START_TEST(test_read_fields_refuses)
{
  CLEANUP_BUFFER struct buffer array = { 0 };
  CLEANUP_BUFFER struct buffer object = { 0 };
  CLEANUP_BUFFER struct buffer list = { 0 };
  struct fields fields = { .count = 0 };
  struct json_object *json;
  int i;

  /* What a path leads to takes too much, or the names on the way to it. */
  ck_assert_int_eq(fields_add_start(&fields, ".m.id"), 0);
  many(&array, "{\"m\":{\"id\":[", "{}]}}");
  ck_assert_ptr_null(read_fields(&array, &fields));
  buffer_puts(&object, "{\"m\":{");
  for (i = 0; i < 100000; i++)
    buffer_printf(&object, "\"%d\":1,", i);
  buffer_puts(&object, "\"id\":1}}");
  ck_assert_ptr_null(read_fields(&object, &fields));
  /* A path leads into no array, which may be larger. */
  for (i = 0; i < 3; i++)
    many(&list, i ? "[" : "[[", i < 2 ? "0]," : "0]]");
  json = read_fields(&list, &fields);
  ck_assert_str_eq(json_kept(json), list.data);
  json_object_put(json);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("fields");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, test_read_fields);
  tcase_add_test(tcase, test_read_fields_refuses);
  return suite;
}
