/* interrupt.h - what SIGINT, SIGTERM and SIGHUP mean at each stage.
 *
 * The others that end a process by default (SIGQUIT, SIGUSR1, SIGALRM ...)
 * mean the same where a mutation was sent or its result is in hand; else they
 * end it as ever, when the terminal is as it was.
 *
 * And what a crash means: a library that gives up for want of memory, or a
 * plugin that goes astray, must not lose what is in hand either.  It ends the
 * process with FAILED, while a mutation is awaited with UNKNOWN, and with
 * something to rescue as a signal does.
 *
 * How things are said, put back and saved is the business of others, who hand
 * over their functions (struct interrupt_hooks).
 *
 * While code runs that is not nscale's, a crash is laid to it
 * (interrupt_blame), and so is its end of the process by exit: that never is a
 * success.
 *
 * Global state, because signal handlers have no other: the hooks, the stage,
 * the count of signals, whether the others are handled too (in
 * interrupt_guard), the wake pipe, a file to remove, a child to kill, the
 * sentence and status to leave with, and who is to blame.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <sys/types.h>

#include "core/base/error.h"
#include "core/base/folder.h"

enum interrupt_stage {
  INTERRUPT_LEAVES,  /* nothing is on its way: say so and exit, with 130 where
                      * nothing was sent before */
  INTERRUPT_WAITS,   /* a mutation was sent: counted, the sender looks */
  INTERRUPT_RESCUES, /* what exists only once is in hand: save it, exit with
                      * 9 */
  INTERRUPT_IGNORED  /* all is delivered, only the end is left */
};

/* What is called when a signal or a crash ends the process: in its handler,
 * so each may do only what POSIX allows there.  None may be NULL. */
struct interrupt_hooks {
  /* Puts the terminal back as it was.  Returns whether there was need. */
  int (*restore)(void);
  /* Says, like an error, what the process ends with. */
  void (*say)(enum exit_status exit_status, const char *sentence);
  /* Ends the line on which a terminal has just shown "^C". */
  void (*end_line)(void);
  /* Saves what exists only once and says where. */
  void (*rescue)(void);
};

/* Installs the handlers, without SA_RESTART.  A signal that was ignored when
 * the process began (nohup) stays ignored.  Failures leave the default
 * action, which loses nothing before the first request.  The hooks are
 * borrowed until the process ends. */
void interrupt_setup(const struct interrupt_hooks *hooks);

/* From now on there is something that a signal of the others must not end
 * without: a terminal to put back, a child.  A mutation, a file to remove and
 * a child to kill do so by themselves.  Again it does nothing. */
void interrupt_guard(void);

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

/* From now on the code of a plugin runs, which is named with the time, "in
 * plan": a crash, or exit, ends the process with EXIT_PLUGIN and `the plugin
 * NAME crashed in plan`, or, where there is something to rescue, as a signal
 * does.  NULL: nscale's own code runs again. */
void interrupt_blame(const char *plugin, const char *when);

/* A file to remove when a signal ends the process in INTERRUPT_LEAVES: one
 * that is still empty.  Borrowed; NULL for none. */
void interrupt_remove(const struct made *file);

/* A child process to kill when a signal ends this one, or a process group of
 * which this is the negative number (kill(2)); 0 for none. */
void interrupt_kill(pid_t child);

/* Gives signals, crashes and exit their default action again: for a child
 * process, which must not act in its parent's place. */
void interrupt_reset(void);

#endif
