/* overlap.h - what a text has more than it had before.
 */
#ifndef OVERLAP_H
#define OVERLAP_H

#include <stddef.h>

#include "core/base/span.h"

/* How many bytes at the start of `now` were at the end of `before`: all of
 * that where the text has only grown, and what is left of it where old lines
 * have gone from its start.  Short ones that are no whole lines are chance,
 * and are not counted.  Takes time and memory (four times its own) by the
 * length of the shorter.  Returns 0, or -1 without memory. */
int overlap(struct span before, struct span now, size_t *length);

#endif
