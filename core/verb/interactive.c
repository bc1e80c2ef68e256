/* interactive.c - a create or an update on a terminal, without a document. */
#include "core/verb/interactive.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/document/check.h"
#include "core/document/complete.h"
#include "core/json/tree.h"
#include "core/message/tty.h"
#include "core/terminal/raw.h"
#include "core/terminal/screen.h"
#include "core/verb/review.h"
#include "core/verb/step.h"
#include "core/verb/step_choice.h"
#include "core/verb/step_elements.h"
#include "core/verb/step_text.h"

int interactive_possible(const struct invocation *call)
{
  const struct nscale_field *const *field = call->noun->fields;

  while (field && *field && (!(*field)->prompt || strchr((*field)->path, '[')))
    field++;
  return field && *field && !call->options->consent.dry_run &&
         tty_is(STDIN_FILENO) && tty_is(STDERR_FILENO);
}

static int gave_up(struct error *error)
{
  return error_set(error, EXIT_FAILED, "declined, nothing was changed");
}

static int ask_step(struct steps *steps, size_t at)
{
  const struct nscale_field *step = steps->list[at];

  if (step_has_elements(steps, step))
    return step_elements_ask(steps, step, at);
  return step_has_choices(step) ? step_choice_ask(steps, step, at)
                                : step_text_ask(steps, step, at);
}

/* Whether a scope of the verb is still to be chosen. */
static int lacks_scope(const struct invocation *call, uint32_t scope)
{
  return (call->verb->scopes & scope) &&
         !scope_is_optional(&call->scopes, scope) &&
         !scope_known(&call->scopes, scope) &&
         !scope_given(&call->scopes, scope);
}

/* Makes the steps of a new thing: the scopes that nobody has named, and the
 * fields that flags left out; of a thing that is there, all fields. */
static int make_steps(struct steps *steps, int is_new)
{
  const struct nscale_field *const *field;
  size_t count = SCOPE_COUNT;
  uint32_t scope;

  for (field = steps->call->noun->fields; *field; field++)
    count++;
  steps->list = calloc(count, sizeof *steps->list);
  if (!steps->list)
    return error_memory(steps->call->error);
  steps->count = 0;
  for (scope = 1; is_new && scope < 1u << SCOPE_COUNT; scope <<= 1)
    if (lacks_scope(steps->call, scope))
      steps->list[steps->count++] = step_of_scope(scope);
  for (field = steps->call->noun->fields; *field; field++)
    if ((*field)->prompt && !strchr((*field)->path, '[') &&
        !(is_new && step_present(steps, *field)))
      steps->list[steps->count++] = *field;
  return 0;
}

/* What a new thing must have and lacks is asked for again, in the object that
 * a later answer began.  Returns where that is, or the number of the steps. */
static size_t find_missing(const struct steps *steps)
{
  const struct nscale_field *missing =
      document_missing(steps->document, steps->fields, DOCUMENT_DEFAULTS, 0);
  size_t at = 0;

  while (at < steps->count && steps->list[at] != missing)
    at++;
  return at;
}

/* Goes through the steps, forth and back, and at last the review. */
static int ask_steps(struct steps *steps, int is_new, int with_review)
{
  size_t at = 0;
  int result = SCREEN_DONE;
  int ended = 0; /* all was asked once */

  while (at < steps->count + (size_t)with_review) {
    const size_t asked = at;
    int before = result;

    result = at < steps->count ? ask_step(steps, at) : review_run(steps);
    exchange_note_question(steps->call->reader.exchange);
    if (result == STEP_NOTHING)
      result = before; /* on in the direction that it came from */
    if (result == SCREEN_FAILED)
      return -1;
    if (result == SCREEN_BACK && at == 0)
      return gave_up(steps->call->error);
    at = result == SCREEN_BACK ? at - 1 : at + 1;
    ended = is_new && result != SCREEN_BACK && at <= steps->count &&
            (ended || at == steps->count);
    /* Where there was nothing to ask, the review says what is missing. */
    if (ended && (at = find_missing(steps)) == asked)
      at = steps->count;
  }
  return 0;
}

/* Asks for all of them, and shows the review where there are screens and the
 * user is to be asked.  Returns 0, or -1; `confirmed` says whether the review
 * was the user's yes. */
static int ask_all(struct steps *steps, int is_new, int *confirmed)
{
  int with_review = raw_possible() && !steps->call->options->consent.yes;
  int result;

  steps->on_screen = raw_possible();
  if (make_steps(steps, is_new) < 0)
    return -1;
  with_review = with_review && steps->count > 0;
  result = ask_steps(steps, is_new, with_review);
  *confirmed = result == 0 && with_review;
  free(steps->list);
  return result;
}

/* Asks for one thing. */
static int ask_one(struct invocation *call, const struct nscale_field *step)
{
  struct steps steps = { .call = call,
                         .list = &step,
                         .document = call->draft.document,
                         .fields = call->noun->fields,
                         .ask = ask_step,
                         .count = 1,
                         .on_screen = raw_possible() };

  return ask_steps(&steps, 0, 0);
}

int interactive_scope(struct invocation *call)
{
  uint32_t scope;

  for (scope = 1; scope < 1u << SCOPE_COUNT; scope <<= 1)
    if (lacks_scope(call, scope) && ask_one(call, step_of_scope(scope)) < 0)
      return -1;
  return 0;
}

int interactive_field(struct invocation *call,
                      const struct nscale_field *field)
{
  return ask_one(call, field);
}

int interactive_document(struct invocation *call, int *confirmed)
{
  const struct nscale_field *const *fields = call->noun->fields;
  struct json_object *given = call->draft.document;
  struct steps steps = { .call = call,
                         .document = given ? json_object_get(given)
                                           : json_object_new_object(),
                         .fields = fields,
                         .ask = ask_step };
  int result;

  if (!steps.document)
    return error_memory(call->error);
  result = ask_all(&steps, 1, confirmed);
  draft_set(&call->draft, steps.document);
  if (result < 0 || document_check(steps.document, fields, DOCUMENT_DEFAULTS,
                                   "the document", call->error) < 0)
    return -1;
  return document_complete(steps.document, fields, NULL, NULL, call->error);
}

int interactive_changes(struct invocation *call, int *confirmed)
{
  struct json_object *before = call->draft.before;
  struct steps steps = { .call = call,
                         .document = json_copy(before),
                         .fields = call->noun->fields,
                         .ask = ask_step };
  struct json_object *patch;
  int result;

  if (!steps.document)
    return error_memory(call->error);
  result = ask_all(&steps, 0, confirmed);
  patch = result == 0 ? review_patch(before, steps.document) : NULL;
  json_object_put(steps.document);
  if (result < 0)
    return -1;
  if (!patch)
    return error_memory(call->error);
  draft_set(&call->draft, patch);
  return 0;
}
