/* step.c - one thing that is asked for, and what its answer is so far. */
#include "core/verb/step.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/join.h"
#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/document/pairs.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"

struct json_object *step_present(const struct steps *steps,
                                 const struct nscale_field *step)
{
  return path_get(steps->document, step->path);
}

int step_has_choices(const struct nscale_field *step)
{
  return !step || step->choices;
}

int step_is_pairs(const struct nscale_field *step)
{
  return step->type == NSCALE_TYPE_ARRAY && step->key && step->key_value;
}

int step_may_be_absent(const struct nscale_field *step)
{
  return !(step->attributes & NSCALE_FIELD_REQUIRED) || step->absent;
}

const char *step_name(const struct nscale_field *step)
{
  return step ? step->prompt : "Organization";
}

static void step_label(const struct nscale_field *step, struct buffer *text)
{
  text_escape(text, step_name(step), strlen(step_name(step)));
}

/* What people call an organization that was read; else its id. */
static const char *organization_name(const struct steps *steps, const char *id)
{
  size_t count = steps->organizations
                     ? json_object_array_length(steps->organizations)
                     : 0;
  const char *name = NULL;
  size_t i;

  for (i = 0; i < count && !name; i++) {
    struct json_object *one =
        json_object_array_get_idx(steps->organizations, i);
    const char *other = path_string(one, SCOPE_ID_PATH);

    if (other && uuid_same(other, id))
      name = path_string(one, SCOPE_NAME_PATH);
  }
  return name ? name : id;
}

/* Appends what people call a value of a step. */
static void name_value(const struct steps *steps,
                       const struct nscale_field *step, const char *value,
                       struct buffer *text)
{
  const char *name = step ? choices_label(steps->call, step->choices, value)
                          : organization_name(steps, value);

  if (!name)
    name = value;
  text_escape(text, name, strlen(name));
}

/* Any value as an answer would be typed. */
void step_typed(const struct steps *steps, const struct nscale_field *step,
                struct buffer *text)
{
  struct json_object *value = step_present(steps, step);

  if (step_is_pairs(step))
    pairs_write(text, value, step->key, step->key_value);
  else if (value)
    buffer_puts(text, json_object_get_string(value));
}

/* Its value as people see it: names for ids, nothing for none. */
static void step_value(const struct steps *steps,
                       const struct nscale_field *step, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer typed = { 0 };
  struct json_object *value;
  const char *organization;
  size_t i;

  if (!step) {
    organization =
        scope_known(&steps->call->scopes, NSCALE_SCOPE_ORGANIZATION);
    if (organization)
      name_value(steps, step, organization, text);
    return;
  }
  value = step_present(steps, step);
  if (!step_has_choices(step)) {
    step_typed(steps, step, &typed);
    text_escape(text, typed.data ? typed.data : "", typed.length);
  } else if (json_object_is_type(value, json_type_array)) {
    for (i = 0; i < json_object_array_length(value); i++) {
      join_comma(text, i, "");
      name_value(steps, step,
                 json_object_get_string(json_object_array_get_idx(value, i)),
                 text);
    }
  } else if (value) {
    name_value(steps, step, json_object_get_string(value), text);
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

void steps_write(const struct steps *steps, size_t at, struct buffer *text)
{
  size_t i;

  for (i = 0; i < at; i++) {
    CLEANUP_BUFFER struct buffer value = { 0 };

    step_value(steps, steps->list[i], &value);
    step_label(steps->list[i], text);
    buffer_printf(text, ": %s\n", value.length ? value.data : "-");
  }
}

const char *step_keys(size_t at, int multiple)
{
  if (multiple)
    return at ? "Type to filter. Space: choose. Enter: next. Esc: back."
              : "Type to filter. Space: choose. Enter: next. Esc: quit.";
  return at ? "Enter: next. Esc: back." : "Enter: next. Esc: quit.";
}
