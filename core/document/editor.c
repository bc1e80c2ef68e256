/* editor.c - a text in the user's editor. */
#include "core/document/editor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/document/read.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* The value of a variable, NULL where it is unset or empty. */
static const char *editor_variable(const char *name)
{
  const char *value = getenv(name);

  return value && *value ? value : NULL;
}

static const char *editor_command(void)
{
  const char *command = editor_variable("VISUAL");

  if (!command)
    command = editor_variable("EDITOR");
  return command ? command : "vi";
}

/* ---- The file. ---------------------------------------------------- */

/* Makes the folder.  Returns its path, which the caller frees, or NULL. */
static char *make_folder(struct error *error)
{
  static const char *const variables[] = { "XDG_RUNTIME_DIR", "TMPDIR", NULL };
  CLEANUP_BUFFER struct buffer path = { 0 };
  size_t i;

  for (i = 0; i < COUNT_OF(variables); i++) {
    const char *base = variables[i] ? editor_variable(variables[i]) : "/tmp";

    if (!base || base[0] != '/')
      continue;
    buffer_clear(&path);
    buffer_printf(&path, "%s/nscale-XXXXXX", base);
    if (!path.failed && mkdtemp(path.data))
      return buffer_take(&path);
  }
  error_set(error, EXIT_FAILED, "no folder for a file to edit: %s",
            strerror(errno));
  error_hint(error, "set TMPDIR to one that you can write to");
  return NULL;
}

/* Removes the folder and what is in it: the file, and what an editor left
 * beside it.  Folders in it are not ours. */
static void remove_folder(const char *folder)
{
  DIR *directory = opendir(folder);
  struct dirent *entry;

  while (directory && (entry = readdir(directory)))
    (void)unlinkat(dirfd(directory), entry->d_name, 0);
  if (directory)
    (void)closedir(directory);
  (void)rmdir(folder);
}

static int write_file(const char *path, const struct buffer *text,
                      struct error *error)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int result = fd < 0 ? -1 : write_all(fd, text->data, text->length);

  if (fd >= 0 && close(fd) < 0)
    result = -1;
  return result == 0 ? 0
                     : error_set(error, EXIT_FAILED, "cannot write %s: %s",
                                 path, strerror(errno));
}

/* ---- The process. ------------------------------------------------- */

/* Signals while an editor runs.  Ctrl-C and Ctrl-\ are the editor's alone;
 * one that asks us to end is handed to the editor, and acted on when the
 * folder is gone. */
struct signals {
  struct sigaction interrupt, quit, child;
  sigset_t waited; /* for SIGCHLD, SIGTERM and SIGHUP */
  sigset_t before;
  int pending; /* one of these that came meanwhile, or 0 */
};

static void do_nothing(int number)
{
  (void)number;
}

static void take_signals(struct signals *signals)
{
  struct sigaction action = { .sa_handler = SIG_IGN };

  signals->pending = 0;
  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(SIGINT, &action, &signals->interrupt);
  (void)sigaction(SIGQUIT, &action, &signals->quit);
  /* One that is ignored by default might not wait to be seen. */
  action.sa_handler = do_nothing;
  (void)sigaction(SIGCHLD, &action, &signals->child);
  (void)sigemptyset(&signals->waited);
  (void)sigaddset(&signals->waited, SIGCHLD);
  (void)sigaddset(&signals->waited, SIGTERM);
  (void)sigaddset(&signals->waited, SIGHUP);
  (void)sigprocmask(SIG_BLOCK, &signals->waited, &signals->before);
}

static void give_signals(const struct signals *signals)
{
  (void)sigaction(SIGINT, &signals->interrupt, NULL);
  (void)sigaction(SIGQUIT, &signals->quit, NULL);
  (void)sigaction(SIGCHLD, &signals->child, NULL);
  (void)sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

/* In the child: becomes the shell that runs the editor. */
static void become_editor(const char *command, const char *path,
                          const struct signals *signals)
{
  struct sigaction action = { .sa_handler = SIG_DFL };

  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(SIGQUIT, &action, NULL);
  (void)sigaction(SIGPIPE, &action, NULL);
  (void)sigaction(SIGXFSZ, &action, NULL);
  interrupt_reset();
  (void)sigprocmask(SIG_SETMASK, &signals->before, NULL);
  if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
    (void)execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
  _exit(127);
}

/* Waits for the child.  Returns its status, and notes a signal that asked us
 * to end meanwhile. */
static int wait_for(pid_t child, struct signals *signals)
{
  int status = 0;
  int number;

  while (waitpid(child, &status, WNOHANG) == 0)
    if (sigwait(&signals->waited, &number) == 0 && number != SIGCHLD) {
      signals->pending = number;
      (void)kill(child, number);
    }
  return status;
}

static int run_editor(const char *path, struct signals *signals,
                      struct error *error)
{
  CLEANUP_BUFFER struct buffer command = { 0 };
  pid_t child;
  int status;

  /* A shell that got the editor's Ctrl-C as well must not end of it. */
  buffer_printf(&command, "trap : INT QUIT; %s \"$@\"", editor_command());
  if (command.failed)
    return error_memory(error);
  child = fork();
  if (child < 0)
    return error_set(error, EXIT_FAILED, "cannot start the editor: %s",
                     strerror(errno));
  if (child == 0)
    become_editor(command.data, path, signals);
  status = wait_for(child, signals);
  if (status == 0)
    return 0;
  error_set(error, EXIT_FAILED, "the editor \"%s\" ended with %s %d",
            editor_command(), WIFEXITED(status) ? "status" : "signal",
            WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
  return error_hint(error, "set VISUAL or EDITOR to another editor");
}

/* With the signals taken: nothing ends the process before the folder that
 * is made here is removed. */
static int edit_file(struct buffer *saved, const struct buffer *text,
                     const char *name, struct signals *signals,
                     struct error *error)
{
  CLEANUP_FREE char *folder = make_folder(error);
  CLEANUP_BUFFER struct buffer path = { 0 };
  int result = -1;

  if (!folder)
    return -1;
  buffer_printf(&path, "%s/%s.json", folder, name);
  if (path.failed)
    error_memory(error);
  else if (write_file(path.data, text, error) == 0 &&
           run_editor(path.data, signals, error) == 0)
    result = document_read(path.data, saved, error);
  remove_folder(folder);
  return result;
}

int editor_edit(struct buffer *text, const char *name, struct error *error)
{
  CLEANUP_BUFFER struct buffer saved = { 0 };
  struct signals signals;
  int result;

  take_signals(&signals);
  result = edit_file(&saved, text, name, &signals, error);
  give_signals(&signals);
  /* interrupt.c ends the process here, if it is asked to. */
  if (signals.pending)
    (void)raise(signals.pending);
  if (result < 0)
    return -1;
  buffer_clear(text);
  buffer_append(text, saved.data, saved.length);
  return text->failed ? error_memory(error) : 0;
}
