/* tty.h - what is at the other end of a descriptor, and what it can show.
 *
 * Nothing here calls setlocale or reads terminfo: both would cost more than
 * the rest of a command's start.
 *
 * Global state: when there is colour, set once by tty_setup.
 */
#ifndef TTY_H
#define TTY_H

#include <stddef.h>

/* Whether `fd` is a terminal.  Returns 1 or 0; errno is kept. */
int tty_is(int fd);

/* Whether a person is there who may be asked for what a command was not told:
 * all three streams are terminals, and CI is not set, or empty.  Returns 1 or
 * 0; errno is kept. */
int tty_is_attended(void);

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

/* What COLUMNS says; 0 where it says nothing, else within 20 and 1000. */
size_t tty_width_given(void);

/* What --color says. */
enum tty_colours { TTY_AUTO, TTY_ALWAYS, TTY_NEVER };

/* Says when there is colour; TTY_AUTO until this is called. */
void tty_setup(enum tty_colours when);

/* Whether what goes to `fd` is laid out for people: it is a terminal, or with
 * TTY_ALWAYS whatever it is.  Returns 1 or 0; errno is kept. */
int tty_for_people(int fd);

/* Whether colour may go to `fd`.  What decides is the first of these:
 * tty_setup; NO_COLOR, set and not empty (no-color.org): none; FORCE_COLOR or
 * CLICOLOR_FORCE, set and neither empty nor 0: colour; CLICOLOR=0: none; a
 * terminal whose TERM is set and not "dumb": colour.  Returns 1 or 0; errno is
 * kept. */
int tty_colour(int fd);

/* Whether people's locale is UTF-8: the first of LC_ALL, LC_CTYPE and LANG
 * that is set and not empty (POSIX, Environment Variables 8.2) says so.
 * Returns 1 or 0. */
int tty_utf8(void);

#endif
