/* shell.h - a command line of the user's, run by /bin/sh.
 *
 * It runs in a process group of its own, unless it is to ask people, so that
 * Ctrl-C at a terminal reaches nscale alone and all that it began can be
 * ended.  A signal or a crash that ends nscale ends the group
 * (interrupt_kill).  Afterwards the terminal is as it was (modes.h).
 */
#ifndef SHELL_H
#define SHELL_H

#include <stddef.h>

#include "core/base/buffer.h"

/* A variable of the command's environment; without a value one that it must
 * not have.  Borrowed. */
struct shell_variable {
  const char *name;
  const char *value;
};

/* What is to be run.  Everything is borrowed. */
struct shell_task {
  const char *command;                    /* sh -c COMMAND */
  const char *word;                       /* its $1; or NULL */
  const struct shell_variable *variables; /* beside those of nscale */
  size_t variable_count;
  int is_foreground; /* it stays in nscale's own process group: it may ask at
                      * the terminal, and Ctrl-C reaches both */
  int input; /* a descriptor, its standard input; -1: there is none to read */
  long milliseconds;     /* it is ended after that time */
  struct buffer *output; /* takes what it writes to standard output, up to the
                          * buffer's limit; NULL: that goes to stderr */
  struct buffer *errors; /* takes what it writes to standard error, likewise;
                          * NULL: stderr */
};

/* How it ended.  Starts zeroed. */
struct shell_end {
  int failed;    /* errno: it could not be started */
  int timed_out; /* its time was over, and it was ended */
  int stopped;   /* likewise, since a signal asked nscale to end */
  int signal;    /* that ended it, or 0 */
  int status;    /* its exit status */
};

/* Runs it to its end.  Returns 0 where that is exit status 0, or -1. */
int shell_run(const struct shell_task *task, struct shell_end *end);

/* The last line that is not blank of what a command said, which is cut behind
 * it; "" where there is none. */
const char *shell_last_line(struct buffer *said);

/* Appends how it ended, for a sentence that names the command: `ended with
 * status 1`, `was ended by signal 9`, `did not end within 60 s`, `could not be
 * started: ...`. */
void shell_say_end(const struct shell_task *task, const struct shell_end *end,
                   struct buffer *text);

#endif
