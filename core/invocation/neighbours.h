/* neighbours.h - what the other things of a list are called.
 *
 * A list is read for one of its things, and the others pass by: what they are
 * called is kept as far as 64 KiB go, in case that one names another by its
 * id.
 */
#ifndef NEIGHBOURS_H
#define NEIGHBOURS_H

#include "core/base/buffer.h"
#include "core/base/span.h"

/* Starts zeroed; released by neighbours_free. */
struct neighbours {
  struct buffer texts; /* id, NUL, name, NUL, and so on */
};

/* Notes a thing by its id and its name, JSON values of its text; what is no
 * text, or too much, is left out. */
void neighbours_note(struct neighbours *neighbours, struct span id,
                     struct span name);

/* The name of the one with this id, borrowed; NULL where it is not known. */
const char *neighbours_name(const struct neighbours *neighbours,
                            const char *id);

void neighbours_free(struct neighbours *neighbours);

#endif
