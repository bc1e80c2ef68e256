/* mutation.h - the reply of a mutation on its way to the user, with a one-time
 * token in it perhaps.
 *
 * It has been received whole, and is held for rescue (rescue.h) until every
 * byte of the result is out: what cannot be delivered is saved.
 */
#ifndef MUTATION_H
#define MUTATION_H

#include "core/base/buffer.h"
#include "core/output/delivery_task.h"
#include "core/output/output.h"

struct error;

/* Whether the verb expects nothing of a reply, or a reply that may be
 * anything is empty. */
int mutation_expects_nothing(const struct delivery_task *task,
                             const struct buffer *reply);

/* Delivers a reply: a token to its file, its command or with the result, and
 * ends the output.  Returns 0; or -1 with EXIT_UNDELIVERED, the reply being
 * saved. */
int mutation_deliver(const struct delivery_task *task,
                     const struct buffer *reply, struct output *output,
                     struct error *error);

/* The reply was cut short: what came of it is saved, since the token may be
 * in it, and the error's hint says where.  Where it was cut because it could
 * not be kept here, the error is EXIT_UNDELIVERED now. */
void mutation_cut(const struct delivery_task *task, const struct buffer *reply,
                  struct error *error);

#endif
