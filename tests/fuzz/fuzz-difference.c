/* fuzz-difference.c - what a change changes (core/document/difference.h).
 *
 * The input is what was and, after a NUL, what will be.
 */
#include "core/document/difference.h"

#include <json-c/json.h>
#include <string.h>

#include "core/json/same.h"
#include "tests/fuzz/fuzz.h"

static const char *label(void *context, const char *field, const char *value)
{
  (void)context;
  return strlen(field) % 2 ? value : NULL;
}

/* How many lines begin with that sign; each begins with one of the two. */
static size_t count(const struct buffer *text, char sign)
{
  const char *line = text->length ? text->data : "";
  size_t lines = 0;

  while (*line) {
    MUST((line[0] == '-' || line[0] == '+') && line[1] == ' ');
    lines += line[0] == sign;
    line = strchr(line, '\n');
    MUST(line != NULL);
    line++;
  }
  return lines;
}

static void differ(struct buffer *text, struct json_object *before,
                   struct json_object *after)
{
  const struct difference_labels labels = { .label = label };

  MUST(difference(text, before, after, &labels) == 0);
  MUST(!text->length || (strlen(text->data) == text->length &&
                         fuzz_safe(text->data, text->length)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  char *was CLEANUP_FREE = fuzz_next(&input);
  char *will_be CLEANUP_FREE = fuzz_next(&input);
  struct json_object *before CLEANUP_JSON = fuzz_tree(was, strlen(was));
  struct json_object *after CLEANUP_JSON = fuzz_tree(will_be, strlen(will_be));
  struct buffer there CLEANUP_BUFFER = { 0 };
  struct buffer back CLEANUP_BUFFER = { 0 };
  struct buffer nothing CLEANUP_BUFFER = { 0 };

  differ(&there, before, after);
  differ(&back, after, before);
  differ(&nothing, before, before);
  MUST(nothing.length == 0);
  MUST(!json_same(before, after) || there.length == 0);
  /* What the way there takes away, the way back brings. */
  MUST(count(&there, '-') == count(&back, '+'));
  MUST(count(&there, '+') == count(&back, '-'));
  return 0;
}
