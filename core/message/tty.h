/* tty.h - what is at the other end of a descriptor, and what it can show.
 *
 * Nothing here calls setlocale or reads terminfo: both would cost more than
 * the rest of a command's start.
 */
#ifndef TTY_H
#define TTY_H

#include <stddef.h>

/* Whether `fd` is a terminal.  Returns 1 or 0; errno is kept. */
int tty_is(int fd);

/* Opens the terminal of this process, for a person's answer when stdin is
 * something else.  It is the caller's and closed on exec.  Returns -1 where
 * nobody is there to answer: `shown`, the descriptor at which the question is
 * seen, is not that terminal, the process is in the background, or CI is set
 * and not empty.  errno is kept. */
int tty_open(int shown);

/* The columns of the terminal at `fd`; where it has none to tell, what
 * COLUMNS says, else 80.  Within 20 and 1000. */
size_t tty_width(int fd);

/* The lines of the terminal at `fd`; 24 where it has none to tell.  At least
 * 2. */
size_t tty_height(int fd);

/* Whether colour may go to `fd`: a terminal, NO_COLOR unset or empty
 * (no-color.org), TERM set and not "dumb".  Returns 1 or 0; errno is
 * kept. */
int tty_colour(int fd);

/* Whether people's locale is UTF-8: the first of LC_ALL, LC_CTYPE and LANG
 * that is set and not empty (POSIX, Environment Variables 8.2) says so.
 * Returns 1 or 0. */
int tty_utf8(void);

#endif
