/* element_values.c - what the flags of arrays of objects, and of maps, do to
 * the value that the field has. */
#include "core/invocation/element_values.h"

#include <json-c/json.h>
#include <string.h>

#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/document/patch.h"
#include "core/invocation/element.h"
#include "core/invocation/field_json.h"
#include "core/invocation/field_names.h"
#include "core/json/same.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/plugin/members.h"

/* A copy of what a value of the flag says, the caller's. */
static struct json_object *read_copy(struct invocation *call,
                                     const struct field_given *given,
                                     const char *text)
{
  struct json_object *element = element_read(call, given, text);
  struct json_object *copy = element ? json_copy(element) : NULL;
  CLEANUP_MEMBERS struct members members = { 0 };

  if (element && !copy)
    (void)error_memory(call->error);
  /* Those of the document itself are looked up with all of it. */
  if (!copy || !call->draft.merged)
    return copy;
  if (members_of(&members, call->noun->fields, given->field) < 0)
    (void)error_memory(call->error);
  else if (field_names_resolve(call, members.list, copy, NULL) == 0)
    return copy;
  json_object_put(copy);
  return NULL;
}

/* ---- Adding. ------------------------------------------------------ */

static int has_element(struct json_object *array, struct json_object *element)
{
  size_t i = json_object_array_length(array);

  while (i-- > 0)
    if (json_same(json_object_array_get_idx(array, i), element))
      return 1;
  return 0;
}

/* Holds a new element to the fields, and puts in what stands for what is
 * absent. */
static int complete_new(struct invocation *call,
                        const struct field_given *given, const char *text,
                        struct json_object *element)
{
  CLEANUP_MEMBERS struct members members = { 0 };

  if (members_of(&members, call->noun->fields, given->field) < 0)
    return error_memory(call->error);
  return element_check(call, given, text, element, DOCUMENT_DEFAULTS) < 0
             ? -1
             : document_complete(element, members.list, NULL, NULL,
                                 call->error);
}

int element_values_add(struct invocation *call,
                       const struct field_given *given,
                       struct json_object *array)
{
  const char *text;
  size_t at = 0;

  while ((text = field_given_next(given, &at))) {
    CLEANUP_JSON struct json_object *element = read_copy(call, given, text);

    if (!element || (invocation_is_patch(call) &&
                     complete_new(call, given, text, element) < 0))
      return -1;
    if (has_element(array, element))
      continue;
    if (json_object_array_add(array, json_object_get(element)) < 0) {
      json_object_put(element);
      return error_memory(call->error);
    }
  }
  return 0;
}

/* ---- Laying over. ------------------------------------------------- */

/* Lays one over the array, at the place of its key or behind all.  Takes it
 * over. */
static int lay_one(struct json_object *array, struct json_object *element,
                   size_t at, struct error *error)
{
  struct json_object *there = json_object_array_get_idx(array, at);
  struct json_object *merged = there ? merge_patch(there, element) : element;

  if (there)
    json_object_put(element);
  if (merged && json_object_array_put_idx(array, at, merged) == 0)
    return 0;
  json_object_put(merged);
  return error_memory(error);
}

int element_values_lay(struct invocation *call,
                       const struct field_given *given,
                       struct json_object *array, int whole)
{
  const struct nscale_field *field = given->field;
  struct json_object *element;
  const char *text;
  size_t given_at = 0;
  size_t at;

  while ((text = field_given_next(given, &given_at))) {
    element = read_copy(call, given, text);
    if (!element)
      return -1;
    at = field_json_find(array, 0, field->key, element_key(field, element));
    if (whole && at == json_object_array_length(array) &&
        complete_new(call, given, text, element) < 0) {
      json_object_put(element);
      return -1;
    }
    if (lay_one(array, element, at, call->error) < 0)
      return -1;
  }
  return 0;
}

/* ---- Removing. ---------------------------------------------------- */

void element_values_absent(const struct invocation *call,
                           const struct field_given *given, const char *text)
{
  if (!call->plan.muted)
    message_note("--%s %s: it is not there to be removed", given->flag, text);
}

/* Whether a value has all that is wanted of it: an object these members, which
 * may be objects again. */
static int has_members(struct json_object *value, struct json_object *wanted)
{
  struct json_object *own;

  if (!json_object_is_type(value, json_type_object) ||
      !json_object_is_type(wanted, json_type_object))
    return json_same(value, wanted);
  json_object_object_foreach(wanted, key, member)
  {
    if (!json_object_object_get_ex(value, key, &own) ||
        !has_members(own, member))
      return 0;
  }
  return 1;
}

/* The first that has them; NULL for none.  Sets `*others` to how many more
 * have them that are not the same. */
static struct json_object *first_with(struct json_object *array,
                                      struct json_object *wanted,
                                      size_t *others)
{
  const size_t count = json_object_array_length(array);
  struct json_object *first = NULL;
  struct json_object *element;
  size_t i;

  *others = 0;
  for (i = 0; i < count; i++) {
    element = json_object_array_get_idx(array, i);
    if (!has_members(element, wanted))
      continue;
    if (!first)
      first = element;
    else
      *others += !json_same(first, element);
  }
  return first;
}

static int refuse_several(struct invocation *call,
                          const struct field_given *given, const char *text,
                          size_t count)
{
  (void)error_set(call->error, EXIT_USAGE,
                  "--%s %s means %zu of those that are there", given->flag,
                  text, count);
  return error_hint(call->error, "name more of its members, which tell it "
                                 "from the others");
}

int element_values_remove(struct invocation *call,
                          const struct field_given *given,
                          struct json_object *array)
{
  const char *text;
  size_t given_at = 0;
  size_t others;
  size_t at;

  while ((text = field_given_next(given, &given_at))) {
    CLEANUP_JSON struct json_object *wanted = read_copy(call, given, text);

    if (!wanted)
      return -1;
    if (!first_with(array, wanted, &others)) {
      element_values_absent(call, given, text);
      continue;
    }
    if (others)
      return refuse_several(call, given, text, others + 1);
    for (at = json_object_array_length(array); at-- > 0;)
      if (has_members(json_object_array_get_idx(array, at), wanted))
        (void)json_object_array_del_idx(array, at, 1); /* it is there */
  }
  return 0;
}

/* ---- Maps. -------------------------------------------------------- */

int map_values_set(struct invocation *call, const struct field_given *given,
                   struct json_object *map)
{
  const char *text;
  size_t at = 0;

  while ((text = field_given_next(given, &at)))
    if (field_json_put_pair(map, given->field, text) < 0)
      return error_memory(call->error);
  return 0;
}

int map_values_remove(struct invocation *call, const struct field_given *given,
                      struct json_object *map)
{
  const char *text;
  size_t at = 0;

  while ((text = field_given_next(given, &at)))
    if (json_object_object_get_ex(map, text, NULL))
      json_object_object_del(map, text);
    else
      element_values_absent(call, given, text);
  return 0;
}
