/* test-difference.c - core/document/difference: what a change changes. */
#include "core/document/difference.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "core/json/tree.h"
#include "tests/unit/unit.h"

static const char *label(void *context, const char *field, const char *value)
{
  (void)context;
  return strcmp(field, "spec.groupIDs") == 0 && strcmp(value, "b") == 0
             ? "the second"
             : NULL;
}

static const struct difference_labels labels = { .label = label };

static const struct {
  const char *before;
  const char *after;
  const char *lines;
} differences[] = {
  { "{}", "{}", "" },
  { "{\"a\":1,\"b\":{\"c\":2}}", "{\"b\":{\"c\":2},\"a\":1}", "" },
  { "{\"metadata\":{\"name\":\"ci\",\"description\":\"old\"}}",
    "{\"metadata\":{\"name\":\"ci\",\"description\":\"new\"}}",
    "- metadata.description: \"old\"\n"
    "+ metadata.description: \"new\"\n" },
  { "{\"metadata\":{}}",
    "{\"metadata\":{\"tags\":[{\"name\":\"a\",\"value\":\"b/c\"}]}}",
    "+ metadata.tags: a=b/c\n" },
  { "{\"metadata\":{\"tags\":[{\"name\":\"a\",\"value\":\"b\"}]}}", "{}",
    "- metadata.tags: a=b\n" },
  { "{\"t\":[{\"name\":\"a\",\"value\":\"b\"},"
    "{\"name\":\"c\",\"value\":\"d\"}]}",
    "{\"t\":[{\"value\":\"d\",\"name\":\"c\"},"
    "{\"name\":\"a\",\"value\":\"e\"}]}",
    "- t: a=b\n+ t: a=e\n" },
  /* What is shown alike is not the same for that. */
  { "{\"t\":[{\"name\":\"a\",\"value\":\"b=c\"},\"a=b=c\"]}",
    "{\"t\":[{\"name\":\"a=b\",\"value\":\"c\"},\"a=b=c\"]}",
    "- t: a=b=c\n+ t: a=b=c\n" },
  { "{\"t\":[{\"name\":\"a\",\"value\":\"b\",\"x\":1}]}", "{\"t\":[]}",
    "- t: {\"name\":\"a\",\"value\":\"b\",\"x\":1}\n" },
  { "{\"spec\":{\"groupIDs\":[\"a\",\"b\",\"c\"]}}",
    "{\"spec\":{\"groupIDs\":[\"d\",\"c\",\"a\",\"0\"]}}",
    "- spec.groupIDs: b (the second)\n"
    "+ spec.groupIDs: d\n"
    "+ spec.groupIDs: 0\n" },
  { "{\"spec\":{\"groupIDs\":\"b\"}}", "{\"spec\":{\"groupIDs\":\"c\"}}",
    "- spec.groupIDs: \"b\" (the second)\n+ spec.groupIDs: \"c\"\n" },
  { "{\"g\":[]}", "{\"g\":[\"a\"]}", "+ g: a\n" },
  { "{}", "{\"g\":[\"a\",\"b\"]}", "+ g: a\n+ g: b\n" },
  { "{}", "{\"g\":[]}", "+ g: []\n" },
  { "{\"g\":[\"b\",\"a\"]}", "{\"g\":[]}", "- g: b\n- g: a\n" },
  { "{\"g\":[\"a\"]}", "{\"g\":[\"a\",\"a\"]}", "+ g: a\n" },
  { "{\"g\":[\"a\",\"b\"]}", "{\"g\":[\"b\",\"a\"]}",
    "- g: [\"a\",\"b\"]\n+ g: [\"b\",\"a\"]\n" },
  { "{\"g\":[\"1\"]}", "{\"g\":[1]}", "- g: 1\n+ g: 1\n" },
  { "{\"g\":[\"ab\"]}", "{\"g\":[\"a\",\"a\\u0000\"]}",
    "- g: ab\n+ g: a\n+ g: a\\u0000\n" },
  { "{\"g\":[\"a\"]}", "{}", "- g: a\n" },
  { "{\"g\":[\"a\"]}", "{\"g\":null}", "- g: [\"a\"]\n+ g: null\n" },
  { "{\"a\":null}", "{}", "- a: null\n" },
  { "{\"z\":1,\"a\":1}", "{\"n\":1,\"a\":2,\"z\":2}",
    "- z: 1\n+ z: 2\n- a: 1\n+ a: 2\n+ n: 1\n" },
  { "{}", "{\"a\":{\"b\":{\"c\":1,\"d\":{}}}}", "+ a.b.c: 1\n+ a.b.d: {}\n" },
  { "{\"a\":{\"b\":1}}", "{\"a\":2}", "- a: {\"b\":1}\n+ a: 2\n" },
  { "{\"a\":{\"b\":1}}", "{\"a\":{}}", "- a.b: 1\n" },
  { "{\"a\":{}}", "{}", "- a: {}\n" },
  { "{\"a b\":{\"1\":{\"x-y\":{\"\":1}}}}", "{}",
    "- \"a b\".\"1\".\"x-y\".\"\": 1\n" },
  /* Nothing steers the terminal, neither as a key nor as a value. */
  { "{\"d\":\"\"}", "{\"d\":\"\\u001b[2J\\u009b\\u202e\\n\"}",
    "- d: \"\"\n+ d: \"\\u001b[2J\\u009b\\u202e\\n\"\n" },
  { "{}", "{\"\\u001b]0;x\\u0007\":[\"\\u001b\"]}",
    "+ \"\\x1b]0;x\\x07\": \\x1b\n" },
  { "{\"g\":[]}", "{\"g\":[\"x\\n+ g: y\\u001b\"]}",
    "+ g: x\\n+ g: y\\x1b\n" },
  { "[1]", "{}", "- .: [1]\n+ .: {}\n" },
};

START_TEST(test_difference)
{
  struct buffer lines CLEANUP_BUFFER = { 0 };
  struct json_object *before = unit_json(differences[_i].before);
  struct json_object *after = unit_json(differences[_i].after);

  buffer_puts(&lines, "");
  ck_assert_int_eq(difference(&lines, before, after, &labels), 0);
  ck_assert_str_eq(lines.data, differences[_i].lines);
  json_object_put(before);
  json_object_put(after);
}
END_TEST

START_TEST(test_difference_long)
{
  enum { COUNT = 20000 };
  struct buffer lines CLEANUP_BUFFER = { 0 };
  struct json_object *before = json_object_new_object();
  struct json_object *after = json_object_new_object();
  struct json_object *old = json_object_new_array();
  struct json_object *new = json_object_new_array();

  /* All the same but one, in the opposite order. */
  for (int i = 0; i < COUNT; i++) {
    char text[16];

    snprintf(text, sizeof text, "%d", i);
    json_object_array_add(old, json_object_new_string(text));
    snprintf(text, sizeof text, "%d", COUNT - i);
    json_object_array_add(new, json_object_new_string(text));
  }
  json_object_object_add(before, "g", old);
  json_object_object_add(after, "g", new);
  ck_assert_int_eq(difference(&lines, before, after, &labels), 0);
  ck_assert_str_eq(lines.data, "- g: 0\n+ g: 20000\n");
  json_object_put(before);
  json_object_put(after);
}
END_TEST

START_TEST(test_difference_without_memory)
{
  struct buffer lines CLEANUP_BUFFER = { .limit = 10 };
  struct json_object *before = unit_json("{\"a\":\"old\"}");
  struct json_object *after = unit_json("{\"a\":\"new\"}");

  ck_assert_int_eq(difference(&lines, before, after, &labels), -1);
  json_object_put(before);
  json_object_put(after);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("difference");
  TCase *all = tcase_create("all");

  tcase_add_loop_test(all, test_difference, 0,
                      sizeof differences / sizeof differences[0]);
  tcase_add_test(all, test_difference_long);
  tcase_add_test(all, test_difference_without_memory);
  suite_add_tcase(suite, all);
  return suite;
}
