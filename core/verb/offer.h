/* offer.h - what a command is about, chosen at a terminal where it was not
 * named.
 */
#ifndef OFFER_H
#define OFFER_H

#include "core/invocation/invocation.h"

/* Where the thing was not named (target_flags.unnamed): reads what the noun's
 * list shows, has the user choose one on a screen, or by its number on a dumb
 * terminal, and makes that the one that the call is about, as if its id were
 * given.  An organization that nobody names is asked for before.  Returns 0;
 * -1 with the error set: EXIT_NOT_FOUND where there is none, EXIT_FAILED where
 * the user gave up, or what the list ended with. */
int offer_target(struct invocation *call);

#endif
