/* filter_list.c - a filter over a list that arrives element by element. */
#include "core/output/filter_list.h"

#include "core/jq/canonical.h"
#include "core/json/cursor.h"

/* Writes the results at hand. */
static int write_results(struct filter_list *list, struct error *error)
{
  if (list->results.failed)
    return error_memory(error);
  return list->results.length ? sink_write(list->sink, list->results.data,
                                           list->results.length, error)
                              : 0;
}

/* Makes the list `[null,...,ELEMENT]`, with `before` nulls. */
static int make_list(struct span element, uint64_t before, struct buffer *text,
                     struct error *error)
{
  buffer_clear(text);
  buffer_putc(text, '[');
  while (before-- > 0)
    buffer_puts(text, "null,");
  buffer_append(text, element.text, element.length);
  buffer_putc(text, ']');
  return text->failed ? error_memory(error) : 0;
}

/* ---- `.[]`: the results of each element. -------------------------- */

static int add_every(struct filter_list *list, struct json element,
                     struct error *error)
{
  buffer_clear(&list->results);
  if (filter_decide(list->filter, 1, element, &list->results) == 0)
    return write_results(list, error);
  if (make_list(json_span(element), 0, &list->element, error) < 0)
    return -1;
  return filter_ask(list->filter,
                    (struct span){ list->element.data, list->element.length },
                    list->sink, error);
}

/* ---- `.`: the list itself. ---------------------------------------- */

static int add_all(struct filter_list *list, struct json element,
                   struct error *error)
{
  const size_t mark = list->filter->marked ? 1 : 0;
  struct buffer *results = &list->results;
  CLEANUP_BUFFER struct buffer asked = { 0 };

  buffer_clear(results);
  if (mark && !list->count)
    buffer_putc(results, RESULT_JSON);
  buffer_putc(results, list->count ? ',' : '[');
  if ((!json_is_plain(element) && span_lone_surrogate(json_span(element))) ||
      canonical_write(results, element) < 0) {
    if (make_list(json_span(element), 0, &list->element, error) < 0 ||
        filter_ask(list->filter,
                   (struct span){ list->element.data, list->element.length },
                   sink_to_buffer(&asked), error) < 0)
      return -1;
    /* Without its mark, its brackets and newline. */
    buffer_append(results, asked.data + mark + 1, asked.length - mark - 3);
  }
  return write_results(list, error);
}

/* ---- `.[0]`: one element. ----------------------------------------- */

static int add_numbered(struct filter_list *list, struct span element,
                        struct error *error)
{
  long wanted = list->filter->select.steps[0].index;

  /* jq reads all of a list, and may refuse it, for the sake of one. */
  if (span_lone_surrogate(element) &&
      filter_reads(list->filter, element, error) < 0)
    return -1;
  if (wanted >= 0 && list->count != (uint64_t)wanted)
    return 0;
  list->found = 1;
  buffer_clear(&list->element);
  buffer_append(&list->element, element.text, element.length);
  return list->element.failed ? error_memory(error) : 0;
}

static int end_numbered(struct filter_list *list, struct error *error)
{
  struct span element = { list->element.data, list->element.length };
  long wanted = list->filter->select.steps[0].index;
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!list->found)
    element = (struct span){ NULL, 0 };
  if (filter_decide(list->filter, 1, json_of(element), &list->results) == 0)
    return write_results(list, error);
  if (list->found &&
      make_list(element, wanted < 0 ? 0 : (uint64_t)wanted, &text, error) < 0)
    return -1;
  return filter_ask(list->filter,
                    list->found ? (struct span){ text.data, text.length }
                                : (struct span){ "[]", 2 },
                    list->sink, error);
}

static struct filter_shaped *shaped_of(struct filter_list *list)
{
  list->shaped.filter = list->filter;
  list->shaped.sink = list->sink;
  return &list->shaped;
}

/* ---- All of them. ------------------------------------------------- */

int filter_list_add(struct filter_list *list, struct json element,
                    struct error *error)
{
  int result;

  if (list->filter->head == SIMPLE_SHAPED)
    result = filter_shaped_add(shaped_of(list), element, error);
  else if (list->filter->head == SIMPLE_ALL)
    result = add_all(list, element, error);
  else if (list->filter->head == SIMPLE_EVERY)
    result = add_every(list, element, error);
  else
    result = add_numbered(list, json_span(element), error);
  list->count++;
  return result;
}

int filter_list_end(struct filter_list *list, struct error *error)
{
  static const char empty[] = { RESULT_JSON, '[', ']', '\n' };
  const size_t skip = list->filter->marked ? 0 : 1;

  if (list->filter->head == SIMPLE_SHAPED)
    return filter_shaped_end(shaped_of(list), error);
  if (list->filter->head == SIMPLE_NUMBERED)
    return end_numbered(list, error);
  if (list->filter->head == SIMPLE_ALL)
    return list->count ? sink_write(list->sink, "]\n", 2, error)
                       : sink_write(list->sink, empty + skip,
                                    sizeof empty - skip, error);
  return 0;
}

void filter_list_free(struct filter_list *list)
{
  buffer_free(&list->element);
  buffer_free(&list->results);
  filter_shaped_free(&list->shaped);
}
