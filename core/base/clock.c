/* clock.c - how long things take, and waiting. */
#include "core/base/clock.h"

#include <errno.h>
#include <time.h>

int64_t clock_now(void)
{
  struct timespec now = { 0 };

  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + 1;
}

void clock_pause(int64_t milliseconds)
{
  struct timespec left = { 0 };

  if (milliseconds < 1)
    return;
  left.tv_sec = (time_t)(milliseconds / 1000);
  left.tv_nsec = (long)(milliseconds % 1000) * 1000000;
  while (nanosleep(&left, &left) < 0 && errno == EINTR)
    continue;
}
