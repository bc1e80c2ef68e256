/* interrupt.h - what SIGINT, SIGTERM and SIGHUP mean at each stage.
 *
 * And what a crash means: a library that gives up for want of memory, or a
 * plugin that goes astray, must cost no token either.  It ends the process
 * with FAILED, while a mutation is awaited with UNKNOWN, and with a token in
 * hand as a signal does.
 *
 * Global state, because signal handlers have no other: the stage, the count
 * of signals, the wake pipe, a file to remove, a child to kill, the
 * sentence and status to leave with.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <sys/types.h>

#include "core/base/error.h"

enum interrupt_stage {
  INTERRUPT_LEAVES,  /* nothing is on its way: say so and exit, with 130 where
                      * nothing was sent before */
  INTERRUPT_WAITS,   /* a mutation was sent: counted, the sender looks */
  INTERRUPT_RESCUES, /* a one-time secret is in hand: save it, exit with 9 */
  INTERRUPT_IGNORED  /* all is delivered, only the end is left */
};

/* Installs the handlers, without SA_RESTART.  A signal that was ignored when
 * the process began (nohup) stays ignored.  Failures leave the default
 * action, which loses nothing before the first request. */
void interrupt_setup(void);

/* Enters a stage.  */
void interrupt_enter(enum interrupt_stage stage);

/* How many signals came while in INTERRUPT_WAITS. */
int interrupt_count(void);

/* The wake pipe, made at the first call: becomes readable when a signal came
 * in INTERRUPT_WAITS; -1 where there is none.  It stays this file's. */
int interrupt_wake_fd(void);

/* Empties the wake pipe. */
void interrupt_drain(void);

/* What a signal says and ends with in INTERRUPT_LEAVES from now on: a text
 * without a newline that may be shown as it is, also in JSON, and stays as
 * long as the stage; NULL for EXIT_INTERRUPTED and "interrupted, nothing was
 * changed".  Once something was changed the status is another one. */
void interrupt_say(enum exit_status exit_status, const char *sentence);

/* A file to remove when a signal ends the process in INTERRUPT_LEAVES: a
 * token file that is still empty.  Borrowed; NULL for none. */
void interrupt_remove(const char *path);

/* A child process to kill when a signal ends this one; 0 for none. */
void interrupt_kill(pid_t child);

/* Gives signals and crashes their default action again: for a child process,
 * which must not act in its parent's place. */
void interrupt_reset(void);

#endif
