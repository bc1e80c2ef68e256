/* noun.h - finding a way through what a plugin describes. */
#ifndef NOUN_H
#define NOUN_H

#include <nscale/plugin.h>

#include "core/grammar/flags.h"

/* The noun within this one, or the verb of this one, that a word names; NULL
 * where there is none. */
const struct nscale_noun *noun_within(const struct nscale_noun *noun,
                                      const char *word);
const struct nscale_verb *noun_verb(const struct nscale_noun *noun,
                                    const char *word);

/* The verb by which all things of the noun are listed without being told more
 * than what they are a part of, which the flags say; NULL where there is
 * none. */
const struct nscale_verb *noun_list(const struct nscale_noun *noun,
                                    const struct flags *flags);

#endif
