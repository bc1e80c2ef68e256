/* shell.c - a command line of the user's, run by /bin/sh. */
#include "core/base/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/modes.h"

#define GRACE 2000 /* milliseconds between SIGTERM and SIGKILL */

/* POSIX wants it declared by whoever uses it. */
extern char **environ;

/* What the command writes, on its way to a buffer. */
struct shell_pipe {
  int fd;     /* -1: nothing (more) comes */
  int remote; /* the command's end; -1: none */
  struct buffer *buffer;
};

/* One command that runs. */
struct shell_run {
  const struct shell_task *task;
  struct shell_pipe pipes[2]; /* its standard output, its standard error */
  char **environment;
  pid_t child;
  pid_t
      group; /* what is killed: the child, or its group as a negative number */
  struct sigaction child_before;
  sigset_t mask_before;
};

/* ---- The environment. --------------------------------------------- */

static int is_replaced(const struct shell_task *task, const char *entry)
{
  const size_t length = strcspn(entry, "=");
  size_t i;

  for (i = 0; i < task->variable_count; i++)
    if (strncmp(task->variables[i].name, entry, length) == 0 &&
        !task->variables[i].name[length])
      return 1;
  return 0;
}

/* Made before the fork: a child may not allocate. */
static char **environment_make(const struct shell_task *task)
{
  char **environment;
  size_t count = 0, at = 0, i;

  while (environ && environ[count])
    count++;
  environment = calloc(count + task->variable_count + 1, sizeof *environment);
  if (!environment)
    return NULL;
  for (i = 0; i < task->variable_count; i++) {
    CLEANUP_BUFFER struct buffer text = { 0 };

    if (!task->variables[i].value)
      continue;
    buffer_printf(&text, "%s=%s", task->variables[i].name,
                  task->variables[i].value);
    environment[at] = buffer_take(&text);
    if (!environment[at++])
      goto failed;
  }
  for (i = 0; i < count; i++) {
    if (is_replaced(task, environ[i]))
      continue;
    environment[at] = strdup(environ[i]);
    if (!environment[at++])
      goto failed;
  }
  return environment;
failed:
  for (i = 0; i < at; i++)
    free(environment[i]);
  free(environment);
  return NULL;
}

static void environment_free(char **environment)
{
  char **entry;

  for (entry = environment; entry && *entry; entry++)
    free(*entry);
  free(environment);
}

/* ---- What it writes. ---------------------------------------------- */

static int pipe_open(struct shell_pipe *end, struct buffer *buffer)
{
  int ends[2];

  *end = (struct shell_pipe){ .fd = -1, .remote = -1, .buffer = buffer };
  if (!buffer)
    return 0;
  if (pipe(ends) < 0)
    return -1;
  end->fd = ends[0];
  end->remote = ends[1];
  if (end->fd >= FD_SETSIZE) {
    errno = EMFILE;
    return -1;
  }
  return fcntl(ends[0], F_SETFD, FD_CLOEXEC) < 0 ||
                 fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0 ||
                 fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0
             ? -1
             : 0;
}

/* Takes what has come.  What is beyond the limit is dropped. */
static void pipe_drain(struct shell_pipe *end)
{
  char bytes[4096];
  ssize_t count = -1;

  while (end->fd >= 0) {
    count = read(end->fd, bytes, sizeof bytes);
    if (count <= 0)
      break;
    buffer_append(end->buffer, bytes, (size_t)count);
  }
  wipe(bytes, sizeof bytes);
  if (end->fd >= 0 && count == 0) {
    (void)close(end->fd);
    end->fd = -1;
  }
}

static void pipe_close(struct shell_pipe *end)
{
  if (end->fd >= 0)
    (void)close(end->fd);
  if (end->remote >= 0)
    (void)close(end->remote);
  end->fd = end->remote = -1;
}

/* ---- Its process. ------------------------------------------------- */

static void do_nothing(int number)
{
  (void)number;
}

/* SIGCHLD comes only while we wait for it, also where it was ignored.  Ctrl-\
 * that ends a command in front ends us as well, but behind it: when the
 * terminal was put back. */
static void take_signal(struct shell_run *run)
{
  struct sigaction action = { .sa_handler = do_nothing };
  sigset_t blocked;

  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(SIGCHLD, &action, &run->child_before);
  (void)sigemptyset(&blocked);
  (void)sigaddset(&blocked, SIGCHLD);
  if (run->task->is_foreground)
    (void)sigaddset(&blocked, SIGQUIT);
  (void)sigprocmask(SIG_BLOCK, &blocked, &run->mask_before);
}

static void give_signal(const struct shell_run *run)
{
  (void)sigaction(SIGCHLD, &run->child_before, NULL);
  (void)sigprocmask(SIG_SETMASK, &run->mask_before, NULL);
}

/* In the child: becomes the shell. */
static void become_shell(const struct shell_run *run)
{
  static const int others[] = { SIGCHLD, SIGPIPE, SIGXFSZ };
  const struct shell_task *task = run->task;
  struct sigaction action = { .sa_handler = SIG_DFL };
  int input = task->input;
  int output = run->pipes[0].remote;
  int errors = run->pipes[1].remote;
  const char *arguments[] = {
    "sh", "-c", task->command, "sh", task->word, NULL
  };
  size_t i;

  if (!task->is_foreground)
    (void)setpgid(0, 0);
  (void)sigemptyset(&action.sa_mask);
  for (i = 0; i < sizeof others / sizeof others[0]; i++)
    (void)sigaction(others[i], &action, NULL);
  interrupt_reset();
  (void)sigprocmask(SIG_SETMASK, &run->mask_before, NULL);
  if (input < 0)
    input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, STDIN_FILENO) < 0 ||
      (errors >= 0 && dup2(errors, STDERR_FILENO) < 0) ||
      dup2(output >= 0 ? output : STDERR_FILENO, STDOUT_FILENO) < 0)
    _exit(126);
  (void)execve("/bin/sh", (char **)(uintptr_t)arguments, run->environment);
  _exit(127);
}

/* Waits until something is to be read, the child has ended, a signal came, or
 * the time is over. */
static void wait_event(const struct shell_run *run, long milliseconds)
{
  struct timespec time = { .tv_sec = milliseconds / 1000,
                           .tv_nsec = milliseconds % 1000 * 1000000 };
  sigset_t mask = run->mask_before;
  fd_set readable;
  int most = -1;
  size_t i;

  FD_ZERO(&readable);
  for (i = 0; i < 2; i++)
    if (run->pipes[i].fd >= 0) {
      FD_SET(run->pipes[i].fd, &readable);
      if (run->pipes[i].fd > most)
        most = run->pipes[i].fd;
    }
  (void)sigdelset(&mask, SIGCHLD);
  if (run->task->is_foreground)
    (void)sigaddset(&mask, SIGQUIT);
  (void)pselect(most + 1, &readable, NULL, NULL, &time, &mask);
}

/* Waits for its end for so long, or until a signal asks for ours.  Returns
 * whether it has ended, with the status that waitpid gives. */
static int wait_end(struct shell_run *run, long milliseconds, int *status)
{
  const int64_t end = clock_now() + milliseconds;
  const int signals = interrupt_count();
  long left = milliseconds;
  pid_t ended;

  while ((ended = waitpid(run->child, status, WNOHANG)) == 0 && left > 0 &&
         interrupt_count() == signals) {
    wait_event(run, left);
    pipe_drain(&run->pipes[0]);
    pipe_drain(&run->pipes[1]);
    left = (long)(end - clock_now());
  }
  return ended != 0;
}

/* Follows it to its end. */
static void follow(struct shell_run *run, struct shell_end *end)
{
  const int signals = interrupt_count();
  int status = 0;

  if (!wait_end(run, run->task->milliseconds, &status)) {
    end->stopped = interrupt_count() != signals;
    end->timed_out = !end->stopped;
    (void)kill(run->group, SIGTERM);
    if (!wait_end(run, GRACE, &status)) {
      (void)kill(run->group, SIGKILL);
      (void)waitpid(run->child, &status, 0);
    }
    /* What it began and left behind, too. */
    if (run->group < 0)
      (void)kill(run->group, SIGKILL);
  }
  pipe_drain(&run->pipes[0]);
  pipe_drain(&run->pipes[1]);
  end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + end->signal;
}

static int start(struct shell_run *run)
{
  const struct shell_task *task = run->task;

  run->environment = environment_make(task);
  if (!run->environment || pipe_open(&run->pipes[0], task->output) < 0 ||
      pipe_open(&run->pipes[1], task->errors) < 0)
    return -1;
  run->child = fork();
  if (run->child == 0)
    become_shell(run);
  if (run->child < 0)
    return -1;
  run->group = run->child;
  if (!task->is_foreground) {
    (void)setpgid(run->child, run->child);
    run->group = -run->child;
  }
  interrupt_kill(run->group);
  for (size_t i = 0; i < 2; i++)
    if (run->pipes[i].remote >= 0) {
      (void)close(run->pipes[i].remote);
      run->pipes[i].remote = -1;
    }
  return 0;
}

int shell_run(const struct shell_task *task, struct shell_end *end)
{
  struct shell_run run = {
    .task = task,
    .pipes = { { .fd = -1, .remote = -1 }, { .fd = -1, .remote = -1 } },
  };

  *end = (struct shell_end){ 0 };
  take_signal(&run);
  modes_keep();
  if (start(&run) < 0)
    end->failed = errno ? errno : ENOMEM;
  else
    follow(&run, end);
  interrupt_kill(0);
  modes_put_back();
  give_signal(&run);
  pipe_close(&run.pipes[0]);
  pipe_close(&run.pipes[1]);
  environment_free(run.environment);
  return end->failed || end->timed_out || end->stopped || end->status ? -1 : 0;
}

const char *shell_last_line(struct buffer *said)
{
  const char *line;

  while (said->length && strchr(" \t\r\n", said->data[said->length - 1]))
    buffer_cut(said, said->length - 1);
  if (!said->length)
    return "";
  said->data[said->length] = '\0';
  line = strrchr(said->data, '\n');
  return line ? line + 1 : said->data;
}

void shell_say_end(const struct shell_task *task, const struct shell_end *end,
                   struct buffer *text)
{
  if (end->failed)
    buffer_printf(text, "could not be started: %s", strerror(end->failed));
  else if (end->stopped)
    buffer_puts(text, "was ended by an interrupt");
  else if (end->timed_out)
    buffer_printf(text, "did not end within %g s",
                  (double)task->milliseconds / 1000);
  else if (end->signal)
    buffer_printf(text, "was ended by signal %d", end->signal);
  else
    buffer_printf(text, "ended with status %d", end->status);
}
