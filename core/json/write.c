/* write.c - JSON texts laid out, and written from trees and texts. */
#include "core/json/write.h"

#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "core/base/text.h"
#include "core/json/cursor.h"
#include "core/json/whole.h"

/* ---- Texts. ------------------------------------------------------- */

static void escape_code(struct buffer *buffer, uint32_t code)
{
  static const char letters[] = "\b\f\n\r\t\"\\";
  static const char names[] = "bfnrt\"\\";
  const char *letter = code && code < 0x80 ? strchr(letters, (int)code) : NULL;

  if (letter)
    buffer_printf(buffer, "\\%c", names[letter - letters]);
  else
    text_escape_json(buffer, code);
}

/* Whether a byte, or a character where `how` looks at those, is escaped. */
static int is_escaped(uint32_t code, enum json_escapes how)
{
  if (code < 0x20 || code == '"' || code == '\\')
    return 1;
  if (how == JSON_ESCAPE_LEAST)
    return 0;
  return how == JSON_ESCAPE_SAFE ? text_unseen(code) : code == 0x7f;
}

void json_write_text(struct buffer *buffer, struct span text,
                     enum json_escapes how)
{
  size_t from = 0, at = 0; /* text[from..at) goes out as it is */

  buffer_putc(buffer, '"');
  while (at < text.length) {
    uint32_t code = (unsigned char)text.text[at];
    size_t count = 1;

    if (how == JSON_ESCAPE_SAFE)
      count = text_decode(text.text + at, text.length - at, &code);
    if (count && !is_escaped(code, how)) {
      at += count;
      continue;
    }
    buffer_append(buffer, text.text + from, at - from);
    if (count)
      escape_code(buffer, code);
    else
      buffer_puts(buffer, "\xef\xbf\xbd");
    at += count ? count : 1;
    from = at;
  }
  buffer_append(buffer, text.text + from, at - from);
  buffer_putc(buffer, '"');
}

void json_escape(struct buffer *buffer, const char *text, size_t length)
{
  json_write_text(buffer, (struct span){ text, length }, JSON_ESCAPE_SAFE);
}

/* ---- Layout. ------------------------------------------------------ */

/* Of two bytes a hundred levels deep come two hundred. */
#define LAYOUT_FREE ((size_t)8 << 20)
#define LAYOUT_TIMES ((size_t)3)

static void new_line(struct buffer *buffer, int level)
{
  size_t blanks = 2 * (size_t)level;

  /* Mostly few, and put in one step; the buffer remembers a failure. */
  if (blanks <= 16 && buffer_has_room(buffer, 17)) {
    memcpy(buffer->data + buffer->length, "\n                ", 17);
    buffer->length += blanks + 1;
    buffer->data[buffer->length] = '\0';
    return;
  }
  for (buffer_putc(buffer, '\n'); blanks; blanks--)
    buffer_putc(buffer, ' ');
}

/* Appends the bracket at hand; where the array or object is empty, the
 * closing one too.  Returns whether it is. */
static int open_nested(struct buffer *buffer, struct cursor *cursor)
{
  const char closing = *cursor->at == '{' ? '}' : ']';
  struct cursor ahead;

  buffer_putc(buffer, *cursor->at++);
  ahead = *cursor;
  cursor_skip_space(&ahead);
  if (!cursor_is(&ahead, closing))
    return 0;
  buffer_putc(buffer, closing);
  cursor->at = ahead.at + 1;
  return 1;
}

/* From byte to byte. */
static int layout_walked(struct buffer *buffer, struct span text, int indent,
                         size_t most)
{
  struct cursor cursor = cursor_of(text);
  int pretty = indent >= 0, level = indent;
  struct span token;

  for (cursor_skip_space(&cursor); cursor.at < cursor.end;
       cursor_skip_space(&cursor)) {
    const char byte = *cursor.at;

    if (buffer->length > most)
      return 1;
    if (byte == '{' || byte == '[') {
      if (!open_nested(buffer, &cursor) && pretty)
        new_line(buffer, ++level);
      continue;
    }
    if ((byte == '}' || byte == ']') && pretty)
      new_line(buffer, level > indent ? --level : level);
    if (byte == '"')
      token = cursor_string(&cursor);
    else if (byte == ',' || byte == ':' || byte == '}' || byte == ']')
      token = (struct span){ cursor.at++, 1 };
    else
      token = cursor_scalar(&cursor);
    buffer_append(buffer, token.text, token.length);
    if (pretty && byte == ',')
      new_line(buffer, level);
    else if (pretty && byte == ':')
      buffer_putc(buffer, ' ');
  }
  return buffer->failed ? -1 : 0;
}

/* The arrays and objects that are open while a text is laid out from mark to
 * mark. */
struct nesting {
  const struct mark *last[MARKS_DEPTH]; /* the mark behind each */
  char closing[MARKS_DEPTH];            /* the bracket that ends it */
  int depth;
};

/* Ends what has no mark left before this one, each on a line of its own. */
static void close_nested(struct buffer *buffer, struct nesting *nest,
                         const struct mark *mark, int indent)
{
  while (nest->depth && mark == nest->last[nest->depth - 1]) {
    nest->depth--;
    new_line(buffer, indent + nest->depth);
    buffer_putc(buffer, nest->closing[nest->depth]);
  }
}

/* In lines, from mark to mark. */
static int layout_marked(struct buffer *buffer, struct json value, int indent,
                         size_t most)
{
  const char *origin = value.text - value.mark->from;
  const struct mark *mark = value.mark, *end = mark + mark->skip;
  struct nesting nest = { .depth = 0 };

  while (mark < end && buffer->length <= most) {
    const char *text = origin + mark->from;
    const int is_nested = *text == '{' || *text == '[';

    if (is_nested && mark->skip > 1) {
      nest.last[nest.depth] = mark + mark->skip;
      nest.closing[nest.depth++] = *text == '{' ? '}' : ']';
      buffer_putc(buffer, *text);
      new_line(buffer, indent + nest.depth);
    } else {
      if (is_nested)
        buffer_append(buffer, *text == '{' ? "{}" : "[]", 2);
      else
        buffer_append(buffer, text, mark->end - mark->from);
      close_nested(buffer, &nest, mark + 1, indent);
      if (nest.depth) {
        buffer_putc(buffer, ',');
        new_line(buffer, indent + nest.depth);
      }
    }
    mark++;
    if (nest.depth && nest.closing[nest.depth - 1] == '}') {
      buffer_append(buffer, origin + mark->from, mark->end - mark->from);
      buffer_append(buffer, ": ", 2);
      mark++;
    }
  }
  return buffer->length > most ? 1 : buffer->failed ? -1 : 0;
}

int json_layout(struct buffer *buffer, struct json value, int indent)
{
  const size_t most =
      buffer->length + LAYOUT_FREE + LAYOUT_TIMES * value.length;

  return value.mark && indent >= 0
             ? layout_marked(buffer, value, indent, most)
             : layout_walked(buffer, json_span(value), indent, most);
}

int json_refuse_layout(int result, struct error *error)
{
  if (result < 0)
    return error_memory(error);
  error_set(error, EXIT_FAILED,
            "the reply is nested so deep that it would take more than %d "
            "times its size to show it in lines",
            (int)LAYOUT_TIMES);
  return error_hint(error, "-q . shows it in one line");
}

static int check_and_layout(struct buffer *buffer, struct span text,
                            int indent, struct error *error)
{
  struct scan scan;
  size_t before = buffer->length;
  struct span value;
  int result;

  if (scan_whole(&scan, text, &value) < 0)
    return scan_refuse(&scan, "the JSON text", EXIT_FAILED, error);
  result = json_layout(buffer, json_of(value), indent);
  if (result == 0)
    return 0;
  if (buffer->data)
    buffer_cut(buffer, before);
  return json_refuse_layout(result, error);
}

int json_pretty(struct buffer *buffer, const char *text, size_t length,
                int indent, struct error *error)
{
  return check_and_layout(buffer, (struct span){ text, length },
                          indent < 0 ? 0 : indent, error);
}

int json_compact(struct buffer *buffer, const char *text, size_t length,
                 struct error *error)
{
  return check_and_layout(buffer, (struct span){ text, length }, -1, error);
}

/* ---- Trees. -------------------------------------------------------
 *
 * Not by json-c's own writer: where memory runs out it leaves out what it
 * could not append, and says nothing.
 */

static void write_text(struct buffer *buffer, const char *text, size_t length)
{
  json_write_text(buffer, (struct span){ text, length }, JSON_ESCAPE_LEAST);
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
  int result = 0;

  if (!pretty) {
    write_tree(buffer, object);
    return buffer->failed ? -1 : 0;
  }
  write_tree(&text, object);
  if (text.failed)
    buffer->failed = 1;
  else
    result =
        json_layout(buffer, (struct json){ text.data, text.length, NULL }, 0);
  buffer_wipe(&text); /* it may have held a one-time token */
  return result != 0 || buffer->failed ? -1 : 0;
}
