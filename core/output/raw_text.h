/* raw_text.h - the one text of a reply that is its result, as it is
 * (nscale_verb.text): the console of a machine, a private key.
 */
#ifndef RAW_TEXT_H
#define RAW_TEXT_H

#include "core/base/buffer.h"
#include "core/base/span.h"
#include "core/output/delivery_task.h"
#include "core/output/output.h"

struct error;

/* Appends the text of a reply of JSON.  Returns 0, or -1 with EXIT_FAILED
 * where the reply is no JSON, or has no text there. */
int raw_text_read(const struct nscale_verb *verb, struct span reply,
                  struct buffer *text, struct error *error);

/* Writes it and ends the output; a secret is kept out of messages and logs.
 * Returns 0, or -1 with the error set. */
int raw_text_deliver(const struct delivery_task *task, struct span reply,
                     struct output *output, struct error *error);

#endif
