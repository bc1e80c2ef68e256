/* filter_shaped.c - a filter whose result over a list is put together from
 * those over its elements. */
#include "core/output/filter_shaped.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/cursor.h"

/* What the filter gives of one element, or of a list without any, goes to the
 * results, a line each. */
static int ask(struct filter_shaped *shaped, struct span element,
               struct error *error)
{
  buffer_clear(&shaped->results);
  return filter_ask_of(shaped->filter, element,
                       sink_to_buffer(&shaped->results), error);
}

/* The one result at hand, without what marks it and its newline. */
static struct span result_of(const struct filter_shaped *shaped)
{
  const size_t mark = shaped->filter->marked ? 1 : 0;
  const struct buffer *results = &shaped->results;

  return results->length > mark ? (struct span){ results->data + mark,
                                                 results->length - mark - 1 }
                                : (struct span){ "", 0 };
}

static int is_word(struct span result, const char *word)
{
  return result.length == strlen(word) &&
         memcmp(result.text, word, result.length) == 0;
}

/* ---- Arrays. ------------------------------------------------------ */

/* Writes what is held of the array. */
static int flush(struct filter_shaped *shaped, struct error *error)
{
  struct buffer *held = &shaped->held;
  int result = 0;

  if (held->failed)
    return error_memory(error);
  if (held->length)
    result = sink_write(shaped->sink, held->data, held->length, error);
  buffer_clear(held);
  return result;
}

/* Appends values of the array, with a comma or newline after each. */
static void hold(struct filter_shaped *shaped, struct span values)
{
  struct buffer *held = &shaped->held;

  if (!values.length)
    return;
  if (!shaped->begun && shaped->filter->marked)
    buffer_putc(held, RESULT_JSON);
  buffer_putc(held, shaped->begun ? ',' : '[');
  buffer_append(held, values.text, values.length);
  shaped->begun = 1;
}

/* Makes a line of many one with commas. */
static struct span join_lines(struct buffer *lines)
{
  size_t i;

  for (i = 0; i + 1 < lines->length; i++)
    if (lines->data[i] == '\n')
      lines->data[i] = ',';
  return lines->length ? (struct span){ lines->data, lines->length - 1 }
                       : (struct span){ "", 0 };
}

static int add_array(struct filter_shaped *shaped, struct json element,
                     struct error *error)
{
  const struct shape *shape = &shaped->filter->shape;
  struct buffer *results = &shaped->results;

  buffer_clear(results);
  if (shape->is_simple &&
      simple_run(&shape->each, shape->from, element, results) == 0) {
    if (results->failed)
      return error_memory(error);
    hold(shaped, join_lines(results));
  } else {
    struct span array;

    if (ask(shaped, json_span(element), error) < 0)
      return -1;
    array = result_of(shaped);
    if (array.length > 2)
      hold(shaped, (struct span){ array.text + 1, array.length - 2 });
  }
  return shaped->held.length > SHAPED_HELD ? flush(shaped, error) : 0;
}

static int end_array(struct filter_shaped *shaped, struct error *error)
{
  struct buffer *held = &shaped->held;

  if (!shaped->begun && shaped->filter->marked)
    buffer_putc(held, RESULT_JSON);
  buffer_puts(held, shaped->begun ? "]\n" : "[]\n");
  return flush(shaped, error);
}

/* ---- Others. ------------------------------------------------------ */

/* jq reads all of a list, and may refuse it, also what it does not look at. */
static int pass_over(struct filter_shaped *shaped, struct json element,
                     struct error *error)
{
  const struct span text = json_span(element);

  return json_is_plain(element) || !span_lone_surrogate(text)
             ? 0
             : filter_reads(shaped->filter, text, error);
}

static int add_count(struct filter_shaped *shaped, struct json element,
                     struct error *error)
{
  if (!shaped->filter->shape.array.text) {
    shaped->count++;
    return pass_over(shaped, element, error);
  }
  if (ask(shaped, json_span(element), error) < 0)
    return -1;
  if (shaped->results.length)
    shaped->count += strtoull(result_of(shaped).text, NULL, 10);
  return 0;
}

/* One that is as the word decides. */
static int add_decision(struct filter_shaped *shaped, struct json element,
                        const char *word, struct error *error)
{
  if (shaped->decided && shaped->filter->shape.stops)
    return pass_over(shaped, element, error);
  if (ask(shaped, json_span(element), error) < 0)
    return -1;
  shaped->decided |= is_word(result_of(shaped), word);
  return 0;
}

static int add_first(struct filter_shaped *shaped, struct json element,
                     struct error *error)
{
  if (shaped->decided)
    return pass_over(shaped, element, error);
  if (ask(shaped, json_span(element), error) < 0)
    return -1;
  if (!shaped->results.length)
    return 0;
  shaped->decided = 1;
  return sink_write(shaped->sink, shaped->results.data, shaped->results.length,
                    error);
}

/* Writes a result that is no string. */
static int write_word(struct filter_shaped *shaped, const char *word,
                      struct error *error)
{
  struct buffer *held = &shaped->held;

  if (shaped->filter->marked)
    buffer_putc(held, RESULT_JSON);
  buffer_printf(held, "%s\n", word);
  return flush(shaped, error);
}

/* ---- All of them. ------------------------------------------------- */

int filter_shaped_add(struct filter_shaped *shaped, struct json element,
                      struct error *error)
{
  switch (shaped->filter->shape.kind) {
  case SHAPE_ARRAY:
    return add_array(shaped, element, error);
  case SHAPE_COUNT:
    return add_count(shaped, element, error);
  case SHAPE_SUM:
    return filter_add(shaped->filter, json_span(element), error);
  case SHAPE_ANY:
    return add_decision(shaped, element, "true", error);
  case SHAPE_ALL:
    return add_decision(shaped, element, "false", error);
  default:
    return add_first(shaped, element, error);
  }
}

int filter_shaped_end(struct filter_shaped *shaped, struct error *error)
{
  char count[24];

  switch (shaped->filter->shape.kind) {
  case SHAPE_ARRAY:
    return end_array(shaped, error);
  case SHAPE_COUNT:
    (void)snprintf(count, sizeof count, "%" PRIu64, shaped->count);
    return write_word(shaped, count, error);
  case SHAPE_SUM:
    return filter_total(shaped->filter, shaped->sink, error);
  case SHAPE_ANY:
    return write_word(shaped, shaped->decided ? "true" : "false", error);
  case SHAPE_ALL:
    return write_word(shaped, shaped->decided ? "false" : "true", error);
  default:
    return 0;
  }
}

void filter_shaped_free(struct filter_shaped *shaped)
{
  buffer_free(&shaped->held);
  buffer_free(&shaped->results);
}
