/* reason.c - what a reply that is no reply of the API's says of its cause. */
#include "core/http/reason.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/json/path.h"

#define TITLE_MOST 80 /* bytes */

/* Copies a text without the blanks around it, and with one blank for those
 * within, as far as whole characters of it fit. */
static void copy(char *to, size_t size, const char *from, size_t length)
{
  const char *end = from + length;
  size_t at = 0;
  uint32_t code;

  while (from < end && *from != '\0') {
    size_t bytes = text_decode(from, (size_t)(end - from), &code);

    if (bytes == 0)
      bytes = 1;
    if (ascii_is_space(*from)) {
      from++;
      if (at > 0 && to[at - 1] != ' ' && at + 1 < size)
        to[at++] = ' ';
      continue;
    }
    if (at + bytes >= size)
      break;
    memcpy(to + at, from, bytes);
    at += bytes;
    from += bytes;
  }
  while (at > 0 && to[at - 1] == ' ')
    at--;
  to[at] = '\0';
}

void reason_read(char reason[REASON_SIZE], const char *type, const char *body,
                 size_t length, struct json_object *json)
{
  static const char *const paths[] = {
    ".error_description", ".detail",        ".title",
    ".message",           ".error.message", ".error"
  };

  reason[0] = '\0';
  for (size_t i = 0; json && !reason[0] && i < sizeof paths / sizeof *paths;
       i++) {
    const char *text = path_string(json, paths[i]);

    /* A code of the API is one word and explains nothing. */
    if (text && (i + 1 < sizeof paths / sizeof *paths || strchr(text, ' ')))
      copy(reason, REASON_SIZE, text, strlen(text));
  }
  if (json || strncasecmp(type, "text/plain", 10) != 0)
    return;
  while (length > 0 && ascii_is_space(*body)) {
    body++;
    length--;
  }
  copy(reason, REASON_SIZE, body,
       memchr(body, '\n', length)
           ? (size_t)((const char *)memchr(body, '\n', length) - body)
           : length);
}

static int begins(const char *text, size_t length, const char *with)
{
  return length >= strlen(with) && strncasecmp(text, with, strlen(with)) == 0;
}

int reason_is_page(const char *type, const char *body, size_t length)
{
  while (length > 0 && ascii_is_space(*body)) {
    body++;
    length--;
  }
  return (length > 0 && *body == '<' && strstr(type, "html")) ||
         begins(body, length, "<!doctype html") ||
         begins(body, length, "<html");
}

/* Where `tag` begins, regardless of case; NULL where it does not. */
static const char *find(const char *from, const char *end, const char *tag)
{
  for (; from < end; from++) {
    if (begins(from, (size_t)(end - from), tag))
      return from;
  }
  return NULL;
}

/* Of a reference by number: "&#39;", "&#x27;".  Returns its length, or 0. */
static size_t read_number(const char *text, size_t length, uint32_t *code)
{
  const int is_hex = begins(text, length, "&#x");
  const size_t first = is_hex ? 3 : 2;
  size_t at = first;

  if (!begins(text, length, "&#"))
    return 0;
  *code = 0;
  for (; at < length && at < first + 7; at++) {
    const int digit = ascii_hex(text[at]);

    if (digit < 0 || (!is_hex && digit > 9))
      break;
    *code = *code * (is_hex ? 16 : 10) + (uint32_t)digit;
  }
  if (at == length || text[at] != ';' || *code == 0 || *code > 0x10ffff ||
      (*code >= 0xd800 && *code <= 0xdfff))
    return 0;
  return at + 1;
}

/* The character that a reference, which begins with "&", stands for: one of
 * the five names of XML, or a number.  Returns its length, 0 for none. */
static size_t read_reference(const char *text, size_t length, uint32_t *code)
{
  static const struct {
    const char *text;
    uint32_t code;
  } names[] = { { "&amp;", '&' },
                { "&lt;", '<' },
                { "&gt;", '>' },
                { "&quot;", '"' },
                { "&apos;", '\'' } };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    *code = names[i].code;
    if (begins(text, length, names[i].text))
      return strlen(names[i].text);
  }
  return read_number(text, length, code);
}

static void append_character(struct buffer *text, uint32_t code)
{
  if (code < 0x80) {
    buffer_putc(text, (char)code);
    return;
  }
  if (code >= 0x10000)
    buffer_putc(text, (char)(0xf0 | code >> 18));
  if (code >= 0x800)
    buffer_putc(text, (char)((code < 0x10000 ? 0xe0 : 0x80) |
                             (code >> 12 & (code < 0x10000 ? 0x0f : 0x3f))));
  buffer_putc(text, (char)((code < 0x800 ? 0xc0 : 0x80) | (code >> 6 & 0x3f)));
  buffer_putc(text, (char)(0x80 | (code & 0x3f)));
}

static void decode_references(struct buffer *text, const char *from,
                              size_t length)
{
  uint32_t code;

  for (size_t at = 0, used; at < length; at += used) {
    used = from[at] == '&' ? read_reference(from + at, length - at, &code) : 0;
    if (used > 0)
      append_character(text, code);
    else
      buffer_putc(text, from[at]);
    used += used == 0;
  }
}

void reason_page(char text[REASON_SIZE], const char *body, size_t length)
{
  const char *end = body + length;
  const char *tag = find(body, end, "<title");
  const char *from = tag ? memchr(tag, '>', (size_t)(end - tag)) : NULL;
  const char *to = from ? find(from, end, "</title") : NULL;
  CLEANUP_BUFFER struct buffer decoded = { 0 };
  char title[TITLE_MOST] = "";

  if (to)
    decode_references(&decoded, from + 1, (size_t)(to - from - 1));
  if (decoded.length > 0)
    copy(title, sizeof title, decoded.data, decoded.length);
  if (title[0])
    (void)snprintf(text, REASON_SIZE, "a web page (\"%s\")", title);
  else
    (void)snprintf(text, REASON_SIZE, "a web page");
}
