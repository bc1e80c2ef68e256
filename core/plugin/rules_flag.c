/* rules_flag.c - the rules of a verb's flags. */
#include "core/plugin/rules_flag.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/grammar/flag_table.h"
#include "core/json/fields.h"
#include "core/plugin/manifest.h"
#include "core/plugin/rules_column.h"

#define ALL_FLAG                                                              \
  (NSCALE_FLAG_SWITCH | NSCALE_FLAG_REQUIRED | NSCALE_FLAG_REPEATABLE |       \
   NSCALE_FLAG_HIDDEN | NSCALE_FLAG_DEPRECATED | NSCALE_FLAG_WITH_ALL |       \
   NSCALE_FLAG_PARENT)

int summary_ends(const char *summary)
{
  const size_t length = summary ? strlen(summary) : 0;

  return length == 0 || summary[length - 1] == '.';
}

static int flag_no_name(struct subject *subject)
{
  return !subject->flag->name;
}

static int flag_name(struct subject *subject)
{
  return !name_valid(subject->name, strlen(subject->name));
}

static int flag_reserved(struct subject *subject)
{
  return flag_is_reserved(subject->name, subject->minor);
}

static int flag_twice(struct subject *subject)
{
  const struct nscale_flag *const *flags = subject->verb->flags;
  size_t i;

  for (i = 0; i < subject->index; i++)
    if (flags[i]->name && strcmp(flags[i]->name, subject->name) == 0)
      return 1;
  return 0;
}

static int flag_attributes(struct subject *subject)
{
  return (subject->flag->attributes & ~ALL_FLAG) != 0;
}

static int flag_texts(struct subject *subject)
{
  const struct nscale_flag *flag = subject->flag;

  return !flag->summary || !line_valid(flag->summary) ||
         (flag->value && !line_valid(flag->value)) ||
         (flag->replacement && !line_valid(flag->replacement));
}

static int is_switch(const struct nscale_flag *flag)
{
  return (flag->attributes & NSCALE_FLAG_SWITCH) != 0;
}

static int flag_choices(struct subject *subject)
{
  return subject->flag->choices && is_switch(subject->flag);
}

/* A condition looks at one place, as fields.h does, for what the flag says. */
static int flag_filter(struct subject *subject)
{
  return subject->flag->filter > NSCALE_FILTER_EVERY;
}

static int flag_filter_every(struct subject *subject)
{
  const struct nscale_flag *flag = subject->flag;

  return flag->filter == NSCALE_FILTER_EVERY &&
         (!is_switch(flag) || !(flag->attributes & NSCALE_FLAG_WITH_ALL));
}

static int is_filter(const struct nscale_flag *flag)
{
  return flag->filter != NSCALE_FILTER_NONE &&
         flag->filter <= NSCALE_FILTER_CONTAINS;
}

static int flag_filter_switch(struct subject *subject)
{
  return is_filter(subject->flag) && is_switch(subject->flag);
}

static int flag_filter_path(struct subject *subject)
{
  const struct nscale_flag *flag = subject->flag;
  struct fields fields; /* kilobytes, which few flags need */

  if (!is_filter(flag) || is_switch(flag))
    return 0;
  fields.count = 0;
  return !flag->filter_path || fields_add(&fields, flag->filter_path) < 0;
}

static int flag_query(struct subject *subject)
{
  const char *query = subject->flag->query;

  return query && (!query[0] || !line_valid(query));
}

static int is_parent(const struct nscale_flag *flag)
{
  return (flag->attributes & NSCALE_FLAG_PARENT) != 0;
}

static int flag_parent(struct subject *subject)
{
  const struct nscale_flag *flag = subject->flag;

  return is_parent(flag) &&
         (flag->attributes & (NSCALE_FLAG_SWITCH | NSCALE_FLAG_REPEATABLE) ||
          !flag->choices || !flag->choices->list);
}

static int flag_parent_twice(struct subject *subject)
{
  const struct nscale_flag *const *flags = subject->verb->flags;
  size_t i = 0;

  if (!is_parent(subject->flag))
    return 0;
  while (i < subject->index && !is_parent(flags[i]))
    i++;
  return i < subject->index;
}

static int flag_parent_optional(struct subject *subject)
{
  return is_parent(subject->flag) &&
         !(subject->flag->attributes & NSCALE_FLAG_REQUIRED);
}

static int is_letter(const char *text)
{
  return ascii_is_letter(text[0]) && !text[1];
}

static int flag_letter(struct subject *subject)
{
  subject->other = subject->flag->letter;
  return subject->other && !is_letter(subject->other);
}

static int flag_letter_reserved(struct subject *subject)
{
  const char *letter = subject->flag->letter;

  return letter && is_letter(letter) && flag_letter_is_reserved(letter[0]);
}

static int flag_letter_twice(struct subject *subject)
{
  const struct nscale_flag *const *flags = subject->verb->flags;
  const char *letter = subject->flag->letter;
  size_t i;

  if (!letter || !is_letter(letter) || flag_letter_is_reserved(letter[0]))
    return 0;
  for (i = 0; i < subject->index; i++)
    if (flags[i]->letter && strcmp(flags[i]->letter, letter) == 0)
      return 1;
  return 0;
}

static int flag_summary(struct subject *subject)
{
  return !summary_ends(subject->flag->summary);
}

static int flag_value(struct subject *subject)
{
  return !is_switch(subject->flag) && !subject->flag->value;
}

static int flag_replacement(struct subject *subject)
{
  return subject->flag->attributes & NSCALE_FLAG_DEPRECATED &&
         !subject->flag->replacement;
}

static const struct rule flag_rules[] = {
  { AT(nscale_flag, name), .is_broken = flag_no_name, .needed = 1,
    .sentence = "has a flag without a name" },
  { AT(nscale_flag, name), .is_broken = flag_name, .needed = 1,
    .sentence = "has a flag whose name \"{name}\" is not made of lower case "
                "letters, digits and '-'" },
  { AT(nscale_flag, name), .is_broken = flag_reserved,
    .sentence = "has a flag --{name}, which is one of nscale's own" },
  { AT(nscale_flag, name), .is_broken = flag_twice,
    .sentence = "has two flags --{name}" },
  { AT(nscale_flag, attributes), .is_broken = flag_attributes,
    .sentence = "has a flag --{name} with unknown attributes" },
  { AT(nscale_flag, summary), .is_broken = flag_texts,
    .sentence = "has a flag --{name} whose summary, value or replacement is "
                "not one line of text" },
  { AT(nscale_flag, choices), .is_broken = flag_choices,
    .sentence = "has a flag --{name} that takes no value but has choices" },
  { AT(nscale_flag, filter), .is_broken = flag_filter,
    .sentence = "has a flag --{name} with an unknown filter" },
  { AT(nscale_flag, filter), .is_broken = flag_filter_every,
    .sentence = "has a flag --{name} that means every one, and is not a "
                "switch that goes with --all" },
  { AT(nscale_flag, filter), .is_broken = flag_filter_switch,
    .sentence = "has a flag --{name} that takes no value but is a filter" },
  { AT(nscale_flag, filter_path), .is_broken = flag_filter_path,
    .sentence =
        "has a flag --{name} whose filter_path is not made of bare members" },
  { AT(nscale_flag, query), .is_broken = flag_query,
    .sentence = "has a flag --{name} whose query is not one line of text" },
  { AT(nscale_flag, attributes), .is_broken = flag_parent,
    .sentence = "has a parent --{name} that is not one thing of a list" },
  { AT(nscale_flag, attributes), .is_broken = flag_parent_twice,
    .sentence = "has a second parent, --{name}" },
  { AT(nscale_flag, attributes), .is_broken = flag_parent_optional,
    .kind = FINDING_ADVICE,
    .sentence = "has a parent --{name} that need not be given" },
  { AT(nscale_flag, letter), .is_broken = flag_letter,
    .sentence = "has a flag --{name} whose letter is not one of a to z or A "
                "to Z" },
  { AT(nscale_flag, letter), .is_broken = flag_letter_reserved,
    .sentence = "has a flag --{name} with the letter -{other}, which is one "
                "of nscale's own" },
  { AT(nscale_flag, letter), .is_broken = flag_letter_twice,
    .sentence = "has two flags with the letter -{other}" },
  { AT(nscale_flag, summary), .is_broken = flag_summary,
    .kind = FINDING_ADVICE,
    .sentence = "has a flag --{name} whose summary ends without a full "
                "stop" },
  { AT(nscale_flag, value), .is_broken = flag_value, .kind = FINDING_ADVICE,
    .sentence = "has a flag --{name} without a word for its value in help" },
  { AT(nscale_flag, replacement), .is_broken = flag_replacement,
    .kind = FINDING_ADVICE,
    .sentence = "has a deprecated flag --{name} without a replacement" },
};

void rules_flags(const struct subject *subject)
{
  char whose[MANIFEST_NAME + 3] = "--";
  struct subject about = *subject;
  const struct nscale_flag *const *flags = subject->verb->flags;

  for (about.index = 0; flags[about.index]; about.index++) {
    about.flag = flags[about.index];
    about.name = about.flag->name;
    if (rules_hold(RULES(flag_rules), &about) < 0)
      continue;
    memcpy(whose + 2, about.name, strlen(about.name) + 1);
    rules_choices(&about, about.flag->choices, whose);
  }
}
