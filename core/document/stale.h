/* stale.h - whether a document is of what the server has now. */
#ifndef STALE_H
#define STALE_H

#include <nscale/plugin.h>

#include "core/base/error.h"

struct json_object;

/* What a document is of. */
struct document_subject {
  const struct nscale_field *const *fields;
  const char *singular; /* the noun's */
  const char *what;     /* how messages call the document */
};

/* Finds out, before document_strip, whether the document is of `current`,
 * what the server has now, and as new.
 *
 * Returns 0; or -1 with EXIT_USAGE when it carries another IDENTITY, and with
 * EXIT_CONFLICT when it carries another VERSION, or none though `current` has
 * one and the document has other READ_ONLY values of the same object, which a
 * server gave it before there was a version.  (An IDENTITY alone does not
 * count: people write it by hand.) */
int document_stale(struct json_object *document, struct json_object *current,
                   const struct document_subject *subject,
                   struct error *error);

#endif
