/* thing_operations.h - what is done with things of every kind. */
#ifndef SANDBOX_THING_OPERATIONS_H
#define SANDBOX_THING_OPERATIONS_H

#include "api.h"
#include "things.h"

/* Each answers one operation, about things of its kind: it makes the reply.
 * A list has what the caller may see and the query allows. */
void thing_list(const struct operation *operation);
void thing_list_curated(const struct operation *operation); /* everybody's */
void thing_get(const struct operation *operation);
void thing_create(const struct operation *operation);
void thing_update(const struct operation *operation);
void thing_delete(const struct operation *operation);

/* The thing that the path names, where the caller may do what is asked for;
 * else NULL, with the error as the reply. */
struct thing *thing_of(const struct operation *operation);

/* Reads the body: `metadata`, and `spec` with these members; NULL where there
 * is none.  To be released by the caller.  NULL, with the error as the reply,
 * where it is anything else. */
struct json_object *thing_body(const struct operation *operation,
                               const struct shape *spec,
                               const struct shape *place);

/* The metadata of a new thing as a reply shows it: what the body says, and
 * what is the service's.  NULL when there is no memory. */
struct json_object *thing_metadata(const struct operation *operation,
                                   struct json_object *body, const char *id);

/* Answers with the thing. */
void thing_answer(const struct operation *operation, unsigned int status,
                  struct thing *thing);

#endif
