/* field_json.c - the JSON that the values of fields' flags become. */
#include "core/invocation/field_json.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/uuid.h"
#include "core/json/tree.h"

struct json_object *field_json_typed(uint32_t type, const char *text)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *value = NULL;

  if (type != NSCALE_TYPE_STRING)
    value = json_read(text, strlen(text), "", &ignored);
  return value ? value : json_object_new_string(text);
}

struct json_object *field_json_scalar(const struct nscale_field *field,
                                      const char *text)
{
  return field_json_typed(field->type, text);
}

struct json_object *field_json_array(const char *text)
{
  struct json_object *array = json_object_new_array();
  struct json_object *string = json_object_new_string(text);

  if (array && string && json_object_array_add(array, string) == 0)
    return array;
  json_object_put(array);
  json_object_put(string);
  return NULL;
}

/* A member of an object, by a key that may hold anything. */
static struct json_object *object_member(struct json_object *object,
                                         const char *key)
{
  struct json_object *value = NULL;

  if (json_object_is_type(object, json_type_object))
    (void)json_object_object_get_ex(object, key, &value);
  return value;
}

int field_json_put_string(struct json_object *object, const char *key,
                          const char *text, size_t length)
{
  struct json_object *string = json_object_new_string_len(text, (int)length);

  if (string && json_object_object_add(object, key, string) == 0)
    return 0;
  json_object_put(string);
  return -1;
}

static int is_this_string(struct json_object *value, const char *text,
                          size_t length)
{
  return json_object_is_type(value, json_type_string) &&
         (size_t)json_object_get_string_len(value) == length &&
         memcmp(json_object_get_string(value), text, length) == 0;
}

int field_json_set_pairs(struct json_object *array,
                         const struct nscale_field *field,
                         struct json_object *values)
{
  CLEANUP_JSON struct json_object *done = json_object_new_object();
  size_t i;

  for (i = 0; done && i < json_object_array_length(array); i++) {
    struct json_object *element = json_object_array_get_idx(array, i);
    struct json_object *key = object_member(element, field->key);
    const char *text = json_object_is_type(key, json_type_string)
                           ? json_object_get_string(key)
                           : NULL;
    struct json_object *value;

    if (!text || !is_this_string(key, text, strlen(text)) ||
        !json_object_object_get_ex(values, text, &value))
      continue;
    if (json_object_object_add(done, text, NULL) < 0 ||
        json_put_member(element, field->key_value, json_object_get(value)) < 0)
      return -1;
  }
  if (!done)
    return -1;
  json_object_object_foreach(done, name, unused)
  {
    (void)unused;
    json_object_object_del(values, name);
  }
  return 0;
}

int field_json_add_pair(struct json_object *array,
                        const struct nscale_field *field, const char *text)
{
  const size_t length = strcspn(text, "=");
  const char *value = text + length + 1;
  struct json_object *element = json_object_new_object();

  if (element &&
      field_json_put_string(element, field->key, text, length) == 0 &&
      field_json_put_string(element, field->key_value, value, strlen(value)) ==
          0 &&
      json_object_array_add(array, element) == 0)
    return 0;
  json_object_put(element);
  return -1;
}

int field_json_put_pair(struct json_object *map,
                        const struct nscale_field *field, const char *text)
{
  const size_t length = strcspn(text, "=");
  struct json_object *value =
      field_json_typed(field->items, text + length + 1);
  CLEANUP_BUFFER struct buffer key = { 0 };

  buffer_append(&key, text, length);
  if (value && !key.failed &&
      json_object_object_add(map, key.data, value) == 0)
    return 0;
  json_object_put(value);
  return -1;
}

/* Likewise, of what may be ids. */
static int is_id(struct json_object *value, const char *text)
{
  return json_object_is_type(value, json_type_string) &&
         (size_t)json_object_get_string_len(value) == strlen(text) &&
         uuid_same(json_object_get_string(value), text);
}

size_t field_json_find(struct json_object *array, size_t at, const char *key,
                       const char *text)
{
  const size_t count = json_object_array_length(array);
  struct json_object *element;

  for (; at < count; at++) {
    element = json_object_array_get_idx(array, at);
    if (key ? is_this_string(object_member(element, key), text, strlen(text))
            : is_id(element, text))
      break;
  }
  return at;
}
