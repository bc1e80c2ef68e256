/* rescue.c - a reply that holds a one-time secret outlives every failure. */
#include "core/token/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/io.h"

#define PLACES 3
#define PATH_SIZE 1100
#define FOLDER_SIZE (PATH_SIZE - 64) /* leaves room for a file's name */

static char folders[PLACES][FOLDER_SIZE];
static char paths[PLACES][PATH_SIZE];
static const char *held;
static size_t held_length;
static const char *saved;
static int reserve = -1; /* a copy of stderr, that only holds a number */

/* Composes `folder` from a variable's absolute value and a tail; leaves it
 * empty where that is not possible. */
static void compose_folder(char *folder, const char *base, const char *tail)
{
  int length;

  folder[0] = '\0';
  if (!base || base[0] != '/')
    return;
  length = snprintf(folder, FOLDER_SIZE, "%s%s", base, tail);
  if (length < 0 || length >= FOLDER_SIZE)
    folder[0] = '\0';
}

/* The names of the next files: one process may save more than once. */
static void name_files(void)
{
  static unsigned long number;
  size_t i;

  for (i = 0; i < PLACES; i++)
    (void)snprintf(paths[i], PATH_SIZE, "%.*s/nscale-reply-%lld-%ld-%lu.json",
                   FOLDER_SIZE - 1, folders[i], (long long)time(NULL),
                   (long)getpid(), number++);
}

static void keep_reserve(void)
{
  if (reserve < 0)
    reserve = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

static void release_reserve(void)
{
  if (reserve >= 0)
    (void)close(reserve);
  reserve = -1;
}

int rescue_prepare(struct error *error)
{
  const char *state = getenv("XDG_STATE_HOME");

  if (state && state[0] == '/')
    compose_folder(folders[0], state, "/nscale");
  else
    compose_folder(folders[0], getenv("HOME"), "/.local/state/nscale");
  compose_folder(folders[1], getenv("TMPDIR"), "");
  compose_folder(folders[2], "/tmp", "");
  name_files();
  keep_reserve();
  if (reserve >= 0)
    return 0;
  error_set(error, EXIT_FAILED,
            "cannot keep a file descriptor for a reply "
            "that must be saved: %s",
            strerror(errno));
  return error_hint(error, "raise the limit on open files (ulimit -n); "
                           "nothing was sent");
}

void rescue_hold(const char *bytes, size_t length)
{
  sigset_t all;
  sigset_t before;

  /* The handler must see both halves or neither. */
  (void)sigfillset(&all);
  (void)sigprocmask(SIG_BLOCK, &all, &before);
  held = bytes;
  held_length = length;
  if (saved)
    name_files();
  saved = NULL;
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

/* mkdir -p with mode 0700 for what is made.  Failures show when the file is
 * opened.  The text is changed and restored. */
static void make_folders(char *path)
{
  char *slash;

  for (slash = path + 1; *slash; slash++) {
    if (*slash != '/')
      continue;
    *slash = '\0';
    (void)mkdir(path, 0700);
    *slash = '/';
  }
  (void)mkdir(path, 0700);
}

enum saved { NOT_SAVED, WRITTEN, ON_DISK };

/* Saves to one path.  A file that could not be written whole is removed. */
static enum saved save_to(const char *path)
{
  int fd =
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  enum saved result = ON_DISK;

  if (fd < 0)
    return NOT_SAVED;
  if (write_all(fd, held, held_length) < 0)
    result = NOT_SAVED;
  /* Not every file system can flush (EINVAL); the bytes are there anyway. */
  else if (fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
    result = WRITTEN;
  /* What was flushed stays, whatever close says. */
  (void)close(fd);
  if (result == NOT_SAVED)
    (void)unlink(path);
  return result;
}

/* Looks for a place where the bytes reach the disk; where there is none, one
 * that took them is better than nothing. */
static void save_reply(void)
{
  const char *written = NULL;
  size_t i;

  release_reserve();
  for (i = 0; i < PLACES && !saved; i++) {
    if (!folders[i][0])
      continue;
    if (i == 0)
      make_folders(folders[i]);
    switch (save_to(paths[i])) {
    case ON_DISK:
      saved = paths[i];
      break;
    case WRITTEN:
      /* The token does not belong into more files than it needs. */
      if (written)
        (void)unlink(paths[i]);
      else
        written = paths[i];
      break;
    case NOT_SAVED:
      break;
    }
  }
  if (saved && written)
    (void)unlink(written);
  if (!saved)
    saved = written;
  keep_reserve(); /* of --all others may follow */
}

const char *rescue_save(void)
{
  sigset_t all;
  sigset_t before;

  /* A signal would save it a second time, beside a half of the first. */
  (void)sigfillset(&all);
  (void)sigprocmask(SIG_BLOCK, &all, &before);
  if (!saved && held)
    save_reply();
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
  return saved;
}

static void say_at_once(const char *text)
{
  /* Nobody is left to tell when stderr fails. */
  (void)write_all(STDERR_FILENO, text, strlen(text));
}

void rescue_announce(void)
{
  if (!held)
    return;
  if (saved) {
    say_at_once("nscale: the reply was saved to ");
    say_at_once(saved);
    say_at_once("\n");
  } else if (isatty(STDERR_FILENO)) {
    say_at_once(
        "nscale: the reply could not be saved anywhere; keep it now:\n");
    (void)write_all(STDERR_FILENO, held, held_length);
    say_at_once("\n");
  } else {
    say_at_once(
        "nscale: the reply could not be saved anywhere: a token in it is "
        "lost and must be rotated again\n");
  }
}
