/* rules.c - the rules of a plugin and its nouns. */
#include "core/plugin/rules.h"

#include <string.h>

#include "core/grammar/word_list.h"
#include "core/plugin/manifest.h"
#include "core/plugin/rule.h"
#include "core/plugin/rules_column.h"
#include "core/plugin/rules_field.h"
#include "core/plugin/rules_pages.h"
#include "core/plugin/rules_verb.h"

/* ---- Nouns. --------------------------------------------------------- */

static int noun_aliases(struct subject *subject)
{
  return !aliases_valid(subject->noun->aliases);
}

static const struct rule alias_rules[] = {
  { AT(nscale_noun, aliases), .is_broken = noun_aliases,
    .sentence = "has aliases that are not made of lower case letters, digits "
                "and '-'" },
};

static const struct text_rule noun_texts[] = {
  { TEXT_AT(nscale_noun, summary, "summary"), .form = TEXT_LINE_NEEDED },
  { TEXT_AT(nscale_noun, description, "description"),
    .form = TEXT_PARAGRAPHS },
  { TEXT_AT(nscale_noun, singular, "singular"), .form = TEXT_LINE_OF_VERBS },
  { TEXT_AT(nscale_noun, plural, "plural"), .form = TEXT_LINE_OF_VERBS },
  { TEXT_AT(nscale_noun, service, "service"), .form = TEXT_LINE_OF_VERBS },
  { TEXT_AT(nscale_noun, id_path, "id_path"), .form = TEXT_PATH_NEEDED },
  { TEXT_AT(nscale_noun, deletion_path, "deletion_path"), .form = TEXT_PATH },
  { TEXT_AT(nscale_noun, name_path, "name_path"), .form = TEXT_PATH_NEEDED },
};

static int noun_service(struct subject *subject)
{
  subject->other = subject->noun->service;
  return subject->other && line_valid(subject->other) &&
         !name_valid(subject->other, strlen(subject->other));
}

static int noun_verbs(struct subject *subject)
{
  return !subject->noun->verbs[0] && !subject->noun->nouns[0];
}

/* Nobody would read such a list. */
static int noun_pages(struct subject *subject)
{
  const struct nscale_verb *const *verb = subject->noun->verbs;

  while (*verb && (*verb)->reply != NSCALE_REPLY_LIST &&
         !((*verb)->attributes & (NSCALE_VERB_ID | NSCALE_VERB_UNIQUE |
                                  NSCALE_VERB_ALL | NSCALE_VERB_SELF)))
    verb++;
  return subject->noun->pages && !*verb;
}

static const struct rule noun_rules[] = {
  { AT(nscale_noun, service), .is_broken = noun_service,
    .sentence = "has a service \"{other}\" that is not made of lower case "
                "letters, digits and '-'" },
  { AT(nscale_noun, verbs), .is_broken = noun_verbs,
    .sentence = "has no verbs" },
  { AT(nscale_noun, pages), .is_broken = noun_pages, .kind = FINDING_ADVICE,
    .sentence = "has pages, and no verb that reads a list of its things" },
};

/* ---- Words that would mean two things. ------------------------------ */

/* A verb or a nested noun, by which a word can be meant. */
struct named {
  const char *name;
  const char *aliases;
};

static const struct rule two_verbs = {
  AT(nscale_verb, name),
  .sentence = "has two verbs of one name, \"{name}\" and \"{other}\""
};
static const struct rule two_nouns = {
  AT(nscale_noun, name),
  .sentence = "has two nouns of one name, \"{name}\" and \"{other}\""
};
static const struct rule noun_and_verb = {
  AT(nscale_noun, name),
  .sentence = "has a noun \"{name}\" and a verb \"{other}\" of one name"
};

static void check_words(const struct subject *subject, const struct rule *rule,
                        const struct named *first, const struct named *second)
{
  struct subject about = *subject;

  if (!word_lists_meet(first->name, second->name) &&
      !word_lists_meet(first->name, second->aliases) &&
      !word_lists_meet(first->aliases, second->name) &&
      !word_lists_meet(first->aliases, second->aliases))
    return;
  about.name = first->name;
  about.other = second->name;
  rule_broken(rule, &about);
}

static struct named verb_names(const struct nscale_noun *noun, size_t index)
{
  return (struct named){ noun->verbs[index]->name,
                         noun->verbs[index]->aliases };
}

static struct named noun_names(const struct nscale_noun *noun, size_t index)
{
  return (struct named){ noun->nouns[index]->name,
                         noun->nouns[index]->aliases };
}

/* No word may mean two of a noun's verbs and nested nouns. */
static void check_unique(const struct subject *subject)
{
  const struct nscale_noun *noun = subject->noun;
  struct named this, other;
  size_t i, j;

  if (subject->kind != FINDING_BROKEN)
    return;
  for (i = 0; noun->verbs[i]; i++) {
    this = verb_names(noun, i);
    for (j = 0; j < i; j++) {
      other = verb_names(noun, j);
      check_words(subject, &two_verbs, &other, &this);
    }
  }
  for (i = 0; noun->nouns[i]; i++) {
    this = noun_names(noun, i);
    for (j = 0; j < i; j++) {
      other = noun_names(noun, j);
      check_words(subject, &two_nouns, &other, &this);
    }
    for (j = 0; noun->verbs[j]; j++) {
      other = verb_names(noun, j);
      check_words(subject, &noun_and_verb, &this, &other);
    }
  }
}

/* ---- All of it. ----------------------------------------------------- */

static void rules_noun(struct subject *subject)
{
  const struct nscale_noun *noun = subject->noun;
  size_t i;

  (void)rules_hold(RULES(alias_rules), subject);
  texts_hold(RULES(noun_texts), noun, subject);
  (void)rules_hold(RULES(noun_rules), subject);
  check_unique(subject);
  rules_pages(subject, noun->pages, "its lists");
  rules_columns(subject, noun->columns);
  rules_fields(subject);
  for (i = 0; noun->verbs[i]; i++) {
    subject->verb = noun->verbs[i];
    subject->place.verb = subject->verb->name;
    rules_verb(subject);
  }
  subject->verb = NULL;
  subject->place.verb = NULL;
}

static const struct text_rule plugin_texts[] = {
  { TEXT_AT(nscale_plugin, version, "version"), .form = TEXT_LINE_NEEDED },
  { TEXT_AT(nscale_plugin, summary, "plugin summary"),
    .form = TEXT_LINE_NEEDED },
};

void rules_check(const struct nscale_plugin *plugin, enum finding_kind kind,
                 struct findings *findings)
{
  struct subject subject = { .findings = findings,
                             .kind = kind,
                             .minor = plugin->min_minor,
                             .noun = plugin->noun };
  const struct nscale_noun *const *nested;

  texts_hold(RULES(plugin_texts), plugin, &subject);
  rules_noun(&subject);
  for (nested = plugin->noun->nouns; *nested; nested++) {
    subject.noun = *nested;
    subject.place.noun = subject.noun->name;
    rules_noun(&subject);
  }
}
