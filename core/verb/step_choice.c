/* step_choice.c - a step that is answered by choosing from a list. */
#include "core/verb/step_choice.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/invocation/choices.h"
#include "core/invocation/field_json.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/terminal/picker.h"
#include "core/terminal/prompt.h"
#include "core/terminal/screen.h"
#include "core/verb/selection.h"

/* Asks for one or several of a selection. */
static int choose_items(struct steps *steps, const struct nscale_field *step,
                        struct selection *selection, size_t at, int multiple)
{
  CLEANUP_BUFFER struct buffer head = { 0 };
  struct picker picker = {
    .label = step->prompt,
    .items = selection->items,
    .count = selection->count,
    .multiple = multiple,
    .filter = 1,
    .keys = step_keys(steps, at, multiple),
    .keys_filtered = multiple ? step_keys_filtered(steps, at) : NULL,
  };

  /* A list that may be left empty, and is, leaves nothing to steps. */
  if (!picker.count && !step_scope(step))
    return STEP_NOTHING;
  if (!steps->on_screen)
    return prompt_choose(
               &(struct prompt_choice){ .label = picker.label,
                                        .items = picker.items,
                                        .count = picker.count,
                                        .multiple = multiple,
                                        .chosen = selection->chosen },
               steps->call->error) < 0
               ? SCREEN_FAILED
               : SCREEN_DONE;
  steps_write(steps, at, &head);
  picker.head = head.data;
  return head.failed
             ? error_memory(steps->call->error)
             : picker_run(&picker, selection->chosen, steps->call->error);
}

/* ---- A list that cannot be read. ---------------------------------- */

/* What may go well another time.  Not a plugin's mistake, nor what the user
 * has ended. */
static int may_try_again(const struct error *error)
{
  return error->http_status || error->exit_status == EXIT_NETWORK ||
         error->exit_status == EXIT_RATE_LIMITED;
}

static int choose_again(const struct steps *steps, size_t at,
                        const struct error *trouble, struct error *error)
{
  static const struct prompt_item items[] = {
    { .value = "", .label = "Try again" },
    { .value = "", .label = "Give up" },
  };
  unsigned char chosen[2] = { 1, 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer head = { 0 };
  struct picker picker = {
    .label = "The list could not be read; the answers so far are kept",
    .items = items,
    .count = 2,
    .keys = "Enter: choose. Esc: back.",
  };
  int result;

  steps_write(steps, at, &head);
  text_escape(&text, trouble->message, strlen(trouble->message));
  if (text.failed || head.failed)
    return error_memory(error);
  picker.head = head.data;
  picker.text = text.data;
  result = picker_run(&picker, chosen, error);
  return result == SCREEN_DONE && chosen[1] ? SCREEN_FAILED : result;
}

/* Asks whether the list is to be read again; the answers so far are kept.
 * Returns SCREEN_DONE for yes, SCREEN_BACK, or SCREEN_FAILED with the error
 * set. */
static int ask_again(struct steps *steps, size_t at)
{
  struct error *error = steps->call->error;
  CLEANUP_ERROR struct error other = { 0 };
  int result;

  if (!may_try_again(error) || !error->message)
    return SCREEN_FAILED;
  if (steps->on_screen) {
    result = choose_again(steps, at, error, &other);
  } else {
    message_line("%s", error->message);
    result = prompt_confirm("Try again?", &prompt_stdin, &other) > 0
                 ? SCREEN_DONE
                 : SCREEN_FAILED;
  }
  if (result != SCREEN_FAILED)
    error_clear(error);
  return result;
}

/* ---- Fields. ------------------------------------------------------ */

static int select_from_list(struct steps *steps,
                            const struct nscale_field *step, size_t at,
                            struct selection *selection)
{
  const struct nscale_choices *choices = step->choices;
  struct json_object *list;
  int result;

  while (!(list = choices_read(steps->call, choices)))
    if ((result = ask_again(steps, at)) != SCREEN_DONE)
      return result;
  return selection_of_list(selection,
                           &(struct selection_list){ list, choices->value_path,
                                                     choices->label_path },
                           step_present(steps, step), steps->call->error) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

/* Yes or no, as JSON has them. */
static int select_boolean(struct steps *steps, const struct nscale_field *step,
                          struct selection *selection)
{
  static const char *const words[] = { "true", "false", NULL };

  if (selection_of_words(selection, words, step_present(steps, step),
                         steps->call->error) < 0)
    return SCREEN_FAILED;
  selection->items[0].label = "Yes";
  selection->items[1].label = "No";
  return SCREEN_DONE;
}

/* Makes what is chosen from.  Returns SCREEN_DONE, SCREEN_BACK or
 * SCREEN_FAILED. */
static int make_selection(struct steps *steps, const struct nscale_field *step,
                          size_t at, struct selection *selection)
{
  int result = SCREEN_DONE;

  if (step->type == NSCALE_TYPE_BOOLEAN)
    result = select_boolean(steps, step, selection);
  else if (step->choices->list)
    result = select_from_list(steps, step, at, selection);
  else if (selection_of_words(selection, step->choices->words,
                              step_present(steps, step),
                              steps->call->error) < 0)
    result = SCREEN_FAILED;
  if (result == SCREEN_DONE && step->type != NSCALE_TYPE_ARRAY &&
      step_may_be_absent(steps, step) && selection->count)
    selection_offer_none(selection);
  return result;
}

/* The one value that was chosen, of the field's type. */
static int put_one(struct steps *steps, const struct nscale_field *step,
                   struct json_object *chosen)
{
  const char *text =
      json_object_get_string(json_object_array_get_idx(chosen, 0));

  if (text && text[0])
    return step_put(steps, step, field_json_scalar(step, text));
  step_clear(steps, step);
  return 0;
}

static int choose_field(struct steps *steps, const struct nscale_field *step,
                        size_t at)
{
  CLEANUP_SELECTION struct selection selection = { 0 };
  CLEANUP_JSON struct json_object *chosen = NULL;
  const int multiple = step->type == NSCALE_TYPE_ARRAY;
  int result = make_selection(steps, step, at, &selection);

  if (result != SCREEN_DONE)
    return result;
  result = choose_items(steps, step, &selection, at, multiple);
  if (result == SCREEN_BACK || result == SCREEN_FAILED)
    return result;
  chosen = selection_array(&selection, step_present(steps, step));
  if (!chosen) {
    (void)error_memory(steps->call->error);
    return SCREEN_FAILED;
  }
  return (multiple ? step_put(steps, step, json_object_get(chosen))
                   : put_one(steps, step, chosen)) < 0
             ? SCREEN_FAILED
             : result;
}

/* ---- Scopes. ------------------------------------------------------ */

static const char *const scope_names[SCOPE_COUNT][2] = {
  { "organization", "organizations" },
  { "project", "projects" },
  { "region", "regions" },
};

/* What was chosen in one organization is nothing in another. */
static void forget_choices(struct steps *steps, uint32_t scope)
{
  size_t i;

  choices_forget(steps->call);
  for (i = 0; i < steps->count; i++)
    if (step_has_elements(steps, steps->list[i]) ||
        (!step_scope(steps->list[i]) && step_has_choices(steps->list[i]) &&
         steps->list[i]->choices))
      (void)path_delete(steps->document, steps->list[i]->path);
  if (scope != NSCALE_SCOPE_ORGANIZATION)
    return;
  for (i = 1; i < SCOPE_COUNT; i++)
    steps->scopes[i] = NULL;
}

/* Reads what the scope is chosen from, once. */
static int read_scope(struct steps *steps, uint32_t scope, size_t step_at)
{
  const size_t at = step_scope_index(scope);
  struct json_object **list = &steps->scopes[at];
  struct invocation *call = steps->call;
  int result;

  while (!*list) {
    *list = fetch_list(
        &call->reader,
        scope_list(&call->scopes, scope, &call->reader, call->error),
        (struct thing_names){ scope_names[at][0], scope_names[at][1] },
        call->error);
    if (!*list && (result = ask_again(steps, step_at)) != SCREEN_DONE)
      return result;
  }
  if (json_object_array_length(*list))
    return SCREEN_DONE;
  (void)error_set(call->error, EXIT_NOT_FOUND, "the service token sees no %s",
                  scope_names[at][0]);
  return SCREEN_FAILED;
}

/* Makes this one, an id and a name, the call's. */
static int take_scope(struct steps *steps, uint32_t scope,
                      const struct prompt_item *item)
{
  struct invocation *call = steps->call;
  const char *before = scope_known(&call->scopes, scope);

  if (before && uuid_same(before, item->value))
    return SCREEN_DONE;
  forget_choices(steps, scope);
  return scope_choose(&call->scopes, scope, item->value, item->label,
                      call->error) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

/* Where there is no other, nothing is asked; the review shows it. */
static int take_only(struct steps *steps, uint32_t scope)
{
  const size_t at = step_scope_index(scope);
  struct json_object *one = json_object_array_get_idx(steps->scopes[at], 0);
  const struct prompt_item item = { .value = path_string(one, SCOPE_ID_PATH),
                                    .label =
                                        path_string(one, SCOPE_NAME_PATH) };

  if (item.value)
    return take_scope(steps, scope, &item) == SCREEN_FAILED ? SCREEN_FAILED
                                                            : STEP_NOTHING;
  (void)error_set(steps->call->error, EXIT_FAILED,
                  "the reply has an %s without an id", scope_names[at][0]);
  return SCREEN_FAILED;
}

static int choose_scope(struct steps *steps, const struct nscale_field *step,
                        size_t at)
{
  CLEANUP_SELECTION struct selection selection = { 0 };
  const uint32_t scope = step_scope(step);
  const char *before = scope_known(&steps->call->scopes, scope);
  struct json_object *now = before ? json_object_new_string(before) : NULL;
  int result = SCREEN_FAILED;
  size_t i = 0;

  if (selection_of_list(
          &selection,
          &(struct selection_list){ steps->scopes[step_scope_index(scope)],
                                    SCOPE_ID_PATH, SCOPE_NAME_PATH },
          now, steps->call->error) == 0)
    result = choose_items(steps, step, &selection, at, 0);
  while (i < selection.count && !selection.chosen[i])
    i++;
  if (result == SCREEN_DONE && i < selection.count)
    result = take_scope(steps, scope, &selection.items[i]);
  json_object_put(now);
  return result;
}

static int ask_scope(struct steps *steps, const struct nscale_field *step,
                     size_t at)
{
  const uint32_t scope = step_scope(step);
  const int result = read_scope(steps, scope, at);

  if (result != SCREEN_DONE)
    return result;
  return json_object_array_length(steps->scopes[step_scope_index(scope)]) == 1
             ? take_only(steps, scope)
             : choose_scope(steps, step, at);
}

int step_choice_ask(struct steps *steps, const struct nscale_field *step,
                    size_t at)
{
  return step_scope(step) ? ask_scope(steps, step, at)
                          : choose_field(steps, step, at);
}
