/* file.c - whole files. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buffer.h"

static int write_all(int fd, const char *text, size_t length)
{
  while (length > 0) {
    ssize_t written = write(fd, text, length);

    if (written < 0 && errno != EINTR)
      return -1;
    if (written > 0) {
      text += written;
      length -= (size_t)written;
    }
  }
  return 0;
}

int file_replace(const char *path, const char *text)
{
  struct buffer draft CLEANUP_BUFFER = { 0 };
  int fd, result, saved;

  buffer_printf(&draft, "%s.XXXXXX", path);
  if (draft.failed) {
    errno = ENOMEM;
    return -1;
  }
  fd = mkstemp(draft.data);
  if (fd < 0)
    return -1;
  result = write_all(fd, text, strlen(text));
  saved = errno;
  if (close(fd) < 0 && result == 0) {
    result = -1;
    saved = errno;
  }
  if (result == 0 && rename(draft.data, path) < 0) {
    result = -1;
    saved = errno;
  }
  if (result < 0) {
    (void)unlink(draft.data);
    errno = saved;
  }
  return result;
}

char *file_absolute(const char *path)
{
  struct buffer out CLEANUP_BUFFER = { 0 };
  char folder[4096];

  if (path[0] != '/') {
    if (!getcwd(folder, sizeof folder))
      return NULL;
    buffer_printf(&out, "%s/", folder);
  }
  buffer_puts(&out, path);
  errno = ENOMEM;
  return buffer_take(&out);
}

char *file_read(const char *path)
{
  struct buffer text CLEANUP_BUFFER = { .limit = 1 << 20 };
  int fd CLEANUP_CLOSE = open(path, O_RDONLY | O_CLOEXEC);
  char block[4096];
  ssize_t got;

  if (fd < 0)
    return NULL;
  while ((got = read(fd, block, sizeof block)) != 0) {
    if (got < 0 && errno != EINTR)
      return NULL;
    if (got > 0)
      buffer_append(&text, block, (size_t)got);
    if (text.failed) {
      errno = EFBIG;
      return NULL;
    }
  }
  buffer_append(&text, "", 0);
  return buffer_take(&text);
}
