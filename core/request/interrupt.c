/* interrupt.c - what SIGINT, SIGTERM and SIGHUP mean at each stage. */
#include "core/request/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "core/message.h"
#include "core/request/rescue.h"
#include "core/terminal/tty.h"

#define NOTHING_CHANGED "interrupted, nothing was changed"

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t stage;
static volatile sig_atomic_t count;
static const char *volatile file_to_remove;
static const char *volatile sentence = NOTHING_CHANGED;
static volatile sig_atomic_t child_to_kill;
static int wake_pipe[2] = { -1, -1 };
static int is_on_terminal; /* stderr */

static void say(const char *text)
{
  /* Nobody is left to tell when stderr fails. */
  ssize_t written = write(STDERR_FILENO, text, strlen(text));

  (void)written;
}

/* What message_error would say, which a handler may not call. */
static void say_interrupted(void)
{
  int json = message_is_json();

  say(json ? "{\"error\":{\"kind\":\"interrupted\",\"message\":\""
           : "nscale: ");
  say(sentence);
  say(json ? "\",\"status\":null,\"trace_id\":null,\"hint\":null,"
             "\"exit_code\":130}}\n"
           : "\n");
}

static void handle(int number)
{
  int saved = errno;
  ssize_t written;

  switch ((enum interrupt_stage)stage) {
  case INTERRUPT_LEAVES:
    if (file_to_remove)
      (void)unlink(file_to_remove);
    /* There the terminal has just shown "^C", behind a question perhaps. */
    if (number == SIGINT && is_on_terminal)
      say("\n");
    say_interrupted();
    _exit(EXIT_INTERRUPTED);
  case INTERRUPT_RESCUES:
    if (child_to_kill > 0)
      (void)kill((pid_t)child_to_kill, SIGKILL);
    (void)rescue_save();
    rescue_announce();
    _exit(EXIT_UNDELIVERED);
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

void interrupt_setup(void)
{
  struct sigaction action = { .sa_handler = handle };
  struct sigaction before;
  size_t i;

  /* Without a pipe a signal is noticed at the next tick of the transport. */
  (void)wake_setup();
  is_on_terminal = tty_is(STDERR_FILENO);
  (void)sigemptyset(&action.sa_mask);
  for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    (void)sigaddset(&action.sa_mask, numbers[i]);
  for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    if (sigaction(numbers[i], NULL, &before) == 0 &&
        before.sa_handler != SIG_IGN)
      (void)sigaction(numbers[i], &action, NULL);
  /* A reader that goes away is an error of write, not the end. */
  action.sa_handler = SIG_IGN;
  (void)sigaction(SIGPIPE, &action, NULL);
}

void interrupt_enter(enum interrupt_stage next)
{
  stage = (sig_atomic_t)next;
}

int interrupt_count(void)
{
  return count;
}

int interrupt_wake_fd(void)
{
  return wake_pipe[0];
}

void interrupt_drain(void)
{
  char bytes[64];

  while (wake_pipe[0] >= 0 && read(wake_pipe[0], bytes, sizeof bytes) > 0)
    continue;
}

void interrupt_remove(const char *path)
{
  file_to_remove = path;
}

void interrupt_say(const char *text)
{
  sentence = text ? text : NOTHING_CHANGED;
}

void interrupt_kill(pid_t child)
{
  child_to_kill = (sig_atomic_t)child;
}

void interrupt_reset(void)
{
  struct sigaction action = { .sa_handler = SIG_DFL };
  size_t i;

  (void)sigemptyset(&action.sa_mask);
  for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    (void)sigaction(numbers[i], &action, NULL);
}
