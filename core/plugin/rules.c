/* rules.c - the rules of nscale/plugin.h that a description must keep. */
#include "core/plugin/rules.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/grammar/flag_table.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/manifest.h"

#define ALL_SCOPES                                                            \
  (NSCALE_SCOPE_ORGANIZATION | NSCALE_SCOPE_PROJECT | NSCALE_SCOPE_REGION)
#define ALL_VERB                                                              \
  (NSCALE_VERB_ID | NSCALE_VERB_DOCUMENT | NSCALE_VERB_HIDDEN |               \
   NSCALE_VERB_DEPRECATED | NSCALE_VERB_IGNORE_NOT_FOUND | NSCALE_VERB_WAIT | \
   NSCALE_VERB_ALL)
#define ALL_FLAG                                                              \
  (NSCALE_FLAG_SWITCH | NSCALE_FLAG_REQUIRED | NSCALE_FLAG_REPEATABLE |       \
   NSCALE_FLAG_HIDDEN | NSCALE_FLAG_DEPRECATED | NSCALE_FLAG_WITH_ALL)
#define ALL_COLUMN (NSCALE_COLUMN_NOT_IN_LIST | NSCALE_COLUMN_NOT_IN_DETAILS)
#define ALL_FIELD                                                             \
  (NSCALE_FIELD_REQUIRED | NSCALE_FIELD_READ_ONLY | NSCALE_FIELD_VERSION |    \
   NSCALE_FIELD_IDENTITY)

/* One check: where it is, and where its findings go.  A check of several
 * things makes them all, `result |=` each, unless one rests on another. */
struct rules {
  struct place place;
  unsigned minor; /* of the ABI that the plugin was made for */
  struct findings *findings;
};

/* `return broken(rules, "has no plan")` */
#define broken(rules, ...)                                                    \
  rule_broken(&(rules)->place, (rules)->findings, __VA_ARGS__)

int rule_finding(const struct place *place, enum finding_kind kind,
                 struct findings *findings, const char *format, ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  va_list list;

  if (place->noun)
    (void)buffer_printf(&text, "noun \"%s\"%s", place->noun,
                        place->verb ? ": " : " ");
  if (place->verb)
    (void)buffer_printf(&text, "verb \"%s\" ", place->verb);
  if (!place->noun && !place->verb)
    (void)buffer_puts(&text, "it ");
  va_start(list, format);
  (void)buffer_vprintf(&text, format, list);
  va_end(list);
  if (text.failed) {
    findings->failed = 1;
    return -1;
  }
  return findings_add(findings, kind, "%s", text.data);
}

int rule_name(const struct place *place, const char *name, const char *what,
              struct findings *findings)
{
  if (!name)
    return rule_broken(place, findings, "has %s without a name", what);
  if (!name_valid(name, strlen(name)))
    return rule_broken(place, findings,
                       "has %s whose name \"%s\" is not made of lower case "
                       "letters, digits and '-'",
                       what, name);
  return 0;
}

/* ---- Texts. ------------------------------------------------------- */

/* Paragraphs: as line_valid, and with newlines. */
static int text_valid(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  for (; left > 0; text += size, left -= size) {
    size = text_plain(text, left);
    if (size > 0)
      continue;
    size = text_decode(text, left, &code);
    if (size == 0 || (text_unsafe(code) && code != '\n'))
      return 0;
  }
  return 1;
}

/* One line; NULL will do unless it is required. */
static int check_line(const struct rules *rules, const char *text,
                      const char *what, int required)
{
  if (!text && required)
    return broken(rules, "has no %s", what);
  if (text && !line_valid(text))
    return broken(rules, "has a %s that is not one line of text", what);
  return 0;
}

static int check_text(const struct rules *rules, const char *text,
                      const char *what)
{
  if (text && !text_valid(text))
    return broken(rules, "has control characters in its %s", what);
  return 0;
}

static int check_path(const struct rules *rules, const char *path,
                      const char *what)
{
  if (!path)
    return broken(rules, "has no %s", what);
  if (!path_valid(path))
    return broken(rules, "has an invalid %s, \"%s\"", what, path);
  return 0;
}

/* Whether two verbs or nouns, each with name and aliases, share a word. */
static int share_word(const char *name, const char *aliases,
                      const char *other_name, const char *other_aliases)
{
  const char *const lists[2][2] = { { name, aliases },
                                    { other_name, other_aliases } };
  const char *a, *b;
  size_t i, j, a_length, b_length;

  for (i = 0; i < 2; i++)
    for (a = lists[0][i]; *a; a += a_length, a += strspn(a, " ")) {
      a_length = strcspn(a, " ");
      for (j = 0; j < 2; j++)
        for (b = lists[1][j]; *b; b += b_length, b += strspn(b, " ")) {
          b_length = strcspn(b, " ");
          if (a_length == b_length && a_length && memcmp(a, b, a_length) == 0)
            return 1;
        }
    }
  return 0;
}

static int check_aliases(const struct rules *rules, const char *aliases)
{
  size_t length;

  for (aliases += strspn(aliases, " "); *aliases;
       aliases += length, aliases += strspn(aliases, " ")) {
    length = strcspn(aliases, " ");
    if (!name_valid(aliases, length))
      return broken(rules, "has aliases that are not made of lower case "
                           "letters, digits and '-'");
  }
  return 0;
}

/* ---- Parts of verbs and nouns. ------------------------------------ */

static int check_choices(const struct rules *rules,
                         const struct nscale_choices *choices,
                         const char *whose)
{
  int result = 0;
  size_t i;

  if (!choices)
    return 0;
  if (!choices->words == !choices->list)
    return broken(rules,
                  choices->words
                      ? "has choices of %s with both words and a list"
                      : "has choices of %s with neither words nor a "
                        "list",
                  whose);
  for (i = 0; choices->words && choices->words[i]; i++)
    if (!line_valid(choices->words[i]))
      result |= broken(rules,
                       "has a choice of %s that is not one line of "
                       "text",
                       whose);
  if (!choices->list)
    return result;
  if (!choices->value_path || !path_valid(choices->value_path))
    return broken(rules, "has choices of %s without a valid value_path",
                  whose);
  if (!path_valid(choices->label_path))
    return broken(rules, "has choices of %s without a valid label_path",
                  whose);
  return result;
}

static int is_letter(char byte)
{
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The letter of a flag: one, and none that means something else here. */
static int check_letter(const struct rules *rules,
                        const struct nscale_flag *const *flags, size_t index)
{
  const struct nscale_flag *flag = flags[index];
  size_t i;

  if (!flag->letter)
    return 0;
  if (strlen(flag->letter) != 1 || !is_letter(flag->letter[0]))
    return broken(rules,
                  "has a flag --%s whose letter is not one of a to z "
                  "or A to Z",
                  flag->name);
  if (flag_letter_is_reserved(flag->letter[0]))
    return broken(rules,
                  "has a flag --%s with the letter -%s, which is one "
                  "of nscale's own",
                  flag->name, flag->letter);
  for (i = 0; i < index; i++)
    if (flags[i]->letter && strcmp(flags[i]->letter, flag->letter) == 0)
      return broken(rules, "has two flags with the letter -%s", flag->letter);
  return 0;
}

/* A condition looks at one place, as fields.h does, for what the flag says. */
static int check_filter(const struct rules *rules,
                        const struct nscale_flag *flag)
{
  struct fields pick; /* kilobytes, which few flags need */

  if (flag->filter == NSCALE_FILTER_NONE)
    return 0;
  if (flag->filter > NSCALE_FILTER_CONTAINS)
    return broken(rules, "has a flag --%s with an unknown filter", flag->name);
  if (flag->attributes & NSCALE_FLAG_SWITCH)
    return broken(rules,
                  "has a flag --%s that takes no value but is a "
                  "filter",
                  flag->name);
  pick.count = 0;
  if (!flag->filter_path || fields_add(&pick, flag->filter_path) < 0)
    return broken(rules,
                  "has a flag --%s whose filter_path is none of bare "
                  "members",
                  flag->name);
  return 0;
}

static int check_flag(const struct rules *rules,
                      const struct nscale_flag *const *flags, size_t index)
{
  const struct nscale_flag *flag = flags[index];
  char whose[MANIFEST_NAME + 3] = "--";
  int result = 0;
  size_t i;

  if (rule_name(&rules->place, flag->name, "a flag", rules->findings) < 0)
    return -1;
  if (flag_is_reserved(flag->name, rules->minor))
    result |= broken(rules, "has a flag --%s, which is one of nscale's own",
                     flag->name);
  for (i = 0; i < index; i++)
    if (flags[i]->name && strcmp(flags[i]->name, flag->name) == 0)
      result |= broken(rules, "has two flags --%s", flag->name);
  if (flag->attributes & ~ALL_FLAG)
    result |=
        broken(rules, "has a flag --%s with unknown attributes", flag->name);
  if (!flag->summary || !line_valid(flag->summary) ||
      (flag->value && !line_valid(flag->value)) ||
      (flag->replacement && !line_valid(flag->replacement)))
    result |= broken(rules,
                     "has a flag --%s whose summary, value or "
                     "replacement is not one line of text",
                     flag->name);
  if (flag->choices && flag->attributes & NSCALE_FLAG_SWITCH)
    result |= broken(rules,
                     "has a flag --%s that takes no value but has "
                     "choices",
                     flag->name);
  result |= check_filter(rules, flag);
  result |= check_letter(rules, flags, index);
  memcpy(whose + 2, flag->name, strlen(flag->name) + 1);
  return result | check_choices(rules, flag->choices, whose);
}

static int check_columns(const struct rules *rules,
                         const struct nscale_column *const *columns)
{
  const struct nscale_column *column;
  int result = 0;

  for (; *columns; columns++) {
    column = *columns;
    if (check_line(rules, column->title, "column title", 1) < 0) {
      result = -1;
      continue;
    }
    result |= check_path(rules, column->path, "column path");
    if (column->kind > NSCALE_COLUMN_COUNT)
      result |= broken(rules, "has a column \"%s\" of an unknown kind",
                       column->title);
    if (column->attributes & ~ALL_COLUMN)
      result |= broken(rules, "has a column \"%s\" with unknown attributes",
                       column->title);
    result |= check_choices(rules, column->choices, column->title);
  }
  return result;
}

/* A field's path is one into a document, with `[]` for every element. */
static int field_path_valid(const char *path)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *every;

  for (; (every = strstr(path, "[]")) != NULL; path = every + 2) {
    (void)buffer_append(&text, path, (size_t)(every - path));
    (void)buffer_puts(&text, "[0]");
  }
  (void)buffer_puts(&text, path);
  return !text.failed && text.data && path_valid(text.data) && text.length > 1;
}

static int check_absent(const struct rules *rules,
                        const struct nscale_field *field)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };

  if (field->absent &&
      json_compact(&text, field->absent, strlen(field->absent), &error) < 0)
    return broken(rules, "has a field %s whose absent is not JSON",
                  field->path);
  return 0;
}

/* The flag itself is checked where it is: among those of the verbs. */
static int check_field_flag(const struct rules *rules,
                            const struct nscale_field *field)
{
  if (!field->flag)
    return 0;
  if (field_flag_form(field) == FIELD_FLAG_NONE)
    return broken(rules, "has a field %s of a type that takes no flag",
                  field->path);
  if (field_flag_form(field) == FIELD_FLAG_PAIRS &&
      (!field->key || !field->key[0] || !line_valid(field->key) ||
       !field->key_value || !field->key_value[0] ||
       !line_valid(field->key_value)))
    return broken(rules, "has a field %s whose flag has no key or key_value",
                  field->path);
  if (!field->flag_summary || !line_valid(field->flag_summary) ||
      (field->flag_value && !line_valid(field->flag_value)))
    return broken(rules,
                  "has a field %s whose flag_summary or flag_value is "
                  "not one line of text",
                  field->path);
  if (field->attributes & NSCALE_FIELD_READ_ONLY || strstr(field->path, "[]"))
    return broken(rules, "has a flag for the field %s, which cannot be set",
                  field->path);
  return 0;
}

static int check_field(const struct rules *rules,
                       const struct nscale_field *const *fields, size_t index)
{
  const struct nscale_field *field = fields[index];
  int result = 0;
  size_t i;

  if (!field->path)
    return broken(rules, "has a field without a path");
  if (!field_path_valid(field->path))
    return broken(rules, "has a field whose path \"%s\" is none", field->path);
  for (i = 0; i < index; i++)
    if (fields[i]->path && strcmp(fields[i]->path, field->path) == 0)
      result |= broken(rules, "has two fields %s", field->path);
  if (field->type > NSCALE_TYPE_ARRAY || field->items > NSCALE_TYPE_ARRAY)
    result |= broken(rules, "has a field %s of an unknown type", field->path);
  if (field->attributes & ~ALL_FIELD)
    result |=
        broken(rules, "has a field %s with unknown attributes", field->path);
  if ((field->pattern && !line_valid(field->pattern)) ||
      (field->rule && !line_valid(field->rule)) ||
      (field->prompt && !line_valid(field->prompt)))
    result |= broken(rules,
                     "has a field %s whose pattern, rule or prompt "
                     "is not one line of text",
                     field->path);
  result |= check_absent(rules, field);
  result |= check_field_flag(rules, field);
  return result | check_choices(rules, field->choices, field->path);
}

/* ---- Verbs and nouns. --------------------------------------------- */

static int check_verb_words(const struct rules *rules,
                            const struct nscale_verb *verb)
{
  int result = check_aliases(rules, verb->aliases);

  result |= check_line(rules, verb->summary, "summary", 1);
  result |= check_text(rules, verb->description, "description");
  result |= check_text(rules, verb->examples, "examples");
  result |= check_line(rules, verb->replacement, "replacement", 0);
  result |= check_line(rules, verb->consequence, "consequence", 0);
  return result | check_line(rules, verb->done, "done", 0);
}

/* As people write those that they export. */
static int variable_valid(const char *name)
{
  return name[0] >= 'A' && name[0] <= 'Z' &&
         name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

static int has_condition_of_all(const struct nscale_verb *verb)
{
  const struct nscale_flag *const *flag = verb->flags;

  while (*flag && !((*flag)->filter != NSCALE_FILTER_NONE &&
                    (*flag)->attributes & NSCALE_FLAG_WITH_ALL))
    flag++;
  return *flag != NULL;
}

/* What a verb says that only makes sense together. */
static int check_verb_sense(const struct rules *rules,
                            const struct nscale_noun *noun,
                            const struct nscale_verb *verb)
{
  const int is_object = verb->reply == NSCALE_REPLY_OBJECT;
  int result = 0;

  if (verb->secret)
    result |= check_path(rules, verb->secret, "secret");
  if (verb->secret && !is_object)
    result |= broken(rules, "has a secret, but its reply is no object");
  if (verb->secret_variable &&
      (!verb->secret || !variable_valid(verb->secret_variable)))
    result |= broken(rules, verb->secret
                                ? "has a secret_variable that is no name of "
                                  "a variable"
                                : "has a secret_variable, but no secret");
  if ((is_object || verb->reply == NSCALE_REPLY_LIST) && !verb->columns[0])
    result |= broken(rules, "has no columns to show its reply in, nor has "
                            "its noun");
  if (verb->attributes & NSCALE_VERB_IGNORE_NOT_FOUND &&
      !(verb->attributes & NSCALE_VERB_ID))
    result |= broken(rules, "ignores what is not found, but takes no id");
  if (verb->attributes & NSCALE_VERB_ALL &&
      (!(verb->attributes & NSCALE_VERB_ID) ||
       verb->attributes & NSCALE_VERB_DOCUMENT ||
       verb->effect == NSCALE_EFFECT_READ || !has_condition_of_all(verb)))
    result |= broken(rules, "takes --all, but does not change things by id "
                            "alone that meet a condition");
  if (verb->attributes & NSCALE_VERB_DOCUMENT && !noun->fields[0])
    result |= broken(rules, "takes a document, but its noun has no fields");
  return result;
}

static int check_verb(const struct rules *rules,
                      const struct nscale_noun *noun,
                      const struct nscale_verb *verb)
{
  int result = check_verb_words(rules, verb);
  size_t i;

  if (!verb->plan)
    result |= broken(rules, "has no plan");
  if (verb->effect > NSCALE_EFFECT_DELETE)
    result |= broken(rules, "has an unknown effect");
  if (verb->reply > NSCALE_REPLY_BYTES)
    result |= broken(rules, "has an unknown reply");
  if (verb->scopes & ~ALL_SCOPES)
    result |= broken(rules, "has unknown scopes");
  if (verb->attributes & ~ALL_VERB)
    result |= broken(rules, "has unknown attributes");
  for (i = 0; verb->flags[i]; i++)
    result |= check_flag(rules, verb->flags, i);
  if (verb->columns != noun->columns)
    result |= check_columns(rules, verb->columns);
  return result | check_verb_sense(rules, noun, verb);
}

/* No word may mean two of a noun's verbs and nested nouns. */
static int check_unique(const struct rules *rules,
                        const struct nscale_noun *noun)
{
  int result = 0;
  size_t i, j;

  for (i = 0; noun->verbs[i]; i++)
    for (j = 0; j < i; j++)
      if (share_word(noun->verbs[i]->name, noun->verbs[i]->aliases,
                     noun->verbs[j]->name, noun->verbs[j]->aliases))
        result |= broken(rules, "has two verbs of one name, \"%s\" and \"%s\"",
                         noun->verbs[j]->name, noun->verbs[i]->name);
  for (i = 0; noun->nouns[i]; i++) {
    for (j = 0; j < i; j++)
      if (share_word(noun->nouns[i]->name, noun->nouns[i]->aliases,
                     noun->nouns[j]->name, noun->nouns[j]->aliases))
        result |= broken(rules, "has two nouns of one name, \"%s\" and \"%s\"",
                         noun->nouns[j]->name, noun->nouns[i]->name);
    for (j = 0; noun->verbs[j]; j++)
      if (share_word(noun->nouns[i]->name, noun->nouns[i]->aliases,
                     noun->verbs[j]->name, noun->verbs[j]->aliases))
        result |= broken(rules,
                         "has a noun \"%s\" and a verb \"%s\" of one "
                         "name",
                         noun->nouns[i]->name, noun->verbs[j]->name);
  }
  return result;
}

static int check_noun_words(const struct rules *rules,
                            const struct nscale_noun *noun)
{
  const int acts = noun->verbs[0] != NULL;
  int result = check_aliases(rules, noun->aliases);

  result |= check_line(rules, noun->summary, "summary", 1);
  result |= check_text(rules, noun->description, "description");
  result |= check_line(rules, noun->singular, "singular", acts);
  result |= check_line(rules, noun->plural, "plural", acts);
  result |= check_line(rules, noun->service, "service", acts);
  result |= check_path(rules, noun->id_path, "id_path");
  if (noun->deletion_path)
    result |= check_path(rules, noun->deletion_path, "deletion_path");
  result |= check_path(rules, noun->name_path, "name_path");
  if (noun->service && line_valid(noun->service) &&
      !name_valid(noun->service, strlen(noun->service)))
    result |= broken(rules,
                     "has a service \"%s\" that is not made of lower "
                     "case letters, digits and '-'",
                     noun->service);
  if (!acts && !noun->nouns[0])
    result |= broken(rules, "has no verbs");
  return result;
}

static void check_noun(struct rules *rules, const struct nscale_noun *noun)
{
  size_t i;

  (void)check_noun_words(rules, noun);
  (void)check_unique(rules, noun);
  (void)check_columns(rules, noun->columns);
  for (i = 0; noun->fields[i]; i++)
    (void)check_field(rules, noun->fields, i);
  for (i = 0; noun->verbs[i]; i++) {
    rules->place.verb = noun->verbs[i]->name;
    (void)check_verb(rules, noun, noun->verbs[i]);
  }
  rules->place.verb = NULL;
}

void rules_check(const struct nscale_plugin *plugin, struct findings *findings)
{
  struct rules rules = { .minor = plugin->min_minor, .findings = findings };
  size_t i;

  (void)check_line(&rules, plugin->version, "version", 1);
  (void)check_line(&rules, plugin->summary, "plugin summary", 1);
  check_noun(&rules, plugin->noun);
  for (i = 0; plugin->noun->nouns[i]; i++) {
    rules.place.noun = plugin->noun->nouns[i]->name;
    check_noun(&rules, plugin->noun->nouns[i]);
  }
}
