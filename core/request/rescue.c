/* rescue.c - a reply that holds a one-time secret outlives every failure. */
#include "core/request/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/io.h"
#define PLACES 3
#define PATH_SIZE 1100

static char folders[PLACES][PATH_SIZE];
static char paths[PLACES][PATH_SIZE];
static const char *held;
static size_t held_length;
static const char *saved;

/* Composes `folder` from a variable's absolute value and a tail; leaves it
 * empty where that is not possible. */
static void place(char *folder, const char *base, const char *tail)
{
  int length;

  folder[0] = '\0';
  if (!base || base[0] != '/')
    return;
  length = snprintf(folder, PATH_SIZE - 64, "%s%s", base, tail);
  if (length < 0 || length >= PATH_SIZE - 64)
    folder[0] = '\0';
}

void rescue_prepare(void)
{
  const char *state = getenv("XDG_STATE_HOME");
  size_t i;

  if (state && state[0] == '/')
    place(folders[0], state, "/nscale");
  else
    place(folders[0], getenv("HOME"), "/.local/state/nscale");
  place(folders[1], getenv("TMPDIR"), "");
  place(folders[2], "/tmp", "");
  for (i = 0; i < PLACES; i++)
    (void)snprintf(paths[i], PATH_SIZE, "%s/nscale-reply-%lld-%ld-%zu.json",
                   folders[i], (long long)time(NULL), (long)getpid(), i);
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

/* Saves to one path.  A file that could not be written whole is removed. */
static int save_to(const char *path)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                0600);
  int failed;

  if (fd < 0)
    return -1;
  failed = write_all(fd, held, held_length) < 0;
  /* Not every file system can flush (EINVAL); the bytes are there anyway. */
  if (!failed && fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
    failed = 1;
  if (close(fd) < 0 && errno != EINTR)
    failed = 1;
  if (failed)
    (void)unlink(path);
  return failed ? -1 : 0;
}

const char *rescue_save(void)
{
  size_t i;

  if (saved || !held)
    return saved;
  for (i = 0; i < PLACES && !saved; i++) {
    if (!folders[i][0])
      continue;
    if (i == 0)
      make_folders(folders[i]);
    if (save_to(paths[i]) == 0)
      saved = paths[i];
  }
  return saved;
}

static void say(const char *text)
{
  /* Nobody is left to tell when stderr fails. */
  (void)write_all(STDERR_FILENO, text, strlen(text));
}

void rescue_announce(void)
{
  if (!held)
    return;
  if (saved) {
    say("nscale: the reply was saved to ");
    say(saved);
    say("\n");
  } else if (isatty(STDERR_FILENO)) {
    say("nscale: the reply could not be saved anywhere; keep it now:\n");
    (void)write_all(STDERR_FILENO, held, held_length);
    say("\n");
  } else {
    say("nscale: the reply could not be saved anywhere: a token in it is "
        "lost and must be rotated again\n");
  }
}
