/* test-plugin-test.c - nscale/plugin-test.h, the host for tests of plugins.
 *
 * The plugin is the one that tests/cli/test-host.sh runs on the real host,
 * with the same replies: what both say must be the same.
 */
#include <nscale/plugin-test.h>

#include "tests/fixtures/plugins/workshop.c"
#include "tests/unit/unit.h"

static struct nscale_test *host;

static void setup(void)
{
  host = nscale_test_new(&nscale_plugin_v1);
}

static void teardown(void)
{
  nscale_test_free(host);
}

/* Plans a verb, which must succeed, and compares the requests. */
static void assert_plan(const char *verb_name, const char *wanted)
{
  ck_assert_int_eq(nscale_test_plan(host, verb_name), 0);
  ck_assert_str_eq(nscale_test_error(host), "");
  ck_assert_str_eq(nscale_test_requests(host), wanted);
}

START_TEST(test_flags)
{
  nscale_test_id(host, "../%2f a?#");
  nscale_test_flag(host, "label", "x");
  nscale_test_flag(host, "label", "y&z=1 \303\244");
  nscale_test_flag(host, "colour", "red");
  nscale_test_flag(host, "loud", "");
  nscale_test_flag(host, "header", "Accept-Language");
  nscale_test_flag(host, "tint", "1");
  assert_plan("show", "GET /api/workshop/..%2F%252f%20a%3F%23?label=x&"
                      "label=y%26z%3D1%20%C3%A4&colour=red&"
                      "loud=yes%20%26%20no Accept-Language: planned\n");
  ck_assert_str_eq(nscale_test_notes(host), "the tint was given\n");
}
END_TEST

START_TEST(test_segments)
{
  nscale_test_id(host, "..");
  ck_assert_int_eq(nscale_test_plan(host, "show"), -1);
  ck_assert_str_eq(nscale_test_error(host),
                   "plugin \"workshop\" plans a request with the path segment "
                   "\"..\", which leads elsewhere");
  nscale_test_id(host, "");
  ck_assert_int_eq(nscale_test_plan(host, "show"), -1);
  ck_assert_str_eq(
      nscale_test_error(host),
      "plugin \"workshop\" plans a request with an empty path segment");
}
END_TEST

START_TEST(test_headers)
{
  static const char *const names[] = { "X-HTTP-Method-Override", "User-Agent",
                                       "Prefer;", "", NULL };
  size_t i;

  nscale_test_id(host, "saw");
  for (i = 0; names[i]; i++) {
    nscale_test_flag(host, "header", names[i]);
    ck_assert_int_eq(nscale_test_plan(host, "show"), -1);
    ck_assert_int_eq(nscale_test_status(host), 10);
    nscale_test_free(host);
    host = nscale_test_new(&nscale_plugin_v1);
    nscale_test_id(host, "saw");
  }
}
END_TEST

START_TEST(test_bytes)
{
  assert_plan("engrave", "POST /api/workshop/engrave Content-Type: text/plain"
                         " Prefer: a, b line one\n\n");
}
END_TEST

START_TEST(test_several)
{
  assert_plan("clear", "DELETE /api/workshop/first\n"
                       "DELETE /api/workshop/second\n"
                       "DELETE /api/workshop/third\n");
}
END_TEST

START_TEST(test_await)
{
  assert_plan("heat", "POST /api/workshop/heat await=/api/workshop/oven "
                      ".state=hot\n");
  assert_plan("melt", "DELETE /api/workshop/tool "
                      "await=/api/workshop/tool\n");
}
END_TEST

START_TEST(test_document)
{
  nscale_test_reply(host, "/api/workshop/original",
                    "{\"name\": \"plane\", \"weight\": 1.50, \"parts\": "
                    "[{\"a\": 1}, \"b\", 12345678901234567]}");
  assert_plan("copy",
              "POST /api/workshop/copies {\"metadata\":{\"name\":\"plane\"},"
              "\"parts\":[12345678901234567,\"b\",{\"a\":1}],"
              "\"a b\":{\"weight\":1.50},\"nothing\":null}\n");
  ck_assert_str_eq(nscale_test_sent(host), "GET /api/workshop/original\n");
}
END_TEST

START_TEST(test_failures)
{
  ck_assert_int_eq(nscale_test_plan(host, "copy"), -1);
  ck_assert_str_eq(nscale_test_error(host),
                   "no reply was set for GET /api/workshop/original");
  nscale_test_reply(host, "/api/workshop/original", "{\"name\": \"plane\"}");
  ck_assert_int_eq(nscale_test_plan(host, "copy"), -1);
  ck_assert_str_eq(nscale_test_error(host), "the original has no parts");
  ck_assert_int_eq(nscale_test_status(host), NSCALE_EXIT_CONFLICT);
}
END_TEST

START_TEST(test_finish)
{
  ck_assert_int_eq(
      nscale_test_finish(host, "test",
                         "{\"a\": 42, \"b\": 2.5, \"c\": true, \"d\": [1, 2],"
                         " \"e\": {}, \"f\": null, \"g\": \"text\"}"),
      0);
  ck_assert_str_eq(nscale_test_notes(host),
                   "a is number 42, 42\n"
                   "b is number 2.5, between 2 and 3\n"
                   "c is boolean true, yes\n"
                   "d is array [1,2]\n"
                   "e is object {}\n"
                   "f is null null\n"
                   "g is string text\n");
  ck_assert_int_eq(nscale_test_finish(host, "test", "{\"worn\": 1}"), -1);
  ck_assert_str_eq(nscale_test_error(host), "the tool is worn");
  ck_assert_int_eq(nscale_test_status(host), NSCALE_EXIT_CONFLICT);
}
END_TEST

START_TEST(test_scopes)
{
  ck_assert_int_eq(nscale_test_plan(host, "parts list"), -1);
  ck_assert_int_eq(nscale_test_status(host), NSCALE_EXIT_USAGE);
  nscale_test_scope(host, NSCALE_SCOPE_ORGANIZATION, "O");
  nscale_test_scope(host, NSCALE_SCOPE_PROJECT, "P");
  assert_plan("parts list", "GET /api/organizations/O/P/parts "
                            "service=compute\n");
}
END_TEST

/* ---- What the workshop does not use. ------------------------------ */

static int32_t plan_merge(struct nscale_call *call)
{
  struct nscale_request *put =
      request(call, "PUT", nscale_resolve(call, request(call, "GET", "list")));

  nscale_request_json(call, put,
                      nscale_merge(call, request(call, "GET", "list")));
  return nscale_plan(call, put);
}

static int32_t plan_pick(struct nscale_call *call)
{
  struct nscale_request *get = request(call, "GET", "list");

  nscale_request_pick(call, get, nscale_id(call));
  return nscale_plan(call, get);
}

/* What is read is read with GET. */
static int32_t plan_pick_put(struct nscale_call *call)
{
  struct nscale_request *put = request(call, "PUT", "list");

  return nscale_request_pick(call, put, nscale_id(call));
}

static int32_t plan_claims(struct nscale_call *call)
{
  return nscale_answer(call, nscale_claims(call));
}

static int32_t plan_caller(struct nscale_call *call)
{
  return nscale_answer(call, nscale_caller(call));
}

static void use_plan(int32_t (*plan)(struct nscale_call *call),
                     const char *wanted)
{
  host->requests = "";
  host->status = 0;
  ck_assert_int_eq(plan(&host->call), wanted ? 0 : -1);
  ck_assert_str_eq(nscale_test_requests(host), wanted ? wanted : "");
}

START_TEST(test_merge)
{
  nscale_test_reply(host, "/api/workshop/list",
                    "[{\"metadata\": {\"id\": \"1\", \"name\": \"saw\", "
                    "\"x\": {\"a\": 1, \"b\": 2}}}]");
  nscale_test_document(host, "{\"metadata\": {\"x\": {\"a\": null}}, "
                             "\"new\": [1]}");
  nscale_test_id(host, "saw");
  use_plan(plan_merge, "PUT /api/workshop/1 {\"metadata\":{\"id\":"
                       "\"1\",\"name\":\"saw\",\"x\":{\"b\":2}},"
                       "\"new\":[1]}\n");
  nscale_test_id(host, "plane");
  use_plan(plan_merge, NULL);
  ck_assert_int_eq(nscale_test_status(host), NSCALE_EXIT_NOT_FOUND);
}
END_TEST

START_TEST(test_pick)
{
  nscale_test_id(host, "saw");
  use_plan(plan_pick, "GET /api/workshop/list pick=saw\n");
  use_plan(plan_pick_put, NULL);
  ck_assert_str_eq(nscale_test_error(host), "plugin \"workshop\" reads with "
                                            "PUT, and only GET may read");
}
END_TEST

START_TEST(test_claims)
{
  use_plan(plan_claims, NULL);
  ck_assert_str_eq(nscale_test_error(host), "there is no token");
  nscale_test_claims(host, "{\"sub\": \"ci\"}");
  use_plan(plan_claims, "ANSWER {\"sub\":\"ci\"}\n");
}
END_TEST

START_TEST(test_caller)
{
  use_plan(plan_caller, NULL);
  ck_assert_str_eq(nscale_test_error(host), "there is no token");
  nscale_test_caller(host, "{\"subject\": \"ci\"}");
  use_plan(plan_caller, "ANSWER {\"subject\":\"ci\"}\n");
}
END_TEST

/* With any json-c, some of which take single quotes and raw newlines. */
START_TEST(test_parse)
{
  static const char *const good[] = {
    "{\"a\": [\"Z\303\274rich \360\237\222\241\", 1, null]}",
    "17",
    " \"x\" ",
  };
  static const char *const bad[] = {
    "", "{a: 1}", "[\"\303\"]", "[] x", "{", "\303\274[]", "[\"\\\303\274\"]",
  };
  size_t i;

  for (i = 0; i < sizeof good / sizeof *good; i++) {
    struct nscale_json *json =
        nscale_json_parse(&host->call, good[i], strlen(good[i]));

    ck_assert_msg(json != NULL, "%s", good[i]);
    ck_assert_str_eq(nscale_test_error(host), "");
  }
  for (i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg(!nscale_json_parse(&host->call, bad[i], strlen(bad[i])),
                  "%s", bad[i]);
    ck_assert_str_eq(nscale_test_error(host), "that is not JSON");
    host->status = 0;
  }
}
END_TEST

START_TEST(test_look)
{
  struct nscale_call *call = &host->call;
  const char *const there[] = { "there", NULL };
  const char *const gone[] = { "gone", NULL };
  const char *const unset[] = { "unset", NULL };
  struct nscale_json *json;

  nscale_test_reply(host, "/there", "{\"a\": 1}");
  nscale_test_reply(host, "/gone", NULL);
  (void)nscale_test_plan(host, "photograph");
  ck_assert_int_eq(
      nscale_look(call, nscale_request(call, "GET", there), &json), 1);
  ck_assert_str_eq(nscale_json_text(call, json), "{\"a\":1}");
  ck_assert_int_eq(nscale_look(call, nscale_request(call, "GET", gone), &json),
                   0);
  ck_assert_ptr_null(json);
  ck_assert_int_eq(nscale_test_status(host), 0);
  ck_assert_int_eq(
      nscale_look(call, nscale_request(call, "GET", unset), &json), -1);
  ck_assert_int_eq(nscale_test_status(host), 10);
}
END_TEST

START_TEST(test_fetch_of_nothing)
{
  struct nscale_call *call = &host->call;
  const char *const gone[] = { "gone", NULL };

  nscale_test_reply(host, "/gone", NULL);
  (void)nscale_test_plan(host, "photograph");
  ck_assert_ptr_null(nscale_fetch(call, nscale_request(call, "GET", gone)));
  ck_assert_int_eq(nscale_test_status(host), NSCALE_EXIT_NOT_FOUND);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("plugin-test");
  TCase *plans = tcase_create("plans");

  tcase_add_checked_fixture(plans, setup, teardown);
  tcase_add_test(plans, test_flags);
  tcase_add_test(plans, test_segments);
  tcase_add_test(plans, test_headers);
  tcase_add_test(plans, test_bytes);
  tcase_add_test(plans, test_several);
  tcase_add_test(plans, test_await);
  tcase_add_test(plans, test_document);
  tcase_add_test(plans, test_failures);
  tcase_add_test(plans, test_finish);
  tcase_add_test(plans, test_scopes);
  tcase_add_test(plans, test_merge);
  tcase_add_test(plans, test_pick);
  tcase_add_test(plans, test_claims);
  tcase_add_test(plans, test_caller);
  tcase_add_test(plans, test_look);
  tcase_add_test(plans, test_fetch_of_nothing);
  tcase_add_test(plans, test_parse);
  suite_add_tcase(suite, plans);
  return suite;
}
