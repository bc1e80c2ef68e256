/* test-time.c - moments as the wire writes them and as people say them. */
#include <inttypes.h>

#include "core/base/time.h"
#include "tests/unit/unit.h"

#define DAY INT64_C(86400)

START_TEST(test_parse)
{
  static const struct {
    const char *text;
    int64_t seconds;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01t00:00:00z", 0 },
    { "1969-12-31T23:59:59Z", -1 },
    { "2026-06-01T12:00:00Z", INT64_C(1780315200) },
    { "2026-06-01T12:00:00.999999999Z", INT64_C(1780315200) },
    { "2026-06-01T14:00:00+02:00", INT64_C(1780315200) },
    { "2026-06-01T06:30:00-05:30", INT64_C(1780315200) },
    { "2026-06-01T12:00:00-00:00", INT64_C(1780315200) },
    { "2038-01-19T03:14:08Z", INT64_C(2147483648) },
    { "2000-02-29T00:00:00Z", INT64_C(951782400) },
    { "2016-12-31T23:59:60Z", INT64_C(1483228800) },
    { "2017-01-01T01:59:60+02:00", INT64_C(1483228800) },
    { "0000-01-01T00:00:00Z", INT64_C(-62167219200) },
    { "9999-12-31T23:59:59Z", INT64_C(253402300799) },
  };
  int64_t seconds;
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    seconds = 12345;
    ck_assert_msg(time_parse(cases[i].text, &seconds) == 0, "%s",
                  cases[i].text);
    ck_assert_msg(seconds == cases[i].seconds, "%s: %" PRId64, cases[i].text,
                  seconds);
  }
}
END_TEST

START_TEST(test_parse_refuses)
{
  static const char *const cases[] = {
    "",
    "2026",
    "2026-06-01",
    "2026-06-01T12:00Z",
    "2026-06-01T12:00:00",
    "2026-06-01 12:00:00Z",
    "2026-6-01T12:00:00Z",
    "2026-00-01T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-06-00T12:00:00Z",
    "2026-06-31T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "1900-02-29T12:00:00Z",
    "2026-06-01T24:00:00Z",
    "2026-06-01T12:60:00Z",
    "2026-06-01T12:00:61Z",
    "2026-06-01T12:00:60Z",
    "2026-06-01T12:00:00.Z",
    "2026-06-01T12:00:00,5Z",
    "2026-06-01T12:00:00+2:00",
    "2026-06-01T12:00:00+0200",
    "2026-06-01T12:00:00+24:00",
    "2026-06-01T12:00:00+02:60",
    "2026-06-01T12:00:00ZZ",
    "2026-06-01T12:00:00Z ",
    " 2026-06-01T12:00:00Z",
    "-026-06-01T12:00:00Z",
    "12026-06-01T12:00:00Z",
  };
  int64_t seconds;
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_msg(time_parse(cases[i], &seconds) == -1, "%s", cases[i]);
}
END_TEST

static void formats(int64_t seconds, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  ck_assert_int_eq(time_format(&b, seconds), 0);
  ck_assert_str_eq(b.data, wanted);
}

START_TEST(test_format)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  formats(0, "1970-01-01T00:00:00Z");
  formats(-1, "1969-12-31T23:59:59Z");
  formats(INT64_C(1780315200), "2026-06-01T12:00:00Z");
  formats(INT64_C(253402300799), "9999-12-31T23:59:59Z");
  formats(INT64_C(-62167219200), "0000-01-01T00:00:00Z");
  ck_assert_int_eq(time_format(&b, INT64_C(253402300800)), -1);
  ck_assert_int_eq(time_format(&b, INT64_C(-62167219201)), -1);
  ck_assert_int_eq(time_format(&b, INT64_MAX), -1);
  ck_assert_int_eq(time_format(&b, INT64_MIN), -1);
}
END_TEST

START_TEST(test_every_day_comes_back)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  int64_t at, back, first = INT64_C(-62167219200);

  for (at = first + 45296; at < INT64_C(253402300800); at += DAY) {
    buffer_clear(&b);
    /* An assertion that holds is a write to Check's pipe: too many here. */
    if (time_format(&b, at) < 0 || time_parse(b.data, &back) < 0 || back != at)
      ck_abort_msg("%" PRId64, at);
  }
}
END_TEST

static void relative(int64_t away, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  time_relative(&b, 1000 + away, 1000);
  ck_assert_str_eq(b.data, wanted);
}

START_TEST(test_relative)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  relative(0, "now");
  relative(1, "in 1 second");
  relative(-1, "1 second ago");
  relative(59, "in 59 seconds");
  relative(60, "in 1 minute");
  relative(-89, "1 minute ago");
  relative(-90, "2 minutes ago");
  relative(3569, "in 59 minutes");
  relative(3570, "in 1 hour");
  relative(-5 * 3600, "5 hours ago");
  relative(47 * 3600, "in 47 hours");
  relative(2 * DAY, "in 2 days");
  relative(12 * DAY - 1, "in 12 days");
  relative(12 * DAY, "in 12 days");
  relative(60 * DAY, "in 60 days");
  relative(61 * DAY, "in 2 months");
  relative(-91 * DAY, "3 months ago");
  relative(90 * DAY, "in 3 months");
  relative(365 * DAY, "in 12 months");
  relative(731 * DAY, "in 2 years");
  relative(-1096 * DAY, "3 years ago");
  time_relative(&b, INT64_MAX, INT64_MIN);
  ck_assert_str_eq(b.data, "in 292277024627 years");
  buffer_clear(&b);
  time_relative(&b, INT64_MIN, INT64_MAX);
  ck_assert_str_eq(b.data, "292277024627 years ago");
}
END_TEST

static void age(int64_t seconds, const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };

  time_age(&b, 1000, 1000 + seconds);
  ck_assert_str_eq(b.data, wanted);
}

START_TEST(test_age)
{
  age(-5, "0s");
  age(0, "0s");
  age(59, "59s");
  age(60, "1m");
  age(3599, "59m");
  age(5 * 3600, "5h");
  age(2 * DAY - 1, "47h");
  age(12 * DAY, "12d");
  age(730 * DAY, "730d");
  age(731 * DAY, "2y");
  age(1100 * DAY, "3y");
}
END_TEST

START_TEST(test_short)
{
  static const struct {
    int64_t away;
    const char *wanted;
  } cases[] = {
    { 0, "0s" },
    { 59, "59s" },
    { -60, "1m" },
    { 89, "1m" },
    { 90, "2m" },
    { 3599, "1h" },
    { 3 * 3600, "3h" },
    { 2 * DAY - 1801, "47h" },
    { 2 * DAY - 1800, "2d" },
    { -2 * DAY, "2d" },
    { 91 * DAY - 5, "91d" },
    { 730 * DAY, "730d" },
    { 731 * DAY, "2y" },
    { INT64_MAX - 1000, "292277024627y" },
    { INT64_MIN + 1001, "292277024627y" },
  };
  CLEANUP_BUFFER struct buffer b = { 0 };

  time_short(&b, 1000 + cases[_i].away, 1000);
  ck_assert_str_eq(b.data, cases[_i].wanted);
}
END_TEST

START_TEST(test_duration)
{
  static const struct {
    const char *text;
    int64_t seconds;
  } cases[] = {
    { "0s", 0 },
    { "1s", 1 },
    { "007m", 7 * 60 },
    { "2h", 7200 },
    { "14d", 14 * DAY },
    { "2w", 14 * DAY },
    { "1d12h", DAY * 3 / 2 },
    { "36500d", 36500 * DAY },
    { "36499d86400s", 36500 * DAY },
    { "1w1w1w", 21 * DAY },
  };
  static const char *const refused[] = {
    "",      "d",     "14",     "1d2",
    "1D",    "-1d",   " 1d",    "1d ",
    "1 d",   "1.5d",  "36501d", "36500d1s",
    "5215w", "d14",   "14dd",   "9999999999999999999999s",
    "14day", "1d-1d", "+1d",
  };
  int64_t seconds;
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    ck_assert_msg(time_duration(cases[i].text, &seconds) == 0, "%s",
                  cases[i].text);
    ck_assert_msg(seconds == cases[i].seconds, "%s: %" PRId64, cases[i].text,
                  seconds);
  }
  for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
    ck_assert_msg(time_duration(refused[i], &seconds) == -1, "%s", refused[i]);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("time");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, test_parse);
  tcase_add_test(tcase, test_parse_refuses);
  tcase_add_test(tcase, test_format);
  tcase_add_test(tcase, test_every_day_comes_back);
  tcase_add_test(tcase, test_relative);
  tcase_add_test(tcase, test_age);
  tcase_add_loop_test(tcase, test_short, 0, 15);
  tcase_add_test(tcase, test_duration);
  return suite;
}
