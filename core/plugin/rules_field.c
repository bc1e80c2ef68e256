/* rules_field.c - the rules of a noun's fields. */
#include "core/plugin/rules_field.h"

#include <string.h>

#include "core/base/buffer.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/manifest.h"
#include "core/plugin/rules_column.h"

#define ALL_FIELD                                                             \
  (NSCALE_FIELD_REQUIRED | NSCALE_FIELD_READ_ONLY | NSCALE_FIELD_VERSION |    \
   NSCALE_FIELD_IDENTITY | NSCALE_FIELD_LISTED | NSCALE_FIELD_STALE)

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
  return subject->field->type > NSCALE_TYPE_ARRAY ||
         subject->field->items > NSCALE_TYPE_ARRAY;
}

static int field_attributes(struct subject *subject)
{
  return (subject->field->attributes & ~ALL_FIELD) != 0;
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
