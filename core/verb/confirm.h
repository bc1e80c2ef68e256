/* confirm.h - the user's yes to a mutation.
 *
 * Questions go to stderr and name the thing, its organization and the
 * consequence; for an update they show the difference field by field.
 */
#ifndef CONFIRM_H
#define CONFIRM_H

#include "core/invocation/invocation.h"

/* Whether the user can be asked: stdin and stderr are terminals, and stdin
 * is not the document.  EXIT_USAGE names --yes.  Returns 0 or -1. */
int confirm_possible(const struct invocation *call);

/* Asks.  Returns 0 for yes; -1 with EXIT_FAILED for no, EXIT_INTERRUPTED for
 * Ctrl-C. */
int confirm_ask(struct invocation *call);

#endif
