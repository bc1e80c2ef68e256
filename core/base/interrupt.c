/* interrupt.c - what signals mean at each stage. */
#include "core/base/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/modes.h"

#define NOTHING_CHANGED "interrupted, nothing was changed"

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
/* Others whose default action ends a process. */
static const int others[] = { SIGQUIT,   SIGALRM, SIGUSR1, SIGUSR2,
                              SIGVTALRM, SIGPROF, SIGXCPU };
/* What ends a process whose code, or a library's, went wrong. */
static const int crashes[] = { SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                               SIGABRT, SIGTRAP, SIGSYS };
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static volatile sig_atomic_t stage;
static volatile sig_atomic_t count;
static const struct made *volatile file_to_remove;
static const char *volatile sentence = NOTHING_CHANGED;
static volatile sig_atomic_t sentence_status = EXIT_INTERRUPTED;
static volatile sig_atomic_t child_to_kill;
/* Whose code runs, and what is said of it; ready before it does. */
static volatile sig_atomic_t is_blamed;
static char crashed_text[256];
static char ended_text[256];
static int wake_pipe[2] = { -1, -1 };
static const struct interrupt_hooks *hooks;

/* A process, or a group of them, and what it did to the terminal. */
static void end_child(void)
{
  if (child_to_kill != 0)
    (void)kill((pid_t)child_to_kill, SIGKILL);
  modes_put_back();
}

static void leave(enum exit_status exit_status, const char *text)
{
  end_child();
  hooks->say(exit_status, text);
  _exit((int)exit_status);
}

static void rescue_and_leave(void)
{
  end_child();
  hooks->rescue();
  _exit(EXIT_UNDELIVERED);
}

/* Removes the file that is still empty. */
static void remove_file(void)
{
  if (file_to_remove)
    made_remove(file_to_remove, 0);
}

static void handle(int number)
{
  int saved = errno;
  int was_raw =
      (enum interrupt_stage)stage == INTERRUPT_LEAVES && hooks->restore();
  ssize_t written;

  switch ((enum interrupt_stage)stage) {
  case INTERRUPT_LEAVES:
    remove_file();
    end_child();
    /* Behind a question perhaps. */
    if (number == SIGINT && !was_raw)
      hooks->end_line();
    leave((enum exit_status)sentence_status, sentence);
    break;
  case INTERRUPT_RESCUES:
    rescue_and_leave();
    break;
  case INTERRUPT_WAITS:
    count = count + 1;
    /* A full pipe wakes just as well. */
    written = write(wake_pipe[1], "", 1);
    (void)written;
    break;
  case INTERRUPT_IGNORED:
    break;
  }
  errno = saved;
}

/* They mean the same, but where nothing is on its way they end the process as
 * ever, with all put back. */
static void handle_other(int number)
{
  const int saved = errno;
  struct sigaction action = { .sa_handler = SIG_DFL };
  sigset_t raised;

  if ((enum interrupt_stage)stage == INTERRUPT_WAITS ||
      (enum interrupt_stage)stage == INTERRUPT_RESCUES) {
    handle(number);
    return;
  }
  (void)hooks->restore();
  if ((enum interrupt_stage)stage == INTERRUPT_LEAVES)
    remove_file();
  end_child();
  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(number, &action, NULL);
  (void)sigemptyset(&raised);
  (void)sigaddset(&raised, number);
  (void)sigprocmask(SIG_UNBLOCK, &raised, NULL);
  (void)raise(number);
  errno = saved;
}

/* The code of a plugin crashed or ended the process. */
static void leave_for_plugin(const char *text)
{
  (void)hooks->restore();
  if ((enum interrupt_stage)stage == INTERRUPT_RESCUES)
    rescue_and_leave();
  if ((enum interrupt_stage)stage == INTERRUPT_LEAVES)
    remove_file();
  leave(EXIT_PLUGIN, text);
}

static void handle_exit(void)
{
  if (is_blamed)
    leave_for_plugin(ended_text);
}

/* A library crashed, or gave up for want of memory: there may be a token in
 * hand all the same, and an exit status to keep to. */
static void handle_crash(int number)
{
  (void)number;
  if (is_blamed)
    leave_for_plugin(crashed_text);
  (void)hooks->restore();
  switch ((enum interrupt_stage)stage) {
  case INTERRUPT_LEAVES:
    remove_file();
    leave(EXIT_FAILED, "nscale itself failed, or a library ran out of memory");
    break;
  case INTERRUPT_WAITS:
    leave(EXIT_UNKNOWN, "nscale itself failed while the reply was awaited; "
                        "the request may have been carried out");
    break;
  case INTERRUPT_RESCUES:
    rescue_and_leave();
    break;
  case INTERRUPT_IGNORED:
    leave(EXIT_FAILED, "nscale itself failed, after the result was "
                       "delivered");
    break;
  }
}

/* Where something else looks after crashes already, a sanitizer for one, it
 * may go on: that is rare, and is put back. */
static void crash_setup(void)
{
  static char room[65536]; /* a stack for when the stack is what ran out */
  stack_t stack = { .ss_sp = room, .ss_size = sizeof room };
  struct sigaction action = { .sa_handler = handle_crash,
                              .sa_flags = SA_ONSTACK | SA_RESETHAND };
  struct sigaction before;
  size_t i;

  (void)sigfillset(&action.sa_mask);
  (void)sigaltstack(&stack, NULL);
  for (i = 0; i < COUNT_OF(crashes); i++)
    if (sigaction(crashes[i], &action, &before) == 0 &&
        before.sa_handler != SIG_DFL)
      (void)sigaction(crashes[i], &before, NULL);
  (void)atexit(handle_exit);
  (void)at_quick_exit(handle_exit);
}

static int wake_setup(void)
{
  int i;

  if (pipe(wake_pipe) < 0)
    return -1;
  for (i = 0; i < 2; i++)
    if (fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC) < 0 ||
        fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK) < 0)
      return -1;
  return 0;
}

/* One signal is handled at a time. */
static void block_all(sigset_t *blocked)
{
  size_t i;

  (void)sigemptyset(blocked);
  for (i = 0; i < COUNT_OF(numbers); i++)
    (void)sigaddset(blocked, numbers[i]);
  for (i = 0; i < COUNT_OF(others); i++)
    (void)sigaddset(blocked, others[i]);
}

void interrupt_setup(const struct interrupt_hooks *given)
{
  struct sigaction action = { .sa_handler = handle };
  struct sigaction before;
  size_t i;

  hooks = given;
  block_all(&action.sa_mask);
  for (i = 0; i < COUNT_OF(numbers); i++)
    if (sigaction(numbers[i], NULL, &before) == 0 &&
        before.sa_handler != SIG_IGN)
      (void)sigaction(numbers[i], &action, NULL);
  /* A reader that goes away and a limit on the size of files are errors of
   * write, not the end. */
  action.sa_handler = SIG_IGN;
  (void)sigaction(SIGPIPE, &action, NULL);
  (void)sigaction(SIGXFSZ, &action, NULL);
  crash_setup();
}

void interrupt_guard(void)
{
  static int is_guarded;
  struct sigaction action = { .sa_handler = handle_other };
  struct sigaction before;
  size_t i;

  if (is_guarded)
    return;
  is_guarded = 1;
  block_all(&action.sa_mask);
  for (i = 0; i < COUNT_OF(others); i++)
    if (sigaction(others[i], NULL, &before) == 0 &&
        before.sa_handler == SIG_DFL)
      (void)sigaction(others[i], &action, NULL);
}

void interrupt_enter(enum interrupt_stage next)
{
  if (next == INTERRUPT_WAITS || next == INTERRUPT_RESCUES)
    interrupt_guard();
  stage = (sig_atomic_t)next;
}

int interrupt_count(void)
{
  return count;
}

int interrupt_wake_fd(void)
{
  /* Without a pipe a signal is noticed at the next tick of the transport. */
  if (wake_pipe[0] < 0)
    (void)wake_setup();
  return wake_pipe[0];
}

void interrupt_drain(void)
{
  char bytes[64];

  while (wake_pipe[0] >= 0 && read(wake_pipe[0], bytes, sizeof bytes) > 0)
    continue;
}

void interrupt_remove(const struct made *file)
{
  if (file)
    interrupt_guard();
  file_to_remove = file;
}

void interrupt_say(enum exit_status exit_status, const char *text)
{
  sentence_status = text ? (sig_atomic_t)exit_status : EXIT_INTERRUPTED;
  sentence = text ? text : NOTHING_CHANGED;
}

void interrupt_blame(const char *plugin, const char *when)
{
  is_blamed = 0;
  if (!plugin || !hooks)
    return;
  (void)snprintf(crashed_text, sizeof crashed_text,
                 "the plugin %.100s crashed %s", plugin, when);
  (void)snprintf(ended_text, sizeof ended_text,
                 "the plugin %.100s ended the process %s", plugin, when);
  is_blamed = 1;
}

void interrupt_kill(pid_t child)
{
  if (child != 0)
    interrupt_guard();
  child_to_kill = (sig_atomic_t)child;
}

void interrupt_reset(void)
{
  struct sigaction action = { .sa_handler = SIG_DFL };
  struct sigaction before;
  size_t i;

  hooks = NULL; /* nobody is blamed any more */
  is_blamed = 0;
  (void)sigemptyset(&action.sa_mask);
  for (i = 0; i < COUNT_OF(numbers); i++)
    (void)sigaction(numbers[i], &action, NULL);
  for (i = 0; i < COUNT_OF(others); i++)
    if (sigaction(others[i], NULL, &before) == 0 &&
        before.sa_handler != SIG_IGN)
      (void)sigaction(others[i], &action, NULL);
  for (i = 0; i < COUNT_OF(crashes); i++)
    (void)sigaction(crashes[i], &action, NULL);
}
