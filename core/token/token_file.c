/* token_file.c - the new file that a one-time token is written to. */
#include "core/token/token_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Makes the file in the folder that it has. */
static int create(struct token_file *file, const char *path, const char *name,
                  struct error *error)
{
  if (file->folder >= 0)
    file->fd =
        openat(file->folder, name,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file->fd >= 0 &&
      made_note(&file->made, file->folder, name, file->fd) == 0) {
    file->path = path;
    interrupt_remove(&file->made);
    return 0;
  }
  if (errno == EEXIST)
    return refuse_existing(path, error);
  error_set(error, EXIT_USAGE, "cannot create the token file %s: %s", path,
            strerror(errno));
  return error_hint(error, "nothing was sent");
}

int token_file_create(struct token_file *file, const char *path,
                      struct error *error)
{
  const char *name;

  file->folder = folder_of(path, &name);
  if (file->folder < 0 && errno == ENOMEM)
    return error_memory(error);
  return create(file, path, name, error);
}

int token_file_create_in(struct token_file *file, int folder, const char *path,
                         struct error *error)
{
  const char *slash = strrchr(path, '/');

  file->folder = fcntl(folder, F_DUPFD_CLOEXEC, 0);
  return create(file, path, slash ? slash + 1 : path, error);
}

/* It is no longer what a signal removes. */
static void forget(struct token_file *file)
{
  interrupt_remove(NULL);
  file->fd = -1;
  if (file->folder >= 0)
    (void)close(file->folder);
  file->folder = -1;
}

int token_file_write(struct token_file *file, const char *token, size_t length,
                     struct error *error)
{
  const int is_line = length == 0 || token[length - 1] != '\n';
  int failed = write_all(file->fd, token, length) < 0 ||
               (is_line && write_all(file->fd, "\n", 1) < 0);
  int cause = errno;

  if (flush_and_close(file->fd) < 0 && !failed) {
    failed = 1;
    cause = errno;
  }
  /* The name is the folder's, and is flushed with that.  Where a folder cannot
   * be read or flushed the file is there all the same. */
  if (!failed)
    (void)fsync(file->folder);
  forget(file);
  return failed ? error_set(error, EXIT_FAILED,
                            "cannot write to the token file %s: %s",
                            file->path, strerror(cause))
                : 0;
}

void token_file_abandon(struct token_file *file)
{
  /* Nothing was written to it, so neither failure loses anything. */
  if (file->fd >= 0) {
    (void)close(file->fd);
    made_remove(&file->made, 0);
  }
  forget(file);
}
