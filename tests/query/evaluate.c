/* evaluate.c - runs filters over JSON texts as -q does.
 *
 *   evaluate FILTERS PAYLOADS
 *
 * Both files hold one a line.  For each payload and filter prints a line
 * with U+001E, the results, and for a filter that fails U+001F and the error.
 * A list is also given to the filter in pieces cut anywhere, element by
 * element; where that makes a difference, it says so and ends with 1.
 * Prints to stderr how many of the pairs with a simple filter were decided
 * without libjq.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/stream.h"
#include "core/output/filter_list.h"
#include "core/output/filters.h"

#define FILTERS_MOST 256

static struct filter filters[FILTERS_MOST];
static char *texts[FILTERS_MOST];
static size_t count;
static unsigned long pairs, decided;

/* The filter's own words, without ours. */
static void append_error(struct buffer *results, const struct error *error)
{
  static const char marker[] = " failed on the reply: ";
  const char *words = error->message ? strstr(error->message, marker) : NULL;

  buffer_printf(results, "\x1f%s\n",
                words            ? words + strlen(marker)
                : error->message ? error->message
                                 : "?");
}

static void whole(struct filter *filter, struct span json,
                  struct buffer *results)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer alone = { 0 };
  struct filters one = { .list = filter, .count = 1 };

  pairs += (unsigned long)filter->is_simple;
  decided += filter_decide(filter, 0, json_of(json), &alone) == 0;
  if (filters_run(&one, json, 0, sink_to_buffer(results), &error) < 0)
    append_error(results, &error);
}

/* A list that is given to a filter in pieces. */
struct pieces {
  struct filter_list list;
  struct stream stream;
};

static int on_element(void *context, const char *text, size_t length,
                      struct error *error)
{
  struct pieces *pieces = context;

  return filter_list_add(&pieces->list,
                         (struct json){ text, length, pieces->stream.mark },
                         error);
}

/* In pieces of 1, 2, 3, ... bytes. */
static void in_pieces(struct filter *filter, struct span json,
                      struct buffer *results)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct pieces pieces = {
    .list = { .filter = filter, .sink = sink_to_buffer(results) },
    .stream = { .element = on_element, .context = &pieces }
  };
  size_t piece, at = 0;
  int result = 0;

  for (piece = 1; result == 0 && at < json.length; piece++) {
    if (piece > json.length - at)
      piece = json.length - at;
    result = stream_feed(&pieces.stream, json.text + at, piece, &error);
    at += piece;
  }
  if (result < 0 || stream_end(&pieces.stream, &error) < 0 ||
      filter_list_end(&pieces.list, &error) < 0)
    append_error(results, &error);
  filter_list_free(&pieces.list);
  stream_free(&pieces.stream);
}

/* Returns 0, or 1 where a list in pieces gives other results. */
static int evaluate(struct filter *filter, struct span json)
{
  CLEANUP_BUFFER struct buffer results = { 0 };
  CLEANUP_BUFFER struct buffer pieces = { 0 };

  buffer_puts(&results, "\x1e\n");
  whole(filter, json, &results);
  (void)fwrite(results.data, 1, results.length, stdout);
  if (json.text[0] != '[' || filter->head == SIMPLE_WHOLE)
    return 0;
  buffer_puts(&pieces, "\x1e\n");
  in_pieces(filter, json, &pieces);
  if (pieces.length == results.length &&
      memcmp(pieces.data, results.data, results.length) == 0)
    return 0;
  (void)fprintf(stderr, "in pieces %s gives %s of %s\n", filter->text,
                pieces.data, json.text);
  return 1;
}

static int read_filters(FILE *file)
{
  struct error error = { 0 };
  size_t size = 0;
  ssize_t length;

  while (count < FILTERS_MOST &&
         (length = getline(&texts[count], &size, file)) > 0) {
    texts[count][length - 1] = '\0';
    if (filter_compile(&filters[count], texts[count], &error) < 0) {
      (void)fprintf(stderr, "%s\n", error.message);
      return -1;
    }
    count++;
    size = 0;
  }
  return count ? 0 : -1;
}

int main(int argc, char **argv)
{
  FILE *list = argc == 3 ? fopen(argv[1], "r") : NULL;
  FILE *payloads = argc == 3 ? fopen(argv[2], "r") : NULL;
  char *line = NULL;
  size_t size = 0, i;
  ssize_t length;
  int result = 0;

  if (!list || !payloads || read_filters(list) < 0) {
    (void)fputs("evaluate: cannot read the filters or payloads\n", stderr);
    return 2;
  }
  while ((length = getline(&line, &size, payloads)) > 0) {
    line[length - 1] = '\0';
    for (i = 0; i < count; i++)
      result |=
          evaluate(&filters[i], (struct span){ line, (size_t)length - 1 });
  }
  (void)fprintf(stderr, "%lu of %lu\n", decided, pairs);
  for (i = 0; i < count; i++) {
    filter_free(&filters[i]);
    free(texts[i]);
  }
  free(line);
  (void)fclose(list);
  (void)fclose(payloads);
  return fflush(stdout) == 0 ? result : 2;
}
