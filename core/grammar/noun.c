/* noun.c - finding a way through what a plugin describes. */
#include "core/grammar/noun.h"

#include <string.h>

#include "core/grammar/word_list.h"

/* Whether `word` is the name (NULL: none) or one of the aliases, which
 * spaces separate (NULL: none). */
static int noun_is_named(const char *word, const char *name,
                         const char *aliases)
{
  return (name && strcmp(word, name) == 0) ||
         (word[0] && word_list_has(aliases, word, strlen(word)));
}

const struct nscale_noun *noun_within(const struct nscale_noun *noun,
                                      const char *word)
{
  const struct nscale_noun *const *nested;

  for (nested = noun->nouns; nested && *nested; nested++)
    if (noun_is_named(word, (*nested)->name, (*nested)->aliases))
      return *nested;
  return NULL;
}

const struct nscale_verb *noun_verb(const struct nscale_noun *noun,
                                    const char *word)
{
  const struct nscale_verb *const *verb;

  for (verb = noun->verbs; verb && *verb; verb++)
    if (noun_is_named(word, (*verb)->name, (*verb)->aliases))
      return *verb;
  return NULL;
}

static int is_list(const struct nscale_verb *verb, const struct flags *flags)
{
  const struct nscale_flag *const *flag;

  for (flag = verb->flags; flag && *flag; flag++)
    if ((*flag)->attributes & NSCALE_FLAG_REQUIRED &&
        !((*flag)->attributes & NSCALE_FLAG_PARENT &&
          flags_given(flags, (*flag)->name)))
      return 0;
  return verb->effect == NSCALE_EFFECT_READ &&
         verb->reply == NSCALE_REPLY_LIST &&
         !(verb->attributes & NSCALE_VERB_ID);
}

const struct nscale_verb *noun_list(const struct nscale_noun *noun,
                                    const struct flags *flags)
{
  const struct nscale_verb *const *verb;

  for (verb = noun->verbs; verb && *verb; verb++)
    if (is_list(*verb, flags))
      return *verb;
  return NULL;
}
