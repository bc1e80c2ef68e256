/* lookup.h - the one thing that an id or a name means, among many.
 *
 * This is the only place that does so: for the thing that a command is about,
 * for organizations, projects and regions, and for the values of flags.
 *
 * A list is read element by element, and only what matches is kept, however
 * long the list is.  An id wins over a name; two things of one name are an
 * error that lists both, never a guess.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "core/base/buffer.h"
#include "core/invocation/fetch.h"
#include "core/invocation/neighbours.h"
#include "core/invocation/twins.h"

/* What is looked for, and how messages call it.  Borrowed. */
struct lookup {
  const char *wanted; /* an id, or an exact name */
  struct thing_names names;
  const char *id_path;
  const char *name_path;
  const char *flag;    /* that takes the id: "id", "org"; or NULL */
  const char *command; /* whose list shows what there is, or NULL */
  /* What lookup_json is to read of it besides the id and the name; NULL:
   * nothing. */
  const struct fields *fields;
  /* Takes all that have the name, for whoever wants to show them; or NULL. */
  struct twins *twins;
  struct neighbours *neighbours; /* takes what the others are called; or
                                  * NULL */
};

/* Sends the GET and appends the JSON text of the element to `text`; where
 * the reply is an object it is the thing itself.  EXIT_NOT_FOUND where no
 * element matches, also not a moment after a change of the same command
 * (exchange_look_again), EXIT_USAGE where two have the name, EXIT_FAILED where
 * the reply is not such a list.  A NULL request failed before.  Returns 0 or
 * -1. */
int lookup_text(const struct reader *reader, struct nscale_request *request,
                const struct lookup *lookup, struct buffer *text,
                struct error *error);

/* The same as JSON, which the arena keeps: what lookup->fields says of it.
 * NULL with the error set. */
struct json_object *lookup_json(const struct reader *reader,
                                struct nscale_request *request,
                                const struct lookup *lookup,
                                struct error *error);

/* The id that is meant, in a list (an array) that was read before; borrowed
 * from the list.  NULL with the error set, as above. */
const char *lookup_in_list(struct json_object *list,
                           const struct lookup *lookup, struct error *error);

#endif
