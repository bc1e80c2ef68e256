/* quote.c - documents as messages quote them. */
#include "core/document/quote.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/json/write.h"

static void quote_quoted(struct buffer *name, const char *key, size_t length)
{
  buffer_putc(name, '"');
  text_escape(name, key, length);
  buffer_putc(name, '"');
}

void quote_key(struct buffer *name, const char *key, size_t length)
{
  static const char word[] = "0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz";
  size_t i = 0;

  while (i < length && key[i] && strchr(word, key[i]))
    i++;
  if (name->length)
    buffer_putc(name, '.');
  if (length && i == length && (*key < '0' || *key > '9'))
    buffer_append(name, key, length);
  else
    quote_quoted(name, key, length);
}

void quote_value(struct buffer *buffer, struct json_object *value)
{
  CLEANUP_BUFFER struct buffer whole = { 0 };
  CLEANUP_BUFFER struct buffer escaped = { 0 };

  if (json_object_is_type(value, json_type_string))
    buffer_append(&whole, json_object_get_string(value),
                  (size_t)json_object_get_string_len(value));
  else
    (void)json_write(&whole, value, 0);
  buffer_puts(buffer, "");
  if (whole.length && !whole.failed)
    text_escape(&escaped, whole.data, whole.length);
  if (escaped.length && !escaped.failed)
    text_cut(buffer, escaped.data, escaped.length, 64);
  buffer->failed |= whole.failed | escaped.failed;
}
