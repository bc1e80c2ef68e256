/* test-projects.c - what the example plugin plans, with no network
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * Linked with projects.c; run by Check.  See nscale/plugin-test.h.
 */
#include <check.h>
#include <nscale/plugin-test.h>

#define PROJECTS "/api/v1/organizations/ORG/projects"

static struct nscale_test *test;

static void setup(void)
{
  test = nscale_test_new(&nscale_plugin_v1);
  nscale_test_scope(test, NSCALE_SCOPE_ORGANIZATION, "ORG");
  nscale_test_reply(test, PROJECTS,
                    "[{\"metadata\":{\"id\":\"1\",\"name\":\"website\"}},"
                    "{\"metadata\":{\"id\":\"2\",\"name\":\"lab\"}}]");
}

static void teardown(void)
{
  nscale_test_free(test);
}

START_TEST(test_list)
{
  ck_assert_int_eq(nscale_test_plan(test, "list"), 0);
  ck_assert_str_eq(nscale_test_requests(test), "GET " PROJECTS "\n");
  ck_assert_str_eq(nscale_test_sent(test), "");
}
END_TEST

START_TEST(test_get_by_name)
{
  nscale_test_id(test, "lab");
  ck_assert_int_eq(nscale_test_plan(test, "get"), 0);
  ck_assert_str_eq(nscale_test_sent(test), "GET " PROJECTS "\n");
  ck_assert_str_eq(nscale_test_requests(test), "GET " PROJECTS "/2\n");
}
END_TEST

/* An id is taken as it is, and nothing is sent to look for it. */
START_TEST(test_get_by_id)
{
  nscale_test_id(test, "054a5857-3dde-4a15-84b9-ebe8fc1a766f");
  ck_assert_int_eq(nscale_test_plan(test, "get"), 0);
  ck_assert_str_eq(nscale_test_sent(test), "");
  ck_assert_str_eq(nscale_test_requests(test),
                   "GET " PROJECTS "/054a5857-3dde-4a15-84b9-ebe8fc1a766f\n");
}
END_TEST

START_TEST(test_not_found)
{
  nscale_test_id(test, "nobody");
  ck_assert_int_eq(nscale_test_plan(test, "delete"), -1);
  ck_assert_str_eq(nscale_test_requests(test), "");
  ck_assert_str_eq(nscale_test_error(test), "not found: nobody");
  ck_assert_int_eq(nscale_test_status(test), NSCALE_EXIT_NOT_FOUND);
}
END_TEST

START_TEST(test_create)
{
  nscale_test_document(test, "{\"metadata\":{\"name\":\"new\"},"
                             "\"spec\":{\"groupIDs\":[]}}");
  ck_assert_int_eq(nscale_test_plan(test, "create"), 0);
  ck_assert_str_eq(nscale_test_requests(test),
                   "POST " PROJECTS " {\"metadata\":{\"name\":\"new\"},"
                   "\"spec\":{\"groupIDs\":[]}}\n");
}
END_TEST

/* No organization: every verb fails, and plans nothing. */
START_TEST(test_no_organization)
{
  static const char *const verbs[] = { "list", "get", "create", "delete" };

  nscale_test_scope(test, NSCALE_SCOPE_ORGANIZATION, NULL);
  ck_assert_int_eq(nscale_test_plan(test, verbs[_i]), -1);
  ck_assert_str_eq(nscale_test_requests(test), "");
  ck_assert_int_eq(nscale_test_status(test), NSCALE_EXIT_USAGE);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("projects");
  TCase *plans = tcase_create("plans");
  SRunner *runner = srunner_create(suite);
  int failed;

  tcase_add_checked_fixture(plans, setup, teardown);
  tcase_add_test(plans, test_list);
  tcase_add_test(plans, test_get_by_name);
  tcase_add_test(plans, test_get_by_id);
  tcase_add_test(plans, test_not_found);
  tcase_add_test(plans, test_create);
  tcase_add_loop_test(plans, test_no_organization, 0, 4);
  suite_add_tcase(suite, plans);
  srunner_run_all(runner, CK_NORMAL);
  failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
