/* cut.c - the texts of one column, cut so that they can be told apart. */
#include "core/output/cut.h"

#include <stdlib.h>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/vector.h"

#define END_LEAST ((size_t)3) /* columns that are left of a text's ends */

/* One text, as hashes of what it is cut to and of all of it. */
struct trace {
  uint64_t shown;
  uint64_t whole;
};

/* Those of a column that is cut at one place. */
struct traces {
  struct cut *cut;
  struct trace *list;
  size_t count;
  struct buffer shown;
};

static uint64_t hash_of(const struct buffer *text)
{
  return hash_text(HASH_START, text->data, text->length);
}

static int add_trace(void *to, const struct buffer *text)
{
  struct traces *traces = to;
  struct trace *list = vector_grow(traces->list, traces->count, sizeof *list);

  if (!list)
    return -1;
  traces->list = list;
  buffer_clear(&traces->shown);
  cut_apply(traces->cut, &traces->shown, text);
  if (traces->shown.failed)
    return -1;
  list[traces->count].shown = hash_of(&traces->shown);
  list[traces->count].whole = hash_of(text);
  traces->count++;
  return 0;
}

static int compare(uint64_t x, uint64_t y)
{
  return (x > y) - (x < y);
}

static int compare_traces(const void *x, const void *y)
{
  const struct trace *one = x, *other = y;
  const int order = compare(one->shown, other->shown);

  return order ? order : compare(one->whole, other->whole);
}

static int compare_hashes(const void *x, const void *y)
{
  return compare(*(const uint64_t *)x, *(const uint64_t *)y);
}

/* Finds what several texts are cut to. */
static int find_alike(const struct traces *traces, struct cut *cut)
{
  const struct trace *list = traces->list;
  size_t i;

  for (i = 1; i < traces->count; i++) {
    uint64_t *alike;

    if (list[i].shown != list[i - 1].shown ||
        list[i].whole == list[i - 1].whole ||
        (cut->count && cut->alike[cut->count - 1] == list[i].shown))
      continue;
    alike = vector_grow(cut->alike, cut->count, sizeof *alike);
    if (!alike)
      return -1;
    cut->alike = alike;
    alike[cut->count++] = list[i].shown;
  }
  return 0;
}

/* Looks what a cut with so many columns before the mark makes alike. */
static int try_place(struct cut *cut, size_t width, size_t before,
                     struct cut_texts texts)
{
  struct traces traces = { .cut = cut };
  int result;

  *cut = (struct cut){ .width = width, .before = before };
  result = texts.walk(texts.context, add_trace, &traces);
  if (result == 0 && traces.count) {
    qsort(traces.list, traces.count, sizeof *traces.list, compare_traces);
    result = find_alike(&traces, cut);
  }
  buffer_free(&traces.shown);
  free(traces.list);
  return result;
}

/* The columns before the mark, of so many eighths of the width. */
static size_t place_of(size_t width, size_t eighths)
{
  const size_t before = width * eighths / 8;

  if (width < 2 * END_LEAST + 1)
    return width / 2;
  if (before < END_LEAST)
    return END_LEAST;
  return before > width - END_LEAST - 1 ? width - END_LEAST - 1 : before;
}

int cut_choose(struct cut *cut, size_t width, struct cut_texts texts)
{
  /* The middle, and away from it. */
  static const size_t eighths[] = { 4, 2, 6, 1, 7 };
  size_t least = SIZE_MAX, best = 0, i;

  for (i = 0; i < sizeof eighths / sizeof eighths[0]; i++) {
    cut_free(cut);
    if (try_place(cut, width, place_of(width, eighths[i]), texts) < 0)
      return -1;
    if (!cut->count)
      return 0;
    if (cut->count < least) {
      least = cut->count;
      best = i;
    }
  }
  cut_free(cut);
  return try_place(cut, width, place_of(width, eighths[best]), texts);
}

void cut_apply(const struct cut *cut, struct buffer *out,
               const struct buffer *text)
{
  const size_t start = out->length;
  uint64_t hash;

  if (!cut->width) {
    buffer_append(out, text->data, text->length);
    return;
  }
  text_cut_middle(out, text->data, text->length, cut->width, cut->before);
  if (!cut->count || out->failed)
    return;
  hash = hash_text(HASH_START, out->data + start, out->length - start);
  if (!bsearch(&hash, cut->alike, cut->count, sizeof hash, compare_hashes))
    return;
  buffer_cut(out, start);
  buffer_append(out, text->data, text->length);
}

void cut_free(struct cut *cut)
{
  free(cut->alike);
  *cut = (struct cut){ 0 };
}
