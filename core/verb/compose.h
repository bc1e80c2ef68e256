/* compose.h - the document of a create or an update, from wherever it comes: a
 * file, flags, or the user's answers.
 */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "core/invocation/invocation.h"

/* What is still to be done, or need not be. */
struct composed {
  int awaits_answers; /* an update: what is there must be read first, then
                       * compose_answers asks */
  int confirmed;      /* the user has seen it whole and said yes */
};

/* Makes the call's document, where the verb takes one: read, checked, with the
 * flags of fields applied, and complete where it is sent as it stands.
 * EXIT_USAGE for what is wrong with it, or missing.  Returns 0, or -1 with the
 * call's error set. */
int compose_document(struct invocation *call, struct composed *composed);

/* Asks for what an update is to change, once it is known what is there.
 * Returns likewise. */
int compose_answers(struct invocation *call, struct composed *composed);

#endif
