/* test-retry.c - core/http/retry. */
#include "core/http/retry.h"

#include <stddef.h>

#include "core/transport/transport.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(784111777) /* Sun, 06 Nov 1994 08:49:37 GMT */

static struct retry_facts facts_of(const char *method, int outcome,
                                   long status)
{
  return (struct retry_facts){ .method = method,
                               .outcome = outcome,
                               .status = status,
                               .attempt = 1,
                               .max_wait = 60,
                               .now = NOW };
}

START_TEST(test_rules)
{
  static const struct {
    int outcome;
    long status;
    enum retry_reason get, put, post;
  } cases[] = {
    { TRANSPORT_NOT_SENT, 0, RETRY_AGAIN, RETRY_AGAIN, RETRY_AGAIN },
    { TRANSPORT_NO_REPLY, 0, RETRY_NO_NEED, RETRY_UNSAFE, RETRY_UNSAFE },
    { TRANSPORT_STOPPED, 0, RETRY_NO_NEED, RETRY_NO_NEED, RETRY_NO_NEED },
    { TRANSPORT_CUT, 200, RETRY_NO_NEED, RETRY_NO_NEED, RETRY_NO_NEED },
    { TRANSPORT_CUT, 503, RETRY_AGAIN, RETRY_UNSAFE, RETRY_UNSAFE },
    { TRANSPORT_DONE, 200, RETRY_NO_NEED, RETRY_NO_NEED, RETRY_NO_NEED },
    { TRANSPORT_DONE, 404, RETRY_NO_NEED, RETRY_NO_NEED, RETRY_NO_NEED },
    { TRANSPORT_DONE, 408, RETRY_NO_NEED, RETRY_NO_NEED, RETRY_NO_NEED },
    { TRANSPORT_DONE, 429, RETRY_AGAIN, RETRY_AGAIN, RETRY_AGAIN },
    { TRANSPORT_DONE, 500, RETRY_NO_NEED, RETRY_UNSAFE, RETRY_UNSAFE },
    { TRANSPORT_DONE, 502, RETRY_AGAIN, RETRY_UNSAFE, RETRY_UNSAFE },
    { TRANSPORT_DONE, 503, RETRY_AGAIN, RETRY_UNSAFE, RETRY_UNSAFE },
    { TRANSPORT_DONE, 504, RETRY_AGAIN, RETRY_UNSAFE, RETRY_UNSAFE },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct retry_facts facts =
        facts_of("GET", cases[i].outcome, cases[i].status);

    ck_assert_int_eq(retry_decide(&facts).reason, cases[i].get);
    facts.method = "PUT";
    ck_assert_int_eq(retry_decide(&facts).reason, cases[i].put);
    facts.method = "DELETE";
    ck_assert_int_eq(retry_decide(&facts).reason, cases[i].put);
    facts.method = "POST";
    ck_assert_int_eq(retry_decide(&facts).reason, cases[i].post);
    facts.method = "PATCH";
    ck_assert_int_eq(retry_decide(&facts).reason, cases[i].post);
  }
}
END_TEST

START_TEST(test_never)
{
  struct retry_facts facts = facts_of("GET", TRANSPORT_NOT_SENT, 0);

  facts.permanent = 1;
  ck_assert_int_eq(retry_decide(&facts).reason, RETRY_PERMANENT);
  facts.permanent = 0;
  facts.timed_out = 1;
  ck_assert_int_eq(retry_decide(&facts).reason, RETRY_TIMED_OUT);
  facts.timed_out = 0;
  facts.attempt = RETRY_ATTEMPTS_MAX + 1;
  ck_assert_int_eq(retry_decide(&facts).reason, RETRY_EXHAUSTED);
  facts.attempt = 1;
  facts.max_wait = 0;
  ck_assert_int_eq(retry_decide(&facts).reason, RETRY_EXHAUSTED);
}
END_TEST

START_TEST(test_waits)
{
  struct retry_facts facts = facts_of("GET", TRANSPORT_DONE, 503);
  long sum = 0;

  for (facts.attempt = 1; facts.attempt <= 3; facts.attempt++) {
    long most = 250L << facts.attempt;

    facts.random = 0;
    ck_assert_int_eq(retry_decide(&facts).wait, most);
    for (uint32_t i = 0; i < 1000; i++) {
      facts.random = i * UINT32_C(2654435761);
      ck_assert_int_le(retry_decide(&facts).wait, most);
      ck_assert_int_ge(retry_decide(&facts).wait, most * 3 / 4);
    }
  }
  facts = facts_of("POST", TRANSPORT_NOT_SENT, 0);
  for (facts.attempt = 1; facts.attempt <= 3; facts.attempt++)
    sum += retry_decide(&facts).wait;
  ck_assert_int_eq(sum, 1750);
}
END_TEST

START_TEST(test_retry_after)
{
  struct retry_facts facts = facts_of("POST", TRANSPORT_DONE, 429);
  struct retry_decision decision;

  facts.retry_after = "7";
  ck_assert_int_eq(retry_decide(&facts).wait, 7000);
  facts.retry_after = "0";
  ck_assert_int_eq(retry_decide(&facts).wait, 500);
  facts.retry_after = "60";
  ck_assert_int_eq(retry_decide(&facts).wait, 60000);
  facts.retry_after = "61";
  decision = retry_decide(&facts);
  ck_assert_int_eq(decision.reason, RETRY_TOO_LONG);
  ck_assert_int_eq(decision.asked, 61);
  facts.retry_after = "Sun, 06 Nov 1994 08:50:07 GMT";
  ck_assert_int_eq(retry_decide(&facts).wait, 30000);
  facts.date = "Sun, 06 Nov 1994 08:50:00 GMT";
  ck_assert_int_eq(retry_decide(&facts).wait, 7000);
  facts.date = "now";
  ck_assert_int_eq(retry_decide(&facts).wait, 30000);
  facts.retry_after = "soon";
  decision = retry_decide(&facts);
  ck_assert_int_eq(decision.wait, 500);
  ck_assert_int_eq(decision.asked, -1);
  facts.max_wait = 1;
  facts.attempt = 3;
  ck_assert_int_eq(retry_decide(&facts).wait, 1000);
}
END_TEST

START_TEST(test_dates)
{
  static const struct {
    const char *text;
    int64_t seconds;
  } cases[] = {
    { NULL, -1 },
    { "", -1 },
    { "12", 12 },
    { "-1", -1 },
    { "1.5", -1 },
    { "1 ", -1 },
    { "99999999999999999999999999", INT64_C(3162240000) },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
    { "Sun, 06 Nov 1994 08:49:38 GMT", 1 },
    { "Sun, 06 Nov 1994 08:49:36 GMT", 0 },
    { "Mon, 07 Nov 1994 08:49:37 GMT", 86400 },
    { "Sunday, 06-Nov-94 08:49:40 GMT", 3 },
    { "Sunday, 06-Nov-44 08:49:37 GMT", (INT64_C(50) * 365 + 13) * 86400 },
    { "Monday, 07-Nov-44 08:49:37 GMT", -1 },
    { "Sunday, 06-Nov-75 08:49:37 GMT", 0 },
    { "Sun Nov  6 08:49:39 1994", 2 },
    { "Sun Nov 16 08:49:37 1994", 864000 },
    { "Wed, 01 Mar 1995 00:00:00 GMT", 9904223 },
    { "Thu, 29 Feb 2024 00:00:00 GMT", INT64_C(1709164800) - NOW },
    { "Fri, 31 Dec 9999 23:59:60 GMT", INT64_C(3162240000) },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Fri, 31 Dec 1600 00:00:00 GMT", -1 },
    { "Sun, 06 Nov 1994 08:49:37 UTC", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT ", -1 },
    { "Sun, 6 Nov 1994 08:49:37 GMT", -1 },
    { "Sun, 00 Nov 1994 08:49:37 GMT", -1 },
    { "Sun, 32 Nov 1994 08:49:37 GMT", -1 },
    { "Sun, 06 Nov 1994 24:49:37 GMT", -1 },
    { "Sun, 06 Nov 1994 08:60:37 GMT", -1 },
    { "Sun, 06 nov 1994 08:49:37 GMT", -1 },
    { "Sun, 06 Nov", -1 },
    { "Sun,", -1 },
    { "Sun", -1 },
    { "Sun Nov", -1 },
    { "Sunday Nov  6 08:49:39 1994", -1 },
    { "Sunday, ", -1 },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg(retry_after_seconds(cases[i].text, NOW) == cases[i].seconds,
                  "%s: %lld", cases[i].text ? cases[i].text : "NULL",
                  (long long)retry_after_seconds(cases[i].text, NOW));
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("retry");
  TCase *tests = tcase_create("retry");

  tcase_add_test(tests, test_rules);
  tcase_add_test(tests, test_never);
  tcase_add_test(tests, test_waits);
  tcase_add_test(tests, test_retry_after);
  tcase_add_test(tests, test_dates);
  suite_add_tcase(suite, tests);
  return suite;
}
