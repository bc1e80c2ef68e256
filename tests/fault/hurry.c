/* hurry.c - a preloaded library with which nobody at a terminal answers, and
 * that takes no time: waits for its input are over at once.  All other waits
 * stay as they are. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/select.h>
#include <unistd.h>

#define NEXT(type, name) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))

typedef int poll_function(struct pollfd *, nfds_t, int);
typedef int select_function(int, fd_set *, fd_set *, fd_set *,
                            const struct timespec *, const sigset_t *);

/* Not by its own name: glibc declares that poll only writes the list. */
int hurried_poll(struct pollfd *list, nfds_t count,
                 int milliseconds) __asm__("poll");

int hurried_poll(struct pollfd *list, nfds_t count, int milliseconds)
{
  const int is_terminal = count == 1 && isatty(list->fd) == 1;

  return NEXT(poll_function *, "poll")(
      list, count, is_terminal && milliseconds > 0 ? 0 : milliseconds);
}

/* The one descriptor that a screen waits for is the last one. */
int pselect(int count, fd_set *input, fd_set *output, fd_set *other,
            const struct timespec *time, const sigset_t *mask)
{
  static const struct timespec none = { .tv_sec = 0 };
  const int is_terminal = count > 0 && isatty(count - 1) == 1;

  return NEXT(select_function *, "pselect")(
      count, input, output, other, is_terminal && time ? &none : time, mask);
}
