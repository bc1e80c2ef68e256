/* io.h - whole writes. */
#ifndef IO_H
#define IO_H

#include <stddef.h>

/* Writes all bytes, whatever signals and short writes come between, and
 * waits where a descriptor is non-blocking and full.  Returns 0, or -1 with
 * errno set.  Safe in a signal handler. */
int write_all(int fd, const char *bytes, size_t length);

#endif
