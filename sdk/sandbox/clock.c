/* clock.c - the time as the sandbox sees it. */
#include "clock.h"
#include "core/base/ascii.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int frozen;
static int64_t frozen_at;
static atomic_llong moved; /* seconds */

void clock_freeze(int64_t seconds)
{
  frozen = 1;
  frozen_at = seconds;
}

int64_t clock_now(void)
{
  return (frozen ? frozen_at : (int64_t)time(NULL)) + atomic_load(&moved);
}

int64_t clock_milliseconds(void)
{
  struct timespec now = { .tv_sec = (time_t)frozen_at };

  if (!frozen)
    (void)clock_gettime(CLOCK_REALTIME, &now);
  return ((int64_t)now.tv_sec + atomic_load(&moved)) * 1000 +
         now.tv_nsec / 1000000;
}

void clock_forward(int64_t seconds)
{
  atomic_fetch_add(&moved, seconds);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar: timegm is in no
 * standard, and mktime would use the local zone. */
static int64_t days_of(int64_t year, int month, int day)
{
  int64_t era, in_era, day_of_year;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  in_era = year - era * 400;
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
         day_of_year - 719468;
}

/* Reads the zone, "Z" or "+01:00", as seconds.  Returns 0 or -1. */
static int parse_zone(const char *text, int64_t *offset)
{
  unsigned int hours, minutes;
  char sign;
  int used = 0;

  *offset = 0;
  if ((text[0] == 'Z' || text[0] == 'z') && text[1] == '\0')
    return 0;
  /* Two digits overflow nothing.  NOLINTNEXTLINE(cert-err34-c) */
  if (sscanf(text, "%c%2u:%2u%n", &sign, &hours, &minutes, &used) != 3 ||
      used != 6 || text[used] != '\0' || hours > 23 || minutes > 59 ||
      (sign != '+' && sign != '-'))
    return -1;
  *offset = (int64_t)hours * 3600 + (int64_t)minutes * 60;
  if (sign == '-')
    *offset = -*offset;
  return 0;
}

int clock_parse(const char *text, int64_t *seconds)
{
  unsigned int year, month, day, hour, minute, second;
  int64_t offset;
  int used = 0;

  /* Nor do four.  NOLINTNEXTLINE(cert-err34-c) */
  if (sscanf(text, "%4u-%2u-%2u%*1[Tt]%2u:%2u:%2u%n", &year, &month, &day,
             &hour, &minute, &second, &used) != 6 ||
      used != 19)
    return -1;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
      minute > 59 || second > 60)
    return -1;
  text += used;
  if (*text == '.')
    do
      text++;
    while (ascii_is_digit(*text));
  if (parse_zone(text, &offset) < 0)
    return -1;
  *seconds = days_of(year, (int)month, (int)day) * 86400 +
             (int64_t)hour * 3600 + (int64_t)minute * 60 + second - offset;
  return 0;
}

void clock_format(int64_t seconds, char text[CLOCK_TEXT])
{
  time_t when = (time_t)seconds;
  struct tm parts;

  if (!gmtime_r(&when, &parts) ||
      strftime(text, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
    text[0] = '\0';
}
