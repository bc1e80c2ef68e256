/* delivery.h - a reply on its way to the user: a list (list.h), one thing
 * (thing.h), the reply of a mutation (mutation.h), one text of it
 * (raw_text.h), or bytes of any kind; to stdout or to a file (output_file.h),
 * which is its owner's alone where it has a secret.  Bytes are written as they
 * arrive.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "core/base/buffer.h"
#include "core/output/delivery_task.h"
#include "core/output/list.h"
#include "core/output/output.h"

/* Starts zeroed, then by delivery_begin; released by delivery_free.  It stays
 * where it is in between. */
struct delivery {
  struct delivery_task task;
  struct output output;
  struct output_file file; /* that the output is in, with --output */
  struct buffer whole;     /* the reply, where it is needed whole */
  struct list list;        /* where the reply is one */
};

/* Prepares for one reply; the task is copied.  With a mutation room for its
 * reply is reserved now.  Returns 0, or -1 with the error set: memory, or an
 * --output file that cannot be made (EXIT_USAGE). */
int delivery_begin(struct delivery *delivery, const struct delivery_task *task,
                   struct error *error);

/* Prepares for delivery_text and delivery_preview alone, to stdout. */
void delivery_begin_text(struct delivery *delivery,
                         const struct delivery_task *task);

/* Takes a piece of the reply, as exchange_task.data. */
int delivery_data(void *context, const char *bytes, size_t length,
                  struct error *error);

/* Whether what came is all that is needed, as exchange_task.is_whole: a whole
 * document, or nothing where nothing is expected.  Of bytes nobody knows. */
int delivery_is_whole(const void *context);

/* The reply is whole: renders and writes what is left.  A failure after a
 * mutation saves the reply and is EXIT_UNDELIVERED.  Returns 0 or -1. */
int delivery_end(struct delivery *delivery, struct error *error);

/* A mutation's reply was cut short: see mutation_cut. */
void delivery_cut(struct delivery *delivery, struct error *error);

/* Delivers a thing that is not the reply of a mutation: the element that get
 * picked, what an update left as it was.  Returns 0 or -1. */
int delivery_text(struct delivery *delivery, const char *text, size_t length,
                  struct error *error);

/* Writes a dry run's payload: JSON, or what the filters make of it.  Leaves
 * the end to output_end.  Returns 0 or -1. */
int delivery_preview(struct delivery *delivery, const char *text,
                     size_t length, struct error *error);

void delivery_free(struct delivery *delivery);

#define CLEANUP_DELIVERY CLEANUP(delivery_free)

#endif
