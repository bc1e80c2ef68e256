/* link.h - where the next page is, in a Link field (RFC 8288). */
#ifndef LINK_H
#define LINK_H

#include <stddef.h>

#pragma GCC visibility push(hidden)

/* Finds the target whose relation is `next` in the value of a Link field.
 * Returns its length, with `*target` in the value; 0 where there is none. */
size_t link_next(const char *value, size_t length, const char **target);

#pragma GCC visibility pop

#endif
