/* interactive.h - a create or an update on a terminal, without a document: the
 * scopes that are not named, then each field that the noun has a prompt for,
 * then all of it once more (review.h).
 *
 * On a terminal that can show it these are screens (entry.h, picker.h) with
 * a way back; on a dumb one they are lines, and the review is the question
 * of confirm.h.  Either way a field's answer is held to the rules that
 * documents are held to.
 */
#ifndef INTERACTIVE_H
#define INTERACTIVE_H

#include "core/invocation/invocation.h"

/* Whether people can be asked in place of a document: there is something to
 * ask for, stdin and stderr are terminals, and it is not a dry run.  Returns 1
 * or 0. */
int interactive_possible(const struct invocation *call);

/* Makes the user choose what the verb works within and is not named, its
 * organization, project and region in turn, and sets that in the call.
 * Returns 0; -1 with EXIT_FAILED where the user gave up. */
int interactive_scope(struct invocation *call);

/* Asks for one field, which has a prompt, and puts the answer in the call's
 * document.  Returns as interactive_scope. */
int interactive_field(struct invocation *call,
                      const struct nscale_field *field);

/* Asks for the document of a new thing, its scopes first, or for what flags
 * left out of the call's, and makes it the call's.  Sets `*confirmed` where
 * the user has reviewed it and said yes.  Returns as interactive_scope. */
int interactive_document(struct invocation *call, int *confirmed);

/* Likewise for an update: what was there (draft.h) is what the answers start
 * from, and the call's document becomes the patch (RFC 7396) that makes the
 * one of the other. */
int interactive_changes(struct invocation *call, int *confirmed);

#endif
