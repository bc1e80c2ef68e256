/* twins.h - things of one name.
 *
 * The service does not keep names apart.  Where several have the one that a
 * user said, they are shown so that one can be chosen.
 */
#ifndef TWINS_H
#define TWINS_H

#include <stddef.h>

#include "core/base/buffer.h"

#define TWINS_MOST 20 /* that are kept */

/* Starts zeroed; released by twins_free. */
struct twins {
  struct buffer texts; /* the JSON of the first TWINS_MOST, with commas */
  struct buffer ids;   /* of the first few, for a message */
  size_t count;        /* of all */
};

/* Adds one, by its JSON text and its id, which may be NULL.  The buffers
 * remember a failure. */
void twins_add(struct twins *twins, const char *text, size_t length,
               const char *id);

void twins_free(struct twins *twins);

#define CLEANUP_TWINS CLEANUP(twins_free)

#endif
