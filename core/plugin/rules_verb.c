/* rules_verb.c - the rules of a verb. */
#include "core/plugin/rules_verb.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/json/path.h"
#include "core/plugin/manifest.h"
#include "core/plugin/rules_column.h"
#include "core/plugin/rules_flag.h"
#include "core/plugin/rules_wait.h"

#define ALL_SCOPES                                                            \
  (NSCALE_SCOPE_ORGANIZATION | NSCALE_SCOPE_PROJECT | NSCALE_SCOPE_REGION)
#define ALL_VERB                                                              \
  (NSCALE_VERB_ID | NSCALE_VERB_DOCUMENT | NSCALE_VERB_HIDDEN |               \
   NSCALE_VERB_DEPRECATED | NSCALE_VERB_IGNORE_NOT_FOUND | NSCALE_VERB_WAIT | \
   NSCALE_VERB_ALL | NSCALE_VERB_SELF | NSCALE_VERB_UNIQUE |                  \
   NSCALE_VERB_FOLLOW)

/* ---- What it is called, and what is said of it. --------------------- */

static int verb_aliases(struct subject *subject)
{
  return !aliases_valid(subject->verb->aliases);
}

static const struct rule alias_rules[] = {
  { AT(nscale_verb, aliases), .is_broken = verb_aliases,
    .sentence = "has aliases that are not made of lower case letters, digits "
                "and '-'" },
};

static const struct text_rule verb_texts[] = {
  { TEXT_AT(nscale_verb, summary, "summary"), .form = TEXT_LINE_NEEDED },
  { TEXT_AT(nscale_verb, description, "description"),
    .form = TEXT_PARAGRAPHS },
  { TEXT_AT(nscale_verb, examples, "examples"), .form = TEXT_PARAGRAPHS },
  { TEXT_AT(nscale_verb, replacement, "replacement"), .form = TEXT_LINE },
  { TEXT_AT(nscale_verb, consequence, "consequence"), .form = TEXT_LINE },
  { TEXT_AT(nscale_verb, done, "done"), .form = TEXT_LINE },
};

static int verb_summary(struct subject *subject)
{
  return !summary_ends(subject->verb->summary);
}

static int verb_replacement(struct subject *subject)
{
  return subject->verb->attributes & NSCALE_VERB_DEPRECATED &&
         !subject->verb->replacement;
}

static int verb_done(struct subject *subject)
{
  return subject->verb->effect != NSCALE_EFFECT_READ &&
         subject->verb->reply == NSCALE_REPLY_NOTHING && !subject->verb->done;
}

static int verb_secret_column(struct subject *subject)
{
  const struct nscale_column *const *column = subject->verb->columns;

  subject->other = subject->verb->secret;
  if (!subject->other || subject->verb->reply == NSCALE_REPLY_BYTES)
    return 0;
  while (*column &&
         !((*column)->path && strcmp((*column)->path, subject->other) == 0))
    column++;
  return !*column;
}

/* ---- What it is. ---------------------------------------------------- */

static int verb_plan(struct subject *subject)
{
  return !subject->verb->plan;
}

static int verb_effect_stated(struct subject *subject)
{
  return subject->verb->effect == EFFECT_NOT_STATED;
}

static int verb_effect(struct subject *subject)
{
  return subject->verb->effect > NSCALE_EFFECT_READ;
}

static int verb_reply(struct subject *subject)
{
  return subject->verb->reply > NSCALE_REPLY_BYTES;
}

static int verb_scopes(struct subject *subject)
{
  return (subject->verb->scopes & ~ALL_SCOPES) != 0;
}

static int verb_optional(struct subject *subject)
{
  return (subject->verb->optional_scopes & ~subject->verb->scopes) != 0;
}

/* Their names are looked up in the organization. */
static int verb_lookup(struct subject *subject)
{
  const uint32_t scopes = subject->verb->scopes & ALL_SCOPES;

  return scopes && !(scopes & NSCALE_SCOPE_ORGANIZATION);
}

static int verb_attributes(struct subject *subject)
{
  return (subject->verb->attributes & ~ALL_VERB) != 0;
}

static const struct rule verb_rules[] = {
  { AT(nscale_verb, plan), .is_broken = verb_plan, .sentence = "has no plan" },
  { AT(nscale_verb, effect), .is_broken = verb_effect_stated,
    .sentence = "does not say what it does: it has no effect" },
  { AT(nscale_verb, effect), .is_broken = verb_effect,
    .sentence = "has an unknown effect" },
  { AT(nscale_verb, reply), .is_broken = verb_reply,
    .sentence = "has an unknown reply" },
  { AT(nscale_verb, scopes), .is_broken = verb_scopes,
    .sentence = "has unknown scopes" },
  { AT(nscale_verb, optional_scopes), .is_broken = verb_optional,
    .sentence = "goes without scopes that it does not have" },
  { AT(nscale_verb, scopes), .is_broken = verb_lookup, .kind = FINDING_ADVICE,
    .sentence = "takes --project or --region without --org, in which their "
                "names are looked up" },
  { AT(nscale_verb, attributes), .is_broken = verb_attributes,
    .sentence = "has unknown attributes" },
  { AT(nscale_verb, summary), .is_broken = verb_summary,
    .kind = FINDING_ADVICE, .sentence = "has a summary without a full stop" },
  { AT(nscale_verb, replacement), .is_broken = verb_replacement,
    .kind = FINDING_ADVICE,
    .sentence = "is deprecated without a replacement" },
  { AT(nscale_verb, done), .is_broken = verb_done, .kind = FINDING_ADVICE,
    .sentence = "has no done, and would succeed without a message" },
  { AT(nscale_verb, secret), .is_broken = verb_secret_column,
    .kind = FINDING_ADVICE,
    .sentence = "has a secret {other} in no column, and would have to save "
                "it to a file" },
};

/* ---- What only makes sense together. -------------------------------- */

static int secret_path(struct subject *subject)
{
  subject->other = subject->verb->secret;
  return subject->other && !path_valid(subject->other);
}

static int secret_reply(struct subject *subject)
{
  const struct nscale_verb *verb = subject->verb;

  return verb->secret && verb->reply != NSCALE_REPLY_OBJECT &&
         !(subject->minor >= 2 && verb->reply == NSCALE_REPLY_BYTES &&
           strcmp(verb->secret, ".") == 0);
}

/* As people write those that they export. */
static int variable_valid(const char *name)
{
  return ascii_is_upper(name[0]) &&
         name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

static int variable_name(struct subject *subject)
{
  return subject->verb->secret_variable && subject->verb->secret &&
         !variable_valid(subject->verb->secret_variable);
}

static int variable_secret(struct subject *subject)
{
  return subject->verb->secret_variable && !subject->verb->secret;
}

static int owner_name(struct subject *subject)
{
  return subject->verb->secret_owner && subject->verb->secret &&
         !variable_valid(subject->verb->secret_owner);
}

static int owner_secret(struct subject *subject)
{
  const struct nscale_verb *verb = subject->verb;

  return verb->secret_owner &&
         (!verb->secret || verb->effect == NSCALE_EFFECT_READ ||
          verb->reply != NSCALE_REPLY_OBJECT);
}

static int reply_columns(struct subject *subject)
{
  return (subject->verb->reply == NSCALE_REPLY_OBJECT ||
          subject->verb->reply == NSCALE_REPLY_LIST) &&
         !subject->verb->columns[0];
}

static int ignore_id(struct subject *subject)
{
  return subject->verb->attributes & NSCALE_VERB_IGNORE_NOT_FOUND &&
         !(subject->verb->attributes & NSCALE_VERB_ID);
}

/* All conditions of a verb that reads go with --all. */
static int has_condition_of_all(const struct nscale_verb *verb)
{
  const struct nscale_flag *const *flag = verb->flags;

  while (*flag && !((*flag)->filter != NSCALE_FILTER_NONE &&
                    (verb->effect == NSCALE_EFFECT_READ ||
                     (*flag)->attributes & NSCALE_FLAG_WITH_ALL)))
    flag++;
  return *flag != NULL;
}

static int all_sense(struct subject *subject)
{
  const struct nscale_verb *verb = subject->verb;

  if (!(verb->attributes & NSCALE_VERB_ALL))
    return 0;
  if (verb->effect == NSCALE_EFFECT_READ &&
      (subject->minor < 2 || verb->attributes & NSCALE_VERB_ID ||
       verb->reply != NSCALE_REPLY_OBJECT))
    return 1;
  return (verb->effect != NSCALE_EFFECT_READ &&
          !(verb->attributes & NSCALE_VERB_ID)) ||
         verb->attributes & NSCALE_VERB_DOCUMENT ||
         !has_condition_of_all(verb);
}

static int unique_sense(struct subject *subject)
{
  const struct nscale_verb *verb = subject->verb;

  return verb->attributes & NSCALE_VERB_UNIQUE &&
         (!(verb->attributes & NSCALE_VERB_DOCUMENT) ||
          verb->effect != NSCALE_EFFECT_CREATE ||
          verb->reply != NSCALE_REPLY_OBJECT);
}

static int text_path(struct subject *subject)
{
  subject->other = subject->verb->text;
  return subject->other && !path_valid(subject->other);
}

/* Whether it reads what is not rows and members but a text. */
static int reads_bytes(const struct nscale_verb *verb)
{
  return verb->effect == NSCALE_EFFECT_READ &&
         verb->reply == NSCALE_REPLY_BYTES;
}

static int text_sense(struct subject *subject)
{
  return subject->verb->text && !reads_bytes(subject->verb);
}

static int follow_sense(struct subject *subject)
{
  return subject->verb->attributes & NSCALE_VERB_FOLLOW &&
         (!reads_bytes(subject->verb) || subject->verb->secret);
}

static int offset_sense(struct subject *subject)
{
  return subject->verb->offset &&
         (!subject->verb->offset[0] ||
          !(subject->verb->attributes & NSCALE_VERB_FOLLOW));
}

static int document_fields(struct subject *subject)
{
  return subject->verb->attributes & NSCALE_VERB_DOCUMENT &&
         !subject->noun->fields[0];
}

static const struct rule sense_rules[] = {
  { AT(nscale_verb, secret), .is_broken = secret_path,
    .sentence = "has an invalid secret, \"{other}\"" },
  { AT(nscale_verb, secret), .is_broken = secret_reply,
    .sentence = "has a secret that its reply cannot have" },
  { AT(nscale_verb, secret_variable), .is_broken = variable_name,
    .sentence = "has a secret_variable that is not the name of a variable" },
  { AT(nscale_verb, secret_variable), .is_broken = variable_secret,
    .sentence = "has a secret_variable, but no secret" },
  { AT(nscale_verb, secret_owner), .is_broken = owner_name,
    .sentence = "has a secret_owner that is not the beginning of a "
                "variable's name" },
  { AT(nscale_verb, secret_owner), .is_broken = owner_secret,
    .sentence = "has a secret_owner, but makes no secret" },
  { AT(nscale_verb, columns), .is_broken = reply_columns,
    .sentence = "has no columns to show its reply in, nor has its noun" },
  { AT(nscale_verb, attributes), .is_broken = ignore_id,
    .sentence = "ignores what is not found, but takes no id" },
  { AT(nscale_verb, attributes), .is_broken = all_sense,
    .sentence = "takes --all, but neither changes things by id alone that "
                "meet a condition, nor looks at one" },
  { AT(nscale_verb, attributes), .is_broken = unique_sense,
    .sentence = "looks for a thing of the name, but does not create one of a "
                "document" },
  { AT(nscale_verb, text), .is_broken = text_path,
    .sentence = "has an invalid text, \"{other}\"" },
  { AT(nscale_verb, text), .is_broken = text_sense,
    .sentence = "has a text, but does not read bytes" },
  { AT(nscale_verb, attributes), .is_broken = follow_sense,
    .sentence = "takes --follow, but does not read bytes that are no "
                "secret" },
  { AT(nscale_verb, offset), .is_broken = offset_sense,
    .sentence = "has an offset that nothing is followed with" },
  { AT(nscale_noun, fields), .is_broken = document_fields,
    .sentence = "takes a document, but its noun has no fields" },
};

void rules_verb(struct subject *subject)
{
  (void)rules_hold(RULES(alias_rules), subject);
  texts_hold(RULES(verb_texts), subject->verb, subject);
  (void)rules_hold(RULES(verb_rules), subject);
  rules_flags(subject);
  rules_waits(subject);
  if (subject->verb->columns != subject->noun->columns)
    rules_columns(subject, subject->verb->columns);
  (void)rules_hold(RULES(sense_rules), subject);
}
