/* join.h - lists in a sentence. */
#ifndef JOIN_H
#define JOIN_H

#include <stddef.h>

#include "core/base/buffer.h"

/* Appends item `index` of a list: "a, b, c". */
void join_comma(struct buffer *text, size_t index, const char *item);

/* Appends item `index` of `count` with "and" before the last: "a, b and
 * c". */
void join_and(struct buffer *text, size_t index, size_t count,
              const char *item);

#endif
