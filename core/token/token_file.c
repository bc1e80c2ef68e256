/* token_file.c - the new file that a one-time token is written to. */
#include "core/token/token_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"

static int refuse_existing(const char *path, struct error *error)
{
  error_set(error, EXIT_USAGE, "the token file %s exists already", path);
  return error_hint(error, "name a new file, or move the old one away "
                           "first; nothing was sent");
}

int token_file_check(const char *path, struct error *error)
{
  struct stat status;

  return lstat(path, &status) == 0 ? refuse_existing(path, error) : 0;
}

int token_file_create(struct token_file *file, const char *path,
                      struct error *error)
{
  file->fd =
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file->fd < 0 && errno == EEXIST)
    return refuse_existing(path, error);
  if (file->fd < 0) {
    error_set(error, EXIT_USAGE, "cannot create the token file %s: %s", path,
              strerror(errno));
    return error_hint(error, "nothing was sent");
  }
  file->path = path;
  interrupt_remove(path);
  return 0;
}

/* The name of a new file is its folder's, and is flushed with that.  Where a
 * folder cannot be read or flushed the file is there all the same. */
static void flush_folder(const char *path)
{
  CLEANUP_BUFFER struct buffer folder = { 0 };
  CLEANUP_CLOSE int fd = -1;
  const char *slash = strrchr(path, '/');

  if (slash)
    buffer_append(&folder, path, (size_t)(slash - path) + 1);
  else
    buffer_putc(&folder, '.');
  if (!folder.failed)
    fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    (void)fsync(fd);
}

int token_file_write(struct token_file *file, const char *token, size_t length,
                     struct error *error)
{
  int failed = write_all(file->fd, token, length) < 0 ||
               write_all(file->fd, "\n", 1) < 0;
  int cause = errno;

  /* EINVAL: not every file system can flush. */
  if (!failed && fsync(file->fd) < 0 && errno != EINVAL) {
    failed = 1;
    cause = errno;
  }
  if (close(file->fd) < 0 && errno != EINTR && !failed) {
    failed = 1;
    cause = errno;
  }
  file->fd = -1;
  interrupt_remove(NULL);
  if (!failed)
    flush_folder(file->path);
  return failed ? error_set(error, EXIT_FAILED,
                            "cannot write to the token file %s: %s",
                            file->path, strerror(cause))
                : 0;
}

void token_file_abandon(struct token_file *file)
{
  if (file->fd < 0)
    return;
  /* Nothing was written to it, so neither failure loses anything. */
  (void)close(file->fd);
  (void)unlink(file->path);
  file->fd = -1;
  interrupt_remove(NULL);
}
