/* canonical.c - JSON text as jq prints it, without jq. */
#include "core/jq/canonical.h"

#include <string.h>

#include "core/json/cursor.h"
#include "core/json/scan.h"
#include "core/json/write.h"

#define DIGITS_MOST 15 /* that a double keeps, whatever they are */

/* Text is copied in runs: most values are printed as they came. */
struct writer {
  struct buffer *buffer;
  const char *from; /* not appended yet */
  struct cursor cursor;
  unsigned depth;
};

int canonical_repeats(const struct span *names, size_t count)
{
  size_t i, j;

  for (i = 1; i < count; i++)
    for (j = 0; j < i; j++)
      if (names[i].length == names[j].length &&
          memcmp(names[i].text, names[j].text, names[i].length) == 0)
        return 1;
  return 0;
}

/* Appends the run that ends at `end`; the next one begins at the cursor. */
static void end_run(struct writer *writer, const char *end)
{
  buffer_append(writer->buffer, writer->from, (size_t)(end - writer->from));
  writer->from = writer->cursor.at;
}

static void skip_space(struct writer *writer)
{
  const char *end = writer->cursor.at;

  cursor_skip_space(&writer->cursor);
  if (writer->cursor.at != end)
    end_run(writer, end);
}

/* A string that is not printed as it came. */
static void rewrite_string(struct writer *writer, struct span string)
{
  CLEANUP(buffer_wipe)
  struct buffer bytes = { .secret = writer->buffer->secret };

  end_run(writer, string.text);
  span_decode(&bytes, string);
  writer->buffer->failed |= bytes.failed;
  json_write_text(writer->buffer, (struct span){ bytes.data, bytes.length },
                  JSON_ESCAPE_DELETE);
}

/* Whether jq would print the string in another way: it writes slashes and
 * characters as they are, and U+007F as an escape. */
static int is_rewritten(struct span string)
{
  const char *at = string.text;
  const char *end = string.text + string.length;

  if (memchr(at, 0x7f, string.length))
    return 1;
  while (end - at > 1 && (at = memchr(at, '\\', (size_t)(end - at) - 1))) {
    if (at[1] == '/' || at[1] == 'u')
      return 1;
    at += 2;
  }
  return 0;
}

static void write_string(struct writer *writer, struct span *string)
{
  *string = cursor_string(&writer->cursor);
  if (is_rewritten(*string))
    rewrite_string(writer, *string);
}

/* Whether every jq prints a number as it is written. */
static int is_kept(struct span number)
{
  const size_t sign = number.text[0] == '-';
  size_t i;

  if (number.length - sign > DIGITS_MOST || (sign && number.text[1] == '0'))
    return 0;
  for (i = sign; i < number.length; i++)
    if (number.text[i] < '0' || number.text[i] > '9')
      return 0;
  return 1;
}

static int write_number(struct writer *writer)
{
  return is_kept(cursor_scalar(&writer->cursor)) ? 0 : -1;
}

static int write_value(struct writer *writer);

/* Moves past a comma, if there is one, and the white space around it. */
static void skip_comma(struct writer *writer)
{
  skip_space(writer);
  if (cursor_is(&writer->cursor, ','))
    writer->cursor.at++;
  skip_space(writer);
}

static int write_array(struct writer *writer)
{
  struct cursor *cursor = &writer->cursor;

  cursor->at++;
  skip_space(writer);
  while (cursor->at < cursor->end && *cursor->at != ']') {
    if (write_value(writer) < 0)
      return -1;
    skip_comma(writer);
  }
  cursor->at++;
  return 0;
}

static int write_name(struct writer *writer, struct span *name)
{
  write_string(writer, name);
  if (memchr(name->text, '\\', name->length) ||
      memchr(name->text, 0x7f, name->length))
    return -1;
  skip_space(writer);
  writer->cursor.at++; /* the colon */
  skip_space(writer);
  return 0;
}

static int write_object(struct writer *writer)
{
  struct span names[CANONICAL_NAMES];
  size_t count = 0;

  writer->cursor.at++;
  skip_space(writer);
  while (cursor_is(&writer->cursor, '"')) {
    if (count == CANONICAL_NAMES || write_name(writer, &names[count++]) < 0 ||
        write_value(writer) < 0)
      return -1;
    skip_comma(writer);
  }
  writer->cursor.at++;
  return canonical_repeats(names, count) ? -1 : 0;
}

static int write_value(struct writer *writer)
{
  struct span string;
  int result = 0;

  if (writer->cursor.at >= writer->cursor.end || writer->depth > SCAN_DEPTH)
    return -1;
  writer->depth++;
  switch (*writer->cursor.at) {
  case '"':
    write_string(writer, &string);
    break;
  case '{':
    result = write_object(writer);
    break;
  case '[':
    result = write_array(writer);
    break;
  case 't':
  case 'f':
  case 'n':
    (void)cursor_scalar(&writer->cursor);
    break;
  default:
    result = write_number(writer);
    break;
  }
  writer->depth--;
  return result;
}

/* ---- From mark to mark. ------------------------------------------- */

static int measure(struct json value, size_t *length);

static int measure_array(struct json array, size_t *length)
{
  struct cursor cursor = cursor_in(array);
  struct json element;
  size_t count = 0;

  for (; cursor_element(&cursor, &element); count++)
    if (!measure(element, length))
      return 0;
  *length += 2 + (count ? count - 1 : 0); /* brackets and commas */
  return 1;
}

static int measure_object(struct json object, size_t *length)
{
  struct cursor cursor = cursor_in(object);
  struct span names[CANONICAL_NAMES];
  struct json name, value;
  size_t count = 0;

  while (cursor_member(&cursor, &name, &value)) {
    if (count == CANONICAL_NAMES || !measure(value, length))
      return 0;
    names[count++] = json_span(name);
    *length += name.length + 1;
  }
  *length += 2 + (count ? count - 1 : 0);
  return !canonical_repeats(names, count);
}

/* Adds how long a value with marks, whose strings are plain, is without white
 * space.  Returns whether every jq prints it so. */
static int measure(struct json value, size_t *length)
{
  if (value.text[0] == '{')
    return measure_object(value, length);
  if (value.text[0] == '[')
    return measure_array(value, length);
  *length += value.length;
  return strchr("\"tfn", value.text[0]) || is_kept(json_span(value));
}

int canonical_write(struct buffer *buffer, struct json value)
{
  size_t before = buffer->length, length = 0;
  struct writer writer = { .buffer = buffer,
                           .from = value.text,
                           .cursor = cursor_of(json_span(value)) };

  if (json_is_plain(value) && measure(value, &length) &&
      length == value.length) {
    buffer_append(buffer, value.text, value.length);
    return 0;
  }
  if (write_value(&writer) == 0) {
    if (writer.cursor.at > writer.cursor.end)
      writer.cursor.at = writer.cursor.end;
    end_run(&writer, writer.cursor.at);
    return 0;
  }
  buffer_cut(buffer, before);
  return -1;
}
