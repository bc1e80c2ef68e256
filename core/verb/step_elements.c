/* step_elements.c - a step that is answered by one element after another. */
#include "core/verb/step_elements.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/invocation/element.h"
#include "core/invocation/field_json.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/plugin/members.h"
#include "core/terminal/picker.h"
#include "core/terminal/prompt.h"
#include "core/terminal/screen.h"

/* What is asked for: an array, and the members of its elements. */
struct asking {
  struct steps *steps;
  const struct nscale_field *step;
  size_t at; /* of the step */
  struct members members;
  struct json_object *array; /* as answered so far */
};

/* ---- One of a few items. ------------------------------------------ */

/* Asks for one of the items; `*chosen` is what to start from, and what was
 * chosen. */
static int choose(const struct asking *asking, const char *label,
                  const struct prompt_item *items, size_t count,
                  size_t *chosen)
{
  struct error *error = asking->steps->call->error;
  CLEANUP_FREE unsigned char *marks = calloc(count, 1);
  CLEANUP_BUFFER struct buffer head = { 0 };
  struct picker picker = {
    .label = label,
    .items = items,
    .count = count,
    .keys = step_keys(asking->steps, asking->at, 0),
  };
  int result;

  if (!marks)
    return error_memory(error);
  marks[*chosen] = 1;
  if (!asking->steps->on_screen) {
    result = prompt_choose(&(struct prompt_choice){ .label = label,
                                                    .items = items,
                                                    .count = count,
                                                    .chosen = marks },
                           error) < 0
                 ? SCREEN_FAILED
                 : SCREEN_DONE;
  } else {
    steps_write(asking->steps, asking->at, &head);
    picker.head = head.data;
    result =
        head.failed ? error_memory(error) : picker_run(&picker, marks, error);
  }
  for (*chosen = 0; *chosen + 1 < count && !marks[*chosen];)
    ++*chosen;
  return result;
}

/* ---- One element. ------------------------------------------------- */

/* Asks for the members, forth and back. */
static int ask_members(struct steps *steps)
{
  size_t at = 0;
  int result = SCREEN_DONE;

  while (at < steps->count) {
    const int before = result;

    result = steps->ask(steps, at);
    exchange_note_question(steps->call->reader.exchange);
    if (result == STEP_NOTHING)
      result = before;
    if (result == SCREEN_FAILED || (result == SCREEN_BACK && at == 0))
      return result;
    at = result == SCREEN_BACK ? at - 1 : at + 1;
  }
  return SCREEN_DONE;
}

/* Appends what stands above the questions: the answers before, which element
 * it is, and what was wrong with it, or NULL. */
static void write_above(const struct asking *asking, size_t number,
                        const char *wrong, struct buffer *text)
{
  const char *prompt = asking->step->prompt;

  buffer_clear(text);
  steps_write(asking->steps, asking->at, text);
  text_escape(text, prompt, strlen(prompt));
  buffer_printf(text, ", %zu:\n", number + 1);
  if (!wrong)
    return;
  text_escape(text, wrong, strlen(wrong));
  buffer_putc(text, '\n');
}

/* Appends what is wrong with an element whose key another has.  Returns
 * whether that is so. */
static int write_taken(const struct asking *asking, size_t index,
                       struct json_object *element, struct buffer *wrong)
{
  const char *key =
      asking->step->key ? element_key(asking->step, element) : NULL;
  size_t other = 0;

  if (key)
    other = field_json_find(asking->array, 0, asking->step->key, key);
  if (key && other == index)
    other = field_json_find(asking->array, other + 1, asking->step->key, key);
  if (!key || other >= json_object_array_length(asking->array))
    return 0;
  buffer_printf(wrong, "%s \"%s\" is there already", asking->step->key, key);
  return 1;
}

/* Likewise says so where it cannot stand above the next question. */
static int is_taken(const struct asking *asking, size_t index,
                    struct json_object *element, struct buffer *wrong)
{
  if (!write_taken(asking, index, element, wrong))
    return 0;
  if (!asking->steps->on_screen && !wrong->failed)
    message_line("%s", wrong->data);
  return 1;
}

/* Asks for the element at `index`, from what it is; one behind the last is
 * new.  SCREEN_BACK leaves all as it was. */
static int ask_element(struct asking *asking, size_t index)
{
  struct error *error = asking->steps->call->error;
  struct json_object *old = json_object_array_get_idx(asking->array, index);
  CLEANUP_JSON struct json_object *element =
      old ? json_copy(old) : json_object_new_object();
  CLEANUP_BUFFER struct buffer above = { 0 };
  CLEANUP_BUFFER struct buffer wrong = { 0 };
  struct steps steps = { .call = asking->steps->call,
                         .document = element,
                         .fields = asking->members.list,
                         .ask = asking->steps->ask,
                         .on_screen = asking->steps->on_screen };
  int result;

  if (!element || steps_list(&steps) < 0)
    return error_memory(error);
  do {
    write_above(asking, index, wrong.length ? wrong.data : NULL, &above);
    steps.above = above.data;
    result = above.failed ? error_memory(error) : ask_members(&steps);
    buffer_clear(&wrong);
  } while (result == SCREEN_DONE && is_taken(asking, index, element, &wrong));
  free(steps.list);
  if (result == SCREEN_DONE &&
      json_object_array_put_idx(asking->array, index,
                                json_object_get(element)) < 0) {
    json_object_put(element);
    return error_memory(error);
  }
  return result;
}

/* Asks what is to be done with one that is there. */
static int ask_what(struct asking *asking, size_t index, const char *label)
{
  static const struct prompt_item items[] = {
    { .value = "", .label = "Change it" },
    { .value = "", .label = "Remove it" },
  };
  size_t chosen = 0;
  const int result = choose(asking, label, items, 2, &chosen);

  if (result != SCREEN_DONE)
    return result;
  if (chosen == 0)
    return ask_element(asking, index);
  (void)json_object_array_del_idx(asking->array, index, 1);
  return SCREEN_DONE;
}

/* ---- All of them. ------------------------------------------------- */

/* What is chosen from: a line for each element, one more, and all. */
struct menu {
  struct prompt_item *items;
  struct buffer *lines; /* of the elements */
  size_t count;
};

static void menu_free(struct menu *menu)
{
  size_t i;

  for (i = 0; menu->lines && i < menu->count; i++)
    buffer_free(&menu->lines[i]);
  free(menu->lines);
  free(menu->items);
}

static int menu_make(const struct asking *asking, struct menu *menu)
{
  size_t i;

  menu->count = json_object_array_length(asking->array);
  menu->items = calloc(menu->count + 2, sizeof *menu->items);
  menu->lines = calloc(menu->count + 1, sizeof *menu->lines);
  if (!menu->items || !menu->lines)
    return -1;
  for (i = 0; i < menu->count; i++) {
    step_element_write(asking->steps, asking->members.list,
                       json_object_array_get_idx(asking->array, i),
                       &menu->lines[i]);
    buffer_puts(&menu->lines[i], "");
    if (menu->lines[i].failed)
      return -1;
    menu->items[i] =
        (struct prompt_item){ .value = "", .label = menu->lines[i].data };
  }
  menu->items[i++] = (struct prompt_item){ .value = "", .label = "Add one" };
  menu->items[i] = (struct prompt_item){ .value = "", .label = "That is all" };
  return 0;
}

/* Asks once.  Sets `*all` where that is all. */
static int ask_once(struct asking *asking, int *all)
{
  CLEANUP(menu_free) struct menu menu = { 0 };
  const int is_needed = !step_may_be_absent(asking->steps, asking->step);
  size_t chosen;
  int result;

  if (menu_make(asking, &menu) < 0)
    return error_memory(asking->steps->call->error);
  chosen = menu.count + !(is_needed && !menu.count);
  result = choose(asking, asking->step->prompt, menu.items, menu.count + 2,
                  &chosen);
  if (result != SCREEN_DONE)
    return result;
  *all = chosen > menu.count;
  if (*all)
    return result;
  result = chosen < menu.count
               ? ask_what(asking, chosen, menu.lines[chosen].data)
               : ask_element(asking, chosen);
  return result == SCREEN_BACK ? SCREEN_DONE : result;
}

int step_elements_ask(struct steps *steps, const struct nscale_field *step,
                      size_t at)
{
  struct json_object *present = step_present(steps, step);
  struct asking asking = { .steps = steps, .step = step, .at = at };
  int result = SCREEN_DONE;
  int all = 0;

  asking.array = present ? json_copy(present) : json_object_new_array();
  if (!asking.array || members_of(&asking.members, steps->fields, step) < 0)
    result = error_memory(steps->call->error);
  while (result == SCREEN_DONE && !all)
    result = ask_once(&asking, &all);
  if (result == SCREEN_DONE &&
      (present || json_object_array_length(asking.array)) &&
      step_put(steps, step, json_object_get(asking.array)) < 0)
    result = SCREEN_FAILED;
  members_free(&asking.members);
  json_object_put(asking.array);
  return result;
}
