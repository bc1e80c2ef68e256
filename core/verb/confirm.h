/* confirm.h - the user's yes to a mutation, and the preview without one.
 *
 * Questions go to stderr and name the thing, its organization and the
 * consequence; for an update they show the difference field by field.
 */
#ifndef CONFIRM_H
#define CONFIRM_H

#include "core/document/difference.h"
#include "core/invocation/invocation.h"
#include "core/output/delivery.h"

/* Whether the user can be asked: stdin and stderr are terminals, and stdin
 * is not the document.  EXIT_USAGE names --yes.  Returns 0 or -1. */
int confirm_possible(const struct invocation *call, struct error *error);

/* Appends what is asked about, `Rotate service account "ci" (ID)`; escaping
 * is left to message.h. */
void confirm_headline(struct buffer *text, const struct invocation *call);

/* Asks.  Returns 0 for yes; -1 with EXIT_FAILED for no, EXIT_INTERRUPTED for
 * Ctrl-C. */
int confirm_ask(struct invocation *call, struct error *error);

/* The dry run: what would be sent, on stderr, and the payload, or the method
 * and the address where there is none, on stdout.  Returns 0 or -1. */
int confirm_preview(struct invocation *call, struct delivery *delivery,
                    struct error *error);

/* What is known of the ids in this call's fields, by choices_label. */
struct difference_labels confirm_labels(struct invocation *call);

/* Puts the names of this call's thing into a plugin's text: `{name}`, `{id}`,
 * `{organization}`.  Appends to `text`; escaping is left to message.h. */
void confirm_fill(struct buffer *text, const char *sentence,
                  const struct invocation *call);

#endif
