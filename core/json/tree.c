/* tree.c - whole JSON texts: read strictly, laid out, written. */
#include "core/json/tree.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/json/canonical.h"
#include "core/json/fields.h"
#include "core/json/scan.h"

/* Runs the scanner over a whole text.  Returns 0 with the bounds of the
 * value in it, or -1 with the error set. */
static int check(const char *text, size_t length, const char *what,
                 enum exit_status exit_status, struct scan *scan,
                 size_t *begin, size_t *end, struct error *error)
{
  enum scan_event event = SCAN_BEGIN;
  size_t at = 0, used = 0;
  uint64_t line, column;

  *begin = 0;
  *end = length;
  while (event != SCAN_MORE && event != SCAN_ERROR) {
    event = scan_feed(scan, text + at, length - at, &used);
    at += used;
    if (event == SCAN_BEGIN)
      *begin = at;
    else if (event == SCAN_END)
      *end = at;
  }
  if (event == SCAN_MORE && scan_finish(scan) == 0)
    return 0;
  if (scan->empty)
    return error_set(error, exit_status, "%s is empty", what);
  scan_position(scan, &line, &column);
  return error_set(error, exit_status,
                   "%s: line %" PRIu64 ", column %" PRIu64 ": %s", what, line,
                   column, scan->reason);
}

static size_t skip_space(const char *text, size_t length, size_t at)
{
  while (at < length && ascii_is_space(text[at]))
    at++;
  return at;
}

size_t json_string_end(const char *text, size_t length, size_t at)
{
  const char *quote = text + at, *end = text + length, *back;

  for (;;) {
    quote++;
    if (quote >= end || !(quote = memchr(quote, '"', (size_t)(end - quote))))
      return length;
    /* A quote behind an odd number of backslashes is a part of the text. */
    for (back = quote; back[-1] == '\\'; back--)
      continue;
    if ((quote - back) % 2 == 0)
      return (size_t)(quote - text) + 1;
  }
}

/* The end of the number or word that begins at `at`. */
static size_t scalar_end(const char *text, size_t length, size_t at)
{
  do
    at++;
  while (at < length && !ascii_is_space(text[at]) && text[at] != ',' &&
         text[at] != ']' && text[at] != '}');
  return at;
}

/* ---- Trees. -------------------------------------------------------
 *
 * Built here rather than by json-c's own parser, which looks neither at
 * every allocation (a name that cannot be copied ends it with SIGSEGV) nor at
 * members that could not be added: a reply that holds a one-time token must
 * be read whole or not at all.
 */

/* Text that the scanner accepted, from where the next value begins. */
struct build {
  const char *at;
  const char *end;
  const char *twice; /* the first name that its object has already, or NULL */
};

static int build_value(struct build *build, struct json_object **value);

/* Moves past white space and past the commas between values. */
static void skip_between(struct build *build)
{
  while (build->at < build->end && strchr(" \t\n\r,", *build->at))
    build->at++;
}

/* Moves past the string at hand and decodes it. */
static int take_string(struct build *build, struct buffer *text)
{
  struct span string = { build->at, 0 };

  string.length =
      json_string_end(build->at, (size_t)(build->end - build->at), 0);
  build->at += string.length;
  buffer_puts(text, "");
  return text->failed ? -1 : span_decode(text, string);
}

static struct json_object *build_string(struct build *build)
{
  CLEANUP(buffer_wipe) struct buffer text = { 0 };

  if (take_string(build, &text) < 0 || text.length > INT_MAX - 1)
    return NULL;
  return json_object_new_string_len(text.data, (int)text.length);
}

/* Integers fit: the scanner has told of those that do not.  A text of digits
 * without an end is not for strtod. */
static struct json_object *build_number(struct build *build)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t length = scalar_end(build->at, (size_t)(build->end - build->at), 0);

  buffer_append(&text, build->at, length);
  if (text.failed)
    return NULL;
  build->at += length;
  /* What json-c would write in another way keeps its text. */
  if (strpbrk(text.data, ".eE") || strcmp(text.data, "-0") == 0)
    return json_object_new_double_s(strtod(text.data, NULL), text.data);
  if (text.data[0] == '-' || strtoull(text.data, NULL, 10) <= INT64_MAX)
    return json_object_new_int64(strtoll(text.data, NULL, 10));
  return json_object_new_uint64(strtoull(text.data, NULL, 10));
}

/* Releases what could not become part of its parent, and the parent. */
static struct json_object *give_up(struct json_object *parent,
                                   struct json_object *part)
{
  json_object_put(part);
  json_object_put(parent);
  return NULL;
}

static struct json_object *build_array(struct build *build)
{
  struct json_object *array = json_object_new_array();
  struct json_object *element;

  if (!array)
    return NULL;
  build->at++;
  for (skip_between(build); *build->at != ']'; skip_between(build)) {
    element = NULL;
    if (build_value(build, &element) < 0 ||
        json_object_array_add(array, element) < 0)
      return give_up(array, element);
  }
  build->at++;
  return array;
}

static struct json_object *build_object(struct build *build)
{
  struct json_object *object = json_object_new_object();
  struct json_object *member;

  if (!object)
    return NULL;
  build->at++;
  for (skip_between(build); *build->at != '}'; skip_between(build)) {
    CLEANUP_BUFFER struct buffer name = { 0 };
    const char *start = build->at;

    member = NULL;
    if (take_string(build, &name) < 0)
      return give_up(object, NULL);
    if (!build->twice && json_object_object_get_ex(object, name.data, NULL))
      build->twice = start;
    skip_between(build);
    build->at++; /* the colon */
    skip_between(build);
    if (build_value(build, &member) < 0 ||
        json_object_object_add(object, name.data, member) < 0)
      return give_up(object, member);
  }
  build->at++;
  return object;
}

/* Builds the value at hand; null is NULL.  Returns 0, or -1 without memory.
 * The scanner has bounded how deep this goes. */
static int build_value(struct build *build, struct json_object **value)
{
  switch (*build->at) {
  case '{':
    *value = build_object(build);
    break;
  case '[':
    *value = build_array(build);
    break;
  case '"':
    *value = build_string(build);
    break;
  case 't':
  case 'f':
    *value = json_object_new_boolean(*build->at == 't');
    build->at += *build->at == 't' ? 4 : 5;
    break;
  case 'n':
    *value = NULL;
    build->at += 4;
    return 0;
  default:
    *value = build_number(build);
    break;
  }
  return *value ? 0 : -1;
}

/* The place of the byte at `offset` of a text that the scanner accepted. */
static void find_place(const char *text, size_t offset, uint64_t *line,
                       uint64_t *column)
{
  struct scan scan = { .levels = 1 };
  size_t at = 0, used = 0;

  while (scan_feed(&scan, text + at, offset - at, &used) != SCAN_MORE)
    at += used;
  scan_position(&scan, line, column);
}

/* Reads; `*twice` is where a name stands that its object has already. */
static struct json_object *read_value(const char *text, size_t length,
                                      const char *what, const char **twice,
                                      struct error *error)
{
  struct scan scan = { .levels = 1 };
  struct json_object *value = NULL;
  struct build build;
  size_t begin, end;
  uint64_t line, column;

  if (check(text, length, what, EXIT_USAGE, &scan, &begin, &end, error) < 0)
    return NULL;
  if (scan.inexact) {
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": the integer does not fit into 64 bits",
              what, scan.inexact_line, scan.inexact_column);
    return NULL;
  }
  if (text[begin] == 'n') {
    scan = (struct scan){ .levels = 1 };
    (void)scan_feed(&scan, text, length, &begin); /* stops at the value */
    scan_position(&scan, &line, &column);
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": null alone is no document",
              what, line, column);
    return NULL;
  }
  build = (struct build){ .at = text + begin, .end = text + end };
  if (build_value(&build, &value) < 0)
    error_memory(error);
  *twice = build.twice;
  return value;
}

struct json_object *json_read(const char *text, size_t length,
                              const char *what, struct error *error)
{
  const char *twice = NULL;

  return read_value(text, length, what, &twice, error);
}

struct json_object *json_read_strictly(const char *text, size_t length,
                                       const char *what, struct error *error)
{
  const struct span whole = { text, length };
  const char *twice = NULL;
  struct json_object *value = read_value(text, length, what, &twice, error);
  const char *half = value ? canonical_lone_surrogate(whole) : NULL;
  uint64_t line, column;

  if (!value || (!half && !twice))
    return value;
  json_object_put(value);
  find_place(text, (size_t)((half ? half : twice) - text), &line, &column);
  if (!half)
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": the object has a member of this name already",
              what, line, column);
  else
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": %.6s is half of a character: write the character "
              "itself, or both halves of it",
              what, line, column, half);
  return NULL;
}

/* ---- Layout. ------------------------------------------------------ */

static void new_line(struct buffer *buffer, int level)
{
  static const char spaces[] = "\n                                ";
  size_t blanks = 2 * (size_t)level;
  size_t some = blanks < sizeof spaces - 2 ? blanks : sizeof spaces - 2;

  /* The buffer remembers a failure. */
  buffer_append(buffer, spaces, some + 1);
  for (blanks -= some; blanks; blanks--)
    buffer_putc(buffer, ' ');
}

int json_layout(struct buffer *buffer, const char *text, size_t length,
                int indent)
{
  int pretty = indent >= 0, level = indent;
  size_t at = 0, next;

  while ((at = skip_space(text, length, at)) < length) {
    char byte = text[at];

    next = at + 1;
    if (byte == '"') {
      next = json_string_end(text, length, at);
    } else if (byte == '{' || byte == '[') {
      size_t close = skip_space(text, length, next);
      char closing = byte == '{' ? '}' : ']';

      buffer_putc(buffer, byte);
      at = next;
      if (close < length && text[close] == closing) {
        buffer_putc(buffer, closing);
        at = close + 1;
      } else if (pretty) {
        new_line(buffer, ++level);
      }
      continue;
    } else if ((byte == '}' || byte == ']') && pretty) {
      new_line(buffer, level > indent ? --level : level);
    } else if (byte != ',' && byte != ':' && byte != '}' && byte != ']') {
      next = scalar_end(text, length, at);
    }
    buffer_append(buffer, text + at, next - at);
    if (pretty && byte == ',')
      new_line(buffer, level);
    else if (pretty && byte == ':')
      buffer_putc(buffer, ' ');
    at = next;
  }
  return buffer->failed ? -1 : 0;
}

static int check_and_layout(struct buffer *buffer, const char *text,
                            size_t length, int indent, struct error *error)
{
  struct scan scan = { .levels = 1 };
  size_t begin, end, before = buffer->length;

  if (check(text, length, "the JSON text", EXIT_FAILED, &scan, &begin, &end,
            error) < 0)
    return -1;
  if (json_layout(buffer, text + begin, end - begin, indent) < 0) {
    if (buffer->data) {
      buffer->length = before;
      buffer->data[before] = '\0';
    }
    return error_memory(error);
  }
  return 0;
}

int json_pretty(struct buffer *buffer, const char *text, size_t length,
                int indent, struct error *error)
{
  return check_and_layout(buffer, text, length, indent < 0 ? 0 : indent,
                          error);
}

int json_compact(struct buffer *buffer, const char *text, size_t length,
                 struct error *error)
{
  return check_and_layout(buffer, text, length, -1, error);
}

/* ---- Writing. -----------------------------------------------------
 *
 * Not by json-c's own writer either: where memory runs out it leaves out
 * what it could not append, and says nothing.
 */

/* What JSON demands to be escaped, and nothing else. */
static void write_text(struct buffer *buffer, const char *text, size_t length)
{
  static const char letters[] = "\b\f\n\r\t\"\\";
  static const char names[] = "bfnrt\"\\";
  const char *letter;
  size_t from = 0, at;

  buffer_putc(buffer, '"');
  for (at = 0; at < length; at++) {
    if ((unsigned char)text[at] >= 0x20 && text[at] != '"' && text[at] != '\\')
      continue;
    buffer_append(buffer, text + from, at - from);
    from = at + 1;
    letter = text[at] ? strchr(letters, text[at]) : NULL;
    if (letter)
      buffer_printf(buffer, "\\%c", names[letter - letters]);
    else
      buffer_printf(buffer, "\\u%04x", (unsigned)text[at]);
  }
  buffer_append(buffer, text + from, length - from);
  buffer_putc(buffer, '"');
}

/* A number: json-c knows it as it was read, and has room for any other. */
static void write_number(struct buffer *buffer, struct json_object *number)
{
  const char *text = json_object_is_type(number, json_type_double)
                         ? json_object_get_userdata(number)
                         : NULL;

  if (!text)
    text = json_object_to_json_string_ext(number, JSON_C_TO_STRING_PLAIN);
  if (text)
    buffer_puts(buffer, text);
  else
    buffer->failed = 1;
}

static void write_tree(struct buffer *buffer, struct json_object *value);

static void write_object(struct buffer *buffer, struct json_object *object)
{
  struct json_object_iterator at = json_object_iter_begin(object);
  struct json_object_iterator end = json_object_iter_end(object);
  const char *name;

  buffer_putc(buffer, '{');
  while (!json_object_iter_equal(&at, &end)) {
    name = json_object_iter_peek_name(&at);
    write_text(buffer, name, strlen(name));
    buffer_putc(buffer, ':');
    write_tree(buffer, json_object_iter_peek_value(&at));
    json_object_iter_next(&at);
    if (!json_object_iter_equal(&at, &end))
      buffer_putc(buffer, ',');
  }
  buffer_putc(buffer, '}');
}

/* Appends the tree without white space; the buffer remembers a failure. */
static void write_tree(struct buffer *buffer, struct json_object *value)
{
  size_t count, i;

  switch (json_object_get_type(value)) {
  case json_type_null:
    buffer_puts(buffer, "null");
    break;
  case json_type_boolean:
    buffer_puts(buffer, json_object_get_boolean(value) ? "true" : "false");
    break;
  case json_type_string:
    write_text(buffer, json_object_get_string(value),
               (size_t)json_object_get_string_len(value));
    break;
  case json_type_object:
    write_object(buffer, value);
    break;
  case json_type_array:
    count = json_object_array_length(value);
    buffer_putc(buffer, '[');
    for (i = 0; i < count; i++) {
      if (i)
        buffer_putc(buffer, ',');
      write_tree(buffer, json_object_array_get_idx(value, i));
    }
    buffer_putc(buffer, ']');
    break;
  case json_type_double:
  case json_type_int:
    write_number(buffer, value);
    break;
  }
}

int json_write(struct buffer *buffer, struct json_object *object, int pretty)
{
  struct buffer text = { 0 };

  if (!pretty) {
    write_tree(buffer, object);
    return buffer->failed ? -1 : 0;
  }
  write_tree(&text, object);
  if (text.failed)
    buffer->failed = 1;
  else
    (void)json_layout(buffer, text.data, text.length, 0);
  buffer_wipe(&text); /* it may have held a one-time token */
  return buffer->failed ? -1 : 0;
}

static void escape_code(struct buffer *buffer, uint32_t code)
{
  static const char letters[] = "\b\f\n\r\t\"\\";
  static const char names[] = "bfnrt\"\\";
  const char *letter = code && code < 0x80 ? strchr(letters, (int)code) : NULL;

  if (letter)
    buffer_printf(buffer, "\\%c", names[letter - letters]);
  else
    buffer_printf(buffer, "\\u%04x", (unsigned)code);
}

void json_escape(struct buffer *buffer, const char *text, size_t length)
{
  size_t from = 0, at = 0; /* text[from..at) goes out as it is */

  buffer_putc(buffer, '"');
  while (at < length) {
    uint32_t code = 0;
    size_t count = text_decode(text + at, length - at, &code);

    if (count && !text_unsafe(code) && code != '"' && code != '\\') {
      at += count;
      continue;
    }
    buffer_append(buffer, text + from, at - from);
    if (count)
      escape_code(buffer, code);
    else
      buffer_puts(buffer, "\xef\xbf\xbd");
    at += count ? count : 1;
    from = at;
  }
  buffer_append(buffer, text + from, at - from);
  buffer_putc(buffer, '"');
}
