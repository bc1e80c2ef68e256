/* paint.c - JSON as people read it. */
#include "core/output/paint.h"

#include <string.h>

#include "core/jq/result.h"

/* SGR sequences (ECMA-48) that can be read on dark and on light: bold blue and
 * green.  Yellow and cyan are lost on white: all else has no colour. */
#define NAME "\x1b[1;34m"
#define STRING "\x1b[32m"
#define PLAIN "\x1b[0m"

static void add_colour(const struct paint *paint, struct buffer *out,
                       const char *sequence)
{
  if (paint->coloured)
    buffer_puts(out, sequence);
}

static void new_line(const struct paint *paint, struct buffer *out)
{
  size_t level = paint->depth < PAINT_DEPTH ? paint->depth : PAINT_DEPTH;

  buffer_putc(out, '\n');
  while (level-- > 0)
    buffer_puts(out, "  ");
}

/* Whether what is at hand is a member of an object. */
static int is_in_object(const struct paint *paint)
{
  return paint->depth > 0 && paint->depth <= PAINT_DEPTH &&
         paint->containers[paint->depth - 1] == '{';
}

/* A value or a name begins: the first one of its container ends the line. */
static void begin(struct paint *paint, struct buffer *out)
{
  if (paint->opened)
    new_line(paint, out);
  paint->opened = 0;
}

static void open_container(struct paint *paint, struct buffer *out, char byte)
{
  begin(paint, out);
  buffer_putc(out, byte);
  if (paint->depth < PAINT_DEPTH)
    paint->containers[paint->depth] = byte;
  paint->depth++;
  paint->opened = 1;
  paint->is_value = !is_in_object(paint);
}

static void close_container(struct paint *paint, struct buffer *out, char byte)
{
  if (paint->depth > 0)
    paint->depth--;
  if (!paint->opened)
    new_line(paint, out);
  buffer_putc(out, byte);
  paint->opened = 0;
}

/* Takes a byte that is no white space: of a bracket, a number, a word, or that
 * which begins a string. */
static void add_byte(struct paint *paint, struct buffer *out, char byte)
{
  switch (byte) {
  case '{':
  case '[':
    open_container(paint, out, byte);
    return;
  case '}':
  case ']':
    close_container(paint, out, byte);
    return;
  case ',':
    buffer_putc(out, byte);
    new_line(paint, out);
    paint->is_value = !is_in_object(paint);
    return;
  case ':':
    buffer_puts(out, ": ");
    paint->is_value = 1;
    return;
  default:
    break;
  }
  begin(paint, out);
  if (byte == '"') {
    paint->state = PAINT_STRING;
    add_colour(paint, out, paint->is_value ? STRING : NAME);
  }
  buffer_putc(out, byte);
}

/* Takes a byte between tokens. */
static void between(struct paint *paint, struct buffer *out, char byte)
{
  if (byte == '\n' && paint->depth == 0) {
    buffer_putc(out, byte);
    paint->in_json = 0;
  } else if (!strchr(" \t\r\n", byte)) {
    add_byte(paint, out, byte);
  }
}

/* Appends what is of the string at hand.  Returns how much of the text. */
static size_t add_string(struct paint *paint, struct buffer *out,
                         const char *text, size_t length)
{
  size_t at = 0;

  if (paint->state == PAINT_ESCAPE)
    at = 1;
  while (at < length && text[at] != '"' && text[at] != '\\')
    at++;
  paint->state = PAINT_STRING;
  if (at < length && text[at] == '\\')
    paint->state = PAINT_ESCAPE;
  else if (at < length)
    paint->state = PAINT_BETWEEN;
  at += at < length;
  buffer_append(out, text, at);
  if (paint->state == PAINT_BETWEEN)
    add_colour(paint, out, PLAIN);
  return at;
}

/* Appends the strings of results before the next JSON.  Returns likewise. */
static size_t add_raw(struct paint *paint, struct buffer *out,
                      const char *text, size_t length)
{
  const char *mark = memchr(text, RESULT_JSON, length);
  const size_t before = mark ? (size_t)(mark - text) : length;

  buffer_append(out, text, before);
  if (!mark)
    return length;
  paint->in_json = 1;
  return before + 1;
}

void paint(struct paint *paint, struct buffer *out, const char *text,
           size_t length)
{
  size_t at = 0;

  while (at < length) {
    if (!paint->in_json && paint->of_results) {
      at += add_raw(paint, out, text + at, length - at);
    } else if (paint->state == PAINT_BETWEEN) {
      if (paint->depth == 0)
        paint->is_value = 1;
      between(paint, out, text[at++]);
    } else {
      at += add_string(paint, out, text + at, length - at);
    }
  }
}
