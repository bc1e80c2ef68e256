/* selection.c - the elements of a list, as items to choose from. */
#include "core/verb/selection.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/json/path.h"

void selection_free(struct selection *selection)
{
  free(selection->items);
  free(selection->chosen);
  *selection = (struct selection){ 0 };
}

static size_t array_length(struct json_object *array)
{
  return json_object_is_type(array, json_type_array)
             ? json_object_array_length(array)
             : 0;
}

/* A text, number or boolean as text; NULL for another type. */
static const char *scalar_text(struct json_object *value)
{
  return value && !json_object_is_type(value, json_type_array) &&
                 !json_object_is_type(value, json_type_object)
             ? json_object_get_string(value)
             : NULL;
}

static const char *array_text(struct json_object *array, size_t index)
{
  return scalar_text(json_object_array_get_idx(array, index));
}

/* Makes room for what a list has, and for all of `present` besides. */
static int selection_make_room(struct selection *selection, size_t count,
                               struct json_object *present,
                               struct error *error)
{
  size_t most = count + array_length(present) + 2; /* one, and none */

  selection->items = calloc(most, sizeof *selection->items);
  selection->chosen = calloc(most, 1);
  return selection->items && selection->chosen ? 0 : error_memory(error);
}

/* Where a value stands; the count for nowhere. */
static size_t selection_place_of(const struct selection *selection,
                                 const char *value)
{
  size_t i = 0;

  while (i < selection->count && !uuid_same(selection->items[i].value, value))
    i++;
  return i;
}

/* Chooses a value, which is an item from now on if it was none. */
static void selection_choose(struct selection *selection, const char *value)
{
  size_t at = selection_place_of(selection, value);

  if (at == selection->count)
    selection->items[selection->count++] =
        (struct prompt_item){ .value = value };
  selection->chosen[at] = 1;
}

static void selection_choose_present(struct selection *selection,
                                     struct json_object *present)
{
  const char *value;
  size_t i;

  for (i = 0; i < array_length(present); i++) {
    value = array_text(present, i);
    if (value)
      selection_choose(selection, value);
  }
  if (scalar_text(present))
    selection_choose(selection, scalar_text(present));
}

int selection_of_list(struct selection *selection,
                      const struct selection_list *list,
                      struct json_object *present, struct error *error)
{
  size_t count = array_length(list->elements);
  size_t i;

  if (selection_make_room(selection, count, present, error) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    struct json_object *element = json_object_array_get_idx(list->elements, i);
    const char *value = path_string(element, list->value_path);
    const char *label =
        list->label_path ? path_string(element, list->label_path) : NULL;

    if (value)
      selection->items[selection->count++] =
          (struct prompt_item){ .value = value, .label = label };
  }
  selection_choose_present(selection, present);
  return 0;
}

int selection_of_words(struct selection *selection, const char *const *words,
                       struct json_object *present, struct error *error)
{
  size_t count = 0;

  while (words[count])
    count++;
  if (selection_make_room(selection, count, present, error) < 0)
    return -1;
  for (; selection->count < count; selection->count++)
    selection->items[selection->count] =
        (struct prompt_item){ .value = words[selection->count] };
  selection_choose_present(selection, present);
  return 0;
}

void selection_offer_none(struct selection *selection)
{
  const int is_chosen = memchr(selection->chosen, 1, selection->count) == NULL;

  selection->items[selection->count] =
      (struct prompt_item){ .value = "", .label = "None" };
  selection->chosen[selection->count++] = (unsigned char)is_chosen;
}

/* Appends the value at a place if it was chosen, and drops the choice. */
static int selection_add_chosen(const struct selection *selection, size_t at,
                                struct json_object *array)
{
  struct json_object *text;

  if (at == selection->count || !selection->chosen[at])
    return 0;
  selection->chosen[at] = 0;
  text = json_object_new_string(selection->items[at].value);
  if (text && json_object_array_add(array, text) == 0)
    return 0;
  json_object_put(text);
  return -1;
}

struct json_object *selection_array(struct selection *selection,
                                    struct json_object *present)
{
  struct json_object *array = json_object_new_array();
  int failed = !array;
  const char *value;
  size_t i;

  for (i = 0; i < array_length(present) && !failed; i++) {
    value = array_text(present, i);
    if (value)
      failed = selection_add_chosen(
                   selection, selection_place_of(selection, value), array) < 0;
  }
  for (i = 0; i < selection->count && !failed; i++)
    failed = selection_add_chosen(selection, i, array) < 0;
  if (!failed)
    return array;
  json_object_put(array);
  return NULL;
}
