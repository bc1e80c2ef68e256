/* fuzz-canonical.c - JSON text as jq prints it (core/jq/canonical.h), held
 * against the tree of the same text.
 *
 * The input is one JSON text.
 */
#include "core/jq/canonical.h"

#include <json-c/json.h>
#include <string.h>

#include "core/json/same.h"
#include "core/json/whole.h"
#include "tests/fuzz/fuzz.h"

/* No white space stands outside of strings. */
static int is_compact(const char *text, size_t length)
{
  int in_string = 0;
  size_t i;

  for (i = 0; i < length; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string && strchr(" \t\r\n", text[i]))
      return 0;
  }
  return !in_string;
}

static void check(const struct buffer *text, struct span value)
{
  struct json_object *was CLEANUP_JSON = fuzz_tree(value.text, value.length);
  struct json_object *is CLEANUP_JSON = fuzz_tree(text->data, text->length);
  struct buffer again CLEANUP_BUFFER = { 0 };

  MUST(is_compact(text->data, text->length));
  MUST(json_same(was, is));
  MUST(canonical_write(&again,
                       (struct json){ text->data, text->length, NULL }) == 0);
  MUST(again.length == text->length &&
       memcmp(again.data, text->data, text->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  char *copy CLEANUP_FREE = fuzz_copy(bytes, size);
  struct buffer text CLEANUP_BUFFER = { 0 };
  struct scan scan;
  struct span value;

  if (scan_whole(&scan, (struct span){ copy, size }, &value) != 0)
    return 0;
  buffer_puts(&text, "before");
  if (canonical_write(&text, json_of(value)) < 0) {
    MUST(text.length == 6 && strcmp(text.data, "before") == 0);
    return 0;
  }
  MUST(!text.failed && memcmp(text.data, "before", 6) == 0);
  buffer_clear(&text);
  MUST(canonical_write(&text, json_of(value)) == 0);
  check(&text, value);
  return 0;
}
