/* stopping.c - the one event "the server stops", and waiting for it. */
#include "stopping.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

/* Nobody ever writes to it: the read end becomes readable for all who wait
 * when the write end is closed. */
static int ends[2] = { -1, -1 };

int stopping_init(void)
{
  if (pipe(ends) < 0)
    return -1;
  /* A copy of the write end in a child would keep the others waiting. */
  return fcntl(ends[0], F_SETFD, FD_CLOEXEC) < 0 ||
                 fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0
             ? -1
             : 0;
}

void stopping_announce(void)
{
  if (ends[1] >= 0)
    (void)close(ends[1]);
  ends[1] = -1;
}

static int64_t monotonic(void)
{
  struct timespec now;

  if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
    return 0;
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void stopping_wait(int descriptor, int milliseconds)
{
  struct pollfd waits[2] = {
    { .fd = ends[0], .events = POLLIN },
    { .fd = descriptor, .events = POLLIN },
  };
  int64_t end = monotonic() + milliseconds;
  int left = milliseconds;

  while (poll(waits, 2, left) < 0 && errno == EINTR) {
    if (milliseconds < 0)
      continue;
    left = (int)(end - monotonic());
    if (left <= 0)
      return;
  }
}
