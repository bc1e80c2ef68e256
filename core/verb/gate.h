/* gate.h - a verb that reads, with --all: those that meet the conditions are
 * the result, and that there is one makes the command end with 1.
 */
#ifndef GATE_H
#define GATE_H

#include "core/invocation/invocation.h"

/* The verb; where it reads and the flags have --all the same one, in `list`,
 * with a list for its reply and its noun's columns. */
const struct nscale_verb *gate_verb(const struct nscale_verb *verb,
                                    const struct nscale_noun *noun,
                                    const struct flags *flags,
                                    struct nscale_verb *list);

/* Says how many were shown, of such a call.  Returns 0 for none, or -1 with
 * EXIT_FAILED. */
int gate_end(const struct invocation *call);

#endif
