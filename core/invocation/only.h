/* only.h - the one thing of a list that has no other: what is meant where
 * nobody says which.
 */
#ifndef ONLY_H
#define ONLY_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/invocation/fetch.h"
#include "core/invocation/target.h"

/* Begins with the paths, and is released by only_free. */
struct only {
  const char *id_path; /* borrowed, as the next */
  const char *name_path;
  size_t count;         /* of the things in the list */
  struct target first;  /* with its text */
  struct buffer others; /* the names of the first dozen, or ids, between
                         * commas: "acme, globex and 3 more" */
};

/* Sends the GET of a list and counts what is in it.  Returns 0, or -1 with the
 * error set: what fetch_stream says, EXIT_FAILED for a thing without an id.
 * A NULL request failed before. */
int only_read(struct only *only, const struct reader *reader,
              struct nscale_request *request, struct thing_names names,
              struct error *error);

void only_free(struct only *only);

#define CLEANUP_ONLY CLEANUP(only_free)

#endif
