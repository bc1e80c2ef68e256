/* redirect.h - where a Location leads, as libcurl reads addresses. */
#ifndef REDIRECT_H
#define REDIRECT_H

#include <stddef.h>

#pragma GCC visibility push(hidden)

/* Writes the address that `location` means in the reply of `url` into `next`,
 * of `size` bytes, without a fragment.  Returns 0; -1, with "", where it leads
 * to another scheme, host or port than `url`, names a user, is no address or
 * a longer one, or memory runs out: nobody follows it then. */
int redirect_resolve(const char *url, const char *location, char *next,
                     size_t size);

#pragma GCC visibility pop

#endif
