/* test-path.c - simple paths into a json-c tree. */
#include <string.h>

#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "tests/unit/unit.h"

static const char document[] =
    "{\"a\":{\"b\":\"x\",\"n\":null,\"z\":\"q\\u0000r\"},\"a b\":1,"
    "\"q\\\"\\\\\":2,\"l\":[\"one\",{\"k\":\"two\"},\"three\"],\"_9\":true}";

static struct json_object *root;

static struct json_object *read_json(const char *text)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *object = json_read(text, strlen(text), "test", &error);

  ck_assert_msg(object != NULL, "%s", error.message);
  return object;
}

static void setup(void)
{
  root = read_json(document);
}

static void teardown(void)
{
  json_object_put(root);
}

static void is_json(struct json_object *object, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  ck_assert_int_eq(json_write(&b, object, 0), 0);
  ck_assert_str_eq(b.data, wanted);
}

START_TEST(test_valid)
{
  static const char *const good[] = {
    ".",    ".a",    ".a.b",           ".\"a b\"", ".\"a b\".c",
    ".[0]", ".[-1]", ".a[0].b",        ".a[0][1]", ".[0].a",
    "._a9", ".\"\"", ".\"q\\\"\\\\\"",
  };
  static const char *const bad[] = {
    "",     "a",         "..",     ".a.",  ".a..b",  ".9",     ".a-b",
    ".a b", ".[",        ".[]",    ".[a]", ".[0",    ".[-]",   ".[1000000000]",
    ".\"a", ".\"a\\n\"", ".\"a\\", "[0]",  ".a[0]b", ".a.[0]", ".a ",
    " .a",  ".a|.b",
  };
  CLEANUP_BUFFER struct buffer b = { 0 };
  size_t i;

  for (i = 0; i < sizeof good / sizeof good[0]; i++)
    ck_assert_msg(path_valid(good[i]), "%s", good[i]);
  for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    ck_assert_msg(!path_valid(bad[i]), "%s", bad[i]);
    ck_assert_ptr_null(path_get(root, bad[i]));
    ck_assert_int_eq(path_delete(root, bad[i]), -1);
    ck_assert_int_eq(path_set(root, bad[i], NULL), -1);
  }
  for (i = 0; i < PATH_STEPS; i++)
    buffer_puts(&b, ".a");
  ck_assert(path_valid(b.data));
  ck_assert_int_eq(path_delete(root, b.data), 0);
  buffer_puts(&b, ".a");
  ck_assert(!path_valid(b.data));
  ck_assert_int_eq(path_delete(root, b.data), -1);
  buffer_clear(&b);
  buffer_putc(&b, '.');
  for (i = 0; i < PATH_NAME; i++)
    buffer_putc(&b, 'a');
  ck_assert(path_valid(b.data));
  buffer_putc(&b, 'a');
  ck_assert(!path_valid(b.data));
}
END_TEST

START_TEST(test_get)
{
  ck_assert_ptr_eq(path_get(root, "."), root);
  is_json(path_get(root, ".a.b"), "\"x\"");
  is_json(path_get(root, ".\"a b\""), "1");
  is_json(path_get(root, ".\"q\\\"\\\\\""), "2");
  is_json(path_get(root, ".l[0]"), "\"one\"");
  is_json(path_get(root, ".l[-1]"), "\"three\"");
  is_json(path_get(root, ".l[1].k"), "\"two\"");
  is_json(path_get(root, "._9"), "true");
  ck_assert_ptr_null(path_get(root, ".a.n"));
  ck_assert_ptr_null(path_get(root, ".a.n.m"));
  ck_assert_ptr_null(path_get(root, ".a.b.c"));
  ck_assert_ptr_null(path_get(root, ".l[3]"));
  ck_assert_ptr_null(path_get(root, ".l[-4]"));
  ck_assert_ptr_null(path_get(root, ".l.k"));
  ck_assert_ptr_null(path_get(root, ".a[0]"));
  ck_assert_ptr_null(path_get(NULL, ".a"));
}
END_TEST

START_TEST(test_string)
{
  ck_assert_str_eq(path_string(root, ".a.b"), "x");
  ck_assert_ptr_null(path_string(root, ".\"a b\""));
  ck_assert_ptr_null(path_string(root, ".a.n"));
  ck_assert_ptr_null(path_string(root, ".a.z")); /* holds a NUL */
  ck_assert_ptr_null(path_string(root, ".l"));
}
END_TEST

START_TEST(test_delete)
{
  ck_assert_int_eq(path_delete(root, "."), -1);
  ck_assert_int_eq(path_delete(root, ".none"), 0);
  ck_assert_int_eq(path_delete(root, ".none.b"), 0);
  ck_assert_int_eq(path_delete(root, ".a.n"), 1);
  ck_assert_int_eq(path_delete(root, ".a.z"), 1);
  ck_assert_int_eq(path_delete(root, ".l[0]"), 1);
  ck_assert_int_eq(path_delete(root, ".l[-1]"), 1);
  ck_assert_int_eq(path_delete(root, ".l[1]"), 0);
  ck_assert_int_eq(path_delete(root, ".\"q\\\"\\\\\""), 1);
  is_json(root, "{\"a\":{\"b\":\"x\"},\"a b\":1,\"l\":[{\"k\":\"two\"}],"
                "\"_9\":true}");
}
END_TEST

START_TEST(test_set)
{
  struct json_object *tree = read_json("{\"a\":{\"n\":null},\"l\":[1]}");

  ck_assert_int_eq(path_set(tree, ".a.b", json_object_new_int(1)), 0);
  ck_assert_int_eq(path_set(tree, ".a.n.m.o", json_object_new_int(2)), 0);
  ck_assert_int_eq(path_set(tree, ".x.y", NULL), 0);
  ck_assert_int_eq(path_set(tree, ".l[0]", json_object_new_int(3)), 0);
  ck_assert_int_eq(path_set(tree, ".l[1]", json_object_new_int(4)), 0);
  ck_assert_int_eq(path_set(tree, ".l[-1]", json_object_new_int(5)), 0);
  ck_assert_int_eq(path_set(tree, ".l[2].k", json_object_new_int(6)), 0);
  is_json(tree, "{\"a\":{\"n\":{\"m\":{\"o\":2}},\"b\":1},"
                "\"l\":[3,5,{\"k\":6}],\"x\":{\"y\":null}}");
  json_object_put(tree);
}
END_TEST

static void count_release(struct json_object *value, void *count)
{
  (void)value;
  ++*(int *)count;
}

START_TEST(test_set_fails_without_a_trace)
{
  static const char *const paths[] = {
    ".", ".l[5]", ".l[-2]", ".l.k", ".a.b.c.d[0]", ".s.t", ".x[0]", ".s[0]",
  };
  static const char text[] = "{\"a\":{},\"l\":[1],\"s\":\"t\"}";
  struct json_object *tree = read_json(text);
  struct json_object *value = json_object_new_string("v");
  int released = 0;
  size_t i;

  json_object_set_userdata(value, &released, count_release);
  for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    ck_assert_msg(path_set(tree, paths[i], value) == -1, "%s", paths[i]);
    is_json(tree, text);
  }
  ck_assert_int_eq(released, 0);
  json_object_put(value);
  ck_assert_int_eq(released, 1); /* it was ours alone, as before */
  json_object_put(tree);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("path");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_checked_fixture(tcase, setup, teardown);
  tcase_add_test(tcase, test_valid);
  tcase_add_test(tcase, test_get);
  tcase_add_test(tcase, test_string);
  tcase_add_test(tcase, test_delete);
  tcase_add_test(tcase, test_set);
  tcase_add_test(tcase, test_set_fails_without_a_trace);
  return suite;
}
