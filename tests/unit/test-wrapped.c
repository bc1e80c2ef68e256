/* test-wrapped.c - a list that is a part of replies, as they arrive. */
#include "core/json/wrapped.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

#define PAGES 3

static const struct {
  const char *items;
  const char *next;
  int may_be_thing;
  const char *pages[PAGES + 1];
  const char *array;
  const char *nexts; /* each followed by | */
  const char *message;
} samples[] = {
  { ".items",
    ".next",
    0,
    { "{\"items\": [1, 2], \"next\": \"a\"}", "{\"next\":null,\"items\":[ ]}",
      " {\"items\" : [ {\"items\": [3]} ] } " },
    "[1, 2,{\"items\": [3]} ]",
    "a|||",
    NULL },
  { ".a.items",
    ".a.b.next",
    0,
    { "{\"items\": [9], \"a\": {\"b\": {\"next\": 7, \"x\": [8]}, "
      "\"next\": 5, \"items\": [1,[2],\"]\"]}, \"b\": {\"next\": 6}}",
      "{\"a\": [{\"items\": [4]}], \"a\": {\"items\": [3]}}" },
    "[1,[2],\"]\",3]",
    "7||",
    NULL },
  { ".items",
    ".a.b",
    0,
    { "{\"items\": [{\"a\": {\"b\": 1}}, {}], \"a\": {\"b\": \"x\"}}" },
    "[{\"a\": {\"b\": 1}}, {}]",
    "x|",
    NULL },
  { NULL, NULL, 0, { "[1]", "[]", "\n[ 2 ]\n" }, "[1,2 ]", "|||", NULL },
  { ".it_ems",
    NULL,
    0,
    { "{\"x\":\"it_ems\",\"it_\\u0065ms\":[1]}" },
    "[1]",
    "|",
    NULL },
  { ".items",
    ".next",
    0,
    { "{\"items\": null, \"next\": \"\\u00e9\\n\"}" },
    "[]",
    "\xc3\xa9\n|",
    NULL },
  { ".items",
    ".next",
    0,
    { "{\"items\": [], \"next\": {\"a\": \"b\"}}" },
    "[]",
    "|",
    NULL },
  { ".items",
    ".next",
    0,
    { "{\"items\": [], \"next\": false}" },
    "[]",
    "|",
    NULL },
  { ".items",
    ".next",
    0,
    { "{\"next\": -12.5e1}" },
    "",
    "",
    "the reply has no list at .items" },
  { ".items",
    ".next",
    0,
    { "[{\"items\": [1]}]" },
    "",
    "",
    "the reply has no list at .items" },
  { ".items",
    ".next",
    1,
    { "{\"items\": 1, \"next\": \"a\"}" },
    "{\"items\": 1, \"next\": \"a\"}",
    "|",
    NULL },
  { ".items",
    ".next",
    1,
    { "{\"items\": [1]}", "{\"id\": 1}" },
    "[1",
    "|",
    "the reply has no list at .items" },
  { ".items",
    NULL,
    0,
    { "{\"items\": [1, 2" },
    "[1, 2",
    "",
    "the reply was cut short after 15 bytes" },
  { ".items",
    NULL,
    0,
    { "{\"items\": [1,]}" },
    NULL,
    "",
    "the reply is not valid JSON: line 1, column 14: expected a value: a "
    "comma must not come last" },
  { ".items", NULL, 0, { "" }, "", "", "the reply is empty" },
};

static int put(void *context, const char *bytes, size_t length,
               struct error *error)
{
  struct buffer *array = context;

  (void)error;
  buffer_append(array, bytes, length);
  return 0;
}

static int feed(void *wrapped, const char *bytes, size_t length,
                struct error *error)
{
  return wrapped_feed(wrapped, bytes, length, error);
}

/* One page, in pieces. */
static int feed_page(struct wrapped *wrapped, const char *text, size_t step,
                     struct error *error)
{
  return unit_feed(feed, wrapped, (struct span){ text, strlen(text) }, step,
                   error) < 0
             ? -1
             : wrapped_page(wrapped, error);
}

START_TEST(test_samples)
{
  size_t step, i;

  for (step = 1; step < 100; step++) {
    CLEANUP_BUFFER struct buffer array = { 0 };
    CLEANUP_BUFFER struct buffer nexts = { 0 };
    CLEANUP_ERROR struct error error = { 0 };
    CLEANUP(wrapped_free)
    struct wrapped wrapped = { .out = { put, &array },
                               .may_be_thing = samples[_i].may_be_thing };
    int result = 0;

    ck_assert_int_eq(
        wrapped_begin(&wrapped, samples[_i].items, samples[_i].next), 0);
    for (i = 0; samples[_i].pages[i] && result == 0; i++) {
      result = feed_page(&wrapped, samples[_i].pages[i], step, &error);
      if (result == 0)
        buffer_printf(&nexts, "%s|",
                      wrapped.next.length ? wrapped.next.data : "");
    }
    if (result == 0)
      result = wrapped_end(&wrapped, &error);
    /* How much came before what is wrong depends on the pieces. */
    if (samples[_i].array)
      ck_assert_str_eq(array.data ? array.data : "", samples[_i].array);
    ck_assert_str_eq(nexts.data ? nexts.data : "", samples[_i].nexts);
    if (samples[_i].message) {
      ck_assert_int_eq(result, -1);
      ck_assert_str_eq(error.message, samples[_i].message);
    } else {
      ck_assert_int_eq(result, 0);
    }
  }
}
END_TEST

START_TEST(test_paths)
{
  struct wrapped wrapped = { .items = NULL };

  ck_assert_int_eq(wrapped_begin(&wrapped, ".a[0]", NULL), -1);
  ck_assert_int_eq(wrapped_begin(&wrapped, ".", NULL), -1);
  ck_assert_int_eq(wrapped_begin(&wrapped, ".a", "next"), -1);
}
END_TEST

/* Neither a name nor what comes next may fill the memory. */
START_TEST(test_limits)
{
  CLEANUP_BUFFER struct buffer array = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP(wrapped_free) struct wrapped wrapped = { .out = { put, &array } };
  size_t i;

  ck_assert_int_eq(wrapped_begin(&wrapped, ".items", ".next"), 0);
  buffer_puts(&text, "{\"");
  for (i = 0; i < 20000; i++)
    buffer_putc(&text, 'n');
  buffer_puts(&text, "\": 1, \"items\": [1], \"next\": \"");
  ck_assert_int_eq(wrapped_feed(&wrapped, text.data, text.length, &error), 0);
  ck_assert_str_eq(array.data, "[1");
  ck_assert_int_eq(wrapped_feed(&wrapped, text.data + 2, 20000, &error), -1);
  ck_assert_str_eq(error.message,
                   "the reply says at too much length what its next page is");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("wrapped");
  TCase *all = tcase_create("all");

  tcase_add_loop_test(all, test_samples, 0,
                      (int)(sizeof samples / sizeof samples[0]));
  tcase_add_test(all, test_paths);
  tcase_add_test(all, test_limits);
  suite_add_tcase(suite, all);
  return suite;
}
