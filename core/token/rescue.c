/* rescue.c - a reply that holds a one-time secret outlives every failure. */
#include "core/token/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/error.h"
#include "core/base/folder.h"
#include "core/base/io.h"

#define PLACES 4
#define FOLDER_SIZE 1000
#define NAME_SIZE sizeof "nscale-reply-0123456789abcdef.json"
#define PATH_SIZE (FOLDER_SIZE + NAME_SIZE)
#define RESERVES 2 /* a folder and a file in it are open at once */

static char folders[PLACES][FOLDER_SIZE];
/* Of the next file, where others are taken: a handler cannot make them. */
static char names[FOLDER_TRIES][NAME_SIZE];
static const char *held;
static size_t held_length;
static const char reply_kind[] = "reply";
static const char token_kind[] = "token";
static const char *kind = reply_kind; /* what is held, in words */
static const char *volatile hint;     /* or NULL */
static char path[PATH_SIZE];
static const char *saved; /* the path, where there is one */
/* Copies of stderr, that only hold numbers. */
static int reserves[RESERVES] = { -1, -1 };

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

/* The names of the next file: one process may save more than once, and
 * others may write to the folder as well. */
static void name_files(void)
{
  char random[FOLDER_RANDOM_SIZE];
  size_t i;

  for (i = 0; i < FOLDER_TRIES; i++) {
    folder_random_name(random);
    (void)snprintf(names[i], NAME_SIZE, "nscale-%s-%s%s", kind, random,
                   kind == reply_kind ? ".json" : "");
  }
}

static int keep_reserves(void)
{
  size_t i;

  for (i = 0; i < RESERVES; i++)
    if (reserves[i] < 0) {
      reserves[i] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      if (reserves[i] < 0)
        return -1;
    }
  return 0;
}

static void release_reserves(void)
{
  size_t i;

  for (i = 0; i < RESERVES; i++) {
    if (reserves[i] >= 0)
      (void)close(reserves[i]);
    reserves[i] = -1;
  }
}

/* The folder of a file, as an absolute path, for what is to be beside it. */
static void compose_beside(char *folder, const char *file)
{
  const char *slash = file ? strrchr(file, '/') : NULL;
  const int length = slash ? (int)(slash - file) : 0;
  size_t used = 0;
  int added;

  folder[0] = '\0';
  if (!file)
    return;
  if (file[0] != '/' && !getcwd(folder, FOLDER_SIZE)) {
    folder[0] = '\0';
    return;
  }
  used = strlen(folder);
  added = snprintf(folder + used, FOLDER_SIZE - used, "%s%.*s",
                   used ? "/" : "", length, file);
  if (added < 0 || (size_t)added >= FOLDER_SIZE - used)
    folder[0] = '\0';
}

int rescue_prepare(const char *token_file, struct error *error)
{
  const char *state = environment_value("XDG_STATE_HOME");

  if (state && state[0] == '/')
    compose_folder(folders[0], state, "/nscale");
  else
    compose_folder(folders[0], environment_value("HOME"),
                   "/.local/state/nscale");
  compose_folder(folders[1], environment_value("TMPDIR"), "");
  compose_folder(folders[2], "/tmp", "");
  compose_beside(folders[3], token_file);
  name_files();
  if (keep_reserves() == 0)
    return 0;
  error_set(error, EXIT_FAILED,
            "cannot keep a file descriptor for a reply "
            "that must be saved: %s",
            strerror(errno));
  return error_hint(error, "raise the limit on open files (ulimit -n); "
                           "nothing was sent");
}

static void hold(const char *bytes, size_t length, const char *what,
                 const char *file)
{
  sigset_t all;
  sigset_t before;

  /* The handler must see both halves or neither. */
  (void)sigfillset(&all);
  (void)sigprocmask(SIG_BLOCK, &all, &before);
  held = bytes;
  held_length = length;
  hint = NULL;
  if (saved || kind != what) {
    kind = what;
    name_files();
  }
  saved = file;
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

void rescue_hold(const char *bytes, size_t length)
{
  hold(bytes, length, reply_kind, NULL);
}

void rescue_hold_token(const char *bytes, size_t length, const char *file)
{
  hold(bytes, length, token_kind, file);
}

void rescue_hint(const char *line)
{
  hint = line;
}

/* ---- One place. --------------------------------------------------- */

/* A file that took the bytes. */
struct copy {
  size_t place;
  struct made made;
  int on_disk;
};

/* The folder of ours is made where it is missing. */
static int open_place(size_t place)
{
  const char *reason;

  if (!folders[place][0])
    return -1;
  return place == 0
             ? folder_make(folders[place], FOLDER_MAKE, &reason)
             : folder_open(AT_FDCWD, folders[place], FOLDER_MAKE, &reason);
}

/* Makes a file of the first name that nobody took. */
static int make_file(int folder, struct made *made)
{
  int fd = -1;
  size_t i;

  for (i = 0; i < FOLDER_TRIES && fd < 0; i++) {
    fd = openat(folder, names[i],
                O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST)
      return -1;
  }
  if (fd >= 0 && made_note(made, folder, names[i - 1], fd) == 0)
    return fd;
  if (fd >= 0)
    (void)close(fd);
  return -1;
}

/* Saves to one place.  A file that could not be written whole is removed.
 * Returns whether it was. */
static int save_to(size_t place, struct copy *copy)
{
  CLEANUP_CLOSE int folder = open_place(place);
  int fd = folder < 0 ? -1 : make_file(folder, &copy->made);
  int written;

  if (fd < 0)
    return 0;
  copy->place = place;
  written = write_all(fd, held, held_length) == 0;
  /* Not every file system can flush (EINVAL); the bytes are there anyway. */
  copy->on_disk =
      written && (fsync(fd) == 0 || errno == EINVAL || errno == EROFS);
  /* What was flushed stays, whatever close says. */
  (void)close(fd);
  if (!written)
    made_remove(&copy->made, 0);
  return written;
}

/* The token does not belong into more files than it needs. */
static void remove_copy(struct copy *copy)
{
  CLEANUP_CLOSE int folder = open_place(copy->place);

  copy->made.folder = folder;
  if (folder >= 0)
    made_remove(&copy->made, 0);
}

/* Whether the folder at a path can be made: that above it which is there can
 * be written to.  The path is cut and restored. */
static int can_make(char *folder)
{
  char *slash = strrchr(folder, '/');
  int can;

  if (!slash || slash == folder)
    return 0;
  *slash = '\0';
  can = access(folder, W_OK | X_OK) == 0 ||
        (errno == ENOENT && can_make(folder));
  *slash = '/';
  return can;
}

/* As far as can be told without a file. */
static int is_usable(size_t place)
{
  const char *reason = NULL;
  CLEANUP_CLOSE int fd =
      folders[place][0]
          ? folder_open(AT_FDCWD, folders[place], FOLDER_MAKE, &reason)
          : -1;

  if (fd >= 0)
    return faccessat(fd, ".", W_OK | X_OK, 0) == 0;
  return place == 0 && folders[place][0] && !reason && errno == ENOENT &&
         can_make(folders[place]);
}

int rescue_check(struct error *error)
{
  size_t i;

  for (i = 0; i < PLACES; i++)
    if (is_usable(i))
      return 0;
  error_set(error, EXIT_USAGE,
            "there is no folder to keep the new token in if it does not "
            "arrive");
  return error_hint(error, "set XDG_STATE_HOME or TMPDIR to a folder of yours "
                           "that can be written to, or add --token-file FILE; "
                           "nothing was sent");
}

/* ---- All of them. ------------------------------------------------- */

/* The file that was saved. */
static struct copy kept;

/* What a handler may do, and snprintf may not. */
static void compose_path(const char *folder, const char *name)
{
  const size_t length = strlen(folder);

  memcpy(path, folder, length);
  path[length] = '/';
  memcpy(path + length + 1, name, strlen(name) + 1);
}

/* Looks for a place where the bytes reach the disk; where there is none, one
 * that took them is better than nothing. */
static void save_reply(void)
{
  struct copy next = { 0 };
  int has_one = 0;
  size_t i;

  kept = (struct copy){ 0 };
  release_reserves();
  for (i = 0; i < PLACES && !kept.on_disk; i++) {
    if (!save_to(i, &next))
      continue;
    if (has_one)
      remove_copy(next.on_disk ? &kept : &next);
    if (!has_one || next.on_disk)
      kept = next;
    has_one = 1;
  }
  if (has_one) {
    compose_path(folders[kept.place], kept.made.name);
    saved = path;
  }
  (void)keep_reserves(); /* of --all others may follow */
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

void rescue_discard(void)
{
  if (saved == path)
    remove_copy(&kept);
  rescue_hold(NULL, 0);
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
    say_at_once("nscale: the ");
    say_at_once(kind);
    say_at_once(" was saved to ");
    say_at_once(saved);
    say_at_once("\n");
    if (hint)
      say_at_once(hint);
  } else if (isatty(STDERR_FILENO)) {
    say_at_once("nscale: the ");
    say_at_once(kind);
    say_at_once(" could not be saved anywhere; keep it now:\n");
    (void)write_all(STDERR_FILENO, held, held_length);
    say_at_once("\n");
  } else {
    say_at_once("nscale: the ");
    say_at_once(kind);
    say_at_once(kind == reply_kind
                    ? " could not be saved anywhere: a token in it "
                      "is lost and must be rotated again\n"
                    : " could not be saved anywhere: it is lost and "
                      "must be rotated again\n");
  }
}
