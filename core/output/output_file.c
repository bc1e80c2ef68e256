/* output_file.c - the new file that takes the place of standard output. */
#include "core/output/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "core/base/io.h"

static int cannot_create(const char *path, int cause, struct error *error)
{
  return error_set(error, EXIT_USAGE, "cannot create %s: %s", path,
                   strerror(cause));
}

/* Whether anything has the name. */
static int is_taken(const struct output_file *file)
{
  struct stat status;

  return fstatat(file->folder, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

int output_file_create(struct output_file *file, const char *path, mode_t mode,
                       struct error *error)
{
  char digits[FOLDER_RANDOM_SIZE];
  int tries = FOLDER_TRIES;

  file->path = path;
  file->folder = folder_of(path, &file->name);
  if (file->folder < 0)
    return cannot_create(path, errno, error);
  if (is_taken(file))
    return cannot_create(path, EEXIST, error);
  do {
    folder_random_name(digits);
    (void)snprintf(file->unfinished, sizeof file->unfinished, ".nscale-%s",
                   digits);
    file->fd =
        openat(file->folder, file->unfinished,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  } while (file->fd < 0 && errno == EEXIST && --tries > 0);
  if (file->fd < 0 ||
      made_note(&file->made, file->folder, file->unfinished, file->fd) < 0)
    return cannot_create(path, errno, error);
  interrupt_remove(&file->made);
  return 0;
}

/* Gives it its name.  A link is refused where something has that, in one step;
 * a file system without links is asked before.  0, or -1 with errno set. */
static int give_name(const struct output_file *file)
{
  if (linkat(file->folder, file->unfinished, file->folder, file->name, 0) == 0)
    return 0;
  if (errno == EEXIST || is_taken(file)) {
    errno = EEXIST;
    return -1;
  }
  return renameat(file->folder, file->unfinished, file->folder, file->name);
}

int output_file_keep(struct output_file *file, struct error *error)
{
  const char *what = "write to";
  int failed = flush_and_close(file->fd) < 0;
  int cause = errno;

  file->fd = -1;
  if (!failed && give_name(file) < 0) {
    failed = 1;
    cause = errno;
    what = "create";
  }
  if (!failed)
    (void)fsync(file->folder);
  return failed ? error_set(error, EXIT_FAILED, "cannot %s %s: %s", what,
                            file->path, strerror(cause))
                : 0;
}

void output_file_abandon(struct output_file *file)
{
  if (file->fd >= 0)
    (void)close(file->fd);
  if (file->made.name)
    made_remove(&file->made, 0);
  interrupt_remove(NULL);
  if (file->folder >= 0)
    (void)close(file->folder);
  *file = (struct output_file)OUTPUT_FILE_NONE;
}
