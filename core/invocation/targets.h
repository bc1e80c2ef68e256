/* targets.h - all the things that a call is about, in the place of one
 * (--all).
 *
 * The list that the plugin looks its one thing up in is read, and each element
 * that meets the call's conditions becomes the call's thing in turn: a plan
 * for one thing serves for all.  What is on its way out already
 * (nscale_noun.deletion_path) is left out.  The thing that the service token
 * itself is of comes last, since the token may not work after that.
 */
#ifndef TARGETS_H
#define TARGETS_H

#include <stddef.h>

#include "core/base/buffer.h"

struct invocation;
struct nscale_request;

#define THINGS_MOST 10000

struct target {
  char *id;
  char *name; /* NULL where it has none */
  char *text; /* JSON */
};

/* Starts zeroed; released by targets_free. */
struct targets {
  struct target *list;
  size_t count;
  size_t turn; /* which is the call's thing now */
  int known;   /* the list was read */
};

/* Reads the list once and begins with its first thing; settles the call where
 * there is none.  Fails with EXIT_FAILED for more than THINGS_MOST, or what
 * is no list of things with an id.  Returns 0, or -1 with the call's error
 * set or the call settled. */
int targets_read(struct invocation *call, struct nscale_request *request);

/* Makes the thing at `index` the call's.  Returns 0 or -1. */
int targets_turn(struct invocation *call, size_t index);

/* Whether both are the same things in the same order. */
int targets_same(const struct targets *one, const struct targets *other);

/* Appends the names of the things from the first to before `end`, at most
 * a dozen, separated by commas. */
void targets_names(const struct targets *things, size_t end,
                   struct buffer *text);

void targets_free(struct targets *things);

#endif
