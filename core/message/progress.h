/* progress.h - a line on stderr that says that a reply takes its time.
 *
 * It comes after a second, only on a terminal that can take a line back, and
 * is gone before anything else is shown: whoever writes to a terminal (message
 * and output do) clears it first.
 *
 * Global state: what is waited for since when, whether the line is there, and
 * whether it may come.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>

/* From now on `length` bytes of `host` are waited for; copied. */
void progress_begin(const char *host, size_t length);

/* Shows the line, or another number of seconds in it, where it is time for
 * that.  To be called every few hundred milliseconds. */
void progress_tick(void);

/* Takes the line away; the next tick may bring it again.  May be called in a
 * handler of a signal. */
void progress_clear(void);

/* Whether a line that is not ended stands on the terminal: it would be taken
 * away with that about waiting, so that this one does not come. */
void progress_hold(int hold);

/* Nothing is waited for any more, and the line is gone. */
void progress_end(void);

#endif
