/* results.c - what became of each of many things. */
#include "core/verb/results.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/join.h"
#include "core/http/explain.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/message/redact.h"
#include "core/output/output.h"

#define NAMES_MOST 12

/* ---- Taking note. ------------------------------------------------- */

int results_begin(struct results *results, struct invocation *call)
{
  results->list = calloc(call->targets.count + 1, sizeof *results->list);
  if (!results->list)
    return error_memory(call->error);
  results->count = call->targets.count;
  results->counts[OUTCOME_SKIPPED] = results->count;
  return 0;
}

/* What is shown of it may be missing where memory runs out: the outcome is
 * what counts. */
static char *copy(const char *text)
{
  return text ? strdup(text) : NULL;
}

static struct target_result *note(struct results *results,
                                  const struct invocation *call,
                                  enum outcome outcome)
{
  struct target_result *result = &results->list[call->targets.turn];

  results->counts[result->outcome]--;
  results->counts[outcome]++;
  result->outcome = outcome;
  result->expiry = copy(call->target.expiry);
  return result;
}

void results_done(struct results *results, struct invocation *call,
                  const char *file)
{
  note(results, call, OUTCOME_DONE)->file = copy(file);
  results->last_done = call->targets.turn + 1;
}

/* In a sentence, with the status that the server gave. */
static char *explain(const struct error *error)
{
  const char *message = error->message ? error->message : "out of memory";
  struct buffer text = { 0 };

  /* It goes to standard output as well, past what speaks to people. */
  redact(&text, message, strlen(message));
  if (error->http_status)
    buffer_printf(&text, " (HTTP %ld)", error->http_status);
  return buffer_take(&text);
}

void results_failed(struct results *results, struct invocation *call)
{
  const struct error *error = call->error;
  const enum outcome outcome =
      error->exit_status == EXIT_UNDELIVERED ? OUTCOME_KEPT
      : error->exit_status == EXIT_UNKNOWN   ? OUTCOME_UNKNOWN
                                             : OUTCOME_FAILED;
  struct target_result *result = note(results, call, outcome);

  if (outcome == OUTCOME_KEPT)
    results->last_done = call->targets.turn + 1;
  if (results->first == EXIT_DONE)
    results->first = error->exit_status;
  result->file = copy(error->kept);
  result->error = explain(error);
}

/* ---- All of them. ------------------------------------------------- */

int results_all_done(const struct results *results,
                     const struct invocation *call)
{
  return results->counts[OUTCOME_DONE] == call->targets.count;
}

size_t results_failures(const struct results *results)
{
  return results->count - results->counts[OUTCOME_DONE] -
         results->counts[OUTCOME_SKIPPED];
}

enum exit_status results_status(const struct results *results)
{
  return results->counts[OUTCOME_KEPT]      ? EXIT_UNDELIVERED
         : results->counts[OUTCOME_UNKNOWN] ? EXIT_UNKNOWN
                                            : results->first;
}

static const char *name_of(const struct invocation *call, size_t index)
{
  const struct target *target = &call->targets.list[index];

  return target->name ? target->name : target->id;
}

void results_names(const struct results *results,
                   const struct invocation *call, struct buffer *text)
{
  size_t named = 0;
  size_t i;

  for (i = 0; i < call->targets.count && named < NAMES_MOST; i++)
    if (results->list[i].outcome == OUTCOME_DONE)
      join_comma(text, named++, name_of(call, i));
  if (results->counts[OUTCOME_DONE] > named)
    buffer_printf(text, " and %zu more",
                  results->counts[OUTCOME_DONE] - named);
}

/* The outcome as a word: "rotated", "kept". */
static const char *word_of(const struct invocation *call, enum outcome outcome)
{
  static const char *const words[OUTCOMES] = {
    [OUTCOME_SKIPPED] = "skipped",
    [OUTCOME_KEPT] = "kept",
    [OUTCOME_FAILED] = "failed",
    [OUTCOME_UNKNOWN] = "unknown",
  };

  return outcome == OUTCOME_DONE ? explain_participle(call->verb->effect)
                                 : words[outcome];
}

static void say_one(const struct invocation *call, size_t index,
                    const struct target_result *result)
{
  message_line("%s: %s%s%s%s%s", name_of(call, index),
               word_of(call, result->outcome), result->file ? " in " : "",
               result->file ? result->file : "", result->error ? ": " : "",
               result->error ? result->error : "");
}

void results_say(const struct results *results, const struct invocation *call)
{
  const size_t done = results->counts[OUTCOME_DONE];
  const size_t skipped = results->counts[OUTCOME_SKIPPED];
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i;

  /* "Rotated" would deny it of those whose tokens are kept. */
  buffer_printf(&text, "%zu of %zu %s %s done", done, results->count,
                call->noun->plural, done == 1 ? "is" : "are");
  if (skipped)
    buffer_printf(&text, ", %zu %s not reached", skipped,
                  skipped == 1 ? "was" : "were");
  if (!text.failed)
    message_line("%s. The others:", text.data);
  for (i = 0; i < results->count; i++)
    if (results->list[i].outcome != OUTCOME_DONE &&
        results->list[i].outcome != OUTCOME_SKIPPED)
      say_one(call, i, &results->list[i]);
}

/* ---- As JSON. ----------------------------------------------------- */

static void write_member(struct buffer *json, const char *name,
                         const char *value)
{
  buffer_printf(
      json, "%s\"%s\":", json->data[json->length - 1] == '{' ? "" : ",", name);
  if (value)
    json_escape(json, value, strlen(value));
  else
    buffer_puts(json, "null");
}

int results_write(const struct results *results, const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer json = { 0 };
  CLEANUP_BUFFER struct buffer shown = { 0 };
  struct output output = { .fd = STDOUT_FILENO };
  size_t i;

  buffer_putc(&json, '[');
  for (i = 0; i < call->targets.count && !json.failed; i++) {
    const struct target *target = &call->targets.list[i];
    const struct target_result *result = &results->list[i];

    buffer_puts(&json, i ? ",{" : "{");
    write_member(&json, "id", target->id);
    write_member(&json, "name", target->name);
    write_member(&json, "result", word_of(call, result->outcome));
    write_member(&json, "expiry",
                 result->expiry ? result->expiry : target->expiry);
    write_member(&json, "file", result->file);
    write_member(&json, "error", result->error);
    buffer_putc(&json, '}');
  }
  buffer_putc(&json, ']');
  if (json.failed)
    return error_memory(call->error);
  if (json_pretty(&shown, json.data, json.length, 0, call->error) < 0)
    return -1;
  buffer_putc(&shown, '\n');
  if (shown.failed)
    return error_memory(call->error);
  output_json(&output, 0);
  if (output_write(&output, shown.data, shown.length, call->error) == 0 &&
      output_end(&output, call->error) == 0)
    return 0;
  output_discard(&output);
  return -1;
}

void results_free(struct results *results)
{
  size_t i;

  for (i = 0; i < results->count; i++) {
    free(results->list[i].expiry);
    free(results->list[i].file);
    free(results->list[i].error);
  }
  free(results->list);
}
