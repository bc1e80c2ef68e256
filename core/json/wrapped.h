/* wrapped.h - a list that is a part of replies, as they arrive: `{"items":
 * [...], "next": "abc"}`, and another one for what comes next.
 *
 * What is handed on is the text of one array, as if the server had answered
 * that; all else is passed over, with no more of it kept than what says what
 * comes next.  The texts are held to the strict scanner (scan.h).
 */
#ifndef WRAPPED_H
#define WRAPPED_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/json/fields.h"
#include "core/json/scan.h"

/* Starts zeroed, then wrapped_begin; released by wrapped_free. */
struct wrapped {
  struct sink out;
  const char *items;  /* its path, borrowed; NULL: it is the reply */
  int may_be_thing;   /* a first reply without a list is handed on as it is */
  struct buffer next; /* of the reply that ended last: the text, or the whole
                       * number, that says what comes next; empty: nothing */

  /* What follows is this file's own. */
  struct fields fields; /* the paths of bare members: what comes next, items */
  uint64_t masks[FIELDS_STEPS + 1]; /* of them, where we are at each depth */
  struct scan scan;
  enum { WRAPPED_ELSEWHERE, WRAPPED_ITEMS, WRAPPED_NEXT } inside;
  unsigned depth;     /* of what we are inside */
  int is_bracket;     /* its first byte comes */
  struct buffer name; /* of the member that comes, from its quotes on */
  struct buffer held; /* of a first reply, until its list is there */
  int is_found;       /* the reply has its list */
  int is_begun;       /* and an element of it */
  int is_open;        /* the array that is handed on was begun */
  int has_elements;   /* and an element of that */
};

/* Begins, for paths of bare members, of which `next` may be NULL.  Returns 0,
 * or -1 where one is not such a path. */
int wrapped_begin(struct wrapped *wrapped, const char *items,
                  const char *next);

/* Takes a piece of a reply.  Returns 0, or -1 with the error set: what `out`
 * says, or EXIT_FAILED for what is not JSON. */
int wrapped_feed(struct wrapped *wrapped, const char *bytes, size_t length,
                 struct error *error);

/* Whether what was fed of this reply is all of it. */
int wrapped_is_whole(const struct wrapped *wrapped);

/* The reply ended; another may follow.  EXIT_NETWORK where it was cut short,
 * EXIT_FAILED where it has no list.  Returns 0 or -1. */
int wrapped_page(struct wrapped *wrapped, struct error *error);

/* There is no other: ends the array.  Returns 0 or -1. */
int wrapped_end(struct wrapped *wrapped, struct error *error);

void wrapped_free(struct wrapped *wrapped);

#endif
