/* step.c - one thing that is asked for, and what its answer is so far. */
#include "core/verb/step.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/join.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/document/field_path.h"
#include "core/document/pairs.h"
#include "core/document/scalar.h"
#include "core/invocation/choices.h"
#include "core/invocation/field_json.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/plugin/before.h"
#include "core/plugin/members.h"

/* ---- Scopes. ------------------------------------------------------ */

static const struct {
  uint32_t scope;
  struct nscale_field step;
} scope_steps[SCOPE_COUNT] = {
  { NSCALE_SCOPE_ORGANIZATION, { .prompt = "Organization" } },
  { NSCALE_SCOPE_PROJECT, { .prompt = "Project" } },
  { NSCALE_SCOPE_REGION, { .prompt = "Region" } },
};

size_t step_scope_index(uint32_t scope)
{
  size_t i = 0;

  while (scope_steps[i].scope != scope)
    i++;
  return i;
}

const struct nscale_field *step_of_scope(uint32_t scope)
{
  return &scope_steps[step_scope_index(scope)].step;
}

uint32_t step_scope(const struct nscale_field *step)
{
  size_t i;

  for (i = 0; i < SCOPE_COUNT; i++)
    if (step == &scope_steps[i].step)
      return scope_steps[i].scope;
  return 0;
}

/* ---- What it is. -------------------------------------------------- */

struct json_object *step_present(const struct steps *steps,
                                 const struct nscale_field *step)
{
  return path_get(steps->document, step->path);
}

/* Numbers are typed, also where there are words: to choose from a numbered
 * list of numbers would be to guess which one is meant. */
int step_has_choices(const struct nscale_field *step)
{
  const uint32_t type =
      step->type == NSCALE_TYPE_ARRAY ? step->items : step->type;

  return step_scope(step) || step->type == NSCALE_TYPE_BOOLEAN ||
         (step->choices && type != NSCALE_TYPE_NUMBER &&
          type != NSCALE_TYPE_INTEGER);
}

/* A question for this field of the document itself. */
static int is_asked(const struct nscale_field *field)
{
  return field->prompt && !strchr(field->path, '[') &&
         !(field->attributes & NSCALE_FIELD_READ_ONLY);
}

int steps_list(struct steps *steps)
{
  size_t count = 0, i;

  while (steps->fields[count])
    count++;
  steps->list = calloc(count + 1, sizeof *steps->list);
  if (!steps->list)
    return -1;
  for (i = steps->count = 0; i < count; i++)
    if (is_asked(steps->fields[i]))
      steps->list[steps->count++] = steps->fields[i];
  return 0;
}

/* Whether the members of an element can be asked for, none left out that must
 * be there. */
static int are_asked(const struct nscale_field *const *members)
{
  const struct nscale_field *const *member;
  int asks = 0;

  for (member = members; *member; member++) {
    asks |= is_asked(*member);
    if (!(*member)->prompt && member_is_needed(members, *member))
      return 0;
  }
  return asks;
}

int step_has_elements(const struct steps *steps,
                      const struct nscale_field *step)
{
  CLEANUP_MEMBERS struct members members = { 0 };

  return step->type == NSCALE_TYPE_ARRAY &&
         step->items == NSCALE_TYPE_OBJECT && !step->key_value &&
         !(step->attributes & FIELD_BEFORE_1_2) &&
         members_of(&members, steps->fields, step) == 0 &&
         are_asked(members.list);
}

enum step_form step_form(const struct nscale_field *step)
{
  const int is_array = step->type == NSCALE_TYPE_ARRAY;

  switch (is_array ? step->items : step->type) {
  case NSCALE_TYPE_STRING:
    return is_array ? STEP_COMMAS : STEP_TEXT;
  case NSCALE_TYPE_NUMBER:
  case NSCALE_TYPE_INTEGER:
    return is_array ? STEP_COMMAS : STEP_NUMBER;
  default:
    if (!is_array && step->type == NSCALE_TYPE_OBJECT && step->items &&
        !(step->attributes & FIELD_BEFORE_1_2))
      return STEP_MAP;
    return is_array && step->key && step->key_value ? STEP_PAIRS : STEP_JSON;
  }
}

int step_may_be_absent(const struct steps *steps,
                       const struct nscale_field *step)
{
  return document_may_lack(steps->document, steps->fields, step);
}

void step_clear(struct steps *steps, const struct nscale_field *step)
{
  const size_t length = (size_t)(strrchr(step->path, '.') - step->path);
  const struct nscale_field *holder =
      field_at(steps->fields, step->path, length);
  struct json_object *object;

  (void)path_delete(steps->document, step->path);
  if (!holder)
    return;
  object = path_get(steps->document, holder->path);
  if (json_object_is_type(object, json_type_object) &&
      json_object_object_length(object) == 0 &&
      document_missing(steps->document, steps->fields, DOCUMENT_DEFAULTS, 0))
    (void)path_delete(steps->document, holder->path);
}

/* ---- Its value. --------------------------------------------------- */

/* Appends what people call a value that is chosen. */
static void name_value(const struct steps *steps,
                       const struct nscale_field *step,
                       struct json_object *value, struct buffer *text)
{
  const char *typed = json_object_get_string(value);
  const char *name = choices_label(steps->call, step->choices, typed);

  if (json_object_is_type(value, json_type_boolean))
    name = json_object_get_boolean(value) ? "yes" : "no";
  if (!name)
    name = typed;
  text_escape(text, name, strlen(name));
}

/* The elements of an array, between commas. */
static void type_elements(struct json_object *array, struct buffer *text)
{
  size_t i;

  for (i = 0; i < json_object_array_length(array); i++)
    join_comma(text, i,
               json_object_get_string(json_object_array_get_idx(array, i)));
}

/* Appends `,NAME=VALUE`, the comma where something stands there already. */
static void write_member(const struct steps *steps,
                         const struct nscale_field *member,
                         struct json_object *value, struct buffer *text)
{
  const char *name = NULL;

  if (json_object_is_type(value, json_type_string))
    name = choices_label(steps->call, member->choices,
                         json_object_get_string(value));
  if (text->length)
    buffer_putc(text, ',');
  buffer_printf(text, "%s=", member->path + 1);
  if (name || json_object_is_type(value, json_type_string))
    pairs_mark(text, name ? name : json_object_get_string(value), ",");
  else if (json_write(text, value, 0) < 0)
    text->failed = 1;
}

void step_element_write(const struct steps *steps,
                        const struct nscale_field *const *members,
                        struct json_object *element, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  const struct nscale_field *const *member;
  struct json_object *value;
  size_t i;

  for (member = members; *member; member++) {
    value = member_is_given(members, *member)
                ? path_get(element, (*member)->path)
                : NULL;
    if (value && json_object_is_type(value, json_type_array) &&
        (*member)->items != NSCALE_TYPE_OBJECT)
      for (i = 0; i < json_object_array_length(value); i++)
        write_member(steps, *member, json_object_array_get_idx(value, i),
                     &line);
    else if (value)
      write_member(steps, *member, value, &line);
  }
  buffer_append(text, line.data, line.length);
  text->failed |= line.failed;
}

/* The elements, one behind the other. */
static void write_elements(const struct steps *steps,
                           const struct nscale_field *step,
                           struct json_object *array, struct buffer *text)
{
  CLEANUP_MEMBERS struct members members = { 0 };
  size_t i;

  if (members_of(&members, steps->fields, step) < 0)
    text->failed = 1;
  for (i = 0; !text->failed && i < json_object_array_length(array); i++) {
    buffer_puts(text, i ? "; " : "");
    step_element_write(steps, members.list,
                       json_object_array_get_idx(array, i), text);
  }
}

void step_typed(const struct steps *steps, const struct nscale_field *step,
                struct buffer *text)
{
  struct json_object *value = step_present(steps, step);

  if (!value)
    return;
  if (json_object_is_type(value, json_type_array) &&
      step_has_elements(steps, step))
    write_elements(steps, step, value, text);
  else if (step_form(step) == STEP_PAIRS)
    pairs_write(text, value, step->key, step->key_value);
  else if (step_form(step) == STEP_MAP)
    pairs_write_map(text, value);
  else if (step_form(step) == STEP_COMMAS &&
           json_object_is_type(value, json_type_array))
    type_elements(value, text);
  else if (json_object_is_type(value, json_type_string))
    buffer_puts(text, json_object_get_string(value));
  else if (json_write(text, value, 0) < 0)
    text->failed = 1;
}

/* A text, or where it is to be a number that. */
static struct json_object *read_scalar(uint32_t type, const char *text,
                                       struct buffer *why)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *value;

  if (type == NSCALE_TYPE_STRING)
    return json_object_new_string(text);
  value = json_read(text, strlen(text), "it", &error);
  if (value && scalar_has_type(value, type))
    return value;
  json_object_put(value);
  buffer_puts(why, type == NSCALE_TYPE_INTEGER ? "not a whole number"
                                               : "not a number");
  return NULL;
}

/* The array of what stands between commas; what is empty there is nothing. */
static struct json_object *read_commas(uint32_t items, const char *text,
                                       struct buffer *why)
{
  struct json_object *array = json_object_new_array();
  int failed = !array;

  while (!failed && *text) {
    CLEANUP_BUFFER struct buffer part = { 0 };
    size_t length = strcspn(text, ",");
    const char *end = text + length;
    struct json_object *value = NULL;

    while (*text == ' ')
      text++;
    length = text < end ? (size_t)(end - text) : 0;
    while (length && text[length - 1] == ' ')
      length--;
    buffer_append(&part, text, length);
    text = end + (*end == ',');
    if (!length)
      continue;
    value = part.failed ? NULL : read_scalar(items, part.data, why);
    failed = !value || json_object_array_add(array, value) != 0;
    if (failed)
      json_object_put(value);
  }
  if (!failed)
    return array;
  json_object_put(array);
  return NULL;
}

static struct json_object *read_json(const struct nscale_field *step,
                                     const char *text, struct buffer *why)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *value = json_read(text, strlen(text), "it", &error);

  if (value)
    return value;
  if (step->type == NSCALE_TYPE_ANY)
    return json_object_new_string(text);
  buffer_puts(why, "not JSON");
  return NULL;
}

/* Gives the texts of a map the type of its items. */
static struct json_object *read_map(const struct nscale_field *step,
                                    const char *text, struct buffer *why)
{
  struct json_object *map = pairs_read_map(text, why);
  struct json_object *value;

  if (!map)
    return NULL;
  json_object_object_foreach(map, key, member)
  {
    value = field_json_typed(step->items, json_object_get_string(member));
    if (!value || json_object_object_add(map, key, value) < 0) {
      json_object_put(value);
      json_object_put(map);
      return NULL;
    }
  }
  return map;
}

static struct json_object *read_encoded(const char *text)
{
  CLEANUP_BUFFER struct buffer encoded = { 0 };

  base64_encode(text, strlen(text), &encoded);
  buffer_puts(&encoded, "");
  return encoded.failed ? NULL : json_object_new_string(encoded.data);
}

struct json_object *step_read(const struct nscale_field *step,
                              const char *text, struct buffer *why)
{
  switch (step_form(step)) {
  case STEP_TEXT:
    if (step->attributes & NSCALE_FIELD_BASE64)
      return read_encoded(text);
    /* fall through */
  case STEP_NUMBER:
    return read_scalar(step->type, text, why);
  case STEP_PAIRS:
    return pairs_read(text, step->key, step->key_value, why);
  case STEP_MAP:
    return read_map(step, text, why);
  case STEP_COMMAS:
    return read_commas(step->items, text, why);
  case STEP_JSON:
    break;
  }
  return read_json(step, text, why);
}

/* Its value as people see it: names for ids, nothing for none. */
static void step_value(const struct steps *steps,
                       const struct nscale_field *step, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer typed = { 0 };
  const uint32_t scope = step_scope(step);
  struct json_object *value;
  const char *name;
  size_t i;

  if (scope) {
    name = scope_title(&steps->call->scopes, scope);
    if (name)
      text_escape(text, name, strlen(name));
    return;
  }
  value = step_present(steps, step);
  if (!step_has_choices(step)) {
    step_typed(steps, step, &typed);
    text_escape(text, typed.data ? typed.data : "", typed.length);
  } else if (json_object_is_type(value, json_type_array)) {
    for (i = 0; i < json_object_array_length(value); i++) {
      join_comma(text, i, "");
      name_value(steps, step, json_object_array_get_idx(value, i), text);
    }
  } else if (value) {
    name_value(steps, step, value, text);
  }
}

int step_put(struct steps *steps, const struct nscale_field *step,
             struct json_object *value)
{
  if (value && path_set(steps->document, step->path, value) == 0)
    return 0;
  json_object_put(value);
  return error_memory(steps->call->error);
}

/* A line of what a step is and what its answer is. */
static void write_line(const struct steps *steps,
                       const struct nscale_field *step, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer value = { 0 };

  step_value(steps, step, &value);
  text_escape(text, step->prompt, strlen(step->prompt));
  buffer_printf(text, ": %s\n", value.length ? value.data : "-");
}

size_t steps_place(const struct steps *steps, const struct nscale_field *step)
{
  size_t i = 0;

  while (i < steps->count && steps->list[i] != step)
    i++;
  return i;
}

void steps_write(const struct steps *steps, size_t at, struct buffer *text)
{
  const struct nscale_field *const *field = steps->fields;
  size_t place;
  size_t i;

  buffer_puts(text, steps->above ? steps->above : "");
  for (i = 0; i < at; i++)
    if (step_scope(steps->list[i]))
      write_line(steps, steps->list[i], text);
  for (; field && *field; field++) {
    place = steps_place(steps, *field);
    /* What flags gave is no step, and is known from the start. */
    if ((*field)->prompt &&
        (place < at || (place == steps->count && step_present(steps, *field))))
      write_line(steps, *field, text);
  }
}

/* Whether there is a question to go back to. */
static int has_way_back(const struct steps *steps, size_t at)
{
  return at > 0 || steps->above;
}

const char *step_keys(const struct steps *steps, size_t at, int multiple)
{
  const int back = has_way_back(steps, at);

  if (multiple)
    return back
               ? "Type to filter. Space, Tab: choose. Enter: next. Esc: back."
               : "Type to filter. Space, Tab: choose. Enter: next. Esc: quit.";
  return back ? "Enter: next. Esc: back." : "Enter: next. Esc: quit.";
}

const char *step_keys_filtered(const struct steps *steps, size_t at)
{
  return has_way_back(steps, at)
             ? "Tab, Enter: choose. Ctrl-U: show all. Esc: back."
             : "Tab, Enter: choose. Ctrl-U: show all. Esc: quit.";
}
