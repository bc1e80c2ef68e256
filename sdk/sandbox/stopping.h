/* stopping.h - the one event "the server stops", and waiting for it.
 *
 * A connection that hangs or is delayed on purpose waits here, so that a
 * stop ends it at once.
 */
#ifndef SANDBOX_STOPPING_H
#define SANDBOX_STOPPING_H

/* To be called before any thread runs.  Returns 0, or -1 with errno. */
int stopping_init(void);

/* Wakes all who wait, now and later. */
void stopping_announce(void);

/* Waits until the server stops, or `milliseconds` have passed (-1: for
 * ever), or the descriptor (-1: none) has something to read: a client that
 * awaits a reply has nothing to say, so it is leaving. */
void stopping_wait(int descriptor, int milliseconds);

#endif
