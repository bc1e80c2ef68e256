/* cleanup.h - cleanup attributes for what must be released on every path.
 *
 * Each destructor accepts NULL or an already released value, so a variable
 * may be declared with its attribute before anything can fail.
 */
#ifndef CLEANUP_H
#define CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Frees the malloc'd pointer that `slot` points at. */
static inline void cleanup_free_function(void *slot)
{
  free(*(void **)slot);
}

/* Closes the descriptor in `*fd` unless it is negative.  For descriptors
 * that were only read from: the result of close is of no interest. */
static inline void cleanup_close_function(int *fd)
{
  if (*fd >= 0)
    (void)close(*fd);
}

#define CLEANUP(function) __attribute__((cleanup(function)))
#define CLEANUP_FREE CLEANUP(cleanup_free_function)
#define CLEANUP_CLOSE CLEANUP(cleanup_close_function)

#endif
