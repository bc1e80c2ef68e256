/* clock.h - how long things take, and waiting.
 *
 * What the calendar says is another matter: see time.h.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Milliseconds since some moment, which no change of the date moves; never 0,
 * so that 0 can mean "not yet". */
int64_t clock_now(void);

/* Waits, whatever signals come meanwhile; not at all for less than 1. */
void clock_pause(int64_t milliseconds);

#endif
