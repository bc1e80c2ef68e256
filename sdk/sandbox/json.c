/* json.c - JSON in (strict, bounded) and out (quoted texts). */
#include "json.h"

#include <limits.h>
#include <string.h>

enum { JSON_DEPTH = 32 };

struct json_object *json_parse_object(const char *text, size_t length)
{
  struct json_tokener *tokener;
  struct json_object *object = NULL;

  if (length > INT_MAX || !(tokener = json_tokener_new_ex(JSON_DEPTH)))
    return NULL;
  json_tokener_set_flags(tokener,
                         JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  object = json_tokener_parse_ex(tokener, text, (int)length);
  if (object && (json_tokener_get_parse_end(tokener) != length ||
                 !json_object_is_type(object, json_type_object))) {
    json_object_put(object);
    object = NULL;
  }
  json_tokener_free(tokener);
  return object;
}

void json_quote(struct buffer *out, const char *text)
{
  size_t plain;

  (void)buffer_putc(out, '"');
  while (*text) {
    for (plain = 0; (unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
                    text[plain] != '\\';)
      plain++;
    (void)buffer_append(out, text, plain);
    text += plain;
    if (*text == '"' || *text == '\\')
      (void)buffer_printf(out, "\\%c", *text++);
    else if (*text)
      (void)buffer_printf(out, "\\u%04x", (unsigned int)*text++);
  }
  (void)buffer_putc(out, '"');
}

void json_member(struct buffer *out, const char *name, const char *text)
{
  if (!text)
    return;
  if (out->length > 0 && out->data[out->length - 1] != '{')
    (void)buffer_putc(out, ',');
  json_quote(out, name);
  (void)buffer_putc(out, ':');
  json_quote(out, text);
}
