/* lookup.h - the one thing that an id or a name means, from a list.
 *
 * Lists are read element by element: only what matches is kept, however long
 * the list is.  An id wins over a name; two things of one name are an error
 * that lists both, never a guess.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

struct json_object;

/* What is looked for, and how messages call it. */
struct lookup {
  const char *wanted; /* an id, or an exact name */
  const char *singular;
  const char *plural;
  const char *id_path;
  const char *name_path;
  const char *flag;   /* the flag that takes the id: "id", "org" */
  const char *plugin; /* whose list shows what there is, or NULL */
};

/* Sends the GET and appends the JSON text of the element to `text`; where
 * the reply is an object it is the thing itself.  EXIT_NOT_FOUND where there
 * is none, EXIT_USAGE where two have the name, EXIT_FAILED where the reply is
 * not such a list.  Returns 0 or -1. */
int lookup_text(struct invocation *call, struct nscale_request *request,
                const struct lookup *lookup, struct buffer *text);

/* The same as JSON, which is the call's.  NULL with the error set. */
struct json_object *lookup_run(struct invocation *call,
                               struct nscale_request *request,
                               const struct lookup *lookup);

/* The lookup of the call's own thing, by --id. */
struct lookup lookup_of_target(const struct invocation *call);

#endif
