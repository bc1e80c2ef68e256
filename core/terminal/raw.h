/* raw.h - the terminal in raw mode, and back again on every path.
 *
 * This is the one place that changes the modes of a terminal; what a child
 * did to them is modes.h's.  In raw mode keys arrive as they are pressed and
 * are not echoed; Ctrl-C, Ctrl-\ and Ctrl-Z stay signals, and output is
 * processed as always.  What is on the screen at the time is told by raw_draw,
 * so that it can be taken away wherever the process ends:
 *
 *   raw_leave         the ordinary way out
 *   raw_restore       from a signal handler; interrupt.c calls it on SIGINT,
 *                     SIGTERM, SIGHUP and in a crash
 *   other signals     that would end the process are caught here while the
 *                     terminal is raw; they restore it and are raised again
 *   Ctrl-Z            restores it, stops, and sets it again after `fg`
 *
 * Keys are read from stdin, drawing goes to stderr: stdout is for data.
 *
 * Global state, because signal handlers have no other: whether the terminal
 * is raw, its former modes, the bytes that take the region away, and flags
 * of the signals that came.
 */
#ifndef RAW_H
#define RAW_H

#include <stddef.h>
#include <sys/types.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

/* The terminal's other screen, which no change of its size breaks anew, and
 * back to the cursor's place on the usual one (DEC private mode 1049).  On
 * terminals without one they do nothing. */
#define RAW_ASIDE "\033[?1049h"
#define RAW_NEAR "\033[?1049l"

/* What raw_read returns instead of a count of bytes. */
enum {
  RAW_FAILED = -1,  /* the error is set: stdin does not work */
  RAW_TIMEOUT = -2, /* nothing came within the time */
  RAW_RESIZED = -3, /* the size may have changed: draw again */
  RAW_RESUMED = -4, /* was stopped, what was drawn is gone: draw anew */
  RAW_ENDED = -5    /* the terminal went away */
};

/* Whether keys can be read and a screen be drawn: stdin and stderr are
 * terminals, and TERM is set and not "dumb".  Returns 1 or 0. */
int raw_possible(void);

/* Enters raw mode.  Returns 0; -1 with EXIT_FAILED where the terminal does
 * not take it. */
int raw_enter(struct error *error);

/* Takes the region away and leaves raw mode; nothing where it is not. */
void raw_leave(void);

/* The same for a signal handler, after which the process ends: leaves the
 * handlers of signals as they are.  Returns whether it was raw. */
int raw_restore(void);

/* Draws: writes the bytes, after which the cursor stands `rows` rows below
 * the top of what is to be taken away; or with `is_aside`, which is then so
 * until raw_leave, stood there before the terminal showed its other screen.
 * A signal that comes meanwhile is handled afterwards.  Returns 0, or -1 with
 * EXIT_FAILED. */
int raw_draw(const struct buffer *bytes, size_t rows, int is_aside,
             struct error *error);

/* Reads what was typed, up to `size` bytes.  Waits `milliseconds`, without
 * end when that is negative.  Returns a count above 0, or RAW_.... */
ssize_t raw_read(char *bytes, size_t size, int milliseconds,
                 struct error *error);

/* Forgets what was typed but not read yet: it was meant for something else
 * than what is asked next. */
void raw_forget(void);

#endif
