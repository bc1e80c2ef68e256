/* step_text.c - a step that is answered by typing a line. */
#include "core/verb/step_text.h"

#include <json-c/json.h>
#include <string.h>

#include "core/document/scalar.h"
#include "core/invocation/field_check.h"
#include "core/json/path.h"
#include "core/terminal/entry.h"
#include "core/terminal/prompt.h"
#include "core/terminal/screen.h"

/* on a dumb terminal: no value instead of the present */
#define NO_ANSWER "-"

/* What an answer is checked with. */
struct question {
  const struct steps *steps;
  const struct nscale_field *step;
};

/* Holds an answer to what the field says of such a value. */
static int check_value(const struct question *question,
                       struct json_object *value, struct buffer *why)
{
  CLEANUP_ERROR struct error error = { 0 };
  const struct nscale_field *field = question->step;
  int result;

  if (step_form(field) == STEP_TEXT || step_form(field) == STEP_NUMBER) {
    result = scalar_check(field, value, why, &error);
    return result > 0 ? -1 : 0; /* a broken pattern is told at the end */
  }
  result = field_check_alone(question->steps->fields, field,
                             json_object_get(value), "the answer", &error);
  if (result < 0)
    buffer_puts(why, error.message ? error.message : "out of memory");
  return result;
}

/* Accepts what the field's rule allows; an empty answer where the field may
 * be absent, or on a dumb terminal leaves it as it is. */
static int check_answer(void *context, const char *text, struct buffer *why)
{
  const struct question *question = context;
  const struct nscale_field *field = question->step;
  int has_value = step_present(question->steps, question->step) != NULL;
  const int may_be_absent = step_may_be_absent(question->steps, field);
  struct json_object *value;
  int result;

  if (!text[0] &&
      (may_be_absent || (!question->steps->on_screen && has_value)))
    return 0;
  if (!question->steps->on_screen && has_value && may_be_absent &&
      strcmp(text, NO_ANSWER) == 0)
    return 0;
  if (!text[0] && !(field->pattern && step_form(field) == STEP_TEXT)) {
    buffer_puts(why, "must not be empty");
    return -1;
  }
  value = step_read(field, text, why);
  result = value ? check_value(question, value, why) : -1;
  json_object_put(value);
  if (!value && !why->length)
    buffer_puts(why, "out of memory");
  return result;
}

/* How an answer is written, where that is not plain; or NULL. */
static const char *form_words(const struct nscale_field *field)
{
  switch (step_form(field)) {
  case STEP_PAIRS:
  case STEP_MAP:
    return "name=value, separated by commas";
  case STEP_COMMAS:
    return "separated by commas";
  case STEP_JSON:
    return "JSON";
  case STEP_TEXT:
  case STEP_NUMBER:
    break;
  }
  return NULL;
}

/* What is allowed, in words; nothing where that is any text. */
static void write_rule(const struct question *question, struct buffer *text)
{
  const struct nscale_field *field = question->step;
  const int may_be_absent = step_may_be_absent(question->steps, field);
  const char *form = form_words(field);

  scalar_write_rule(field, text);
  if (!text->length && step_form(field) == STEP_NUMBER)
    scalar_write_bounds(field, text);
  else if (!text->length && form)
    buffer_puts(text, form);
  else if (!text->length && may_be_absent)
    buffer_puts(text, "any text");
  if (!field->rule && text->length && may_be_absent)
    buffer_puts(text, "; may be empty");
}

/* The question of a dumb terminal. */
static void write_question(const struct question *question,
                           const struct buffer *answer, struct buffer *text)
{
  const struct nscale_field *field = question->step;
  CLEANUP_BUFFER struct buffer bounds = { 0 };
  const char *form = form_words(field);

  if (step_form(field) == STEP_NUMBER) {
    scalar_write_rule(field, &bounds);
    if (!bounds.length)
      scalar_write_bounds(field, &bounds);
    form = bounds.data;
  }
  buffer_puts(text, field->prompt);
  if (form)
    buffer_printf(text, " (%s)", form);
  if (answer->length)
    buffer_printf(text, " [%s%s]", answer->data,
                  step_may_be_absent(question->steps, field)
                      ? "; none: " NO_ANSWER
                      : "");
  text->failed |= bounds.failed;
}

/* Asks for a line.  On a dumb terminal the present value stands in the
 * question, and Enter alone keeps it. */
static int ask_line(struct steps *steps, const struct question *question,
                    size_t at, struct buffer *answer)
{
  const struct nscale_field *field = question->step;
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer rule = { 0 };
  struct entry entry = {
    .label = field->prompt,
    .keys = step_keys(steps, at, 0),
    .check = check_answer,
    .context = (void *)(uintptr_t)question,
  };

  if (steps->on_screen) {
    write_rule(question, &rule);
    entry.rule = rule.length ? rule.data : NULL;
    steps_write(steps, at, &text);
    entry.head = text.data;
    return text.failed || rule.failed
               ? error_memory(steps->call->error)
               : entry_run(&entry, answer, steps->call->error);
  }
  write_question(question, answer, &text);
  if (text.failed)
    return error_memory(steps->call->error);
  return prompt_text(text.data, check_answer, (void *)(uintptr_t)question,
                     answer, steps->call->error) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}

int step_text_ask(struct steps *steps, const struct nscale_field *step,
                  size_t at)
{
  const struct question question = { .steps = steps, .step = step };
  CLEANUP_BUFFER struct buffer before = { 0 };
  CLEANUP_BUFFER struct buffer answer = { 0 };
  CLEANUP_BUFFER struct buffer ignored = { 0 };
  int had_value = step_present(steps, step) != NULL;
  int result;

  step_typed(steps, step, &before);
  buffer_append(&answer, before.data, before.length);
  if (before.failed || answer.failed)
    return error_memory(steps->call->error);
  result = ask_line(steps, &question, at, &answer);
  if (result != SCREEN_DONE)
    return result;
  if (!steps->on_screen && had_value) {
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
    step_clear(steps, step);
    return SCREEN_DONE;
  }
  return step_put(steps, step, step_read(step, answer.data, &ignored)) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}
