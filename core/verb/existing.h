/* existing.h - a create that meets a thing of the name that it is to have
 * (NSCALE_VERB_UNIQUE).
 *
 * The service makes a second one without a word.  The look and the POST are
 * not one step: two commands at the same moment can both see nothing.
 */
#ifndef EXISTING_H
#define EXISTING_H

#include "core/invocation/invocation.h"
#include "core/verb/deliver.h"

/* Whether a create will look. */
int existing_is_looked_for(const struct invocation *call);

/* Says, before a create is planned, for which the organization is looked up,
 * that the list and what is read to check the document will not depend on each
 * other. */
void existing_expect(struct invocation *call);

/* Has the list in which it will look come along, once the create is planned,
 * with what is read to check it. */
void existing_look_along(struct invocation *call);

/* Looks, once the create is planned, unless --allow-duplicate was given.  A
 * dry run that has sent nothing so far sends nothing here either.
 * EXIT_CONFLICT where there is one, or with --if-not-exists where there are
 * several; the one is in call->found otherwise, with plan.existing set.
 * Returns 0 or -1. */
int existing_look(struct invocation *call);

/* Says that it is there and in what it differs from what was asked for, and
 * writes it as the result: a filter of the token, which it has none of, writes
 * nothing.  Returns 0 or -1. */
int existing_deliver(struct invocation *call, const struct outlets *outlets);

/* Says, behind a dry run that has sent nothing, what could not be checked. */
void existing_say_unchecked(const struct invocation *call);

#endif
