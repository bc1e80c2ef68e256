/* fuzz-table.c - elements of a reply as the rows of a table
 * (core/output/view.h).
 *
 * The first byte chooses the style, the second its width, the third the column
 * to sort by; elements follow, with a NUL behind each.
 */
#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/json/whole.h"
#include "core/output/view.h"
#include "tests/fuzz/fuzz.h"

#define NOW INT64_C(1750000000)

enum { TERMINAL = 1, COLOUR = 2, HEADLESS = 4, MAY_OMIT = 8, SORTED = 16 };

#define COLUMN(name, where, what)                                             \
  {                                                                           \
    .struct_size = sizeof(struct nscale_column), .title = (name),             \
    .path = (where), .kind = (what), .priority = sizeof(where) % 4            \
  }

static const struct nscale_column all[] = {
  COLUMN("ID", ".id", NSCALE_COLUMN_TEXT),
  COLUMN("NAME", ".n", NSCALE_COLUMN_TEXT),
  COLUMN("CREATED", ".t.c", NSCALE_COLUMN_TIME),
  COLUMN("EXPIRES", ".t.e", NSCALE_COLUMN_EXPIRY),
  COLUMN("AGE", ".t.a", NSCALE_COLUMN_AGE),
  COLUMN("STATUS", ".s", NSCALE_COLUMN_STATUS),
  COLUMN("TAGS", ".g", NSCALE_COLUMN_TEXT),
  COLUMN("COUNT", ".g", NSCALE_COLUMN_COUNT),
  /* No table of bare members has this one: the paths are walked then. */
  COLUMN("FIRST", ".g[0]", NSCALE_COLUMN_TEXT),
};

#define ALL (sizeof all / sizeof all[0])

/* Without colours it is text that is safe, a line a row and no blank at its
 * end; the titles are whole, and no wider than they may be where columns can
 * be left out. */
static void check(const struct buffer *text, size_t rows,
                  const struct table_style *style)
{
  const char *line = text->length ? text->data : "";
  const char *end = line + text->length;
  size_t lines = 0;

  MUST(style->colour || fuzz_safe(line, text->length));
  for (; line < end; lines++) {
    const char *stop = memchr(line, '\n', (size_t)(end - line));

    MUST(stop != NULL);
    if (lines == 0 && !style->headless)
      MUST(!memchr(line, 0xe2, (size_t)(stop - line)) &&
           (!style->may_omit || !style->width ||
            text_width(line, (size_t)(stop - line)) <= style->width));
    MUST(style->colour || stop == line || stop[-1] != ' ');
    line = stop + 1;
  }
  MUST(lines == rows + !style->headless);
}

/* Adds what is strict JSON.  Returns whether it became a row. */
static int add(struct view *view, const char *text)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct scan scan;
  struct span value;
  int result;

  if (scan_whole(&scan, (struct span){ text, strlen(text) }, &value) != 0)
    return 0;
  result = view_row(view, json_of(value), &error);
  fuzz_error(result, &error);
  MUST((result == 0) == (value.text[0] == '{'));
  return result == 0;
}

static void run(struct input *input, const struct columns *columns,
                const struct table_style *style)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct view *view = view_new(columns, style);
  size_t rows = 0;

  MUST(view != NULL);
  while (input->size && rows < 64) {
    char *element CLEANUP_FREE = fuzz_next(input);

    rows += (size_t)add(view, element);
  }
  MUST(view_write(view, sink_to_buffer(&text), &error) == 0);
  view_free(view);
  check(&text, rows, style);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  const uint8_t choice = fuzz_byte(&input);
  const uint8_t width = fuzz_byte(&input);
  const uint8_t sort = fuzz_byte(&input);
  const struct table_style style = {
    .terminal = choice & TERMINAL,
    .colour = (choice & COLOUR) != 0,
    .headless = (choice & HEADLESS) != 0,
    .may_omit = (choice & MAY_OMIT) != 0,
    .width = choice & TERMINAL && width ? 20u + width % 120u : 0,
    .now = NOW,
  };
  /* With and without the path that is not one of bare members. */
  struct columns columns = { .count = ALL - (choice >> 5 & 1) };
  size_t i;

  for (i = 0; i < columns.count; i++)
    columns.list[i] = &all[i];
  columns.shown = columns.count;
  columns.sort = choice & SORTED ? sort / 2u % columns.count : TABLE_COLUMNS;
  columns.backwards = sort & 1;
  run(&input, &columns, &style);
  return 0;
}
