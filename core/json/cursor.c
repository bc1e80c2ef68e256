/* cursor.c - a place in JSON text, and how to move on from it. */
#include "core/json/cursor.h"

#include <stdint.h>
#include <string.h>

/* Moves past the string that begins here. */
static void skip_string(struct cursor *cursor)
{
  const char *quote = cursor->at, *back;

  for (;;) {
    quote++;
    if (quote >= cursor->end ||
        !(quote = memchr(quote, '"', (size_t)(cursor->end - quote)))) {
      cursor->at = cursor->end;
      return;
    }
    /* A quote behind an odd number of backslashes is a part of the text. */
    for (back = quote; back[-1] == '\\'; back--)
      continue;
    if ((quote - back) % 2 == 0) {
      cursor->at = quote + 1;
      return;
    }
  }
}

/* An array or object, from its bracket to behind the one that closes it. */
static void skip_nested(struct cursor *cursor)
{
  size_t depth = 0;

  while (cursor->at < cursor->end) {
    switch (*cursor->at) {
    case '"':
      skip_string(cursor);
      continue;
    case '{':
    case '[':
      depth++;
      break;
    case '}':
    case ']':
      depth--;
      break;
    default:
      break;
    }
    cursor->at++;
    if (depth == 0)
      return;
  }
}

static void skip_scalar(struct cursor *cursor)
{
  while (cursor->at < cursor->end) {
    cursor->at++;
    if (cursor->at < cursor->end && strchr(",]} \n\t\r", *cursor->at))
      return;
  }
}

/* What lies between a place and the cursor. */
static struct span since(const char *start, const struct cursor *cursor)
{
  return (struct span){ start, (size_t)(cursor->at - start) };
}

struct span cursor_string(struct cursor *cursor)
{
  const char *start = cursor->at;

  skip_string(cursor);
  return since(start, cursor);
}

struct span cursor_scalar(struct cursor *cursor)
{
  const char *start = cursor->at;

  skip_scalar(cursor);
  return since(start, cursor);
}

struct span cursor_value(struct cursor *cursor)
{
  const char *start = cursor->at;

  if (cursor_is(cursor, '"'))
    skip_string(cursor);
  else if (cursor_is(cursor, '{') || cursor_is(cursor, '['))
    skip_nested(cursor);
  else
    skip_scalar(cursor);
  return since(start, cursor);
}

int cursor_walk_element(struct cursor *cursor, struct json *element)
{
  if (cursor_is(cursor, '[') || cursor_is(cursor, ','))
    cursor->at++;
  cursor_skip_space(cursor);
  if (cursor->at >= cursor->end || *cursor->at == ']')
    return 0;
  *element = json_of(cursor_value(cursor));
  cursor_skip_space(cursor);
  return 1;
}

int cursor_walk_member(struct cursor *cursor, struct json *key,
                       struct json *value)
{
  if (cursor_is(cursor, '{') || cursor_is(cursor, ','))
    cursor->at++;
  cursor_skip_space(cursor);
  if (!cursor_is(cursor, '"'))
    return 0;
  *key = json_of(cursor_string(cursor));
  cursor_skip_space(cursor);
  cursor->at++; /* the colon */
  cursor_skip_space(cursor);
  *value = json_of(cursor_value(cursor));
  if (cursor->at >= cursor->end)
    return 0;
  cursor_skip_space(cursor);
  return 1;
}

/* ---- Strings. ----------------------------------------------------- */

static uint32_t hex4(const char *text)
{
  uint32_t code = 0;
  int i;

  for (i = 0; i < 4; i++) {
    code <<= 4;
    code |= (uint32_t)(text[i] <= '9' ? text[i] - '0'
                                      : (text[i] | 0x20) - 'a' + 10);
  }
  return code;
}

static void append_code(struct buffer *buffer, uint32_t code)
{
  char bytes[4];
  size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  size_t i;

  if (count == 1) {
    buffer_putc(buffer, (char)code);
    return;
  }
  for (i = count; i-- > 1; code >>= 6)
    bytes[i] = (char)(0x80 | (code & 0x3f));
  bytes[0] = (char)((0xf00 >> count & 0xff) | code);
  buffer_append(buffer, bytes, count);
}

/* One \u escape, or two that make a pair; returns what follows. */
static const char *decode_unicode(struct buffer *buffer, const char *at,
                                  const char *end)
{
  uint32_t code = hex4(at);
  uint32_t low;

  at += 4;
  if (code >= 0xd800 && code < 0xdc00 && end - at >= 6 && at[0] == '\\' &&
      at[1] == 'u') {
    low = hex4(at + 2);
    if (low >= 0xdc00 && low < 0xe000) {
      append_code(buffer, 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff)));
      return at + 6;
    }
  }
  append_code(buffer, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  return at;
}

void span_decode(struct buffer *buffer, struct span string)
{
  static const char escapes[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  const char *at = string.text + 1;
  const char *end = string.text + string.length - 1;
  const char *stop;
  const char *escape;

  while (at < end) {
    stop = memchr(at, '\\', (size_t)(end - at));
    if (!stop)
      stop = end;
    buffer_append(buffer, at, (size_t)(stop - at));
    at = stop + 2;
    if (stop == end)
      break;
    if (stop[1] == 'u' && end - at >= 4) {
      at = decode_unicode(buffer, at, end);
      continue;
    }
    escape = strchr(escapes, stop[1]);
    buffer_putc(buffer, (char)(escape ? meanings[escape - escapes] : stop[1]));
  }
}

/* Whether an escape begins at the backslash that has four bytes behind it and
 * means a surrogate: 1 a high one, 2 a low one, 0 none. */
static int surrogate(const char *at)
{
  if (at[1] != 'u' || (at[2] | 0x20) != 'd' || at[3] < '8')
    return 0;
  return (at[3] | 0x20) >= 'c' ? 2 : 1;
}

const char *span_lone_surrogate(struct span text)
{
  const char *at = text.text;
  const char *end = text.text + text.length;

  /* Backslashes stand in strings alone, each with the byte it escapes. */
  while (end - at > 3 && (at = memchr(at, '\\', (size_t)(end - at) - 3))) {
    switch (surrogate(at)) {
    case 0:
      at += 2;
      break;
    case 1:
      if (end - at < 12 || at[6] != '\\' || surrogate(at + 6) != 2)
        return at;
      at += 12;
      break;
    default:
      return at;
    }
  }
  return NULL;
}
