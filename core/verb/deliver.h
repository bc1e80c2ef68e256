/* deliver.h - what an invocation means for the delivery of its result. */
#ifndef DELIVER_H
#define DELIVER_H

#include "core/invocation/invocation.h"
#include "core/output/delivery_task.h"
#include "core/output/filters.h"
#include "core/token/token_file.h"

/* Where results go.  Borrowed. */
struct outlets {
  const struct filters *filters;
  struct token_file *token_file; /* what takes a token, where it is open; with
                                  * --all it is made for each target */
};

/* Compiles the -q filters of the flags.  Returns as filters_compile. */
int deliver_compile(struct filters *filters, const struct invocation *call);

/* What the invocation is about, in the words of messages.  Borrowed. */
struct subject deliver_subject(struct invocation *call);

/* What a delivery must know.  It borrows both. */
struct delivery_task deliver_task(struct invocation *call,
                                  const struct outlets *outlets);

#endif
