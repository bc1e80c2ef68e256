/* selection.c - the elements of a list, as items to choose from. */
#include "core/verb/selection.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/path.h"

void selection_free(struct selection *selection)
{
  free(selection->items);
  free(selection->chosen);
  *selection = (struct selection){ 0 };
}

static size_t length_of(struct json_object *array)
{
  return json_object_is_type(array, json_type_array)
             ? json_object_array_length(array)
             : 0;
}

/* The text at an index of an array; NULL where it is none. */
static const char *text_at(struct json_object *array, size_t index)
{
  struct json_object *text = json_object_array_get_idx(array, index);

  return json_object_is_type(text, json_type_string)
             ? json_object_get_string(text)
             : NULL;
}

/* Makes room for what a list has, and for all of `present` besides. */
static int make_room(struct selection *selection, size_t count,
                     struct json_object *present, struct error *error)
{
  size_t most = count + length_of(present) + 1;

  selection->items = calloc(most, sizeof *selection->items);
  selection->chosen = calloc(most, 1);
  return selection->items && selection->chosen ? 0 : error_memory(error);
}

/* Where a value stands; the count for nowhere. */
static size_t place_of(const struct selection *selection, const char *value)
{
  size_t i = 0;

  while (i < selection->count && strcmp(selection->items[i].value, value) != 0)
    i++;
  return i;
}

/* Chooses a value, which is an item from now on if it was none. */
static void choose(struct selection *selection, const char *value)
{
  size_t at = place_of(selection, value);

  if (at == selection->count)
    selection->items[selection->count++] =
        (struct prompt_item){ .value = value };
  selection->chosen[at] = 1;
}

static void choose_present(struct selection *selection,
                           struct json_object *present)
{
  const char *value;
  size_t i;

  for (i = 0; i < length_of(present); i++) {
    value = text_at(present, i);
    if (value)
      choose(selection, value);
  }
  if (json_object_is_type(present, json_type_string))
    choose(selection, json_object_get_string(present));
}

int selection_of_list(struct selection *selection, struct json_object *list,
                      const char *value_path, const char *label_path,
                      struct json_object *present, struct error *error)
{
  size_t count = length_of(list);
  size_t i;

  if (make_room(selection, count, present, error) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    struct json_object *element = json_object_array_get_idx(list, i);
    const char *value = path_string(element, value_path);
    const char *label = label_path ? path_string(element, label_path) : NULL;

    if (value)
      selection->items[selection->count++] =
          (struct prompt_item){ .value = value, .label = label };
  }
  choose_present(selection, present);
  return 0;
}

int selection_of_words(struct selection *selection, const char *const *words,
                       struct json_object *present, struct error *error)
{
  size_t count = 0;

  while (words[count])
    count++;
  if (make_room(selection, count, present, error) < 0)
    return -1;
  for (; selection->count < count; selection->count++)
    selection->items[selection->count] =
        (struct prompt_item){ .value = words[selection->count] };
  choose_present(selection, present);
  return 0;
}

/* Appends the value at a place if it was chosen, and drops the choice. */
static int add_chosen(const struct selection *selection, size_t at,
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

  for (i = 0; i < length_of(present) && !failed; i++) {
    value = text_at(present, i);
    if (value)
      failed = add_chosen(selection, place_of(selection, value), array) < 0;
  }
  for (i = 0; i < selection->count && !failed; i++)
    failed = add_chosen(selection, i, array) < 0;
  if (!failed)
    return array;
  json_object_put(array);
  return NULL;
}
