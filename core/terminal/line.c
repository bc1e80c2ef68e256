/* line.c - one line of text that is being typed. */
#include "core/terminal/line.h"

#include <stdint.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/base/width.h"

const char *line_text(const struct line *line)
{
  return line->text.data ? line->text.data : "";
}

void line_free(struct line *line)
{
  buffer_free(&line->text);
}

static uint32_t code_at(const struct line *line, size_t at)
{
  uint32_t code = 0;

  (void)text_decode(line->text.data + at, line->text.length - at, &code);
  return code;
}

static int is_continuation(char byte)
{
  return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Where the character before the cursor begins, with what combines. */
static size_t before(const struct line *line)
{
  size_t at = line->at;

  while (at) {
    at--;
    if (!is_continuation(line->text.data[at]) &&
        width_of(code_at(line, at)) > 0)
      break;
  }
  return at;
}

/* Where the character at the cursor ends, with what combines. */
static size_t behind(const struct line *line)
{
  size_t at = line->at;

  while (at < line->text.length) {
    at++;
    if (at == line->text.length || (!is_continuation(line->text.data[at]) &&
                                    width_of(code_at(line, at)) > 0))
      break;
  }
  return at;
}

/* Letters, digits, and all that is not ASCII. */
static int is_part(char byte)
{
  return ascii_is_letter(byte) || ascii_is_digit(byte) ||
         (unsigned char)byte >= 0x80;
}

/* Where the letters and digits before the cursor begin. */
static size_t part_start(const struct line *line)
{
  size_t at = line->at;

  while (at && !is_part(line->text.data[at - 1]))
    at--;
  while (at && is_part(line->text.data[at - 1]))
    at--;
  return at;
}

/* Where those behind it end. */
static size_t part_end(const struct line *line)
{
  size_t at = line->at;

  while (at < line->text.length && !is_part(line->text.data[at]))
    at++;
  while (at < line->text.length && is_part(line->text.data[at]))
    at++;
  return at;
}

/* Where the word before the cursor begins. */
static size_t word(const struct line *line)
{
  size_t at = line->at;

  while (at && line->text.data[at - 1] == ' ')
    at--;
  while (at && line->text.data[at - 1] != ' ')
    at--;
  return at;
}

static void erase(struct line *line, size_t from, size_t to)
{
  if (from == to)
    return;
  memmove(line->text.data + from, line->text.data + to,
          line->text.length - to + 1);
  line->text.length -= to - from;
  line->at = from;
}

static int insert(struct line *line, const char *text, size_t length)
{
  char *place;
  size_t rest = line->text.length - line->at;

  line->text.limit = LINE_MOST;
  buffer_append(&line->text, text, length);
  if (line->text.failed) {
    line->text.failed = 0; /* a line that is full stays as it is */
    return -1;
  }
  place = line->text.data + line->at;
  memmove(place + length, place, rest);
  memcpy(place, text, length);
  line->at += length;
  return 0;
}

int line_set(struct line *line, const char *text)
{
  size_t left = strlen(text);
  uint32_t code;
  size_t size;

  line->at = 0;
  buffer_clear(&line->text);
  while (left) {
    int is_space;

    size = text_decode(text, left, &code);
    is_space = size && (code == '\n' || code == '\t' || code == '\r');
    if ((is_space || (size && !text_unsafe(code))) &&
        insert(line, is_space ? " " : text, size) < 0)
      return -1;
    text += size ? size : 1;
    left -= size ? size : 1;
  }
  return 0;
}

int line_key(struct line *line, const struct key *key)
{
  switch (key->code) {
  case KEY_TEXT:
    (void)insert(line, key->text, strlen(key->text));
    return 1;
  case KEY_LEFT:
    line->at = before(line);
    return 1;
  case KEY_RIGHT:
    line->at = behind(line);
    return 1;
  case KEY_WORD_LEFT:
    line->at = part_start(line);
    return 1;
  case KEY_WORD_RIGHT:
    line->at = part_end(line);
    return 1;
  case KEY_HOME:
    line->at = 0;
    return 1;
  case KEY_END:
    line->at = line->text.length;
    return 1;
  case KEY_BACKSPACE:
    erase(line, before(line), line->at);
    return 1;
  case KEY_DELETE:
    erase(line, line->at, behind(line));
    return 1;
  case KEY_ERASE_PART:
    erase(line, part_start(line), line->at);
    return 1;
  case KEY_ERASE_NEXT:
    erase(line, line->at, part_end(line));
    return 1;
  case KEY_ERASE_WORD:
    erase(line, word(line), line->at);
    return 1;
  case KEY_ERASE_START:
    erase(line, 0, line->at);
    return 1;
  case KEY_ERASE_END:
    erase(line, line->at, line->text.length);
    return 1;
  default:
    return 0;
  }
}

/* The columns of a part of the line as it is shown. */
static size_t columns(const struct line *line, size_t from, size_t to)
{
  CLEANUP_BUFFER struct buffer shown = { 0 };

  if (from < to)
    text_escape(&shown, line->text.data + from, to - from);
  return shown.length ? text_width(shown.data, shown.length) : 0;
}

int line_show(const struct line *line, struct buffer *buffer, size_t width,
              size_t *column)
{
  struct line left = *line; /* only to step through it; owns nothing */
  CLEANUP_BUFFER struct buffer shown = { 0 };
  size_t start = 0;

  *column = 0;
  if (!line->text.length)
    return 0;
  /* The cursor needs a column of its own behind the last character. */
  for (left.at = 0; columns(line, start, line->at) >= width && width;
       start = left.at)
    left.at = behind(&left);
  *column = columns(line, start, line->at);
  text_escape(&shown, line->text.data + start, line->text.length - start);
  if (shown.failed)
    return -1;
  text_cut(buffer, shown.data, shown.length, width);
  return buffer->failed ? -1 : 0;
}
