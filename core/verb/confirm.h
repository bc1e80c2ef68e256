/* confirm.h - the user's yes to a mutation.
 *
 * Questions go to stderr and name the thing, its organization and the
 * consequence; for an update they show the difference field by field.
 */
#ifndef CONFIRM_H
#define CONFIRM_H

#include "core/invocation/invocation.h"

/* Whether the user can be asked: stdin and stderr are terminals, or stdin is
 * the document and the terminal of this process can be opened (tty_open).
 * EXIT_USAGE names --yes.  Returns 0 or -1. */
int confirm_possible(const struct invocation *call);

/* Asks, as far as the user can still be asked.  Returns 0 for yes; -1 with
 * EXIT_FAILED for no, EXIT_INTERRUPTED for Ctrl-C, EXIT_USAGE when nobody
 * answers for PROMPT_SECONDS. */
int confirm_ask(struct invocation *call);

#endif
