/* folder.c - the one rule for folders, and for what is made in them. */
#define _GNU_SOURCE /* O_PATH, getentropy; O_SEARCH needs nothing */
#include "core/base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buffer.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* What opens a folder that cannot be read, for what is done in it. */
#if defined O_SEARCH
#define SEARCH_ONLY O_SEARCH
#elif defined O_PATH
#define SEARCH_ONLY O_PATH
#else
#define SEARCH_ONLY O_RDONLY
#endif

static int is_ours(const struct stat *status)
{
  return status->st_uid == geteuid();
}

const char *folder_distrust(const struct stat *status, enum folder_use use)
{
  const mode_t others =
      use == FOLDER_OWN ? (mode_t)(S_IWGRP | S_IWOTH) : (mode_t)S_IWOTH;

  if (use == FOLDER_NAMED ||
      (use == FOLDER_MAKE && (status->st_mode & S_ISVTX)))
    return NULL;
  if (use == FOLDER_OWN && !is_ours(status))
    return "it does not belong to you";
  if (status->st_uid != 0 && !is_ours(status))
    return "it belongs to neither root nor you";
  if (status->st_mode & others)
    return status->st_mode & S_IWOTH ? "everyone may write to it"
                                     : "its group may write to it";
  return NULL;
}

/* Whether the last part is a link that may be followed: nobody changes where
 * a link leads, and whose it is can be seen. */
static int may_follow(int at, const char *path, const char **reason)
{
  const int cause = errno;
  struct stat status;

  if (fstatat(at, path, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
      !S_ISLNK(status.st_mode)) {
    errno = cause;
    return 0;
  }
  if (status.st_uid == 0 || is_ours(&status))
    return 1;
  *reason = "it is a symbolic link of somebody else";
  return 0;
}

/* Opens a path that has no slash at its end, which would follow a link. */
static int open_plain(int at, const char *path, enum folder_use use,
                      const char **reason)
{
  const int flags = O_DIRECTORY | O_CLOEXEC | O_NONBLOCK |
                    (use == FOLDER_NAMED ? 0 : O_NOFOLLOW);
  int mode = O_RDONLY;
  int fd = openat(at, path, mode | flags);

  if (fd < 0 && errno == EACCES && use != FOLDER_READ) {
    mode = SEARCH_ONLY;
    fd = openat(at, path, mode | flags);
  }
  if (fd < 0 && (errno == ELOOP || errno == ENOTDIR) &&
      may_follow(at, path, reason))
    fd = openat(at, path, mode | (flags & ~O_NOFOLLOW));
  return fd;
}

int folder_open(int at, const char *path, enum folder_use use,
                const char **reason)
{
  char plain[PATH_MAX];
  size_t length = strlen(path);
  struct stat status;
  int cause;
  int fd;

  *reason = NULL;
  while (length > 1 && path[length - 1] == '/')
    length--;
  if (length >= sizeof plain) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(plain, path, length);
  plain[length] = '\0';
  fd = open_plain(at, plain, use, reason);
  if (fd < 0)
    return -1;
  if (fstat(fd, &status) == 0) {
    *reason = folder_distrust(&status, use);
    if (!*reason)
      return fd;
  }
  cause = errno;
  (void)close(fd);
  errno = cause;
  return -1;
}

int folder_make(const char *path, enum folder_use use, const char **reason)
{
  char part[PATH_MAX];
  size_t i;

  /* What cannot be made shows when the whole is opened. */
  for (i = 0; path[i] && i + 1 < sizeof part; i++) {
    if (path[i] == '/' && i > 0) {
      part[i] = '\0';
      (void)mkdir(part, 0700);
    }
    part[i] = path[i];
  }
  part[i] = '\0';
  (void)mkdir(part, 0700);
  return folder_open(AT_FDCWD, path, use, reason);
}

void folder_random_name(char name[FOLDER_RANDOM_SIZE])
{
  struct timespec now = { 0 };
  uint64_t number;

  /* A kernel that knows no getentropy: not foreseen, but no secret either. */
  if (getentropy(&number, sizeof number) < 0) {
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    number = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) ^
             (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 32 ^
             (uint64_t)(uintptr_t)&now;
  }
  (void)snprintf(name, FOLDER_RANDOM_SIZE, "%016" PRIx64, number);
}

int made_note(struct made *made, int folder, const char *name, int fd)
{
  struct stat status;

  if (fstat(fd, &status) < 0)
    return -1;
  *made = (struct made){ .folder = folder,
                         .name = name,
                         .device = status.st_dev,
                         .inode = status.st_ino };
  return 0;
}

void made_remove(const struct made *made, int flags)
{
  struct stat status;

  if (fstatat(made->folder, made->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      status.st_dev == made->device && status.st_ino == made->inode)
    (void)unlinkat(made->folder, made->name, flags);
}

int folder_of(const char *path, const char **name)
{
  struct buffer folder = { 0 };
  const char *slash = strrchr(path, '/');
  const char *ignored;
  int fd, cause;

  *name = slash ? slash + 1 : path;
  if (!**name) {
    errno = EISDIR;
    return -1;
  }
  if (slash)
    buffer_append(&folder, path, (size_t)(*name - path));
  else
    buffer_putc(&folder, '.');
  if (folder.failed) {
    errno = ENOMEM;
    return -1;
  }
  fd = folder_open(AT_FDCWD, folder.data, FOLDER_NAMED, &ignored);
  cause = errno; /* which free may change */
  buffer_free(&folder);
  errno = cause;
  return fd;
}
