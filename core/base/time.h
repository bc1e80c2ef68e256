/* time.h - moments as the wire writes them and as people say them.
 *
 * A moment is a count of seconds since 1970-01-01T00:00:00Z without leap
 * seconds, in 64 bits whatever time_t has.  The calendar arithmetic is its
 * own (timegm is in no standard that we build on).
 */
#ifndef TIME_H
#define TIME_H

#include <stdint.h>

#include "core/base/buffer.h"

/* Reads a whole text as an RFC 3339 date-time: years 0000 to 9999, `T` and
 * `Z` in either case, any fraction (dropped), any offset, a leap second only
 * where one can be (23:59:60 UTC).  Returns 0, or -1 when it is not one. */
int time_parse(const char *text, int64_t *seconds);

/* The year 1, which is what Go, and so the service, writes for a moment that
 * was never set: it has not passed, it is none. */
#define TIME_UNSET (-INT64_C(62135596800))

/* Whether a whole text is that moment. */
int time_is_unset(const char *text);

/* Reads a whole text as a duration: one or more numbers, each with a unit, s
 * m h d or w, such as `14d` or `1d12h`; a hundred years (36500d) at the most.
 * Returns 0, or -1 when it is not one. */
int time_duration(const char *text, int64_t *seconds);

/* The same in words, for a hint. */
#define TIME_DURATION_RULE                                                    \
  "a duration is a number with a unit, s m h d or w, such as 14d or "         \
  "1d12h, up to 36500d"

/* Appends `2026-06-01T12:00:00Z`.  Returns 0, or -1 when the year has not
 * four digits; a failed buffer remembers that itself. */
int time_format(struct buffer *buffer, int64_t seconds);

/* Appends the distance in one unit, rounded to the nearest: "now",
 * "in 12 days", "1 hour ago".  Seconds up to 59, minutes up to 59, hours up
 * to 47, days up to 60, months up to 23, then years. */
void time_relative(struct buffer *buffer, int64_t then, int64_t now);

/* Appends how far away a moment is, ahead or behind, for a column: `59s`,
 * `59m`, `47h`, `730d`, `3y`, rounded to the nearest. */
void time_short(struct buffer *buffer, int64_t then, int64_t now);

/* Appends an age, rounded down: `59s`, `59m`, `47h`, `730d`, `3y`; `0s` for
 * what lies ahead. */
void time_age(struct buffer *buffer, int64_t then, int64_t now);

#endif
