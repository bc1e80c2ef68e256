/* fuzz-retry-after.c - what a server's Retry-After asks for, and what is
 * made of it (core/http/retry.h).
 *
 * Eight bytes choose the time and the request; the rest is the header.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/http/retry.h"
#include "core/transport/transport.h"
#include "tests/fuzz/fuzz.h"

#define CENTURY (INT64_C(100) * 366 * 86400)

static void check_date(const char *text, int64_t now, int64_t ahead)
{
  MUST(retry_after_seconds(text, now) == ahead);
}

/* A date that many seconds ahead is read as just that, in each form. */
static void check_dates(int64_t now, int64_t ahead)
{
  const time_t when = (time_t)(now + ahead);
  struct tm parts;
  size_t length;
  char text[64];

  MUST(gmtime_r(&when, &parts) != NULL);
  MUST(strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
  check_date(text, now, ahead);
  /* With the two digits of the year that compilers warn of. */
  length = strftime(text, sizeof text, "%A, %d-%b-XX %H:%M:%S GMT", &parts);
  MUST(length > 0);
  text[length - 15] = (char)('0' + parts.tm_year / 10 % 10);
  text[length - 14] = (char)('0' + parts.tm_year % 10);
  check_date(text, now, ahead);
  MUST(strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts));
  check_date(text, now, ahead);
}

static void check_seconds(const char *text, int64_t now)
{
  const int64_t seconds = retry_after_seconds(text, now);
  const int64_t later = retry_after_seconds(text, now + 1);
  char *end;
  unsigned long long value;

  MUST(seconds >= -1 && seconds <= CENTURY);
  if (*text && text[strspn(text, "0123456789")] == '\0') {
    value = strtoull(text, &end, 10);
    MUST(seconds == (value > CENTURY ? CENTURY : (int64_t)value));
    MUST(later == seconds);
  } else if (*text >= '0' && *text <= '9') {
    MUST(seconds == -1);
  } else if (seconds > 1 && seconds < CENTURY && !strchr(text, '-')) {
    /* A date comes nearer.  (One with two digits of a year may be of the
     * last century a second later.) */
    MUST(later == seconds - 1);
  } else {
    MUST((seconds < 0) == (later < 0));
  }
}

static void check_decision(struct retry_facts *facts)
{
  const struct retry_decision decision = retry_decide(facts);
  const int reads = strcmp(facts->method, "GET") == 0;

  MUST(decision.asked >= -1 && decision.asked <= CENTURY);
  if (decision.reason != RETRY_AGAIN)
    return;
  MUST(facts->attempt >= 1 && facts->attempt <= RETRY_ATTEMPTS_MAX);
  MUST(facts->max_wait > 0 && !facts->timed_out);
  MUST(decision.wait >= 0 && decision.wait / 1000 <= facts->max_wait);
  MUST(decision.asked < 0 || decision.wait >= decision.asked * 1000);
  MUST(facts->outcome != TRANSPORT_NO_REPLY);
  if (!reads)
    MUST(facts->outcome == TRANSPORT_NOT_SENT || facts->status == 429);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
  static const long statuses[] = { 0, 200, 404, 429, 500, 502, 503, 504 };
  static const int outcomes[] = { TRANSPORT_DONE, TRANSPORT_NOT_SENT,
                                  TRANSPORT_NO_REPLY, TRANSPORT_CUT };
  struct input input = { .bytes = bytes, .size = size };
  /* Until 2095: a year of two digits is not read in the next century. */
  int64_t now = (int64_t)(fuzz_byte(&input) % 236) << 24;
  char *text CLEANUP_FREE = NULL;
  struct retry_facts facts = { 0 };
  uint8_t flags;

  now |= (int64_t)fuzz_byte(&input) << 16 | fuzz_byte(&input);
  facts.method = methods[fuzz_byte(&input) % 4];
  facts.status = statuses[fuzz_byte(&input) % 8];
  flags = fuzz_byte(&input);
  facts.outcome = outcomes[flags % 4];
  facts.permanent = flags >> 2 & 1;
  facts.timed_out = flags >> 3 & 1;
  facts.attempt = flags >> 4 & 7;
  facts.random = flags * 16777619u;
  facts.max_wait = (long)fuzz_byte(&input) - 1;
  check_dates(now, (int64_t)fuzz_byte(&input) << 12);
  text = fuzz_next(&input);
  check_seconds(text, now);
  facts.retry_after = text;
  facts.now = now;
  check_decision(&facts);
  facts.max_wait = INT32_MAX;
  check_decision(&facts);
  return 0;
}
