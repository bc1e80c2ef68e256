/* advice.c - what a plugin lacks that it runs without. */
#include "core/plugin/advice.h"

#include <string.h>

#include "core/plugin/rules.h"

struct advice {
  struct place place;
  struct findings *findings;
};

#define advise(advice, ...)                                                   \
  (void)rule_finding(&(advice)->place, FINDING_ADVICE, (advice)->findings,    \
                     __VA_ARGS__)

/* A summary is a sentence: it stands in help beside others. */
static int ends_well(const char *summary)
{
  const size_t length = summary ? strlen(summary) : 0;

  return length == 0 || summary[length - 1] == '.';
}

static void check_flag(const struct advice *advice,
                       const struct nscale_flag *flag)
{
  if (!flag->name)
    return;
  if (!ends_well(flag->summary))
    advise(advice, "has a flag --%s whose summary ends without a full stop",
           flag->name);
  if (!(flag->attributes & NSCALE_FLAG_SWITCH) && !flag->value)
    advise(advice, "has a flag --%s without a word for its value in help",
           flag->name);
  if (flag->attributes & NSCALE_FLAG_DEPRECATED && !flag->replacement)
    advise(advice, "has a deprecated flag --%s without a replacement",
           flag->name);
}

static int has_column(const struct nscale_verb *verb, const char *path)
{
  size_t i;

  for (i = 0; verb->columns[i]; i++)
    if (verb->columns[i]->path && strcmp(verb->columns[i]->path, path) == 0)
      return 1;
  return 0;
}

static void check_verb(const struct advice *advice,
                       const struct nscale_verb *verb)
{
  size_t i;

  if (!ends_well(verb->summary))
    advise(advice, "has a summary without a full stop");
  if (!verb->examples && !(verb->attributes & NSCALE_VERB_HIDDEN))
    advise(advice, "has no examples");
  if (verb->attributes & NSCALE_VERB_DEPRECATED && !verb->replacement)
    advise(advice, "is deprecated without a replacement");
  if ((verb->effect == NSCALE_EFFECT_DELETE ||
       verb->effect == NSCALE_EFFECT_ROTATE) &&
      !verb->consequence)
    advise(advice, "has no consequence to put before its question");
  if (verb->effect != NSCALE_EFFECT_READ &&
      verb->reply == NSCALE_REPLY_NOTHING && !verb->done)
    advise(advice, "has no done, and would end without a word");
  if (verb->secret && !has_column(verb, verb->secret))
    advise(advice,
           "has a secret %s in no column, and would have to save it "
           "to a file",
           verb->secret);
  for (i = 0; verb->flags[i]; i++)
    check_flag(advice, verb->flags[i]);
}

static void check_noun(struct advice *advice, const struct nscale_noun *noun)
{
  size_t i;

  for (i = 0; noun->fields[i]; i++)
    if (noun->fields[i]->path && noun->fields[i]->pattern &&
        !noun->fields[i]->rule)
      advise(advice, "has a field %s whose pattern no rule puts in words",
             noun->fields[i]->path);
  for (i = 0; noun->verbs[i]; i++) {
    advice->place.verb = noun->verbs[i]->name;
    check_verb(advice, noun->verbs[i]);
  }
  advice->place.verb = NULL;
}

void advice_check(const struct nscale_plugin *plugin,
                  struct findings *findings)
{
  struct advice advice = { .findings = findings };
  size_t i;

  check_noun(&advice, plugin->noun);
  for (i = 0; plugin->noun->nouns[i]; i++) {
    advice.place.noun = plugin->noun->nouns[i]->name;
    check_noun(&advice, plugin->noun->nouns[i]);
  }
}
