/* command.c - signals, and the command that runs against the sandbox. */
#include "command.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>

static void ours(sigset_t *set)
{
  (void)sigemptyset(set);
  (void)sigaddset(set, SIGINT);
  (void)sigaddset(set, SIGTERM);
  (void)sigaddset(set, SIGCHLD);
}

int command_prepare(sigset_t *old)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN };
  struct sigaction usual = { .sa_handler = SIG_DFL };
  sigset_t set;

  ours(&set);
  /* Were SIGCHLD ignored, as some parents leave it, there would be nobody to
   * wait for; and an ignored SIGINT (a shell's background job) could not
   * stop the server. */
  if (sigaction(SIGPIPE, &ignore, NULL) < 0 ||
      sigaction(SIGCHLD, &usual, NULL) < 0 ||
      sigaction(SIGINT, &usual, NULL) < 0 ||
      sigaction(SIGTERM, &usual, NULL) < 0)
    return -1;
  return sigprocmask(SIG_BLOCK, &set, old);
}

/* Starts the command.  Returns 0, or the error's number. */
static int start(char **argv, char **environment, const sigset_t *old,
                 pid_t *child)
{
  posix_spawnattr_t attributes;
  sigset_t usual;
  int error = posix_spawnattr_init(&attributes);

  if (error)
    return error;
  (void)sigemptyset(&usual);
  (void)sigaddset(&usual, SIGPIPE);
  error = posix_spawnattr_setsigmask(&attributes, old);
  if (!error)
    error = posix_spawnattr_setsigdefault(&attributes, &usual);
  if (!error)
    error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK |
                                                      POSIX_SPAWN_SETSIGDEF);
  if (!error)
    error = posix_spawnp(child, argv[0], NULL, &attributes, argv, environment);
  (void)posix_spawnattr_destroy(&attributes);
  return error;
}

/* True once the child is gone, with how it ended. */
static int has_ended(pid_t child, int *status)
{
  int how;

  if (waitpid(child, &how, WNOHANG) != child)
    return 0;
  *status = WIFSIGNALED(how) ? 128 + WTERMSIG(how) : WEXITSTATUS(how);
  return 1;
}

int command_run(char **argv, char **environment, const sigset_t *old)
{
  siginfo_t info;
  sigset_t set;
  pid_t child;
  int status = 1, signal_number;
  int error = start(argv, environment, old, &child);

  if (error) {
    (void)fprintf(stderr, "nscale-sandbox: %s: %s\n", argv[0],
                  strerror(error));
    return error == ENOENT ? 127 : 126;
  }
  ours(&set);
  while (!has_ended(child, &status)) {
    signal_number = sigwaitinfo(&set, &info);
    /* What the terminal sent, the child was sent as well. */
    if ((signal_number == SIGINT || signal_number == SIGTERM) &&
        info.si_code <= 0)
      (void)kill(child, signal_number);
  }
  return status;
}

void command_wait(void)
{
  sigset_t set;
  int signal_number;

  ours(&set);
  do
    signal_number = sigwaitinfo(&set, NULL);
  while (signal_number != SIGINT && signal_number != SIGTERM);
}
