/* time.c - moments as the wire writes them and as people say them. */
#include "core/base/time.h"

#include <stddef.h>
#include <string.h>

#include "core/base/ascii.h"

enum {
  MINUTE = 60,
  HOUR = 60 * MINUTE,
  DAY = 24 * HOUR,
  YEAR = 31556952, /* the mean Gregorian year */
  MONTH = YEAR / 12
};

/* Days from 1970-01-01 to a date of the Gregorian calendar, extended to the
 * years before it.  A year counts from March here, so that the leap day is
 * its last; 400 years have 146097 days. */
static int64_t days_of(int64_t year, int month, int day)
{
  int64_t era, year_of_era, day_of_year;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 -
         year_of_era / 100 + day_of_year - 719468;
}

/* The reverse of days_of. */
static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
  int64_t era, day_of_era, year_of_era, day_of_year, shifted;

  days += 719468;
  era = (days >= 0 ? days : days - 146096) / 146097;
  day_of_era = days - era * 146097;
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                 day_of_era / 146096) /
                365;
  day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  shifted = (5 * day_of_year + 2) / 153;
  *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

static int days_in_month(int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return days[month - 1] + (month == 2 && leap);
}

/* Reads exactly `count` digits and moves past them, or returns -1. */
static int digits(const char **at, int count)
{
  int value = 0;

  for (; count; count--, (*at)++) {
    if (!ascii_is_digit(**at))
      return -1;
    value = value * 10 + (**at - '0');
  }
  return value;
}

static int skip(const char **at, char one, char other)
{
  if (**at != one && **at != other)
    return -1;
  (*at)++;
  return 0;
}

/* Reads `2026-06-01` into days. */
static int parse_date(const char **at, int64_t *days)
{
  int year, month, day;

  year = digits(at, 4);
  if (year < 0 || skip(at, '-', '-') < 0)
    return -1;
  month = digits(at, 2);
  if (month < 1 || month > 12 || skip(at, '-', '-') < 0)
    return -1;
  day = digits(at, 2);
  if (day < 1 || day > days_in_month(year, month))
    return -1;
  *days = days_of(year, month, day);
  return 0;
}

/* Reads `Z` or `+01:30` into the seconds that local time is ahead. */
static int parse_offset(const char **at, int *offset)
{
  int sign, hours, minutes;

  *offset = 0;
  if (skip(at, 'Z', 'z') == 0)
    return 0;
  sign = **at == '-' ? -1 : 1;
  if (skip(at, '+', '-') < 0)
    return -1;
  hours = digits(at, 2);
  if (hours < 0 || hours > 23 || skip(at, ':', ':') < 0)
    return -1;
  minutes = digits(at, 2);
  if (minutes < 0 || minutes > 59)
    return -1;
  *offset = sign * (hours * HOUR + minutes * MINUTE);
  return 0;
}

int time_parse(const char *text, int64_t *seconds)
{
  const char *at = text;
  int64_t days, moment;
  int hour, minute, second, offset;

  if (parse_date(&at, &days) < 0 || skip(&at, 'T', 't') < 0)
    return -1;
  hour = digits(&at, 2);
  if (hour < 0 || hour > 23 || skip(&at, ':', ':') < 0)
    return -1;
  minute = digits(&at, 2);
  if (minute < 0 || minute > 59 || skip(&at, ':', ':') < 0)
    return -1;
  second = digits(&at, 2);
  if (second < 0 || second > 60)
    return -1;
  if (*at == '.') {
    at++;
    if (digits(&at, 1) < 0)
      return -1;
    while (ascii_is_digit(*at))
      at++;
  }
  if (parse_offset(&at, &offset) < 0 || *at)
    return -1;
  moment = days * DAY + (int64_t)hour * HOUR + (int64_t)minute * MINUTE +
           second - offset;
  /* A leap second ends a day of UTC, wherever the clock stands. */
  if (second == 60 && moment % DAY != 0)
    return -1;
  *seconds = moment;
  return 0;
}

int time_is_unset(const char *text)
{
  int64_t seconds;

  /* Most are not, which the first digit says. */
  return text[0] == '0' && time_parse(text, &seconds) == 0 &&
         seconds == TIME_UNSET;
}

int time_duration(const char *text, int64_t *seconds)
{
  static const char units[] = "smhdw";
  static const int64_t sizes[] = { 1, MINUTE, HOUR, DAY, (int64_t)7 * DAY };
  const int64_t most = (int64_t)36500 * DAY;
  const char *unit;
  int64_t number;

  *seconds = 0;
  do {
    if (!ascii_is_digit(*text))
      return -1;
    for (number = 0; ascii_is_digit(*text); text++)
      if ((number = number * 10 + (*text - '0')) > most)
        return -1;
    unit = *text ? strchr(units, *text) : NULL;
    if (!unit)
      return -1;
    /* Neither factor is large enough for the product to overflow. */
    *seconds += number * sizes[unit - units];
    if (*seconds > most)
      return -1;
  } while (*++text);
  return 0;
}

/* Two digits; a table has a hundred thousand times, and printf is slow. */
static void put_two(char *at, int number)
{
  at[0] = (char)('0' + number / 10);
  at[1] = (char)('0' + number % 10);
}

int time_format(struct buffer *buffer, int64_t seconds)
{
  int64_t days = seconds / DAY, rest = seconds % DAY, year;
  char text[] = "0000-00-00T00:00:00Z";
  int month, day;

  if (rest < 0) {
    rest += DAY;
    days--;
  }
  if (days < days_of(0, 1, 1) || days > days_of(9999, 12, 31))
    return -1;
  date_of(days, &year, &month, &day);
  put_two(text, (int)(year / 100));
  put_two(text + 2, (int)(year % 100));
  put_two(text + 5, month);
  put_two(text + 8, day);
  put_two(text + 11, (int)(rest / HOUR));
  put_two(text + 14, (int)(rest % HOUR / MINUTE));
  put_two(text + 17, (int)(rest % MINUTE));
  buffer_append(buffer, text, sizeof text - 1);
  return 0;
}

/* The seconds from `from` to `to`, without overflow: a distance that has no
 * 64-bit count is as far as one can say. */
static int64_t distance(int64_t from, int64_t to)
{
  if (from < 0 && to > INT64_MAX + from)
    return INT64_MAX;
  if (from > 0 && to < -INT64_MAX + from)
    return -INT64_MAX;
  return to - from < -INT64_MAX ? -INT64_MAX : to - from;
}

void time_relative(struct buffer *buffer, int64_t then, int64_t now)
{
  static const struct {
    const char *name;
    int64_t seconds;
    int64_t most; /* of this unit; beyond it the next one is used */
  } units[] = {
    { "second", 1, 59 }, { "minute", MINUTE, 59 }, { "hour", HOUR, 47 },
    { "day", DAY, 60 },  { "month", MONTH, 23 },   { "year", YEAR, 0 },
  };
  int64_t away = distance(now, then), size, count = 0;
  size_t i;

  if (away == 0) {
    buffer_puts(buffer, "now");
    return;
  }
  size = away < 0 ? -away : away;
  for (i = 0;; i++) { /* the last unit has no end */
    count = size / units[i].seconds +
            (size % units[i].seconds >= (units[i].seconds + 1) / 2);
    if (count <= units[i].most || !units[i].most)
      break;
  }
  buffer_printf(buffer, "%s%lld %s%s%s", away > 0 ? "in " : "",
                (long long)count, units[i].name, count == 1 ? "" : "s",
                away > 0 ? "" : " ago");
}

/* Appends a distance, not negative, as a number and one letter. */
static void append_short(struct buffer *buffer, int64_t size, int nearest)
{
  static const struct {
    char letter;
    int64_t seconds;
    int64_t end; /* from here on the next one is used */
  } units[] = {
    { 's', 1, MINUTE },
    { 'm', MINUTE, HOUR },
    { 'h', HOUR, INT64_C(2) * DAY },
    { 'd', DAY, INT64_C(2) * YEAR },
    { 'y', YEAR, 0 },
  };
  int64_t count = 0;
  size_t i;

  for (i = 0;; i++) { /* the last unit has no end */
    count = size / units[i].seconds;
    count += nearest && size % units[i].seconds >= (units[i].seconds + 1) / 2;
    if (!units[i].end ||
        (size < units[i].end && count * units[i].seconds < units[i].end))
      break;
  }
  buffer_printf(buffer, "%lld%c", (long long)count, units[i].letter);
}

void time_short(struct buffer *buffer, int64_t then, int64_t now)
{
  const int64_t away = distance(now, then);

  append_short(buffer, away < 0 ? -away : away, 1);
}

void time_age(struct buffer *buffer, int64_t then, int64_t now)
{
  const int64_t age = distance(then, now);

  append_short(buffer, age < 0 ? 0 : age, 0);
}
