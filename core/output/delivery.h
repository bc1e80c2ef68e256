/* delivery.h - a reply on its way to the user: table, details, JSON, or what
 * filters make of it; to stdout, and a one-time token to its file.
 *
 * Lists are rendered as they arrive.  The reply of a mutation is received
 * whole before anything is done with it, and is held for rescue (rescue.h)
 * until every byte of the result is out.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"
#include "core/json/stream.h"
#include "core/output/filter_list.h"
#include "core/output/filters.h"
#include "core/output/output.h"
#include "core/token/token_file.h"

struct view;

/* Starts by delivery_begin; released by delivery_free. */
struct delivery {
  struct invocation *call;
  const struct filters *filters;
  struct token_file *token_file;
  struct output output;
  struct buffer whole;         /* the reply, where it is needed whole */
  struct stream stream;        /* a list, element by element */
  stream_callback *show;       /* what becomes of those that are to be shown */
  uint64_t shown;              /* how many there were so far */
  struct view *view;           /* a list's table */
  struct filter_list filtered; /* a list's filter */
  struct buffer piece;         /* an element's layout */
};

/* Prepares for one reply; `reply` is NSCALE_REPLY_...  With a mutation room
 * for its reply is reserved now.  Returns 0, or -1 with the error set:
 * memory, or an --output file that cannot be made (EXIT_USAGE). */
int delivery_begin(struct delivery *delivery, struct invocation *call,
                   const struct filters *filters,
                   struct token_file *token_file, struct error *error);

/* Takes a piece of the reply, as exchange_task.data. */
int delivery_data(void *context, const char *bytes, size_t length,
                  struct error *error);

/* The reply is whole: renders and writes what is left.  A failure after a
 * mutation saves the reply and is EXIT_UNDELIVERED.  Returns 0 or -1. */
int delivery_end(struct delivery *delivery, struct error *error);

/* A mutation's reply was cut short: what came of it is saved, since the
 * token may be in it, and the error's hint says where.  Where it was cut
 * because it could not be kept here, the error is EXIT_UNDELIVERED now. */
void delivery_cut(struct delivery *delivery, struct error *error);

/* Delivers a thing that is no mutation's reply: the element that get picked,
 * what an update left as it was.  Returns 0 or -1. */
int delivery_text(struct delivery *delivery, const char *text, size_t length,
                  struct error *error);

/* Writes a dry run's payload: JSON, or what the filters make of it.  Leaves
 * the end to output_end.  Returns 0 or -1. */
int delivery_preview(struct delivery *delivery, const char *text,
                     size_t length, struct error *error);

void delivery_free(struct delivery *delivery);

#define CLEANUP_DELIVERY CLEANUP(delivery_free)

#endif
