/* fuzz-text.c - text that people read (core/base/text.h), and strings of
 * JSON (core/json/tree.h).
 *
 * The first byte is a width; the rest is the text.
 */
#include "core/base/text.h"

#include <json-c/json.h>
#include <string.h>

#include "core/json/tree.h"
#include "core/json/write.h"
#include "tests/fuzz/fuzz.h"

static int is_ascii(const struct buffer *text)
{
  for (size_t i = 0; i < text->length; i++)
    if ((unsigned char)text->data[i] >= 0x7f)
      return 0;
  return 1;
}

static int same(const struct buffer *a, const struct buffer *b)
{
  return a->length == b->length &&
         (!a->length || memcmp(a->data, b->data, a->length) == 0);
}

static void check_cut(const struct buffer *text, size_t width)
{
  struct buffer cut CLEANUP_BUFFER = { 0 };

  buffer_puts(&cut, "");
  text_cut(&cut, text->data, text->length, width);
  MUST(text_width(cut.data, cut.length) <= width);
  MUST(fuzz_safe(cut.data, cut.length));
  if (text_width(text->data, text->length) <= width)
    MUST(same(&cut, text));
  buffer_clear(&cut);
  text_cut_middle(&cut, text->data, text->length, width, width / 3);
  MUST(text_width(cut.data, cut.length) <= width);
  MUST(fuzz_safe(cut.data, cut.length));
  if (text_width(text->data, text->length) <= width)
    MUST(same(&cut, text));
}

/* Escaped it is one line of what is safe to show, and stays as it is. */
static void check_escape(const char *text, size_t length, size_t width)
{
  struct buffer escaped CLEANUP_BUFFER = { 0 };
  struct buffer again CLEANUP_BUFFER = { 0 };

  buffer_puts(&escaped, "");
  buffer_puts(&again, "");
  text_escape(&escaped, text, length);
  MUST(fuzz_safe(escaped.data, escaped.length));
  MUST(!memchr(escaped.data, '\n', escaped.length + 1));
  text_escape(&again, escaped.data, escaped.length);
  MUST(same(&escaped, &again));
  MUST(text_width(escaped.data, escaped.length) <= 2 * escaped.length);
  check_cut(&escaped, width);
  text_setup(0);
  buffer_clear(&escaped);
  text_escape(&escaped, text, length);
  MUST(is_ascii(&escaped) && fuzz_safe(escaped.data, escaped.length));
  check_cut(&escaped, width);
  text_setup(1);
}

/* The text with U+FFFD for each byte that is no UTF-8. */
static void replace_broken(struct buffer *result, const char *text,
                           size_t length)
{
  uint32_t code;
  size_t count;

  buffer_puts(result, "");
  for (; length; text += count ? count : 1, length -= count ? count : 1) {
    count = text_decode(text, length, &code);
    buffer_append(result, count ? text : "\xef\xbf\xbd", count ? count : 3);
  }
}

static void check_json(const char *text, size_t length)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer json CLEANUP_BUFFER = { 0 };
  struct buffer wanted CLEANUP_BUFFER = { 0 };
  struct json_object *value CLEANUP_JSON = NULL;

  json_escape(&json, text, length);
  MUST(fuzz_safe(json.data, json.length));
  MUST(!memchr(json.data, '\n', json.length));
  value = json_read(json.data, json.length, "it", &error);
  MUST(json_object_is_type(value, json_type_string));
  replace_broken(&wanted, text, length);
  MUST((size_t)json_object_get_string_len(value) == wanted.length);
  MUST(memcmp(json_object_get_string(value), wanted.data, wanted.length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  size_t width = fuzz_byte(&input);
  char *text CLEANUP_FREE = fuzz_copy(input.bytes, input.size);

  check_escape(text, input.size, width);
  check_json(text, input.size);
  return 0;
}
