/* launch.c - one run of nscale with something going wrong in it. */
#include "tests/fault/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE 30 /* seconds for one run, less than nscale itself waits */

static int make_path(char *path, size_t size, const struct place *place,
                     const char *name)
{
  int length = snprintf(path, size, "%s/%s", place->folder, name);

  return length > 0 && (size_t)length < size ? 0 : -1;
}

int place_open(struct place *place)
{
  sigset_t child;
  int fd;

  (void)sigemptyset(&child);
  (void)sigaddset(&child, SIGCHLD);
  (void)sigprocmask(SIG_BLOCK, &child, NULL);
  if (mkdir(place->folder, 0700) < 0 ||
      make_path(place->log_file, sizeof place->log_file, place, "log") < 0)
    return -1;
  fd = open(place->log_file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate(fd, sizeof *place->log) < 0)
    return -1;
  place->log = mmap(NULL, sizeof *place->log, PROT_READ | PROT_WRITE,
                    MAP_SHARED, fd, 0);
  (void)close(fd);
  return place->log == MAP_FAILED ? -1 : 0;
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *where)
{
  (void)status, (void)type, (void)where;
  return remove(path);
}

static void clean(const struct place *place)
{
  static const char *const names[] = { "state", "tmp", "token" };
  char path[400];

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (make_path(path, sizeof path, place, names[i]) == 0)
      (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  if (make_path(path, sizeof path, place, "tmp") == 0)
    (void)mkdir(path, 0700);
}

static void set_path(const char *variable, const struct place *place,
                     const char *name)
{
  char path[400];

  if (make_path(path, sizeof path, place, name) < 0 ||
      setenv(variable, path, 1) < 0)
    _exit(126);
}

static void set_number(const char *variable, unsigned long number)
{
  char text[32];

  (void)snprintf(text, sizeof text, "%lu", number);
  (void)setenv(variable, text, 1);
}

static void redirect(int fd, const char *path)
{
  int opened =
      open(path, fd == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (opened < 0 || dup2(opened, fd) < 0)
    _exit(126);
  if (opened > 2)
    (void)close(opened);
}

/* In the child. */
static void become(const struct place *place, const struct launch *what)
{
  sigset_t none;

  (void)setenv("LD_PRELOAD", getenv("INJECT_LIBRARY"), 1);
  (void)setenv("INJECT_KIND", what->kind, 1);
  (void)setenv("INJECT_WITH", what->with, 1);
  set_number("INJECT_CALL", what->call);
  set_number("INJECT_FOR", what->row);
  if (what->where)
    (void)setenv("INJECT_WHERE", what->where, 1);
  (void)setenv("INJECT_LOG", place->log_file, 1);
  (void)setenv("HOME", place->folder, 1);
  set_path("XDG_STATE_HOME", place, "state");
  set_path("TMPDIR", place, "tmp");
  if (chdir(place->folder) < 0)
    _exit(126);
  redirect(STDIN_FILENO, "/dev/null");
  redirect(STDOUT_FILENO, what->output ? what->output : "stdout");
  redirect(STDERR_FILENO, "stderr");
  (void)sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  (void)execv(what->words[0], (char *const *)(uintptr_t)what->words);
  _exit(127);
}

static int wait_for(pid_t child)
{
  struct timespec time = { .tv_sec = DEADLINE };
  sigset_t wanted;
  int status;
  int hung = 0;

  (void)sigemptyset(&wanted);
  (void)sigaddset(&wanted, SIGCHLD);
  while (waitpid(child, &status, WNOHANG) == 0)
    if (sigtimedwait(&wanted, NULL, &time) < 0 && errno == EAGAIN) {
      hung = 1;
      (void)kill(child, SIGKILL);
      (void)waitpid(child, &status, 0);
      break;
    }
  if (hung)
    return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void read_file(struct buffer *text, const char *path)
{
  CLEANUP_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
  char bytes[8192];
  ssize_t count = 0;

  buffer_puts(text, "");
  while (fd >= 0 && (count = read(fd, bytes, sizeof bytes)) > 0)
    buffer_append(text, bytes, (size_t)count);
}

/* Where the path of the saved file begins in what was said, or NULL. */
static const char *find_saved(const char *text)
{
  static const char *const before[] = { "saved to ", "the token is in " };
  const char *found;

  for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
    if ((found = strstr(text, before[i])))
      return found + strlen(before[i]);
  found = strstr(text, "it is kept at ");
  return found ? strchr(found, '/') : NULL;
}

/* Reads the file whose path stands on stderr, and removes it. */
static void read_saved(struct outcome *outcome, const struct place *place)
{
  const char *found = find_saved(outcome->errors.data);
  char path[1200];
  int length;

  buffer_puts(&outcome->saved, "");
  if (!found)
    return;
  /* That of --token-file may be the folder it runs in. */
  length = snprintf(
      path, sizeof path, "%s%s%.*s", *found == '/' ? "" : place->folder,
      *found == '/' ? "" : "/", (int)strcspn(found, "\";:\n "), found);
  if (length < 0 || (size_t)length >= sizeof path)
    return;
  read_file(&outcome->saved, path);
  (void)unlink(path);
}

/* Reads what lies in the folders for saved files. */
static void read_untold(struct outcome *outcome, const struct place *place)
{
  static const char *const patterns[] = { "state/nscale/*", "tmp/*" };
  glob_t files = { 0 };
  char path[400];

  for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
    if (make_path(path, sizeof path, place, patterns[i]) == 0)
      (void)glob(path, i ? GLOB_APPEND : 0, NULL, &files);
  for (size_t i = 0; i < files.gl_pathc; i++)
    read_file(&outcome->saved, files.gl_pathv[i]);
  outcome->untold = files.gl_pathc > 0;
  globfree(&files);
}

int launch(struct place *place, const struct launch *what,
           struct outcome *outcome)
{
  char path[400];
  pid_t child;

  *outcome = (struct outcome){ 0 };
  clean(place);
  *place->log = (struct inject_log){ 0 };
  child = fork();
  if (child < 0)
    return -1;
  if (child == 0)
    become(place, what);
  outcome->status = wait_for(child);
  if (make_path(path, sizeof path, place, "stdout") == 0)
    read_file(&outcome->output, what->output ? "/dev/null" : path);
  if (make_path(path, sizeof path, place, "stderr") == 0)
    read_file(&outcome->errors, path);
  if (make_path(path, sizeof path, place, "token") == 0)
    read_file(&outcome->token_file, path);
  read_saved(outcome, place);
  if (!outcome->saved.length)
    read_untold(outcome, place);
  return 0;
}

void outcome_free(struct outcome *outcome)
{
  buffer_free(&outcome->output);
  buffer_free(&outcome->errors);
  buffer_free(&outcome->token_file);
  buffer_free(&outcome->saved);
}
