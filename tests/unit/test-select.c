/* test-select.c - simple jq filters, evaluated on JSON text without jq.
 *
 * That the results are jq's is for tests/query/test-jq.sh to show; here is
 * what is taken for simple, and what is left to libjq.
 */
#include <check.h>
#include <string.h>

#include "core/jq/shape.h"
#include "core/jq/simple.h"
#include "tests/unit/unit.h"

static struct span span_of(const char *text)
{
  return (struct span){ text, strlen(text) };
}

/* What the filter makes of the text, NULL where it is not decided. */
static const char *decide(const char *filter, const char *text)
{
  static struct buffer results;
  struct simple select;

  buffer_clear(&results);
  buffer_puts(&results, "before\n");
  ck_assert_msg(simple_compile(&select, filter), "%s", filter);
  if (simple_run(&select, 0, json_of(span_of(text)), &results) == 0)
    return results.data + strlen("before\n");
  ck_assert_str_eq(results.data, "before\n");
  return NULL;
}

START_TEST(test_simple)
{
  static const struct {
    const char *filter;
    enum simple_head head;
  } simple[] = {
    { ".", SIMPLE_ALL },           { " . ", SIMPLE_ALL },
    { ".|.", SIMPLE_ALL },         { ".[]", SIMPLE_EVERY },
    { ".[]?.a", SIMPLE_EVERY },    { ". | .[] | .a", SIMPLE_EVERY },
    { ".[ 0 ]", SIMPLE_NUMBERED }, { ".[-1].a", SIMPLE_NUMBERED },
    { ".[-2]", SIMPLE_WHOLE },     { ".a.b", SIMPLE_WHOLE },
    { ".\"a b\"?", SIMPLE_WHOLE }, { ".[\"a\"][]", SIMPLE_WHOLE },
    { "._9 |.[0]", SIMPLE_WHOLE },
  };
  static const char *const others[] = { "",
                                        " ",
                                        "a",
                                        "..",
                                        ".a.",
                                        ".a..b",
                                        ".a.[0]",
                                        ".[01]",
                                        ".[-0]",
                                        ".[1.5]",
                                        ".[1:]",
                                        ".a??",
                                        ".a ?",
                                        ".?",
                                        ".a,.b",
                                        ".a // 1",
                                        "[.a]",
                                        "(.a)",
                                        "[]",
                                        ".a |= 1",
                                        ".a | length",
                                        ".[",
                                        ".[0",
                                        ".[\"a\"",
                                        ".\"a",
                                        ".\"a\\n\"",
                                        ".\"\xc3\xa9\"",
                                        ". a",
                                        ".9",
                                        ".a-b",
                                        ".a # b",
                                        "|.a",
                                        ".a|",
                                        ".[100000000]",
                                        ".[] as $x | .",
                                        ".a::b",
                                        ".[\"a\" ,0]" };
  struct simple select;
  size_t i;

  for (i = 0; i < sizeof simple / sizeof *simple; i++) {
    ck_assert_msg(simple_compile(&select, simple[i].filter), "%s",
                  simple[i].filter);
    ck_assert_msg(simple_head(&select) == simple[i].head, "%s",
                  simple[i].filter);
  }
  for (i = 0; i < sizeof others / sizeof *others; i++)
    ck_assert_msg(!simple_compile(&select, others[i]), "%s", others[i]);
}
END_TEST

/* What is put together from the elements, and what only looks like it. */
static const struct {
  const char *filter;
  enum shape_kind kind;
  int is_simple;
} shapes[] = {
  { "map(.a)", SHAPE_ARRAY, 1 },
  { " map( . ) ", SHAPE_ARRAY, 1 },
  { "[.[]]", SHAPE_ARRAY, 1 },
  { "[.[].a | .b]", SHAPE_ARRAY, 1 },
  { "[ .[] | select(.a) ]", SHAPE_ARRAY, 0 },
  { "map(\"a)\\(.b | \")\")[\")", SHAPE_ARRAY, 0 },
  { "map(.a, .b)", SHAPE_ARRAY, 0 },
  { "map({a: [.b]})|length", SHAPE_COUNT, 0 },
  { "[.[]|select(.a)] | add", SHAPE_SUM, 0 },
  { "map(.a) | any", SHAPE_ANY, 0 },
  { "map(.a)|all ", SHAPE_ALL, 0 },
  { "length", SHAPE_COUNT, 0 },
  { "add", SHAPE_SUM, 0 },
  { "any", SHAPE_ANY, 0 },
  { "all(.a == \"b\" and (.c|length > 1))", SHAPE_ALL, 0 },
  { "any(.[]; .a[0] != null)", SHAPE_ANY, 0 },
  { "first(.[] | select(.a))", SHAPE_FIRST, 0 },
  { "first(.[].a)", SHAPE_FIRST, 0 },
  { "map()", SHAPE_ARRAY, 0 }, /* which does not compile */
  { "", SHAPE_NONE, 0 },
  { "map", SHAPE_NONE, 0 },
  { "map(.a; .b)", SHAPE_NONE, 0 },
  { "map(.a)?", SHAPE_NONE, 0 },
  { "map(.a), 1", SHAPE_NONE, 0 },
  { "map(.a) | length, 1", SHAPE_NONE, 0 },
  { "map(.a) | first", SHAPE_NONE, 0 },
  { "map(.a | [)]", SHAPE_NONE, 0 },
  { "map(.a # )\n)", SHAPE_NONE, 0 },
  { "map(\"", SHAPE_NONE, 0 },
  { "[.[0]]", SHAPE_NONE, 0 },
  { "[.[], 1]", SHAPE_NONE, 0 },
  { "[.[] // 1]", SHAPE_NONE, 0 },
  { "[.[] |= 1]", SHAPE_NONE, 0 },
  { "[.[] as $x | $x]", SHAPE_NONE, 0 },
  { "[.[]][0]", SHAPE_NONE, 0 },
  { "length + 1", SHAPE_NONE, 0 },
  { "any(.a?)", SHAPE_NONE, 0 },
  { "any(.a[])", SHAPE_NONE, 0 },
  { "any(.a, .b)", SHAPE_NONE, 0 },
  { "any(select(.a))", SHAPE_NONE, 0 },
  { "any(.a // .b)", SHAPE_NONE, 0 },
  { "any(.[].a; .)", SHAPE_NONE, 0 },
  { "any(.[]; .; .)", SHAPE_NONE, 0 },
  { "first(.[0])", SHAPE_NONE, 0 },
  { "first(.[] | .a?)", SHAPE_NONE, 0 },
  { "first(.[] | try .a)", SHAPE_NONE, 0 },
  { "first(range(3))", SHAPE_NONE, 0 },
  { "first", SHAPE_NONE, 0 },
};

START_TEST(test_shapes)
{
  struct shape shape;
  size_t i;

  for (i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    shape_of(&shape, shapes[i].filter);
    ck_assert_msg(shape.kind == shapes[i].kind, "%s", shapes[i].filter);
    ck_assert_msg(shape.is_simple == shapes[i].is_simple, "%s",
                  shapes[i].filter);
  }
}
END_TEST

START_TEST(test_steps)
{
  char filter[8 * PATH_STEPS] = "";
  struct simple select;
  size_t i;

  for (i = 0; i < PATH_STEPS; i++)
    (void)strncat(filter, ".a", 3);
  ck_assert(simple_compile(&select, filter));
  ck_assert_uint_eq(select.count, PATH_STEPS);
  (void)strncat(filter, ".a", 3);
  ck_assert(!simple_compile(&select, filter));
}
END_TEST

START_TEST(test_headed)
{
  static const char *const headed[] = {
    ".[]|length",
    ".[] | select(.a) | .b",
    " .[]?.a[0]|error",
    ".[]\t| .,.",
  };
  static const char *const others[] = {
    ".[] |= 1",      ".[]",           ".[], 1 | .",        ".[] // 1 | .",
    ".[] as $x | .", ".[0] | length", ". | .[] | .",       "(.[]) | .",
    ".[] + 1 | .",   ".a | .[]",      "def f: .; .[] | .", ".[] # | .",
    ".[1:] | ."
  };
  size_t i;

  for (i = 0; i < sizeof headed / sizeof *headed; i++)
    ck_assert_msg(simple_is_headed(headed[i]), "%s", headed[i]);
  for (i = 0; i < sizeof others / sizeof *others; i++)
    ck_assert_msg(!simple_is_headed(others[i]), "%s", others[i]);
}
END_TEST

START_TEST(test_decided)
{
  ck_assert_str_eq(decide(".", "{ \"a\" : [ 1 , \"x\" ] }"),
                   "{\"a\":[1,\"x\"]}\n");
  ck_assert_str_eq(decide(".a", "{\"a\":\"x\\ny\",\"a\":\"z\\u00e9\"}"),
                   "z\xc3\xa9\n");
  ck_assert_str_eq(decide(".", "[\"\\/\\u0001\\u0022\\b\x7f\"]"),
                   "[\"/\\u0001\\\"\\b\\u007f\"]\n");
  ck_assert_str_eq(decide(".a.b", "{}"), "null\n");
  ck_assert_str_eq(decide(".[-2]", "[1,2,3]"), "2\n");
  ck_assert_str_eq(decide(".[-4]", "[1,2,3]"), "null\n");
  ck_assert_str_eq(decide(".[]?", "1"), "");
  ck_assert_str_eq(decide(".[].a?", "[{\"a\":1},2,null]"), "1\nnull\n");
  ck_assert_str_eq(decide(".[]", "{\"b\":true,\"a\":[ ]}"), "true\n[]\n");
  ck_assert_str_eq(decide(".", "\"\\ud83d\\ude00\""), "\xf0\x9f\x98\x80\n");
}
END_TEST

START_TEST(test_undecided)
{
  static const struct {
    const char *filter;
    const char *text;
  } cases[] = {
    { ".a", "[]" },
    { ".[0]", "{}" },
    { ".[]", "null" },
    { ".[]", "1" },
    { ".[].a", "[{\"a\":1},2]" },
    { ".", "1.0" },
    { ".", "-0" },
    { ".", "1e3" },
    { ".", "1234567890123456" },
    { ".", "[[0.5]]" },
    { ".", "{\"a\":1,\"a\":2}" },
    { ".[]", "{\"a\":1,\"a\":2}" },
    { ".", "{\"\\u0061\":1}" },
    { ".a", "{\"\\u0061\":1}" },
    { ".a", "{\"a\":1,\"b\":\"\\ud800\"}" },
    { ".", "\"\\udc00\"" },
    { ".", "\"\\ud83d\\ud83d\"" },
    { ".", "\"\\ud83dx\"" },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg(decide(cases[i].filter, cases[i].text) == NULL, "%s of %s",
                  cases[i].filter, cases[i].text);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("select");
  TCase *tests = tcase_create("select");

  tcase_add_test(tests, test_simple);
  tcase_add_test(tests, test_shapes);
  tcase_add_test(tests, test_steps);
  tcase_add_test(tests, test_headed);
  tcase_add_test(tests, test_decided);
  tcase_add_test(tests, test_undecided);
  suite_add_tcase(suite, tests);
  return suite;
}
