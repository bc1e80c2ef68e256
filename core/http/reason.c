/* reason.c - what a reply that is no reply of the API's says of its cause. */
#include "core/http/reason.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/ascii.h"
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

void reason_page(char text[REASON_SIZE], const char *body, size_t length)
{
  const char *end = body + length;
  const char *tag = find(body, end, "<title");
  const char *from = tag ? memchr(tag, '>', (size_t)(end - tag)) : NULL;
  const char *to = from ? find(from, end, "</title") : NULL;
  char title[TITLE_MOST] = "";

  if (to)
    copy(title, sizeof title, from + 1, (size_t)(to - from - 1));
  if (title[0])
    (void)snprintf(text, REASON_SIZE, "a web page (\"%s\")", title);
  else
    (void)snprintf(text, REASON_SIZE, "a web page");
}
