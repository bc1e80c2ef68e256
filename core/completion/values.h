/* values.h - values that only the server knows, for completion.
 *
 * A list is asked for once a minute at the most (cache.h), and so is one
 * that could not be had.  All of it together takes two seconds at the most,
 * after which the process ends with nothing said; nothing is repeated, and
 * whatever goes wrong means no values.
 */
#ifndef VALUES_H
#define VALUES_H

#include "core/completion/candidates.h"
#include "core/grammar/flags.h"

/* What completion knows of the command; borrowed. */
struct values_call {
  const char *plugin; /* its name */
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct flags *flags; /* that stand before the cursor */
  const char *argument;      /* of the verb, before the cursor, or NULL */
};

/* Each adds what matches: ids, described by names; and where something is
 * typed also names, described by ids, unless two things have the name. */

/* The elements of a list that a flag or field describes. */
void values_of_choices(struct candidates *candidates,
                       const struct values_call *about,
                       const struct nscale_choices *choices);

/* The things of the noun, from its verb that lists them. */
void values_of_noun(struct candidates *candidates,
                    const struct values_call *about);

/* Organizations, projects or regions: the scope of one bit. */
void values_of_scope(struct candidates *candidates,
                     const struct values_call *about, uint32_t scope);

#endif
