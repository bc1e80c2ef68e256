/* clock.h - the time as the sandbox sees it, in seconds since 1970 UTC. */
#ifndef SANDBOX_CLOCK_H
#define SANDBOX_CLOCK_H

#include <stdint.h>

/* Room for an RFC 3339 time in UTC, its NUL included. */
#define CLOCK_TEXT 32

/* Freezes the clock.  To be called before any thread runs. */
void clock_freeze(int64_t seconds);

/* The frozen time, or else the system's, and how far it was moved on. */
int64_t clock_now(void);

/* The same in milliseconds. */
int64_t clock_milliseconds(void);

/* Moves the clock on, whether it is frozen or not. */
void clock_forward(int64_t seconds);

/* Reads "2026-06-01T12:00:00Z" or the same with an offset; fractions of a
 * second are dropped.  Returns 0, or -1 when the text is no such time. */
int clock_parse(const char *text, int64_t *seconds);

/* Writes the time as RFC 3339 in UTC, whole seconds. */
void clock_format(int64_t seconds, char text[CLOCK_TEXT]);

#endif
