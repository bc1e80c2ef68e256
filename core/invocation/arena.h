/* arena.h - what was handed to a plugin: JSON values, texts and requests.
 *
 * A plugin frees nothing.  Whatever the host hands it lives in the arena, and
 * as long as the invocation does.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/http/request.h"

struct json_object;

/* Starts zeroed but for the plugin; released by arena_free. */
struct arena {
  const char *plugin; /* whose it is: its name, borrowed */
  struct arena_piece *pieces;
  struct nscale_request *requests; /* planned or not */
};

/* Take over a JSON value, or memory from malloc (a text, for example); either
 * is released at once where there is no memory to note it.  Return it.  NULL
 * with the error set; a NULL is passed on as it is by arena_json, whose caller
 * knows why, and is "out of memory" to arena_keep. */
struct json_object *arena_json(struct arena *arena, struct json_object *json,
                               struct error *error);
void *arena_keep(struct arena *arena, void *memory, struct error *error);

/* A text in lower case: itself where it is, else one that the arena has.  NULL
 * with the error set. */
const char *arena_lower(struct arena *arena, const char *text,
                        struct error *error);

/* Makes a request.  NULL with the error set. */
struct nscale_request *arena_request(struct arena *arena, const char *method,
                                     const char *service, struct error *error);

/* Releases all that is in it. */
void arena_free(struct arena *arena);

#endif
