/* field_values.c - the flags of fields, applied to a document. */
#include "core/invocation/field_values.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/invocation/choices.h"
#include "core/invocation/element_values.h"
#include "core/invocation/field_json.h"
#include "core/invocation/field_listed.h"
#include "core/invocation/field_names.h"
#include "core/invocation/field_text.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/message/message.h"

/* Puts a value where the field is.  Takes it over. */
static int field_put(struct invocation *call, const struct nscale_field *field,
                     struct json_object *target, struct json_object *value)
{
  if (value && path_set(target, field->path, value) == 0)
    return 0;
  json_object_put(value);
  return error_memory(call->error);
}

/* The field's array or map, borrowed from the target, made where it is not
 * there. */
static struct json_object *field_whole(struct invocation *call,
                                       const struct nscale_field *field,
                                       struct json_object *target)
{
  const int is_map = field->type == NSCALE_TYPE_OBJECT;
  struct json_object *whole = path_get(target, field->path);

  if (json_object_is_type(whole, is_map ? json_type_object : json_type_array))
    return whole;
  whole = is_map ? json_object_new_object() : json_object_new_array();
  return field_put(call, field, target, whole) < 0 ? NULL : whole;
}

/* What a value of a list means. */
static const char *field_resolve(struct invocation *call,
                                 const struct field_given *given,
                                 const char *text)
{
  const struct nscale_field *field = given->field;
  const char *value;

  if (!field_flag_resolves(field))
    return text;
  value = choices_resolve(call, field->choices,
                          &(struct choice_names){ field->flag, field->flag },
                          text);
  return value && field_names_check(call, field, value) == 0 ? value : NULL;
}

static int field_add_strings(struct invocation *call,
                             const struct field_given *given,
                             struct json_object *array)
{
  struct json_object *string;
  const char *text;
  const char *value;
  size_t at = 0;

  while ((text = field_given_next(given, &at))) {
    value = field_resolve(call, given, text);
    if (!value)
      return -1;
    if (field_json_find(array, 0, NULL, value) <
        json_object_array_length(array))
      continue;
    field_names_say(call, given->field->flag, text, value);
    string = json_object_new_string(value);
    if (!string || json_object_array_add(array, string) < 0) {
      json_object_put(string);
      return error_memory(call->error);
    }
  }
  return 0;
}

/* Appends the pairs whose keys are still among the values, each once. */
static int add_left_pairs(struct invocation *call,
                          const struct field_given *given,
                          struct json_object *values,
                          struct json_object *array)
{
  const char *text;
  size_t at = 0;

  while ((text = field_given_next(given, &at))) {
    CLEANUP_BUFFER struct buffer key = { 0 };

    buffer_append(&key, text, strcspn(text, "="));
    if (key.failed)
      return error_memory(call->error);
    if (!json_object_object_get_ex(values, key.data, NULL))
      continue;
    if (field_json_add_pair(array, given->field, text) < 0)
      return error_memory(call->error);
    json_object_object_del(values, key.data);
  }
  return 0;
}

static int field_lay_pairs(struct invocation *call,
                           const struct field_given *given,
                           struct json_object *array)
{
  CLEANUP_JSON struct json_object *values = json_object_new_object();
  const char *text;
  size_t at = 0;

  while (values && (text = field_given_next(given, &at))) {
    CLEANUP_BUFFER struct buffer key = { 0 };
    const char *value = text + strcspn(text, "=") + 1;

    buffer_append(&key, text, (size_t)(value - text) - 1);
    if (key.failed ||
        field_json_put_string(values, key.data, value, strlen(value)) < 0)
      return error_memory(call->error);
  }
  if (!values || field_json_set_pairs(array, given->field, values) < 0)
    return error_memory(call->error);
  return add_left_pairs(call, given, values, array);
}

static int field_remove_elements(struct invocation *call,
                                 const struct field_given *given,
                                 struct json_object *array)
{
  const struct nscale_field *field = given->field;
  const int is_list = field_flag_form(field) == FIELD_FLAG_LIST;
  const char *key = is_list ? NULL : field->key;
  const char *text;
  const char *value;
  size_t given_at = 0;
  size_t count;
  size_t at;

  while ((text = field_given_next(given, &given_at))) {
    value = is_list ? field_resolve(call, given, text) : text;
    if (!value)
      return -1;
    count = json_object_array_length(array);
    at = field_json_find(array, 0, key, value);
    for (; at < json_object_array_length(array);
         at = field_json_find(array, at, key, value))
      (void)json_object_array_del_idx(array, at, 1); /* it is there */
    if (at == count && is_list && field_listed_value(call, field, value) < 0)
      return -1;
    if (at == count)
      element_values_absent(call, given, text);
  }
  return 0;
}

/* Sets what has keys. */
static int field_lay(struct invocation *call, const struct field_given *given,
                     struct json_object *whole, int is_merged)
{
  switch (field_flag_form(given->field)) {
  case FIELD_FLAG_KEYED:
    return element_values_lay(call, given, whole, is_merged);
  case FIELD_FLAG_MAP:
    return map_values_set(call, given, whole);
  default:
    return field_lay_pairs(call, given, whole);
  }
}

/* Sets what needs no look at the thing as it is. */
static int field_set(struct invocation *call, const struct field_given *given)
{
  const struct nscale_field *field = given->field;
  struct json_object *document = call->draft.document;
  struct json_object *whole;
  const char *text;

  switch (field_flag_form(field)) {
  case FIELD_FLAG_VALUE:
    text = field_text(call, field, given->flag, field_given_first(given));
    return text ? field_put(call, field, document,
                            field_json_scalar(field, text))
                : -1;
  case FIELD_FLAG_LIST:
    return field_put(call, field, document, json_object_new_array());
  case FIELD_FLAG_ELEMENTS:
    whole = json_object_new_array();
    return field_put(call, field, document, whole) < 0
               ? -1
               : element_values_add(call, given, whole);
  case FIELD_FLAG_PAIRS:
  case FIELD_FLAG_KEYED:
  case FIELD_FLAG_MAP:
    if (invocation_is_patch(call))
      return 0;
    whole = field_whole(call, field, document);
    return whole ? field_lay(call, given, whole, 0) : -1;
  case FIELD_FLAG_NONE:
    break;
  }
  return 0;
}

int field_values_document(struct invocation *call)
{
  const struct nscale_field *const *field = field_given_fields(call);
  struct field_given given;

  for (; *field; field++) {
    if (!(*field)->flag)
      continue;
    given = field_given(call->flags, *field, FIELD_FLAG_SET);
    if (field_given_first(&given) && field_set(call, &given) < 0)
      return -1;
  }
  return 0;
}

/* Puts the id in the place of the name. */
static int field_resolve_value(struct invocation *call,
                               const struct field_given *given)
{
  const char *text = field_given_first(given);
  const char *value = field_resolve(call, given, text);

  if (!value)
    return -1;
  field_names_say(call, given->field->flag, text, value);
  return field_put(call, given->field, call->draft.document,
                   json_object_new_string(value));
}

int field_values_lists(struct invocation *call)
{
  const struct nscale_field *const *field = field_given_fields(call);
  struct field_given given;

  for (; *field; field++) {
    const enum field_flag_form form = field_flag_form(*field);

    if (!(*field)->flag ||
        (form != FIELD_FLAG_LIST && !field_flag_resolves(*field)))
      continue;
    given = field_given(call->flags, *field, FIELD_FLAG_SET);
    if (field_given_first(&given) &&
        (form == FIELD_FLAG_LIST
             ? field_add_strings(
                   call, &given,
                   path_get(call->draft.document, (*field)->path))
             : field_resolve_value(call, &given)) < 0)
      return -1;
  }
  return 0;
}

static int field_remove(struct invocation *call,
                        const struct field_given *given,
                        struct json_object *whole)
{
  switch (field_flag_form(given->field)) {
  case FIELD_FLAG_ELEMENTS:
    return element_values_remove(call, given, whole);
  case FIELD_FLAG_MAP:
    return map_values_remove(call, given, whole);
  default:
    return field_remove_elements(call, given, whole);
  }
}

/* What one flag does to the array, or the map, that the field is. */
static int field_change(struct invocation *call,
                        const struct field_given *given,
                        struct json_object *thing)
{
  const struct nscale_field *field = given->field;
  struct json_object *whole;

  if (!field_given_first(given) ||
      (given->act == FIELD_FLAG_SET && field_flag_is_whole(field)))
    return 0;
  whole = field_whole(call, field, thing);
  if (!whole)
    return -1;
  if (given->act == FIELD_FLAG_REMOVE)
    return field_remove(call, given, whole);
  if (field_flag_has_keys(field))
    return field_lay(call, given, whole, 1);
  return field_flag_form(field) == FIELD_FLAG_LIST
             ? field_add_strings(call, given, whole)
             : element_values_add(call, given, whole);
}

/* What all flags of a field do.  Of elements that are told apart by what is in
 * them, one that is added is not the one that is removed. */
static int field_changes(struct invocation *call,
                         const struct nscale_field *field,
                         struct json_object *whole)
{
  static const enum field_flag_act orders[2][3] = {
    { FIELD_FLAG_SET, FIELD_FLAG_ADD, FIELD_FLAG_REMOVE },
    { FIELD_FLAG_SET, FIELD_FLAG_REMOVE, FIELD_FLAG_ADD },
  };
  const int order = field_flag_form(field) == FIELD_FLAG_ELEMENTS;
  struct field_given given;
  size_t i;

  for (i = 0; i < 3; i++) {
    given = field_given(call->flags, field, orders[order][i]);
    if (field_change(call, &given, whole) < 0)
      return -1;
  }
  return 0;
}

int field_values_merged(struct invocation *call, struct json_object *whole)
{
  const struct nscale_field *const *field = field_given_fields(call);

  if (!invocation_is_patch(call))
    return 0;
  for (; *field; field++)
    if ((*field)->flag && field_flag_form(*field) != FIELD_FLAG_VALUE &&
        field_changes(call, *field, whole) < 0)
      return -1;
  return 0;
}
