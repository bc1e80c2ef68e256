/* interactive.c - a create or an update on a terminal, without a document. */
#include "core/verb/interactive.h"

#include <json-c/json.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/document/document.h"
#include "core/document/pairs.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"
#include "core/message/tty.h"
#include "core/terminal/entry.h"
#include "core/terminal/picker.h"
#include "core/terminal/prompt.h"
#include "core/terminal/raw.h"
#include "core/terminal/screen.h"
#include "core/verb/review.h"
#include "core/verb/selection.h"
#include "core/verb/step.h"

/* Besides what a screen answers: there was nothing to ask. */
#define ASK_NOTHING 3

/* on a dumb terminal: no value instead of the present */
#define NO_ANSWER "-"

int interactive_possible(const struct invocation *call)
{
  const struct nscale_field *const *field = call->noun->fields;

  while (field && *field && !(*field)->prompt)
    field++;
  return field && *field && !call->options->dry_run && tty_is(STDIN_FILENO) &&
         tty_is(STDERR_FILENO);
}

static int gave_up(struct error *error)
{
  (void)error_set(error, EXIT_FAILED, "declined, nothing was changed");
  return SCREEN_FAILED;
}

/* ---- Screens. ----------------------------------------------------- */

/* The answers before step `at`, a line each, for the screen. */
static void write_head(const struct interactive *ask, size_t at,
                       struct buffer *head)
{
  size_t i;

  for (i = 0; i < at; i++) {
    struct buffer value CLEANUP_BUFFER = { 0 };

    step_value(ask, ask->steps[i], &value);
    step_label(ask->steps[i], head);
    buffer_printf(head, ": %s\n", value.length ? value.data : "-");
  }
}

static const char *keys_of(size_t at, int multiple)
{
  if (multiple)
    return at ? "Type to filter. Space: choose. Enter: next. Esc: back."
              : "Type to filter. Space: choose. Enter: next. Esc: quit.";
  return at ? "Enter: next. Esc: back." : "Enter: next. Esc: quit.";
}

/* ---- Text. -------------------------------------------------------- */

/* What an answer is checked with. */
struct question {
  const struct interactive *ask;
  const struct nscale_field *step;
};

static int put(const struct interactive *ask, const struct nscale_field *field,
               struct json_object *value)
{
  if (value && path_set(ask->document, field->path, value) == 0)
    return 0;
  json_object_put(value);
  return error_memory(ask->error);
}

/* Checks a value as if it stood alone in a document. */
static int check_value(const struct question *question,
                       struct json_object *value, struct buffer *why)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *alone = json_object_new_object();
  int result = -1;

  if (alone &&
      path_set(alone, question->step->path, json_object_get(value)) == 0)
    result = document_check(alone, question->ask->call->noun->fields,
                            DOCUMENT_PATCH, "the answer", &error);
  json_object_put(alone);
  if (result < 0)
    (void)buffer_puts(why, error.message ? error.message : "out of memory");
  return result;
}

static int check_pairs(const struct question *question, const char *text,
                       struct buffer *why)
{
  struct json_object *value =
      pairs_read(text, question->step->key, question->step->key_value, why);
  int result = value ? check_value(question, value, why) : -1;

  json_object_put(value);
  if (!value && !why->length)
    (void)buffer_puts(why, "out of memory");
  return result;
}

/* Accepts what the field's rule allows; an empty answer where the field may
 * be absent, or on a dumb terminal leaves it as it is. */
static int check_answer(void *context, const char *text, struct buffer *why)
{
  const struct question *question = context;
  const struct nscale_field *field = question->step;
  int has_value = step_present(question->ask, question->step) != NULL;
  regex_t pattern;
  int matches;

  if (!text[0] &&
      (step_may_be_absent(field) || (!question->ask->on_screen && has_value)))
    return 0;
  if (!question->ask->on_screen && has_value && step_may_be_absent(field) &&
      strcmp(text, NO_ANSWER) == 0)
    return 0;
  if (step_is_pairs(field))
    return check_pairs(question, text, why);
  if (!field->pattern && !text[0]) {
    (void)buffer_puts(why, "must not be empty");
    return -1;
  }
  if (!field->pattern ||
      regcomp(&pattern, field->pattern, REG_EXTENDED | REG_NOSUB) != 0)
    return 0;
  matches = regexec(&pattern, text, 0, NULL, 0) == 0;
  regfree(&pattern);
  if (!matches)
    (void)buffer_puts(why, field->rule ? field->rule : "not a valid value");
  return matches ? 0 : -1;
}

/* Asks for a line.  On a dumb terminal the present value stands in the
 * question, and Enter alone keeps it. */
static int ask_line(const struct interactive *ask,
                    const struct question *question, size_t at,
                    struct buffer *answer)
{
  const struct nscale_field *field = question->step;
  struct buffer text CLEANUP_BUFFER = { 0 };
  int pairs = step_is_pairs(field);
  struct entry entry = {
    .label = field->prompt,
    .rule = field->rule ? field->rule
            : pairs     ? "name=value, separated by commas; may be empty"
            : step_may_be_absent(field) ? "any text; may be empty"
                                        : NULL,
    .keys = keys_of(at, 0),
    .check = check_answer,
    .context = (void *)(uintptr_t)question,
  };

  if (ask->on_screen) {
    write_head(ask, at, &text);
    entry.head = text.data;
    return text.failed ? error_memory(ask->error)
                       : entry_run(&entry, answer, ask->error);
  }
  buffer_puts(&text, field->prompt);
  if (pairs)
    buffer_puts(&text, " (name=value, separated by commas)");
  if (answer->length)
    buffer_printf(&text, " [%s%s]", answer->data,
                  step_may_be_absent(field) ? "; none: " NO_ANSWER : "");
  if (text.failed)
    return error_memory(ask->error);
  return prompt_text(text.data, check_answer, (void *)(uintptr_t)question,
                     answer, ask->error) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

static int step_text(struct interactive *ask, const struct nscale_field *step,
                     size_t at)
{
  const struct question question = { .ask = ask, .step = step };
  struct buffer before CLEANUP_BUFFER = { 0 };
  struct buffer answer CLEANUP_BUFFER = { 0 };
  struct buffer ignored CLEANUP_BUFFER = { 0 };
  int had_value = step_present(ask, step) != NULL;
  int result;

  step_typed(ask, step, &before);
  if (before.failed || buffer_append(&answer, before.data, before.length) < 0)
    return error_memory(ask->error);
  result = ask_line(ask, &question, at, &answer);
  if (result != SCREEN_DONE)
    return result;
  if (!ask->on_screen && had_value) {
    if (!answer.length)
      return SCREEN_DONE;
    if (strcmp(answer.data, NO_ANSWER) == 0)
      buffer_clear(&answer);
  }
  /* What was left as it is may be more than a line can show. */
  if (had_value && answer.length == before.length &&
      (!answer.length || memcmp(answer.data, before.data, answer.length) == 0))
    return SCREEN_DONE;
  if (!answer.length) {
    (void)path_delete(ask->document, step->path);
    return SCREEN_DONE;
  }
  return put(ask, step,
             step_is_pairs(step) ? pairs_read(answer.data, step->key,
                                              step->key_value, &ignored)
                                 : json_object_new_string_len(
                                       answer.data, (int)answer.length)) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

/* ---- Lists. ------------------------------------------------------- */

/* Asks for one or several of a selection. */
static int choose(const struct interactive *ask,
                  const struct nscale_field *step, struct selection *selection,
                  size_t at, int multiple)
{
  struct buffer head CLEANUP_BUFFER = { 0 };
  struct picker picker = {
    .label = step_name(step),
    .items = selection->items,
    .count = selection->count,
    .multiple = multiple,
    .filter = 1,
    .keys = keys_of(at, multiple),
  };

  /* A list that may be left empty, and is, leaves nothing to ask. */
  if (!picker.count && step)
    return ASK_NOTHING;
  if (!ask->on_screen)
    return prompt_choose(picker.label, picker.items, picker.count, multiple,
                         selection->chosen, ask->error) < 0
               ? SCREEN_FAILED
               : SCREEN_DONE;
  write_head(ask, at, &head);
  picker.head = head.data;
  return head.failed ? error_memory(ask->error)
                     : picker_run(&picker, selection->chosen, ask->error);
}

static int simple_from(const struct interactive *ask,
                       const struct nscale_field *step,
                       struct selection *selection)
{
  const struct nscale_choices *choices = step->choices;
  struct json_object *list;

  if (choices->words)
    return selection_of_words(selection, choices->words,
                              step_present(ask, step), ask->error);
  list = choices_read(ask->call, choices);
  return list ? selection_of_list(selection, list, choices->value_path,
                                  choices->label_path, step_present(ask, step),
                                  ask->error)
              : -1;
}

static int step_choices(struct interactive *ask,
                        const struct nscale_field *step, size_t at)
{
  struct selection selection CLEANUP_SELECTION = { 0 };
  int multiple = step->type == NSCALE_TYPE_ARRAY;
  struct json_object *chosen;
  int result;

  if (simple_from(ask, step, &selection) < 0)
    return SCREEN_FAILED;
  result = choose(ask, step, &selection, at, multiple);
  if (result == SCREEN_BACK || result == SCREEN_FAILED)
    return result;
  chosen = selection_array(&selection, step_present(ask, step));
  if (multiple || !chosen)
    return put(ask, step, chosen) < 0 ? SCREEN_FAILED : result;
  if (json_object_array_length(chosen) &&
      put(ask, step, json_object_get(json_object_array_get_idx(chosen, 0))) <
          0)
    result = SCREEN_FAILED;
  json_object_put(chosen);
  return result;
}

/* What was chosen in one organization is nothing in another. */
static void forget_choices(struct interactive *ask)
{
  size_t i;

  choices_forget(ask->call);
  for (i = 0; i < ask->count; i++)
    if (ask->steps[i] && step_has_choices(ask->steps[i]))
      (void)path_delete(ask->document, ask->steps[i]->path);
}

/* Reads the organizations that the token sees, once. */
static int read_organizations(struct interactive *ask)
{
  static const char *const path[] = { "api", "v1", "organizations", NULL };
  struct nscale_request *request;
  struct json_object *list;
  size_t i;

  if (ask->organizations)
    return 0;
  request = invocation_request(ask->call, "GET");
  if (!request || request_service(request, "identity") < 0)
    return -1;
  for (i = 0; path[i]; i++)
    if (request_segment(request, path[i]) < 0)
      return -1;
  list = invocation_fetch(ask->call, request);
  if (!list)
    return -1;
  if (!json_object_is_type(list, json_type_array))
    return error_set(ask->error, EXIT_FAILED, "the reply is no list");
  ask->organizations = list;
  return json_object_array_length(list)
             ? 0
             : error_set(ask->error, EXIT_NOT_FOUND,
                         "the token sees no organization");
}

/* Makes the organization with this id the call's. */
static int take_organization(struct interactive *ask, const char *id)
{
  const char *before = ask->call->scope_ids[0];

  if (before && strcmp(before, id) == 0)
    return SCREEN_DONE;
  forget_choices(ask);
  return invocation_scope_choose(ask->call, NSCALE_SCOPE_ORGANIZATION, id) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

static int step_organization(struct interactive *ask, size_t at)
{
  struct selection selection CLEANUP_SELECTION = { 0 };
  const char *before = ask->call->scope_ids[0];
  struct json_object *now = before ? json_object_new_string(before) : NULL;
  int result = SCREEN_FAILED;
  size_t i = 0;

  if (read_organizations(ask) == 0 &&
      selection_of_list(&selection, ask->organizations, STEP_ORGANIZATION_ID,
                        STEP_ORGANIZATION_NAME, now, ask->error) == 0)
    result = choose(ask, NULL, &selection, at, 0);
  while (i < selection.count && !selection.chosen[i])
    i++;
  if (result == SCREEN_DONE && i < selection.count)
    result = take_organization(ask, selection.items[i].value);
  json_object_put(now);
  return result;
}

/* ---- The whole. --------------------------------------------------- */

static int run_step(struct interactive *ask, size_t at)
{
  const struct nscale_field *step = ask->steps[at];

  return !step                    ? step_organization(ask, at)
         : step_has_choices(step) ? step_choices(ask, step, at)
                                  : step_text(ask, step, at);
}

/* Whether the organization is still to be chosen. */
static int lacks_scope(const struct invocation *call)
{
  return (call->verb->scopes & NSCALE_SCOPE_ORGANIZATION) &&
         !call->scope_ids[0] &&
         !invocation_scope_given(call, NSCALE_SCOPE_ORGANIZATION);
}

/* Makes the steps: the organization, if asked for, and the fields. */
static int make_steps(struct interactive *ask, int scope)
{
  const struct nscale_field *const *field;
  size_t count = 1;

  for (field = ask->call->noun->fields; *field; field++)
    count++;
  ask->steps = calloc(count, sizeof *ask->steps);
  if (!ask->steps)
    return error_memory(ask->error);
  ask->count = scope != 0;
  for (field = ask->call->noun->fields; *field; field++)
    if ((*field)->prompt)
      ask->steps[ask->count++] = *field;
  return 0;
}

/* Goes through the steps, forth and back, and at last the review. */
static int run_steps(struct interactive *ask, int with_review)
{
  size_t at = 0;
  int result = SCREEN_DONE;

  while (at < ask->count + (size_t)with_review) {
    int before = result;

    result = at < ask->count ? run_step(ask, at) : review_run(ask);
    if (result == ASK_NOTHING)
      result = before; /* on in the direction that it came from */
    if (result == SCREEN_FAILED)
      return -1;
    if (result == SCREEN_BACK && at == 0)
      return gave_up(ask->error);
    at = result == SCREEN_BACK ? at - 1 : at + 1;
  }
  ask->call->confirmed = with_review;
  return 0;
}

static int ask_all(struct interactive *ask, int scope)
{
  int result;

  ask->on_screen = raw_possible();
  if (make_steps(ask, scope) < 0)
    return -1;
  result = run_steps(ask, ask->on_screen && !ask->call->options->yes);
  free(ask->steps);
  return result;
}

/* Asks for one thing, NULL for the organization. */
static int ask_one(struct invocation *call, const struct nscale_field *step,
                   struct error *error)
{
  struct interactive ask = { .call = call,
                             .error = error,
                             .steps = &step,
                             .document = call->document,
                             .count = 1,
                             .on_screen = raw_possible() };

  return run_steps(&ask, 0);
}

int interactive_scope(struct invocation *call, struct error *error)
{
  return lacks_scope(call) ? ask_one(call, NULL, error) : 0;
}

int interactive_field(struct invocation *call,
                      const struct nscale_field *field)
{
  return ask_one(call, field, call->error);
}

int interactive_document(struct invocation *call, struct error *error)
{
  struct interactive ask = { .call = call, .error = error };
  int result;

  ask.document = json_object_new_object();
  if (!ask.document)
    return error_memory(error);
  result = ask_all(&ask, lacks_scope(call));
  call->document = ask.document;
  if (result < 0 ||
      document_check(call->document, call->noun->fields, DOCUMENT_DEFAULTS,
                     "the document", error) < 0)
    return -1;
  return document_complete(call->document, call->noun->fields, NULL, NULL,
                           error);
}

int interactive_changes(struct invocation *call, struct error *error)
{
  struct interactive ask = { .call = call, .error = error };
  struct json_object *patch;
  int result;

  ask.document = merge_patch(NULL, call->before);
  if (!ask.document)
    return error_memory(error);
  result = ask_all(&ask, 0);
  patch = result == 0 ? review_patch(call->before, ask.document) : NULL;
  json_object_put(ask.document);
  if (result < 0)
    return -1;
  if (!patch)
    return error_memory(error);
  json_object_put(call->document);
  call->document = patch;
  return 0;
}
