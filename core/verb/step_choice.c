/* step_choice.c - a step that is answered by choosing from a list. */
#include "core/verb/step_choice.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"
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
    .label = step_name(step),
    .items = selection->items,
    .count = selection->count,
    .multiple = multiple,
    .filter = 1,
    .keys = step_keys(at, multiple),
  };

  /* A list that may be left empty, and is, leaves nothing to steps. */
  if (!picker.count && step)
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

static int make_selection(struct steps *steps, const struct nscale_field *step,
                          struct selection *selection)
{
  const struct nscale_choices *choices = step->choices;
  struct json_object *list;

  if (choices->words)
    return selection_of_words(selection, choices->words,
                              step_present(steps, step), steps->call->error);
  list = choices_read(steps->call, choices);
  return list ? selection_of_list(
                    selection,
                    &(struct selection_list){ list, choices->value_path,
                                              choices->label_path },
                    step_present(steps, step), steps->call->error)
              : -1;
}

static int choose_field(struct steps *steps, const struct nscale_field *step,
                        size_t at)
{
  CLEANUP_SELECTION struct selection selection = { 0 };
  int multiple = step->type == NSCALE_TYPE_ARRAY;
  struct json_object *chosen;
  int result;

  if (make_selection(steps, step, &selection) < 0)
    return SCREEN_FAILED;
  result = choose_items(steps, step, &selection, at, multiple);
  if (result == SCREEN_BACK || result == SCREEN_FAILED)
    return result;
  chosen = selection_array(&selection, step_present(steps, step));
  if (multiple || !chosen)
    return step_put(steps, step, chosen) < 0 ? SCREEN_FAILED : result;
  if (json_object_array_length(chosen) &&
      step_put(steps, step,
               json_object_get(json_object_array_get_idx(chosen, 0))) < 0)
    result = SCREEN_FAILED;
  json_object_put(chosen);
  return result;
}

/* What was chosen in one organization is nothing in another. */
static void forget_choices(struct steps *steps)
{
  size_t i;

  choices_forget(steps->call);
  for (i = 0; i < steps->count; i++)
    if (steps->list[i] && step_has_choices(steps->list[i]))
      (void)path_delete(steps->document, steps->list[i]->path);
}

/* Reads the organizations that the token sees, once. */
static int read_organizations(struct steps *steps)
{
  static const struct thing_names names = { "organization", "organizations" };
  struct invocation *call = steps->call;

  if (!steps->organizations)
    steps->organizations =
        fetch_list(&call->reader,
                   scope_list(&call->scopes, NSCALE_SCOPE_ORGANIZATION,
                              &call->reader, call->error),
                   names, call->error);
  if (!steps->organizations)
    return -1;
  return json_object_array_length(steps->organizations)
             ? 0
             : error_set(call->error, EXIT_NOT_FOUND,
                         "the service token sees no organization");
}

/* Makes the organization with this id the call's. */
static int take_organization(struct steps *steps, const char *id)
{
  struct invocation *call = steps->call;
  const char *before = scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION);

  if (before && uuid_same(before, id))
    return SCREEN_DONE;
  forget_choices(steps);
  return scope_choose(&call->scopes, NSCALE_SCOPE_ORGANIZATION, id,
                      call->error) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

/* Where there is no other, nothing is asked; the review shows it. */
static int take_only_organization(struct steps *steps)
{
  const char *id = path_string(
      json_object_array_get_idx(steps->organizations, 0), SCOPE_ID_PATH);

  if (!id)
    return error_set(steps->call->error, EXIT_FAILED,
                     "the reply has an organization without an id");
  return take_organization(steps, id) == SCREEN_FAILED ? SCREEN_FAILED
                                                       : STEP_NOTHING;
}

static int choose_organization(struct steps *steps, size_t at)
{
  CLEANUP_SELECTION struct selection selection = { 0 };
  const char *before =
      scope_known(&steps->call->scopes, NSCALE_SCOPE_ORGANIZATION);
  struct json_object *now = before ? json_object_new_string(before) : NULL;
  int result = SCREEN_FAILED;
  size_t i = 0;

  if (selection_of_list(&selection,
                        &(struct selection_list){ steps->organizations,
                                                  SCOPE_ID_PATH,
                                                  SCOPE_NAME_PATH },
                        now, steps->call->error) == 0)
    result = choose_items(steps, NULL, &selection, at, 0);
  while (i < selection.count && !selection.chosen[i])
    i++;
  if (result == SCREEN_DONE && i < selection.count)
    result = take_organization(steps, selection.items[i].value);
  json_object_put(now);
  return result;
}

static int ask_organization(struct steps *steps, size_t at)
{
  if (read_organizations(steps) < 0)
    return SCREEN_FAILED;
  return json_object_array_length(steps->organizations) == 1
             ? take_only_organization(steps)
             : choose_organization(steps, at);
}

int step_choice_ask(struct steps *steps, const struct nscale_field *step,
                    size_t at)
{
  return step ? choose_field(steps, step, at) : ask_organization(steps, at);
}
