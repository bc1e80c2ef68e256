/* field_flags.c - the flags of create and update that fields bring. */
#include "core/plugin/field_flags.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/plugin/before.h"
#include "core/plugin/members.h"

/* Of the objects in an array: before 1.2 there were pairs alone. */
static enum field_flag_form form_of_objects(const struct nscale_field *field)
{
  if (field->key_value || field->attributes & FIELD_BEFORE_1_2)
    return FIELD_FLAG_PAIRS;
  return field->key ? FIELD_FLAG_KEYED : FIELD_FLAG_ELEMENTS;
}

enum field_flag_form field_flag_form(const struct nscale_field *field)
{
  switch (field->type) {
  case NSCALE_TYPE_STRING:
  case NSCALE_TYPE_NUMBER:
  case NSCALE_TYPE_INTEGER:
  case NSCALE_TYPE_BOOLEAN:
    return FIELD_FLAG_VALUE;
  case NSCALE_TYPE_ARRAY:
    if (field->items == NSCALE_TYPE_STRING)
      return FIELD_FLAG_LIST;
    if (field->items == NSCALE_TYPE_OBJECT)
      return form_of_objects(field);
    break;
  case NSCALE_TYPE_OBJECT:
    if (!(field->attributes & FIELD_BEFORE_1_2))
      return FIELD_FLAG_MAP;
    break;
  default:
    break;
  }
  return FIELD_FLAG_NONE;
}

int field_is_of(const struct nscale_field *field,
                const struct nscale_verb *verb)
{
  const uint32_t other =
      verb->effect == NSCALE_EFFECT_UPDATE   ? NSCALE_FIELD_CREATE_ONLY
      : verb->effect == NSCALE_EFFECT_CREATE ? NSCALE_FIELD_UPDATE_ONLY
                                             : 0;

  return !(field->attributes & other);
}

const struct nscale_field **
fields_of_verb(const struct nscale_field *const *fields,
               const struct nscale_verb *verb)
{
  const struct nscale_field **own;
  size_t count = 0, i;

  while (fields && fields[count])
    count++;
  own = calloc(count + 1, sizeof *own);
  for (i = count = 0; own && fields && fields[i]; i++)
    if (field_is_of(fields[i], verb))
      own[count++] = fields[i];
  return own;
}

int field_flag_resolves(const struct nscale_field *field)
{
  return field->choices && field->choices->list &&
         (field_flag_form(field) == FIELD_FLAG_LIST ||
          (field->type == NSCALE_TYPE_STRING &&
           !(field->attributes & FIELD_BEFORE_1_2)));
}

int field_may_be_name(const struct nscale_field *field)
{
  const uint32_t type =
      field->type == NSCALE_TYPE_ARRAY ? field->items : field->type;

  return field->choices && field->choices->list &&
         type == NSCALE_TYPE_STRING &&
         !(field->attributes & (FIELD_BEFORE_1_2 | NSCALE_FIELD_READ_ONLY));
}

const char *field_flag_prefix(enum field_flag_act act)
{
  return act == FIELD_FLAG_ADD      ? "add-"
         : act == FIELD_FLAG_REMOVE ? "remove-"
                                    : "";
}

int field_flags_taken(const struct nscale_verb *verb)
{
  return verb->attributes & NSCALE_VERB_DOCUMENT &&
         (verb->effect == NSCALE_EFFECT_CREATE ||
          verb->effect == NSCALE_EFFECT_UPDATE);
}

const char *field_flag_of_name(const struct nscale_noun *noun,
                               const struct nscale_verb *verb)
{
  const struct nscale_field *const *field = noun->fields;

  if (verb->effect != NSCALE_EFFECT_CREATE || !field_flags_taken(verb) ||
      verb->attributes & NSCALE_VERB_ID)
    return NULL;
  for (; field && *field; field++)
    if ((*field)->flag && strcmp((*field)->path, noun->name_path) == 0)
      return field_flag_form(*field) == FIELD_FLAG_VALUE ? (*field)->flag
                                                         : NULL;
  return NULL;
}

/* Whether the field has a flag that does this on this verb. */
static int has_act(const struct nscale_verb *verb,
                   const struct nscale_field *field, enum field_flag_act act)
{
  if (!field->flag || field_flag_form(field) == FIELD_FLAG_NONE ||
      !field_is_of(field, verb))
    return 0;
  if (act == FIELD_FLAG_SET)
    return 1;
  return verb->effect == NSCALE_EFFECT_UPDATE &&
         (field_flag_is_whole(field) ||
          (field_flag_has_keys(field) && act == FIELD_FLAG_REMOVE));
}

/* Whether what the flag that does this takes is an element. */
static int takes_element(const struct nscale_field *field,
                         enum field_flag_act act)
{
  const enum field_flag_form form = field_flag_form(field);

  return form == FIELD_FLAG_ELEMENTS ||
         (form == FIELD_FLAG_KEYED && act == FIELD_FLAG_SET);
}

const struct nscale_field *field_flag_field(const struct nscale_noun *noun,
                                            const struct nscale_verb *verb,
                                            const char *flag)
{
  const struct nscale_field *const *field = noun->fields;
  unsigned act;

  for (; field && *field && field_flags_taken(verb); field++)
    for (act = FIELD_FLAG_SET; act <= FIELD_FLAG_REMOVE; act++) {
      const char *prefix = field_flag_prefix((enum field_flag_act)act);
      const size_t length = strlen(prefix);

      if (has_act(verb, *field, (enum field_flag_act)act) &&
          takes_element(*field, (enum field_flag_act)act) &&
          strncmp(flag, prefix, length) == 0 &&
          strcmp(flag + length, (*field)->flag) == 0)
        return *field;
    }
  return NULL;
}

/* `first` and `second` as one text; NULL without memory. */
static const char *join_texts(struct pool *pool, const char *first,
                              const char *second)
{
  const size_t length = strlen(first), size = strlen(second) + 1;
  char *text = pool_allocate(pool, length + size);

  if (text) {
    memcpy(text, first, length + 1);
    memcpy(text + length, second, size);
  }
  return text;
}

static const char *value_of(const struct nscale_field *field,
                            enum field_flag_act act)
{
  const enum field_flag_form form = field_flag_form(field);

  if (form >= FIELD_FLAG_PAIRS && act == FIELD_FLAG_REMOVE)
    return "KEY";
  if (form == FIELD_FLAG_PAIRS || form == FIELD_FLAG_MAP)
    return "KEY=VALUE";
  if (field->flag_value)
    return field->flag_value;
  if (form == FIELD_FLAG_ELEMENTS || form == FIELD_FLAG_KEYED)
    return "MEMBER=VALUE,...";
  if (field->type == NSCALE_TYPE_BOOLEAN)
    return "true|false";
  if (field->type == NSCALE_TYPE_NUMBER || field->type == NSCALE_TYPE_INTEGER)
    return "NUMBER";
  if (field->attributes & NSCALE_FIELD_FILE)
    return "TEXT|@FILE";
  return field_flag_resolves(field) ? "ID|NAME" : "TEXT";
}

/* ` Its members: protocol, port.`, where it has any. */
static void write_members(const struct nscale_field *const *fields,
                          const struct nscale_field *field,
                          struct buffer *text)
{
  CLEANUP_MEMBERS struct members members = { 0 };

  /* That there is no path is left to the rules. */
  if (field->type != NSCALE_TYPE_ARRAY || !field->path ||
      field_flag_form(field) == FIELD_FLAG_PAIRS ||
      !members_described(fields, field))
    return;
  if (members_of(&members, fields, field) < 0) {
    text->failed = 1;
    return;
  }
  buffer_puts(text, " Members: ");
  members_write(members.list, text);
  buffer_putc(text, '.');
}

/* The plugin's words, and what the core makes of them. */
static const char *summary_of(struct pool *pool,
                              const struct nscale_verb *verb,
                              const struct nscale_field *const *fields,
                              const struct nscale_field *field,
                              enum field_flag_act act)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (act == FIELD_FLAG_ADD)
    return "Add one to those that are there; repeatable.";
  if (act == FIELD_FLAG_REMOVE)
    return "Remove one of those that are there; repeatable.";
  buffer_puts(&text, field->flag_summary ? field->flag_summary : "");
  write_members(fields, field, &text);
  if (field_flag_form(field) != FIELD_FLAG_VALUE)
    buffer_puts(&text, verb->effect != NSCALE_EFFECT_UPDATE ? " Repeatable."
                       : field_flag_is_whole(field)
                           ? " Repeatable; replaces those that are there."
                           : " Repeatable; keeps the others.");
  return text.failed ? NULL : join_texts(pool, text.data, "");
}

/* What the flag takes: a boolean is one of two words. */
static const struct nscale_choices *
choices_of(const struct nscale_field *field)
{
  static const char *const words[] = { "true", "false", NULL };
  static const struct nscale_choices boolean = {
    .struct_size = sizeof boolean,
    .words = words,
  };

  if (field_flag_form(field) >= FIELD_FLAG_ELEMENTS)
    return NULL;
  return field->type == NSCALE_TYPE_BOOLEAN ? &boolean : field->choices;
}

static struct nscale_flag *make_flag(struct pool *pool,
                                     const struct nscale_verb *verb,
                                     const struct nscale_field *const *fields,
                                     const struct nscale_field *field,
                                     enum field_flag_act act)
{
  const enum field_flag_form form = field_flag_form(field);
  struct nscale_flag *flag = pool_allocate(pool, sizeof *flag);

  if (!flag)
    return NULL;
  *flag = (struct nscale_flag){
    .struct_size = sizeof *flag,
    .attributes = form == FIELD_FLAG_VALUE ? 0 : NSCALE_FLAG_REPEATABLE,
    .name = join_texts(pool, field_flag_prefix(act), field->flag),
    .value = value_of(field, act),
    .summary = summary_of(pool, verb, fields, field, act),
    .choices = choices_of(field),
  };
  return flag->name && flag->summary ? flag : NULL;
}

int field_flags_add(struct pool *pool, struct nscale_verb *verb,
                    const struct nscale_field *const *fields)
{
  const struct nscale_flag **all;
  size_t own = 0, count = 0, i;
  unsigned act;

  if (!field_flags_taken(verb))
    return 0;
  while (verb->flags[own])
    own++;
  for (i = 0; fields[i]; i++)
    count += fields[i]->flag ? FIELD_FLAG_REMOVE + 1 : 0;
  if (count == 0)
    return 0;
  all = pool_allocate(pool, (own + count + 1) * sizeof *all);
  if (!all)
    return -1;
  memcpy(all, verb->flags, own * sizeof *all);
  for (i = 0; fields[i]; i++)
    for (act = FIELD_FLAG_SET; act <= FIELD_FLAG_REMOVE; act++) {
      if (!has_act(verb, fields[i], act))
        continue;
      all[own] = make_flag(pool, verb, fields, fields[i], act);
      if (!all[own++])
        return -1;
    }
  verb->flags = all;
  return 0;
}
