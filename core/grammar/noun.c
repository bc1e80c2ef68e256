/* noun.c - finding a way through what a plugin describes. */
#include "core/grammar/noun.h"

#include <string.h>

int noun_is_named(const char *word, const char *name, const char *aliases)
{
  size_t length = strlen(word);

  if (name && strcmp(word, name) == 0)
    return 1;
  while (aliases && *aliases) {
    if (strcspn(aliases, " ") == length && strncmp(aliases, word, length) == 0)
      return length > 0;
    aliases += strcspn(aliases, " ");
    aliases += strspn(aliases, " ");
  }
  return 0;
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
