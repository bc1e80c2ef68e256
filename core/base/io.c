/* io.c - whole writes, and their end. */
#include "core/base/io.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int write_all(int fd, const char *bytes, size_t length)
{
  struct pollfd poller = { .fd = fd, .events = POLLOUT };
  ssize_t written;

  while (length > 0) {
    written = write(fd, bytes, length);
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    } else if (written == 0) {
      errno = EIO;
      return -1;
    } else if (errno == EAGAIN) {
      if (poll(&poller, 1, -1) < 0 && errno != EINTR)
        return -1;
    } else if (errno != EINTR) {
      return -1;
    }
  }
  return 0;
}

int flush_and_close(int fd)
{
  const int failed = fsync(fd) < 0 && errno != EINVAL;
  const int cause = errno;
  const int is_closed = close(fd) == 0 || errno == EINTR;

  if (failed)
    errno = cause;
  return failed || !is_closed ? -1 : 0;
}
