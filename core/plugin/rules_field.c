/* rules_field.c - the rules of a noun's fields. */
#include "core/plugin/rules_field.h"

#include <regex.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/plugin/before.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/manifest.h"
#include "core/plugin/members.h"
#include "core/plugin/rule.h"
#include "core/plugin/rules_column.h"

#define ALL_FIELD                                                             \
  (NSCALE_FIELD_REQUIRED | NSCALE_FIELD_READ_ONLY | NSCALE_FIELD_VERSION |    \
   NSCALE_FIELD_IDENTITY | NSCALE_FIELD_LISTED | NSCALE_FIELD_STALE |         \
   NSCALE_FIELD_CREATE_ONLY | NSCALE_FIELD_UPDATE_ONLY | NSCALE_FIELD_FILE |  \
   NSCALE_FIELD_BASE64)

/* ---- The flag of a field. ------------------------------------------- */

static int field_flag_type(struct subject *subject)
{
  return field_flag_form(subject->field) == FIELD_FLAG_NONE;
}

static int is_word(const char *text)
{
  return text && line_valid(text);
}

static int field_flag_key(struct subject *subject)
{
  return field_flag_form(subject->field) == FIELD_FLAG_PAIRS &&
         (!is_word(subject->field->key) ||
          !is_word(subject->field->key_value));
}

/* Whether people can say what is in an element of its array. */
static int field_flag_members(struct subject *subject)
{
  const enum field_flag_form form = field_flag_form(subject->field);

  return (form == FIELD_FLAG_ELEMENTS || form == FIELD_FLAG_KEYED) &&
         !members_described(subject->noun->fields, subject->field);
}

/* Whether the member that is to be the key of an element is no text. */
static int field_flag_element_key(struct subject *subject)
{
  const struct nscale_field *array = subject->field;
  const struct nscale_field *const *field = subject->noun->fields;
  const size_t length = strlen(array->path);

  if (field_flag_form(array) != FIELD_FLAG_KEYED)
    return 0;
  for (; *field; field++)
    if ((*field)->path && strncmp((*field)->path, array->path, length) == 0 &&
        strncmp((*field)->path + length, "[].", 3) == 0 &&
        strcmp((*field)->path + length + 3, array->key) == 0)
      return (*field)->type != NSCALE_TYPE_STRING;
  return 1;
}

/* The values of a map are of one type, which a flag can write. */
static int field_flag_map(struct subject *subject)
{
  const uint32_t items = subject->field->items;

  return field_flag_form(subject->field) == FIELD_FLAG_MAP &&
         (members_described(subject->noun->fields, subject->field) ||
          items == NSCALE_TYPE_ANY || items == NSCALE_TYPE_OBJECT ||
          items == NSCALE_TYPE_ARRAY);
}

static int field_flag_texts(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return !is_word(field->flag_summary) ||
         (field->flag_value && !line_valid(field->flag_value));
}

static int field_flag_place(struct subject *subject)
{
  return subject->field->attributes & NSCALE_FIELD_READ_ONLY ||
         strstr(subject->name, "[]");
}

/* The flag itself is checked where it is: among those of the verbs. */
static const struct rule field_flag_rules[] = {
  { AT(nscale_field, flag), .is_broken = field_flag_type, .needed = 1,
    .sentence = "has a field {name} of a type that takes no flag" },
  { AT(nscale_field, key), .is_broken = field_flag_key, .needed = 1,
    .sentence = "has a field {name} whose flag has no key or key_value" },
  { AT(nscale_field, key), .is_broken = field_flag_members, .needed = 1,
    .sentence = "has a field {name} whose flag has neither key and key_value "
                "nor members that are fields" },
  { AT(nscale_field, key), .is_broken = field_flag_element_key, .needed = 1,
    .sentence = "has a field {name} whose key is no text among its members" },
  { AT(nscale_field, items), .is_broken = field_flag_map, .needed = 1,
    .sentence = "has a field {name} whose flag is KEY=VALUE, but whose values "
                "are not of one type that a flag can write" },
  { AT(nscale_field, flag_summary), .is_broken = field_flag_texts, .needed = 1,
    .sentence = "has a field {name} whose flag_summary or flag_value is not "
                "one line of text" },
  { AT(nscale_field, flag), .is_broken = field_flag_place,
    .sentence = "has a flag for the field {name}, which cannot be set" },
};

/* ---- The field. ----------------------------------------------------- */

static int field_no_path(struct subject *subject)
{
  return !subject->field->path;
}

/* A field's path is one into a document, with `[]` for every element. */
static int field_path(struct subject *subject)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *path = subject->name;
  const char *every;

  for (; (every = strstr(path, "[]")); path = every + 2) {
    buffer_append(&text, path, (size_t)(every - path));
    buffer_puts(&text, "[0]");
  }
  buffer_puts(&text, path);
  return text.failed || !text.data || !path_valid(text.data) ||
         text.length <= 1;
}

static int field_listed(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return field->attributes & NSCALE_FIELD_LISTED &&
         !(field->choices && field->choices->list);
}

static int field_twice(struct subject *subject)
{
  const struct nscale_field *const *fields = subject->noun->fields;
  size_t i;

  for (i = 0; i < subject->index; i++)
    if (fields[i]->path && strcmp(fields[i]->path, subject->name) == 0)
      return 1;
  return 0;
}

static int field_type(struct subject *subject)
{
  const uint32_t most =
      subject->minor < 2 ? NSCALE_TYPE_ARRAY : NSCALE_TYPE_INTEGER;

  return subject->field->type > most || subject->field->items > most;
}

static int field_attributes(struct subject *subject)
{
  const uint32_t own = subject->minor < 2 ? FIELD_BEFORE_1_2 : 0;

  return (subject->field->attributes & ~(ALL_FIELD | own)) != 0;
}

static int field_texts(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return (field->pattern && !line_valid(field->pattern)) ||
         (field->rule && !line_valid(field->rule)) ||
         (field->prompt && !line_valid(field->prompt));
}

static int field_absent(struct subject *subject)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  const char *absent = subject->field->absent;

  return absent && json_compact(&text, absent, strlen(absent), &error) < 0;
}

static int field_rule(struct subject *subject)
{
  return subject->field->pattern && !subject->field->rule;
}

/* ---- What its values may be. ---------------------------------------- */

/* The type of the values that a pattern, words and bounds are about. */
static uint32_t value_type(const struct nscale_field *field)
{
  return field->type == NSCALE_TYPE_ARRAY ||
                 (field->type == NSCALE_TYPE_OBJECT && field->items &&
                  !(field->attributes & FIELD_BEFORE_1_2))
             ? field->items
             : field->type;
}

static int is_number(uint32_t type)
{
  return type == NSCALE_TYPE_NUMBER || type == NSCALE_TYPE_INTEGER;
}

/* Whether there can be texts or numbers among the values. */
static int has_scalars(const struct nscale_field *field)
{
  const uint32_t type = value_type(field);

  return type == NSCALE_TYPE_ANY || type == NSCALE_TYPE_STRING ||
         is_number(type);
}

static const char *const *words_of(const struct nscale_field *field)
{
  return field->choices ? field->choices->words : NULL;
}

static int field_only(struct subject *subject)
{
  const uint32_t only = NSCALE_FIELD_CREATE_ONLY | NSCALE_FIELD_UPDATE_ONLY;
  const uint32_t attributes = subject->field->attributes;

  return (attributes & only) == only ||
         (attributes & only && attributes & NSCALE_FIELD_READ_ONLY);
}

static int field_encoded(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return field->attributes & (NSCALE_FIELD_FILE | NSCALE_FIELD_BASE64) &&
         field->type != NSCALE_TYPE_STRING;
}

/* The array in whose elements the field is, the innermost; NULL where it is in
 * none. */
static const struct nscale_field *array_of(const struct subject *subject)
{
  const struct nscale_field *const *other = subject->noun->fields;
  const struct nscale_field *array = NULL;
  size_t length;

  for (; *other; other++) {
    length = (*other)->path ? strlen((*other)->path) : 0;
    if (length && strncmp(subject->name, (*other)->path, length) == 0 &&
        strncmp(subject->name + length, "[].", 3) == 0 &&
        (!array || length > strlen(array->path)))
      array = *other;
  }
  return array;
}

static int field_file(struct subject *subject)
{
  const struct nscale_field *array = array_of(subject);

  return subject->field->attributes & NSCALE_FIELD_FILE &&
         !subject->field->flag && !(array && array->flag);
}

static int field_bounds(struct subject *subject)
{
  return subject->field->maximum &&
         subject->field->minimum > subject->field->maximum;
}

static int field_bounds_type(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return (field->minimum || field->maximum) &&
         value_type(field) != NSCALE_TYPE_INTEGER;
}

static int field_pattern_type(struct subject *subject)
{
  return subject->field->pattern && !has_scalars(subject->field);
}

static int field_pattern_valid(struct subject *subject)
{
  const char *text = subject->field->pattern;
  regex_t pattern;

  if (!text || regcomp(&pattern, text, REG_EXTENDED | REG_NOSUB) != 0)
    return text != NULL;
  regfree(&pattern);
  return 0;
}

static int field_words_type(struct subject *subject)
{
  return words_of(subject->field) && !has_scalars(subject->field);
}

/* A number as JSON has them; one that is not whole is left to its bounds. */
static int field_words_numbers(struct subject *subject)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  const char *const *word = words_of(subject->field);

  if (!word || !is_number(value_type(subject->field)))
    return 0;
  while (*word && strspn(*word, "-0123456789.eE+") == strlen(*word) &&
         json_compact(&text, *word, strlen(*word), &error) == 0)
    word++;
  subject->other = *word;
  return *word != NULL;
}

/* An object is held to its members or to the type of its items. */
static int field_items_type(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return field->items && subject->minor >= 2 &&
         (field->type == NSCALE_TYPE_OBJECT
              ? members_described(subject->noun->fields, field)
              : field->type != NSCALE_TYPE_ARRAY);
}

static int field_before(struct subject *subject)
{
  const struct nscale_field *field = subject->field;

  return subject->minor < 2 &&
         ((words_of(field) && has_scalars(field)) ||
          (field->pattern && is_number(value_type(field))));
}

/* Whether others are asked for, and this one must be there. */
static int field_unasked(struct subject *subject)
{
  const struct nscale_field *const *other = subject->noun->fields;
  const struct nscale_field *field = subject->field;
  size_t length;
  int asks = 0;

  if (field->prompt || field->absent || strstr(subject->name, "[]") ||
      (field->attributes & (NSCALE_FIELD_REQUIRED | NSCALE_FIELD_READ_ONLY)) !=
          NSCALE_FIELD_REQUIRED)
    return 0;
  for (; *other; other++) {
    length = (*other)->path ? strlen((*other)->path) : 0;
    asks |= (*other)->prompt != NULL;
    /* What an optional object would hold is not missing with it. */
    if (length && strncmp((*other)->path, subject->name, length) == 0 &&
        subject->name[length] == '.' &&
        !((*other)->attributes & NSCALE_FIELD_REQUIRED))
      return 0;
  }
  return asks;
}

/* A prompt of a member, of an array that is not asked for by its members:
 * nobody asks for it, or one that must be there has no prompt. */
static int field_prompt_member(struct subject *subject)
{
  const struct nscale_field *array;
  CLEANUP_MEMBERS struct members members = { 0 };
  size_t i;

  if (!subject->field->prompt || !strstr(subject->name, "[]") ||
      subject->minor < 2)
    return 0;
  array = array_of(subject);
  if (!array || !array->prompt || array->key_value)
    return 1;
  if (members_of(&members, subject->noun->fields, array) < 0)
    return 0;
  for (i = 0; members.list[i]; i++)
    if (member_is_needed(members.list, members.list[i]) &&
        !members.list[i]->prompt)
      return 1;
  return 0;
}

static const struct rule field_rules[] = {
  { AT(nscale_field, path), .is_broken = field_no_path, .needed = 1,
    .sentence = "has a field without a path" },
  { AT(nscale_field, path), .is_broken = field_path, .needed = 1,
    .sentence = "has a field whose path \"{name}\" is not a path" },
  { AT(nscale_field, attributes), .is_broken = field_listed,
    .sentence = "has a field {name} whose values must be in a list, but no "
                "list to look them up in" },
  { AT(nscale_field, path), .is_broken = field_twice,
    .sentence = "has two fields {name}" },
  { AT(nscale_field, type), .is_broken = field_type,
    .sentence = "has a field {name} of an unknown type" },
  { AT(nscale_field, attributes), .is_broken = field_attributes,
    .sentence = "has a field {name} with unknown attributes" },
  { AT(nscale_field, rule), .is_broken = field_texts,
    .sentence = "has a field {name} whose pattern, rule or prompt is not one "
                "line of text" },
  { AT(nscale_field, absent), .is_broken = field_absent,
    .sentence = "has a field {name} whose absent is not JSON" },
  { AT(nscale_field, attributes), .is_broken = field_only,
    .sentence = "has a field {name} that neither a create nor an update can "
                "set" },
  { AT(nscale_field, attributes), .is_broken = field_encoded,
    .sentence = "has a field {name} that is to be a file or base64, and is no "
                "text" },
  { AT(nscale_field, attributes), .is_broken = field_file,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} that may be in a file, but no flag to "
                "name one" },
  { AT(nscale_field, maximum), .is_broken = field_bounds,
    .sentence = "has a field {name} whose minimum is above its maximum" },
  { AT(nscale_field, minimum), .is_broken = field_bounds_type,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} with bounds, which only whole numbers "
                "have" },
  { AT(nscale_field, pattern), .is_broken = field_pattern_type,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose pattern can never apply: its "
                "values are neither texts nor numbers" },
  { AT(nscale_field, pattern), .is_broken = field_pattern_valid,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose pattern is not a regular "
                "expression" },
  { AT(nscale_field, choices), .is_broken = field_words_type,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose words can never apply: its values "
                "are neither texts nor numbers" },
  { AT(nscale_field, choices), .is_broken = field_words_numbers,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} of numbers with a word that is none, "
                "\"{other}\"" },
  { AT(nscale_field, items), .is_broken = field_items_type,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose items can never apply: it is no "
                "array, and no object without members" },
  { AT(nscale_field, pattern), .is_broken = field_before,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose pattern or words do not hold in "
                "documents, since it is made for a minor before 1.2" },
  { AT(nscale_field, prompt), .is_broken = field_unasked,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} that must be there, and no prompt for "
                "it" },
  { AT(nscale_field, prompt), .is_broken = field_prompt_member,
    .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose prompt nobody sees: its array has "
                "none, or lacks one for a member that must be there" },
  { AT(nscale_field, rule), .is_broken = field_rule, .kind = FINDING_ADVICE,
    .sentence = "has a field {name} whose pattern no rule puts in words" },
};

void rules_fields(const struct subject *subject)
{
  const struct nscale_field *const *fields = subject->noun->fields;
  struct subject about = *subject;

  for (about.index = 0; fields[about.index]; about.index++) {
    about.field = fields[about.index];
    about.name = about.field->path;
    if (rules_hold(RULES(field_rules), &about) < 0)
      continue;
    if (about.field->flag)
      (void)rules_hold(RULES(field_flag_rules), &about);
    rules_choices(&about, about.field->choices, about.name);
  }
}
