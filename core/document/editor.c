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

#include "core/base/environment.h"
#include "core/base/folder.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/base/modes.h"
#include "core/document/read.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const char *editor_command(void)
{
  const char *command = environment_value("VISUAL");

  if (!command)
    command = environment_value("EDITOR");
  return command ? command : "vi";
}

/* ---- The file. ---------------------------------------------------- */

#define FOLDER_NAME "nscale-"

/* The folder of ours, and the one that it is in.  Starts as { .base = -1,
 * .fd = -1 }. */
struct place {
  int base;
  int fd;
  struct made made;
  char name[sizeof FOLDER_NAME + FOLDER_RANDOM_SIZE];
  struct buffer path;
};

/* Makes the folder in the one above it.  Returns 0, or -1 with errno set. */
static int make_in(struct place *place)
{
  const char *reason = NULL;
  char random[FOLDER_RANDOM_SIZE];
  int result;
  int tries = FOLDER_TRIES;

  do {
    folder_random_name(random);
    (void)snprintf(place->name, sizeof place->name, FOLDER_NAME "%s", random);
    result = mkdirat(place->base, place->name, 0700);
  } while (result < 0 && errno == EEXIST && --tries > 0);
  if (result < 0)
    return -1;
  place->fd = folder_open(place->base, place->name, FOLDER_OWN, &reason);
  if (place->fd >= 0)
    return made_note(&place->made, place->base, place->name, place->fd);
  if (reason)
    errno = EPERM;
  return -1;
}

/* Makes the folder in that of a variable.  Returns whether it did; errno says
 * why not, and `reason` where there is one. */
static int make_at(struct place *place, const char *base, const char **reason)
{
  place->base = folder_open(AT_FDCWD, base, FOLDER_MAKE, reason);
  if (place->base < 0)
    return 0;
  if (make_in(place) == 0) {
    buffer_printf(&place->path, "%s/%s", base, place->name);
    return 1;
  }
  (void)close(place->base);
  place->base = -1;
  return 0;
}

/* Makes the folder in the first one that takes it. */
static int make_folder(struct place *place, struct error *error)
{
  static const char *const variables[] = { "XDG_RUNTIME_DIR", "TMPDIR", NULL };
  const char *reason = NULL;
  size_t i;

  for (i = 0; i < COUNT_OF(variables); i++) {
    const char *base = variables[i] ? environment_value(variables[i]) : "/tmp";

    if (base && base[0] == '/' && make_at(place, base, &reason))
      return 0;
  }
  error_set(error, EXIT_FAILED, "no folder for a file to edit: %s",
            reason ? reason : strerror(errno));
  return error_hint(error, "set TMPDIR to one that you can write to");
}

static void close_stream(DIR **stream)
{
  if (*stream)
    (void)closedir(*stream);
}

/* Removes the folder and what is in it: the file, and what an editor left
 * beside it.  Folders in it are not ours. */
static void remove_folder(struct place *place)
{
  const struct dirent *entry;

  if (place->fd >= 0) {
    CLEANUP(close_stream) DIR *stream = fdopendir(place->fd);

    while (stream && (entry = readdir(stream)))
      (void)unlinkat(place->fd, entry->d_name, 0);
    made_remove(&place->made, AT_REMOVEDIR);
    if (!stream)
      (void)close(place->fd);
  }
  if (place->base >= 0)
    (void)close(place->base);
  buffer_free(&place->path);
}

static int write_file(const struct place *place, const char *name,
                      const struct buffer *text, struct error *error)
{
  int fd =
      openat(place->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int result = fd < 0 ? -1 : write_all(fd, text->data, text->length);

  if (fd >= 0 && close(fd) < 0)
    result = -1;
  return result == 0 ? 0
                     : error_set(error, EXIT_FAILED, "cannot write %s/%s: %s",
                                 place->path.data, name, strerror(errno));
}

/* Reads what was saved in our folder, wherever that is by now. */
static int read_file(const struct place *place, const char *name,
                     struct buffer *saved, struct error *error)
{
  CLEANUP_BUFFER struct buffer path = { 0 };
  CLEANUP_CLOSE int fd =
      openat(place->fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);

  buffer_printf(&path, "%s/%s", place->path.data, name);
  if (path.failed)
    return error_memory(error);
  return fd < 0 ? error_set(error, EXIT_USAGE, "cannot read %s: %s", path.data,
                            strerror(errno))
                : document_read_open(fd, path.data, saved, error);
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

/* The child was stopped, and nobody would come to continue it: stops with it,
 * so that the shell has its terminal, and goes on with it after `fg`. */
static void stop_with(pid_t child)
{
  modes_put_back();
  (void)kill(0, SIGTSTP);
  modes_keep();
  (void)kill(child, SIGCONT);
}

/* Waits for the child.  Returns its status, and notes a signal that asked us
 * to end meanwhile. */
static int wait_for(pid_t child, struct signals *signals)
{
  int status = 0;
  int number;
  pid_t changed;

  while ((changed = waitpid(child, &status, WNOHANG | WUNTRACED)) == 0 ||
         (changed > 0 && WIFSTOPPED(status)))
    if (changed > 0) {
      stop_with(child);
    } else if (sigwait(&signals->waited, &number) == 0 && number != SIGCHLD) {
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
  interrupt_guard();
  modes_keep();
  child = fork();
  if (child == 0)
    become_editor(command.data, path, signals);
  status = child < 0 ? errno : wait_for(child, signals);
  modes_put_back();
  if (child < 0)
    return error_set(error, EXIT_FAILED, "cannot start the editor: %s",
                     strerror(status));
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
  CLEANUP(remove_folder) struct place place = { .base = -1, .fd = -1 };
  CLEANUP_BUFFER struct buffer file = { 0 };
  CLEANUP_BUFFER struct buffer path = { 0 };

  if (make_folder(&place, error) < 0)
    return -1;
  buffer_printf(&file, "%s.json", name);
  if (!file.failed && !place.path.failed)
    buffer_printf(&path, "%s/%s", place.path.data, file.data);
  if (file.failed || place.path.failed || path.failed)
    return error_memory(error);
  return write_file(&place, file.data, text, error) < 0 ||
                 run_editor(path.data, signals, error) < 0
             ? -1
             : read_file(&place, file.data, saved, error);
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
