/* field_listed.c - values that must be in the list that a field is chosen
 * from. */
#include "core/invocation/field_listed.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/join.h"
#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/invocation/choices.h"
#include "core/invocation/field_json.h"
#include "core/invocation/suggestions.h"
#include "core/json/path.h"

static int is_listed(const struct nscale_field *field)
{
  return field->attributes & NSCALE_FIELD_LISTED && field->choices &&
         field->choices->list;
}

/* The value number `index` of a field, one where it is no array; NULL past the
 * last. */
static const char *value_at(struct json_object *value, size_t index)
{
  if (json_object_is_type(value, json_type_array))
    value = json_object_array_get_idx(value, index);
  else if (index)
    return NULL;
  return json_object_is_type(value, json_type_string)
             ? json_object_get_string(value)
             : NULL;
}

/* ---- One value. ------------------------------------------------------ */

static int refuse(struct invocation *call, const struct nscale_field *field,
                  struct json_object *list, const char *value)
{
  const struct nscale_choices *choices = field->choices;
  const char *plural = choices_plural(call, choices);
  CLEANUP_SUGGESTIONS struct suggestions names = { .wanted = value };
  CLEANUP_BUFFER struct buffer word = { 0 };
  struct suggestion near = { 0 };
  const char *name = NULL;
  size_t i;

  for (i = 0; i < json_object_array_length(list); i++) {
    struct json_object *element = json_object_array_get_idx(list, i);
    const char *id = path_string(element, choices->value_path);
    const char *label = path_string(element, choices->label_path);
    const size_t steps = near.name[0] ? near.steps : SUGGEST_LONGEST;

    if (label)
      suggestions_add(&names, label);
    if (!id)
      continue;
    suggestion_offer(&near, value, id);
    if (near.name[0] && near.steps < steps)
      name = label;
  }
  error_set(call->error, EXIT_NOT_FOUND, "%s \"%s\" not found",
            field->flag ? field->flag : plural, value);
  if (!near.name[0])
    return suggestions_hint(&names, NULL, plural, call->error);
  text_word(&word, near.name);
  return error_hint(call->error, "did you mean %s%s%s%s?",
                    word.failed ? near.name : word.data, name ? " (" : "",
                    name ? name : "", name ? ")" : "");
}

int field_listed_value(struct invocation *call,
                       const struct nscale_field *field, const char *value)
{
  struct json_object *list;
  size_t i;

  if (!is_listed(field))
    return 0;
  list = choices_read(call, field->choices);
  if (!list)
    return -1;
  for (i = 0; i < json_object_array_length(list); i++) {
    const char *id = path_string(json_object_array_get_idx(list, i),
                                 field->choices->value_path);

    if (id && uuid_same(id, value))
      return 0;
  }
  return refuse(call, field, list, value);
}

/* ---- All of a plan. -------------------------------------------------- */

/* Whether the thing as it is has the value already. */
static int was_there(const struct invocation *call,
                     const struct nscale_field *field, const char *value)
{
  struct json_object *before = path_get(call->draft.before, field->path);
  const char *other = value_at(before, 0);

  if (!json_object_is_type(before, json_type_array))
    return other && uuid_same(other, value);
  return field_json_find(before, 0, NULL, value) <
         json_object_array_length(before);
}

static int check_field(struct invocation *call,
                       const struct nscale_field *field,
                       struct json_object *json)
{
  struct json_object *values = path_get(json, field->path);
  const char *value;
  size_t i;

  for (i = 0; (value = value_at(values, i)); i++)
    if (!was_there(call, field, value) &&
        field_listed_value(call, field, value) < 0)
      return -1;
  return 0;
}

/* Whether it is a dry run that needs no network. */
static int is_offline(const struct invocation *call)
{
  return call->options->consent.dry_run &&
         !exchange_is_used(call->reader.exchange);
}

int field_listed_in(const struct invocation *call, struct json_object *json)
{
  const struct nscale_field *const *field = call->noun->fields;

  while (json && field && *field &&
         !(is_listed(*field) && value_at(path_get(json, (*field)->path), 0)))
    field++;
  return json && field && *field;
}

int field_listed_check(struct invocation *call)
{
  const struct nscale_field *const *field;
  size_t i;

  if (is_offline(call))
    return 0;
  for (i = 0; i < call->plan.count; i++) {
    struct json_object *json = call->plan.requests[i]->json;

    for (field = call->noun->fields; json && field && *field; field++)
      if (is_listed(*field) && check_field(call, *field, json) < 0)
        return -1;
  }
  return 0;
}

/* ---- What was left open. --------------------------------------------- */

/* `the groups`, from what a question calls them. */
static void write_name(const struct nscale_field *field, struct buffer *text)
{
  const char *name = field->prompt ? field->prompt : field->path + 1;

  buffer_puts(text, "the ");
  if (field->prompt)
    buffer_putc(text, ascii_lower(*name++));
  buffer_puts(text, name);
}

size_t field_listed_write(const struct invocation *call, struct buffer *text)
{
  const struct nscale_field *const *field = call->noun->fields;
  const struct nscale_request *request =
      call->plan.count ? call->plan.requests[0] : NULL;
  size_t count = 0;

  for (; request && is_offline(call) && field && *field; field++)
    if (is_listed(*field) &&
        value_at(path_get(request->json, (*field)->path), 0)) {
      if (count++ || text->length)
        buffer_puts(text, " and ");
      write_name(*field, text);
    }
  return count;
}
