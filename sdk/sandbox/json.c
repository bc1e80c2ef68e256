/* json.c - JSON in (strict, bounded) and out (quoted texts). */
#include "json.h"

#include "core/base/error.h"
#include "core/json/tree.h"

/* A byte order mark, which the core skips, is refused as the service does. */
struct json_object *json_parse_object(const char *text, size_t length)
{
  struct error error CLEANUP_ERROR = { 0 };
  struct json_object *value = NULL;

  if (length > 0 && text[0] != '\xef')
    value = json_read(text, length, "the text", &error);
  if (value && !json_object_is_type(value, json_type_object)) {
    json_object_put(value);
    value = NULL;
  }
  return value;
}

void json_quote(struct buffer *out, const char *text)
{
  size_t plain;

  buffer_putc(out, '"');
  while (*text) {
    for (plain = 0; (unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
                    text[plain] != '\\';)
      plain++;
    buffer_append(out, text, plain);
    text += plain;
    if (*text == '"' || *text == '\\')
      buffer_printf(out, "\\%c", *text++);
    else if (*text)
      buffer_printf(out, "\\u%04x", (unsigned int)*text++);
  }
  buffer_putc(out, '"');
}

void json_member(struct buffer *out, const char *name, const char *text)
{
  if (!text)
    return;
  if (out->length > 0 && out->data[out->length - 1] != '{')
    buffer_putc(out, ',');
  json_quote(out, name);
  buffer_putc(out, ':');
  json_quote(out, text);
}
