/* step_text.c - a step that is answered by typing a line. */
#include "core/verb/step_text.h"

#include <json-c/json.h>
#include <regex.h>
#include <string.h>

#include "core/document/pairs.h"
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

static int check_value(const struct question *question,
                       struct json_object *value, struct buffer *why)
{
  CLEANUP_ERROR struct error error = { 0 };
  int result =
      field_check_alone(question->steps->call->noun->fields, question->step,
                        json_object_get(value), "the answer", &error);

  if (result < 0)
    buffer_puts(why, error.message ? error.message : "out of memory");
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
    buffer_puts(why, "out of memory");
  return result;
}

/* Accepts what the field's rule allows; an empty answer where the field may
 * be absent, or on a dumb terminal leaves it as it is. */
static int check_answer(void *context, const char *text, struct buffer *why)
{
  const struct question *question = context;
  const struct nscale_field *field = question->step;
  int has_value = step_present(question->steps, question->step) != NULL;
  regex_t pattern;
  int matches;

  if (!text[0] && (step_may_be_absent(field) ||
                   (!question->steps->on_screen && has_value)))
    return 0;
  if (!question->steps->on_screen && has_value && step_may_be_absent(field) &&
      strcmp(text, NO_ANSWER) == 0)
    return 0;
  if (step_is_pairs(field))
    return check_pairs(question, text, why);
  if (!field->pattern && !text[0]) {
    buffer_puts(why, "must not be empty");
    return -1;
  }
  if (!field->pattern ||
      regcomp(&pattern, field->pattern, REG_EXTENDED | REG_NOSUB) != 0)
    return 0;
  matches = regexec(&pattern, text, 0, NULL, 0) == 0;
  regfree(&pattern);
  if (!matches)
    buffer_puts(why, field->rule ? field->rule : "not a valid value");
  return matches ? 0 : -1;
}

/* Asks for a line.  On a dumb terminal the present value stands in the
 * question, and Enter alone keeps it. */
static int ask_line(struct steps *steps, const struct question *question,
                    size_t at, struct buffer *answer)
{
  const struct nscale_field *field = question->step;
  CLEANUP_BUFFER struct buffer text = { 0 };
  int pairs = step_is_pairs(field);
  struct entry entry = {
    .label = field->prompt,
    .rule = field->rule ? field->rule
            : pairs     ? "name=value, separated by commas; may be empty"
            : step_may_be_absent(field) ? "any text; may be empty"
                                        : NULL,
    .keys = step_keys(at, 0),
    .check = check_answer,
    .context = (void *)(uintptr_t)question,
  };

  if (steps->on_screen) {
    steps_write(steps, at, &text);
    entry.head = text.data;
    return text.failed ? error_memory(steps->call->error)
                       : entry_run(&entry, answer, steps->call->error);
  }
  buffer_puts(&text, field->prompt);
  if (pairs)
    buffer_puts(&text, " (name=value, separated by commas)");
  if (answer->length)
    buffer_printf(&text, " [%s%s]", answer->data,
                  step_may_be_absent(field) ? "; none: " NO_ANSWER : "");
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
    (void)path_delete(steps->document, step->path);
    return SCREEN_DONE;
  }
  return step_put(steps, step,
                  step_is_pairs(step)
                      ? pairs_read(answer.data, step->key, step->key_value,
                                   &ignored)
                      : json_object_new_string_len(answer.data,
                                                   (int)answer.length)) < 0
             ? SCREEN_FAILED
             : SCREEN_DONE;
}
