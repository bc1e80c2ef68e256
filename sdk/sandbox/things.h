/* things.h - the resources of compute and region: instances, networks and
 * what they are made of.
 *
 * Each is kept as the JSON that a reply shows; a kind says what is special
 * about some of them (kinds.c).  All functions want the state's lock.
 */
#ifndef SANDBOX_THINGS_H
#define SANDBOX_THINGS_H

#include <json-c/json.h>

#include "shape.h"
#include "state.h"

/* Where a thing is on its way: what it says of itself; NULL: no change.  A
 * way is an array of them that ends with one that changes nothing.  Each
 * reply that shows the thing takes it one phase on, so that a client which
 * waits meets every one of them, at whatever speed. */
struct phase {
  const char *provisioning; /* metadata.provisioningStatus */
  const char *power;        /* status.powerState */
  const char *state;        /* status.state */
};

struct kind {
  const char *plural;        /* "instances" */
  const char *endpoint;      /* "compute:instances", as rights name it */
  const struct shape *spec;  /* what an update replaces */
  const struct shape *place; /* members of `spec` in a creation alone: they
                              * go to metadata and status */
  const struct phase *born, *changed, *leaving;
  unsigned int misplaced; /* the status where what the spec names is not */
  int keeps_name;         /* an update cannot rename it */
};

extern const struct kind kind_flavor, kind_image, kind_instance, kind_network,
    kind_region, kind_security_group;

struct thing {
  struct thing *next; /* in the order of their making */
  const struct kind *kind;
  char id[IDENT_LENGTH + 1];
  const struct organization *organization; /* NULL: everybody's */
  char region[IDENT_LENGTH + 1];           /* where it is, or "" */
  struct json_object *value;
  const struct phase *phase;
  int leaving; /* it is gone once the last phase was shown */
  int gone;
};

/* What a new thing is; texts are copied, the value is taken over. */
struct thing_draft {
  const struct kind *kind;
  const char *id;
  const struct organization *organization;
  const char *region; /* an id, or NULL */
  struct json_object *value;
};

/* Puts a thing at the end.  NULL when there is no memory. */
struct thing *thing_new(struct state *state, const struct thing_draft *draft);

/* Frees every thing. */
void things_free(struct state *state);

/* The thing of that kind and id, or NULL. */
struct thing *things_find(const struct state *state, const struct kind *kind,
                          const char *id);

/* The text of a member of a part, `metadata` or `status`; NULL without it. */
const char *thing_text(const struct thing *thing, const char *part,
                       const char *name);

/* Sets such a text, or any other value, which it takes over. */
void thing_set(struct thing *thing, const char *part, const char *name,
               const char *text);
void thing_put(struct thing *thing, const char *part, const char *name,
               struct json_object *value);

/* Begins a way. */
void thing_go(struct thing *thing, const struct phase *way);

/* Appends the thing as a reply shows it, and takes it one phase on. */
void thing_show(struct thing *thing, struct buffer *out);

/* Appends the ids of an organization's things of a kind by their names, as
 * members of an object. */
void things_write_ids(struct buffer *out, const struct state *state,
                      const struct kind *kind,
                      const struct organization *organization);

#endif
