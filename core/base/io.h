/* io.h - whole writes, and their end. */
#ifndef IO_H
#define IO_H

#include <stddef.h>

/* Writes all bytes, whatever signals and short writes come between, and
 * waits where a descriptor is non-blocking and full.  Returns 0, or -1 with
 * errno set.  Safe in a signal handler. */
int write_all(int fd, const char *bytes, size_t length);

/* Flushes a file to the disk, where the file system can (EINVAL), and closes
 * it in any case.  Returns 0, or -1 with errno of what failed first. */
int flush_and_close(int fd);

#endif
