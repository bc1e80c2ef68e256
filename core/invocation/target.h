/* target.h - a thing that a command is about. */
#ifndef TARGET_H
#define TARGET_H

#include <nscale/plugin.h>

#include "core/base/error.h"

struct json_object;

/* Starts zeroed; released by target_free. */
struct target {
  char *id;
  char *name;   /* NULL where it has none, or nobody has read it */
  char *expiry; /* when it, or what it was given, expires, as the server has
                 * it; NULL likewise */
  char *text;   /* its JSON, where it is one of many (targets.h); or NULL */
};

/* Notes the id and the name; NULL leaves what is there.  Returns 0, or -1
 * without memory. */
int target_set(struct target *target, const char *id, const char *name,
               struct error *error);

/* Notes the expiry, or that it is not known (NULL).  Returns likewise. */
int target_set_expiry(struct target *target, const char *expiry,
                      struct error *error);

/* Likewise from the JSON of a thing of the noun, with its expiry, which its
 * column of the kind NSCALE_COLUMN_EXPIRY shows. */
int target_set_json(struct target *target, const struct nscale_noun *noun,
                    struct json_object *json, struct error *error);

/* Whether a thing of the noun is on its way out already
 * (nscale_noun.deletion_path). */
int target_is_leaving(const struct nscale_noun *noun,
                      struct json_object *json);

void target_free(struct target *target);

#endif
