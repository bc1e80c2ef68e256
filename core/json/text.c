/* text.c - whole JSON texts: read strictly, laid out, written. */
#include "core/json/text.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "core/json/scan.h"
#include "core/render/text.h"

static void tokener_cleanup(struct json_tokener **tokener)
{
  if (*tokener)
    json_tokener_free(*tokener);
}

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
                   "%s: line %" PRIu64 ", column %" PRIu64 ": %s", what,
                   line, column, scan->reason);
}

/* Has json-c build the tree of a text that the scanner accepted. */
static struct json_object *build(const char *text, size_t length,
                                 const char *what, struct error *error)
{
  CLEANUP(tokener_cleanup) struct json_tokener *tokener = NULL;
  struct json_object *object;
  enum json_tokener_error result;

  if (length > INT_MAX - 1) {
    (void)error_set(error, EXIT_USAGE, "%s is too large", what);
    return NULL;
  }
  tokener = json_tokener_new_ex(SCAN_DEPTH + 1);
  if (!tokener) {
    (void)error_memory(error);
    return NULL;
  }
  json_tokener_set_flags(tokener,
                         JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  object = json_tokener_parse_ex(tokener, text, (int)length);
  result = json_tokener_get_error(tokener);
  if (result == json_tokener_continue) {
    /* A number may go on; a NUL, which belongs to no JSON, ends it. */
    object = json_tokener_parse_ex(tokener, "", 1);
    result = json_tokener_get_error(tokener);
  }
  if (result != json_tokener_success)
    (void)error_set(error, EXIT_USAGE, "%s: %s", what,
                    json_tokener_error_desc(result));
  return object;
}

struct json_object *json_read(const char *text, size_t length,
                              const char *what, struct error *error)
{
  struct scan scan = { .levels = 1 };
  size_t begin, end;
  uint64_t line, column;

  if (check(text, length, what, EXIT_USAGE, &scan, &begin, &end, error) < 0)
    return NULL;
  if (scan.inexact) {
    (void)error_set(error, EXIT_USAGE,
                    "%s: line %" PRIu64 ", column %" PRIu64
                    ": the integer does not fit into 64 bits",
                    what, scan.inexact_line, scan.inexact_column);
    return NULL;
  }
  if (text[begin] == 'n') {
    scan = (struct scan){ .levels = 1 };
    (void)scan_feed(&scan, text, length, &begin); /* stops at the value */
    scan_position(&scan, &line, &column);
    (void)error_set(error, EXIT_USAGE,
                    "%s: line %" PRIu64 ", column %" PRIu64
                    ": null alone is no document",
                    what, line, column);
    return NULL;
  }
  return build(text + begin, end - begin, what, error);
}

static int is_space(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t skip_space(const char *text, size_t length, size_t at)
{
  while (at < length && is_space(text[at]))
    at++;
  return at;
}

/* The end of the string that begins at `at`, behind its closing quote. */
static size_t string_end(const char *text, size_t length, size_t at)
{
  for (at++; at < length && text[at] != '"'; at++)
    if (text[at] == '\\')
      at++;
  return at < length ? at + 1 : length;
}

/* The end of the number or word that begins at `at`. */
static size_t scalar_end(const char *text, size_t length, size_t at)
{
  do
    at++;
  while (at < length && !is_space(text[at]) && text[at] != ',' &&
         text[at] != ']' && text[at] != '}');
  return at;
}

static void new_line(struct buffer *buffer, int level)
{
  static const char spaces[] = "\n                                ";
  size_t blanks = 2 * (size_t)level;
  size_t some = blanks < sizeof spaces - 2 ? blanks : sizeof spaces - 2;

  /* The buffer remembers a failure. */
  (void)buffer_append(buffer, spaces, some + 1);
  for (blanks -= some; blanks; blanks--)
    (void)buffer_putc(buffer, ' ');
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
      next = string_end(text, length, at);
    } else if (byte == '{' || byte == '[') {
      size_t close = skip_space(text, length, next);
      char closing = byte == '{' ? '}' : ']';

      (void)buffer_putc(buffer, byte);
      at = next;
      if (close < length && text[close] == closing) {
        (void)buffer_putc(buffer, closing);
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
    (void)buffer_append(buffer, text + at, next - at);
    if (pretty && byte == ',')
      new_line(buffer, level);
    else if (pretty && byte == ':')
      (void)buffer_putc(buffer, ' ');
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

int json_write(struct buffer *buffer, struct json_object *object,
               int pretty)
{
  size_t length = 0;
  const char *text = json_object_to_json_string_length(
      object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
      &length);

  if (!text)
    return -1;
  return json_layout(buffer, text, length, pretty ? 0 : -1);
}

static void escape_code(struct buffer *buffer, uint32_t code)
{
  static const char letters[] = "\b\f\n\r\t\"\\";
  static const char names[] = "bfnrt\"\\";
  const char *letter = code && code < 0x80 ? strchr(letters, (int)code)
                                           : NULL;

  if (letter)
    (void)buffer_printf(buffer, "\\%c", names[letter - letters]);
  else
    (void)buffer_printf(buffer, "\\u%04x", (unsigned)code);
}

int json_escape(struct buffer *buffer, const char *text, size_t length)
{
  size_t from = 0, at = 0; /* text[from..at) goes out as it is */

  /* The buffer remembers a failure; it is looked at once, at the end. */
  (void)buffer_putc(buffer, '"');
  while (at < length) {
    uint32_t code = 0;
    size_t count = text_decode(text + at, length - at, &code);

    if (count && !text_unsafe(code) && code != '"' && code != '\\') {
      at += count;
      continue;
    }
    (void)buffer_append(buffer, text + from, at - from);
    if (count)
      escape_code(buffer, code);
    else
      (void)buffer_puts(buffer, "\xef\xbf\xbd");
    at += count ? count : 1;
    from = at;
  }
  (void)buffer_append(buffer, text + from, at - from);
  (void)buffer_putc(buffer, '"');
  return buffer->failed ? -1 : 0;
}
