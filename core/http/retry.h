/* retry.h - whether a request is worth another attempt, and when.
 *
 * Pure decisions: nothing here waits, sends, prints or looks at the clock.
 * The rules are those of the design, "The wire":
 *
 *   GET, HEAD  connections that never opened, 429, 502, 503, 504
 *   others     connections that never opened, 429
 *
 * at most three further attempts.  Any other reply to PUT, DELETE or POST may
 * stand for a mutation that was carried out.
 */
#ifndef RETRY_H
#define RETRY_H

#include <stdint.h>

#define RETRY_ATTEMPTS_MAX 3 /* beyond the first */

struct retry_facts {
  const char *method;      /* "GET", ... */
  int outcome;             /* enum transport_outcome */
  int permanent;           /* of the reply: it cannot heal */
  int timed_out;           /* of the reply: a time limit is not run twice */
  long status;             /* HTTP status, 0 without a reply */
  const char *retry_after; /* the header's value; NULL or "" without one */
  const char *date;        /* likewise of Date: the server's own time, which a
                            * date in Retry-After is of */
  int attempt;             /* that was just made, from 1 */
  long max_wait;           /* the longest wait that is accepted, seconds; 0
                            * for no further attempt at all */
  int64_t now;             /* seconds since 1970, in place of a Date */
  uint32_t random;         /* any number, for the jitter */
};

enum retry_reason {
  RETRY_AGAIN = 0, /* after `wait` milliseconds */
  RETRY_NO_NEED,   /* this outcome is not one that is repeated */
  RETRY_PERMANENT, /* not sent, and trying again cannot help */
  RETRY_TIMED_OUT, /* a time limit ended it */
  RETRY_UNSAFE,    /* the mutation may have been carried out */
  RETRY_EXHAUSTED, /* the attempts are used up */
  RETRY_TOO_LONG   /* the server asks for more than `max_wait` */
};

struct retry_decision {
  enum retry_reason reason;
  long wait; /* milliseconds, where the reason is RETRY_AGAIN */
  /* What Retry-After asked for, seconds from now; -1 where it asked for
   * nothing that can be understood. */
  int64_t asked;
};

/* The wait is 0.5, 1 and 2 s, less up to a quarter by `random`, so that many
 * callers do not come back at once; Retry-After may make it longer, up to
 * `max_wait`, which also bounds the former.  After connections that never
 * opened it is half of that, 1.75 s in all: a wrong address is to be told
 * soon. */
struct retry_decision retry_decide(const struct retry_facts *facts);

/* Seconds from `now` that the value of a Retry-After header asks for: a
 * number of seconds, or a date of one of the three forms of RFC 9110, 5.6.7;
 * 0 for a date that has passed.  -1 for NULL, "" and nonsense.  Numbers
 * beyond a hundred years count as a hundred years. */
int64_t retry_after_seconds(const char *text, int64_t now);

#endif
