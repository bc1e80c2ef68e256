/* rules_wait.c - the rules of what a verb awaits. */
#include "core/plugin/rules_wait.h"

#include <string.h>

#include "core/json/path.h"

static int has_words(const char *const *words)
{
  return words && words[0];
}

static int wait_attributes(struct subject *subject)
{
  return (subject->wait->attributes & ~NSCALE_WAIT_BRIEF) != 0;
}

static int wait_path(struct subject *subject)
{
  const struct nscale_wait *wait = subject->wait;

  subject->other = wait->path && !path_valid(wait->path) ? wait->path
                   : wait->failure_path && !path_valid(wait->failure_path)
                       ? wait->failure_path
                   : wait->detail_path && !path_valid(wait->detail_path)
                       ? wait->detail_path
                       : NULL;
  return subject->other != NULL;
}

static int wait_words(struct subject *subject)
{
  const struct nscale_wait *wait = subject->wait;
  const int count = has_words(wait->until) + has_words(wait->left);

  return count != (wait->path ? 1 : 0);
}

static int wait_failures(struct subject *subject)
{
  return has_words(subject->wait->failures) && !subject->wait->failure_path;
}

/* A word that ends it both ways. */
static int wait_both(struct subject *subject)
{
  const struct nscale_wait *wait = subject->wait;
  const char *const *word = wait->until;
  const char *const *failure;

  if (!wait->path || !wait->failure_path ||
      strcmp(wait->path, wait->failure_path) != 0)
    return 0;
  for (; word && *word; word++)
    for (failure = wait->failures; failure && *failure; failure++)
      if (strcmp(*word, *failure) == 0) {
        subject->other = *word;
        return 1;
      }
  return 0;
}

static int wait_brief(struct subject *subject)
{
  return subject->wait->attributes & NSCALE_WAIT_BRIEF &&
         (!subject->wait->path || !subject->wait->seconds ||
          !subject->verb->waits[subject->index + 1]);
}

static int wait_seconds(struct subject *subject)
{
  return !subject->wait->seconds &&
         !(subject->verb->attributes & NSCALE_VERB_WAIT);
}

static int wait_detail(struct subject *subject)
{
  return subject->wait->detail_path && !has_words(subject->wait->failures);
}

static int wait_reads(struct subject *subject)
{
  return subject->verb->effect == NSCALE_EFFECT_READ;
}

static const struct rule wait_rules[] = {
  { AT(nscale_verb, waits), .is_broken = wait_reads,
    .sentence = "waits for what follows a change, and changes nothing" },
  { AT(nscale_wait, attributes), .is_broken = wait_attributes,
    .sentence = "has a wait with unknown attributes" },
  { AT(nscale_wait, path), .is_broken = wait_path,
    .sentence = "has a wait with an invalid path, \"{other}\"" },
  { AT(nscale_wait, until), .is_broken = wait_words,
    .sentence = "has a wait that needs either words to wait for or words to "
                "leave, and a path for them" },
  { AT(nscale_wait, failures), .is_broken = wait_failures,
    .sentence = "has a wait with words of failure, but no path for them" },
  { AT(nscale_wait, failures), .is_broken = wait_both,
    .sentence = "has a wait that \"{other}\" ends both well and badly" },
  { AT(nscale_wait, attributes), .is_broken = wait_brief,
    .sentence = "has a wait for a brief state without seconds, or with no "
                "wait after it" },
  { AT(nscale_wait, seconds), .is_broken = wait_seconds,
    .kind = FINDING_ADVICE,
    .sentence = "has a wait of 0 seconds, which looks once" },
  { AT(nscale_wait, detail_path), .is_broken = wait_detail,
    .kind = FINDING_ADVICE,
    .sentence = "has a wait that says why it failed, but cannot fail" },
};

void rules_waits(const struct subject *subject)
{
  struct subject about = *subject;
  const struct nscale_wait *const *waits = subject->verb->waits;

  for (about.index = 0; waits[about.index]; about.index++) {
    about.wait = waits[about.index];
    (void)rules_hold(RULES(wait_rules), &about);
  }
}
