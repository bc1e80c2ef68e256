/* command.h - signals, and the command that runs against the sandbox. */
#ifndef SANDBOX_COMMAND_H
#define SANDBOX_COMMAND_H

#include <signal.h>

/* Holds SIGINT, SIGTERM and SIGCHLD back for command_run and command_wait,
 * and ignores SIGPIPE.  To be called before any thread runs.  Returns 0, or
 * -1 with errno; `*old` is the mask that a child should have. */
int command_prepare(sigset_t *old);

/* Runs the command with that environment and signal mask until it ends;
 * SIGINT and SIGTERM go on to it.  Returns its exit status, 128 and the
 * signal's number when it was killed, 127 or 126 when it could not be
 * started, which was told. */
int command_run(char **argv, char **environment, const sigset_t *old);

/* Waits for SIGINT or SIGTERM. */
void command_wait(void);

#endif
