/* step.c - one thing that is asked for, and what its answer is so far. */
#include "core/verb/step.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/pairs.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"

struct json_object *step_present(const struct interactive *ask,
                                 const struct nscale_field *step)
{
  return path_get(ask->document, step->path);
}

int step_has_choices(const struct nscale_field *step)
{
  return !step || step->choices;
}

int step_is_pairs(const struct nscale_field *field)
{
  return field->type == NSCALE_TYPE_ARRAY && field->key && field->key_value;
}

int step_may_be_absent(const struct nscale_field *field)
{
  return !(field->attributes & NSCALE_FIELD_REQUIRED) || field->absent;
}

const char *step_name(const struct nscale_field *step)
{
  return step ? step->prompt : "Organization";
}

void step_label(const struct nscale_field *step, struct buffer *text)
{
  text_escape(text, step_name(step), strlen(step_name(step)));
}

/* What people call an organization that was read; else its id. */
static const char *organization_name(const struct interactive *ask,
                                     const char *id)
{
  size_t count =
      ask->organizations ? json_object_array_length(ask->organizations) : 0;
  const char *name = NULL;
  size_t i;

  for (i = 0; i < count && !name; i++) {
    struct json_object *one = json_object_array_get_idx(ask->organizations, i);
    const char *other = path_string(one, STEP_ORGANIZATION_ID);

    if (other && strcmp(other, id) == 0)
      name = path_string(one, STEP_ORGANIZATION_NAME);
  }
  return name ? name : id;
}

/* Appends what people call a value of a step. */
static void name_value(const struct interactive *ask,
                       const struct nscale_field *step, const char *value,
                       struct buffer *text)
{
  const char *name = step ? choices_label(ask->call, step->choices, value)
                          : organization_name(ask, value);

  if (!name)
    name = value;
  text_escape(text, name, strlen(name));
}

/* Any value as an answer would be typed. */
void step_typed(const struct interactive *ask, const struct nscale_field *step,
                struct buffer *text)
{
  struct json_object *value = step_present(ask, step);

  if (step_is_pairs(step))
    pairs_write(text, value, step->key, step->key_value);
  else if (value)
    buffer_puts(text, json_object_get_string(value));
}

void step_value(const struct interactive *ask, const struct nscale_field *step,
                struct buffer *text)
{
  struct buffer typed CLEANUP_BUFFER = { 0 };
  struct json_object *value;
  size_t i;

  if (!step) {
    if (ask->call->scope_ids[0])
      name_value(ask, step, ask->call->scope_ids[0], text);
    return;
  }
  value = step_present(ask, step);
  if (!step_has_choices(step)) {
    step_typed(ask, step, &typed);
    text_escape(text, typed.data ? typed.data : "", typed.length);
  } else if (json_object_is_type(value, json_type_array)) {
    for (i = 0; i < json_object_array_length(value); i++) {
      buffer_puts(text, i ? ", " : "");
      name_value(ask, step,
                 json_object_get_string(json_object_array_get_idx(value, i)),
                 text);
    }
  } else if (value) {
    name_value(ask, step, json_object_get_string(value), text);
  }
}
