/* retry.c - whether a request is worth another attempt, and when.
 *
 * See retry.h.
 */
#include "core/http/retry.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/transport/transport.h"

#define CENTURY (INT64_C(100) * 366 * 86400)
#define FIRST_WAIT_MS 500L

/* Reads `digits` digits, no fewer.  NULL where they are not there. */
static const char *read_digits(const char *text, int digits, int *number)
{
  *number = 0;
  for (int i = 0; i < digits; i++, text++) {
    if (!ascii_is_digit(*text))
      return NULL;
    *number = *number * 10 + (*text - '0');
  }
  return text;
}

/* A literal part of a date. */
static const char *read_text(const char *text, const char *literal)
{
  size_t length = strlen(literal);

  if (!text || strncmp(text, literal, length) != 0)
    return NULL;
  return text + length;
}

/* The first of the names that the text begins with. */
static const char *read_name(const char *text, const char *const *names,
                             size_t count, int *index)
{
  for (size_t i = 0; text && i < count; i++) {
    const char *rest = read_text(text, names[i]);

    if (rest) {
      *index = (int)i;
      return rest;
    }
  }
  return NULL;
}

static const char *read_month(const char *text, int *month)
{
  static const char *const names[] = { "Jan", "Feb", "Mar", "Apr",
                                       "May", "Jun", "Jul", "Aug",
                                       "Sep", "Oct", "Nov", "Dec" };
  const char *rest = read_name(text, names, 12, month);

  *month += 1;
  return rest;
}

/* "08:49:37", as seconds of the day. */
static const char *read_time(const char *text, int *seconds)
{
  int hour = 0, minute = 0, second = 0;

  if (text)
    text = read_digits(text, 2, &hour);
  text = read_text(text, ":");
  if (text)
    text = read_digits(text, 2, &minute);
  text = read_text(text, ":");
  if (text)
    text = read_digits(text, 2, &second);
  if (!text || hour > 23 || minute > 59 || second > 60)
    return NULL;
  *seconds = hour * 3600 + minute * 60 + second;
  return text;
}

/* Seconds since 1970 of a day of the Gregorian calendar, in UTC.  A year
 * begins in March here, so that the odd day comes last. */
static int64_t day_start(int year, int month, int day)
{
  int64_t shifted = year - (month <= 2);
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 +
                 of_year - 719468;

  return days * 86400;
}

struct date {
  int year, month, day, seconds;
};

/* "Sun, 06 Nov 1994 08:49:37 GMT", after the comma. */
static int read_fixed(const char *text, struct date *date)
{
  text = read_digits(text, 2, &date->day);
  text = read_text(text, " ");
  text = read_month(text, &date->month);
  text = read_text(text, " ");
  if (text)
    text = read_digits(text, 4, &date->year);
  text = read_text(text, " ");
  text = read_time(text, &date->seconds);
  text = read_text(text, " GMT");
  return text && *text == '\0';
}

/* "Sunday, 06-Nov-94 08:49:37 GMT", after the comma.  A year that looks more
 * than 50 years ahead is of the last century (RFC 9110). */
static int read_rfc850(const char *text, int64_t now, struct date *date)
{
  text = read_digits(text, 2, &date->day);
  text = read_text(text, "-");
  text = read_month(text, &date->month);
  text = read_text(text, "-");
  if (text)
    text = read_digits(text, 2, &date->year);
  text = read_text(text, " ");
  text = read_time(text, &date->seconds);
  text = read_text(text, " GMT");
  if (!text || *text != '\0')
    return 0;
  date->year += 2000;
  if (day_start(date->year - 50, date->month, date->day) > now)
    date->year -= 100;
  return 1;
}

/* "Sun Nov  6 08:49:37 1994", after the day and its space. */
static int read_asctime(const char *text, struct date *date)
{
  text = read_month(text, &date->month);
  text = read_text(text, " ");
  if (text && *text == ' ')
    text = read_digits(text + 1, 1, &date->day);
  else if (text)
    text = read_digits(text, 2, &date->day);
  text = read_text(text, " ");
  text = read_time(text, &date->seconds);
  text = read_text(text, " ");
  if (text)
    text = read_digits(text, 4, &date->year);
  return text && *text == '\0';
}

/* The date in seconds since 1970, or -1.  Dates before 1970 are none. */
static int64_t read_date(const char *text, int64_t now)
{
  /* The long ones first: each short one begins one. */
  static const char *const days[] = { "Sunday",    "Monday",   "Tuesday",
                                      "Wednesday", "Thursday", "Friday",
                                      "Saturday",  "Sun",      "Mon",
                                      "Tue",       "Wed",      "Thu",
                                      "Fri",       "Sat" };
  struct date date = { .year = 0 };
  const char *rest;
  int index = 0;
  int found;

  text = read_name(text, days, sizeof days / sizeof *days, &index);
  rest = read_text(text, ", ");
  if (rest)
    found =
        index < 7 ? read_rfc850(rest, now, &date) : read_fixed(rest, &date);
  else
    found = index >= 7 && (rest = read_text(text, " ")) &&
            read_asctime(rest, &date);
  if (!found || date.day < 1 || date.day > 31 || date.year < 1970)
    return -1;
  return day_start(date.year, date.month, date.day) + date.seconds;
}

int64_t retry_after_seconds(const char *text, int64_t now)
{
  int64_t seconds = 0;
  const char *at = text;

  if (!text || *text == '\0')
    return -1;
  while (ascii_is_digit(*at)) {
    seconds = seconds * 10 + (*at++ - '0');
    if (seconds > CENTURY)
      seconds = CENTURY;
  }
  if (at != text)
    return *at == '\0' ? seconds : -1;
  seconds = read_date(text, now);
  if (seconds < 0)
    return -1;
  seconds = seconds > now ? seconds - now : 0;
  return seconds > CENTURY ? CENTURY : seconds;
}

/* What time it is for the server: our clock may be wrong, and so may its. */
static int64_t server_now(const struct retry_facts *facts)
{
  int64_t date = facts->date ? read_date(facts->date, facts->now) : -1;

  return date >= 0 ? date : facts->now;
}

static int is_reading(const char *method)
{
  return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* Whether what happened is worth another attempt, limits apart. */
static enum retry_reason judge(const struct retry_facts *facts)
{
  int reading = is_reading(facts->method);

  switch (facts->outcome) {
  case TRANSPORT_NOT_SENT:
    if (facts->permanent)
      return RETRY_PERMANENT;
    return facts->timed_out ? RETRY_TIMED_OUT : RETRY_AGAIN;
  case TRANSPORT_NO_REPLY:
    return reading ? RETRY_NO_NEED : RETRY_UNSAFE;
  case TRANSPORT_DONE:
  case TRANSPORT_CUT:
    if (facts->timed_out)
      return reading ? RETRY_TIMED_OUT : RETRY_UNSAFE;
    if (facts->status == 429)
      return RETRY_AGAIN;
    if (facts->status == 502 || facts->status == 503 || facts->status == 504)
      return reading ? RETRY_AGAIN : RETRY_UNSAFE;
    return reading || facts->status < 500 ? RETRY_NO_NEED : RETRY_UNSAFE;
  default:
    return RETRY_NO_NEED;
  }
}

static long backoff(const struct retry_facts *facts)
{
  long wait = FIRST_WAIT_MS << (facts->attempt - 1);

  if (facts->outcome == TRANSPORT_NOT_SENT)
    wait /= 2;
  wait -= (long)(facts->random % (uint32_t)(wait / 4 + 1));
  return wait;
}

struct retry_decision retry_decide(const struct retry_facts *facts)
{
  struct retry_decision decision = { .reason = judge(facts), .asked = -1 };
  int64_t max_wait = facts->max_wait > 0 ? facts->max_wait : 0;
  int64_t wait;

  if (max_wait > LONG_MAX / 1000)
    max_wait = LONG_MAX / 1000; /* 24 days where long has 32 bits */
  if (facts->outcome == TRANSPORT_DONE || facts->outcome == TRANSPORT_CUT)
    decision.asked =
        retry_after_seconds(facts->retry_after, server_now(facts));
  if (decision.reason != RETRY_AGAIN)
    return decision;
  if (decision.asked > max_wait) {
    decision.reason = RETRY_TOO_LONG;
    return decision;
  }
  if (max_wait == 0 || facts->attempt < 1 ||
      facts->attempt > RETRY_ATTEMPTS_MAX) {
    decision.reason = RETRY_EXHAUSTED;
    return decision;
  }
  wait = backoff(facts);
  if (wait < decision.asked * 1000)
    wait = decision.asked * 1000;
  if (wait > max_wait * 1000)
    wait = max_wait * 1000;
  decision.wait = (long)wait;
  return decision;
}
