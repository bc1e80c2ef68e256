/* test-merge.c - documents laid over another and compared. */
#include "core/document/check.h"
#include "core/document/patch.h"
#include "core/document/quote.h"
#include "core/document/stale.h"
#include "core/json/same.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "core/json/write.h"
#include "tests/unit/unit.h"

static void assert_text(struct json_object *value, const char *expected)
{
  struct buffer text CLEANUP_BUFFER = { 0 };

  ck_assert_int_eq(json_write(&text, value, 0), 0);
  ck_assert_str_eq(text.data, expected);
}

static const struct {
  const char *target;
  const char *patch;
  const char *result;
} merges[] = {
  /* RFC 7396, Appendix A, all of it */
  { "{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
  { "{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}" },
  { "{\"a\":\"b\"}", "{\"a\":null}", "{}" },
  { "{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}" },
  { "{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
  { "{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}" },
  { "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
    "{\"a\":{\"b\":\"d\"}}" },
  { "{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}" },
  { "[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]" },
  { "{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]" },
  { "{\"a\":\"foo\"}", "null", "null" },
  { "{\"a\":\"foo\"}", "\"bar\"", "\"bar\"" },
  { "{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}" },
  { "[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}" },
  { "{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}" },
  /* its section 3 */
  { "{\"title\":\"Goodbye!\",\"author\":{\"givenName\":\"John\","
    "\"familyName\":\"Doe\"},\"tags\":[\"example\",\"sample\"],"
    "\"content\":\"This will be unchanged\"}",
    "{\"title\":\"Hello!\",\"phoneNumber\":\"+01-123-456-7890\","
    "\"author\":{\"familyName\":null},\"tags\":[\"example\"]}",
    "{\"title\":\"Hello!\",\"author\":{\"givenName\":\"John\"},"
    "\"tags\":[\"example\"],\"content\":\"This will be unchanged\","
    "\"phoneNumber\":\"+01-123-456-7890\"}" },
  /* order, nothing, nulls within arrays, what has no other spelling */
  { "{\"z\":1,\"a\":2,\"m\":3}", "{\"b\":4,\"a\":5,\"aa\":6}",
    "{\"z\":1,\"a\":5,\"m\":3,\"b\":4,\"aa\":6}" },
  { "{\"a\":{\"b\":1}}", "{}", "{\"a\":{\"b\":1}}" },
  { "{\"a\":{\"b\":1}}", "{\"a\":{}}", "{\"a\":{\"b\":1}}" },
  { "null", "{\"a\":1}", "{\"a\":1}" },
  { "{}", "{\"a\":[null,{\"b\":null}]}", "{\"a\":[null,{\"b\":null}]}" },
  { "{\"a\":1}", "{\"a\":{\"b\":{\"c\":2,\"d\":null}}}",
    "{\"a\":{\"b\":{\"c\":2}}}" },
  { "{\"a\":1.10,\"b\":18446744073709551615,\"c\":true}",
    "{\"d\":\"\\u0000\"}",
    "{\"a\":1.10,\"b\":18446744073709551615,\"c\":true,"
    "\"d\":\"\\u0000\"}" },
};

START_TEST(test_merge)
{
  struct json_object *target = unit_json(merges[_i].target);
  struct json_object *patch = unit_json(merges[_i].patch);
  struct json_object *target_before = unit_json(merges[_i].target);
  struct json_object *patch_before = unit_json(merges[_i].patch);
  struct json_object *result = merge_patch(target, patch);

  assert_text(result, merges[_i].result);
  ck_assert(json_same(target, target_before));
  ck_assert(json_same(patch, patch_before));
  /* Nothing is shared: the result outlives both. */
  json_object_put(target);
  json_object_put(patch);
  assert_text(result, merges[_i].result);
  json_object_put(result);
  json_object_put(target_before);
  json_object_put(patch_before);
}
END_TEST

static const struct {
  const char *a;
  const char *b;
  int same;
} pairs[] = {
  { "null", "null", 1 },
  { "null", "false", 0 },
  { "1", "1", 1 },
  { "1", "1.0", 0 },
  { "1", "\"1\"", 0 },
  { "1.50", "1.5", 1 },
  { "1e2", "100.0", 1 },
  { "-0", "-0", 1 },
  { "-0", "0", 0 },
  { "1e400", "1e400", 1 },
  { "1e400", "1e401", 0 },
  { "1e-400", "1e-401", 0 },
  { "0.1234567890123456789", "0.1234567890123456789", 1 },
  { "0.1234567890123456789", "0.1234567890123456788", 0 },
  { "\"a\\u0000b\"", "\"a\\u0000c\"", 0 },
  { "{\"a\":1,\"b\":[2]}", "{\"b\":[2],\"a\":1}", 1 },
  { "{\"a\":null}", "{}", 0 },
  { "{\"a\":null}", "{\"b\":null}", 0 },
  { "[1,2]", "[2,1]", 0 },
  { "[1]", "[1,1]", 0 },
  { "{}", "[]", 0 },
  { "{\"a\":{\"b\":{\"c\":[{}]}}}", "{\"a\":{\"b\":{\"c\":[{}]}}}", 1 },
};

START_TEST(test_same)
{
  struct json_object *a = unit_json(pairs[_i].a);
  struct json_object *b = unit_json(pairs[_i].b);

  ck_assert_int_eq(json_same(a, b), pairs[_i].same);
  ck_assert_int_eq(json_same(b, a), pairs[_i].same);
  json_object_put(a);
  json_object_put(b);
}
END_TEST

static const struct {
  const char *value;
  const char *shown;
} shows[] = {
  { "\"a b\"", "a b" },
  { "\"\"", "" },
  { "12", "12" },
  { "null", "null" },
  { "[\"a\"]", "[\"a\"]" },
  { "\"\\u001b\\n\"", "\\x1b\\n" },
  { "\"0123456789012345678901234567890123456789012345678901234567890123\"",
    "0123456789012345678901234567890123456789012345678901234567890123" },
  { "\"01234567890123456789012345678901234567890123456789012345678901234\"",
    "012345678901234567890123456789012345678901234567890123456789012…" },
};

START_TEST(test_value_show)
{
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct json_object *value = unit_json(shows[_i].value);

  quote_value(&text, value);
  ck_assert_str_eq(text.data, shows[_i].shown);
  json_object_put(value);
}
END_TEST

/* ---- Whether a document is of the thing as it is now. ------------- */

#define SERVERS(field_path, more)                                             \
  (&(const struct nscale_field){ .struct_size = sizeof(struct nscale_field),  \
                                 .path = field_path,                          \
                                 .type = NSCALE_TYPE_STRING,                  \
                                 .attributes =                                \
                                     NSCALE_FIELD_READ_ONLY | (more) })

static const struct nscale_field *const fields[] = {
  SERVERS(".metadata.modifiedTime", NSCALE_FIELD_VERSION),
  SERVERS(".metadata.id", NSCALE_FIELD_IDENTITY),
  SERVERS(".metadata.creationTime", 0),
  SERVERS(".audit.by", 0),
  SERVERS(".status", 0),
  NULL
};

#define CHANGED "the service account was changed since the document was read "
#define AGAIN "get it again and make the change there"

static const struct {
  const char *document;
  const char *current;
  int exit_status;
  const char *message;
  const char *hint;
} stales[] = {
  { "{}", "{'metadata':{'id':'x','modifiedTime':'t1'}}", 0, NULL, NULL },
  { "{'metadata':{'id':'x','modifiedTime':'t1','creationTime':'t0'}}",
    "{'metadata':{'id':'x','modifiedTime':'t1','creationTime':'t0'}}", 0, NULL,
    NULL },
  { "{'metadata':{'modifiedTime':'t1'}}", "{'metadata':{'modifiedTime':'t2'}}",
    EXIT_CONFLICT, CHANGED "(modifiedTime t1 is now t2)", AGAIN },
  { "{'metadata':{'modifiedTime':'t1'}}", "{'metadata':{}}", EXIT_CONFLICT,
    CHANGED "(modifiedTime t1 is now absent)", AGAIN },
  { "{'metadata':{'creationTime':'t0'}}",
    "{'metadata':{'modifiedTime':'t2','creationTime':'t0'}}", EXIT_CONFLICT,
    CHANGED "(modifiedTime was absent, is now t2)", AGAIN },
  { "{'metadata':{'creationTime':'t0','modifiedTime':null}}",
    "{'metadata':{'modifiedTime':'\\u001b'}}", EXIT_CONFLICT,
    CHANGED "(modifiedTime was absent, is now \\x1b)", AGAIN },
  /* neither the identity nor what is elsewhere tells when it was read */
  { "{'metadata':{'id':'x','name':'ci'},'status':{'x':1},"
    "'audit':{'by':'x'}}",
    "{'metadata':{'id':'x','modifiedTime':'t2'}}", 0, NULL, NULL },
  { "{'metadata':{'creationTime':'t0'}}", "{'metadata':{'creationTime':'t0'}}",
    0, NULL, NULL },
  { "{'metadata':{'creationTime':{}}}", "{'metadata':{'modifiedTime':'t'}}", 0,
    NULL, NULL },
  { "{'metadata':{'modifiedTime':'t1','id':'x'}}",
    "{'metadata':{'modifiedTime':'t2','id':'y'}}", EXIT_USAGE,
    "f.json is of service account x, not y",
    "remove metadata.id from it to apply it to this one" },
  { "{'metadata':{'id':7}}", "{'metadata':{'id':'y'}}", EXIT_USAGE,
    "f.json is of service account 7, not y",
    "remove metadata.id from it to apply it to this one" },
  { "{'metadata':{'id':null}}", "{'metadata':{'id':'y'}}", 0, NULL, NULL },
  { "{'metadata':[]}", "[]", 0, NULL, NULL },
};

START_TEST(test_stale)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *document = unit_json(stales[_i].document);
  struct json_object *current = unit_json(stales[_i].current);
  const struct document_subject subject = { fields, "service account",
                                            "f.json" };
  int result = document_stale(document, current, &subject, &error);

  ck_assert_int_eq(result, stales[_i].message ? -1 : 0);
  ck_assert_int_eq((int)error.exit_status, stales[_i].exit_status);
  ck_assert_pstr_eq(error.message, stales[_i].message);
  ck_assert_pstr_eq(error.hint, stales[_i].hint);
  json_object_put(document);
  json_object_put(current);
}
END_TEST

/* ---- What the server knows and no field is. ----------------------- */

#define KNOWN(field_path, field_type, ...)                                    \
  (&(const struct nscale_field){ .struct_size = sizeof(struct nscale_field),  \
                                 .path = field_path,                          \
                                 .type = field_type,                          \
                                 __VA_ARGS__ })

static const struct nscale_field *const known[] = {
  KNOWN(".metadata.name", NSCALE_TYPE_STRING, ),
  KNOWN(".metadata.tags", NSCALE_TYPE_ARRAY, .items = NSCALE_TYPE_OBJECT,
        .key = "name"),
  KNOWN(".metadata.tags[].name", NSCALE_TYPE_STRING, ),
  KNOWN(".metadata.id", NSCALE_TYPE_STRING,
        .attributes = NSCALE_FIELD_READ_ONLY),
  KNOWN(".spec.sizes", NSCALE_TYPE_ARRAY, .items = NSCALE_TYPE_OBJECT),
  KNOWN(".spec.sizes[].size", NSCALE_TYPE_NUMBER, ),
  NULL
};

#define THERE                                                                 \
  "{'metadata':{'name':'a','new':[1],'tags':[{'name':'k','by':1},"            \
  "{'name':'l'}]},'spec':{'sizes':[{'size':1,'x':2}],'x':null},'etag':1.50}"

static const struct {
  const char *document;
  int passed;          /* what document_check_update returns */
  const char *settled; /* what is left; NULL: refused in these words */
  const char *message;
} settles[] = {
  { THERE, 1,
    "{'metadata':{'name':'a','tags':[{'name':'k','by':1},{'name':'l'}]},"
    "'spec':{'sizes':[{'size':1,'x':2}]}}",
    NULL },
  { "{'metadata':{'name':'b'}}", 0, "{'metadata':{'name':'b'}}", NULL },
  { "{'etag':1.5}", 1, "{}", NULL },
  { "{'etag':1}", 1, NULL, "f: unknown field etag" },
  { "{'etag':null}", 1, NULL, "f: unknown field etag" },
  { "{'gone':null}", 1, NULL, "f: unknown field gone" },
  { "{'spec':{'x':null}}", 1, "{'spec':{}}", NULL },
  /* elements are told apart by their key, else by their place */
  { "{'metadata':{'tags':[{'name':'l','by':1}]}}", 1, NULL,
    "f: unknown field metadata.tags[0].by" },
  { "{'spec':{'sizes':[{'size':3},{'x':2}]}}", 1, NULL,
    "f: unknown field spec.sizes[1].x" },
  /* a slip in what was written by hand, and in what was read */
  { "{'metadata':{'nmae':'b'}}", -1, NULL, "f: unknown field metadata.nmae" },
  { "{'metadata':{'id':'i','nmae':'b'}}", 1, NULL,
    "f: unknown field metadata.nmae" },
};

START_TEST(test_settle)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *there = unit_json(THERE);
  struct json_object *document = unit_json(settles[_i].document);
  struct json_object *left = NULL;
  int result =
      document_check_update(document, known, DOCUMENT_PATCH, "f", &error);

  ck_assert_int_eq(result, settles[_i].passed);
  if (result >= 0)
    result = document_settle(document, there, known, "f", &error);
  ck_assert_pstr_eq(error.message, settles[_i].message);
  ck_assert_int_eq(result, settles[_i].message ? -1 : 0);
  if (settles[_i].settled) {
    left = unit_json(settles[_i].settled);
    ck_assert_int_eq(json_same(document, left), 1);
  }
  json_object_put(there);
  json_object_put(document);
  json_object_put(left);
}
END_TEST

#define COUNT_OF(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *unit_suite(void)
{
  Suite *suite = suite_create("merge");
  TCase *tests = tcase_create("merge");

  tcase_add_loop_test(tests, test_merge, 0, COUNT_OF(merges));
  tcase_add_loop_test(tests, test_same, 0, COUNT_OF(pairs));
  tcase_add_loop_test(tests, test_stale, 0, COUNT_OF(stales));
  tcase_add_loop_test(tests, test_settle, 0, COUNT_OF(settles));
  tcase_add_loop_test(tests, test_value_show, 0, COUNT_OF(shows));
  suite_add_tcase(suite, tests);
  return suite;
}
