/* pairs.c - an array of objects with two texts, as one line of text. */
#include "core/document/pairs.h"

#include <json-c/json.h>
#include <string.h>

void pairs_mark(struct buffer *buffer, const char *text, const char *ends)
{
  size_t left = strlen(text);
  size_t at = 0;

  for (; *text; text++, at++, left--) {
    if (*text == '\\' || strchr(ends, *text) ||
        (*text == ' ' && (!at || left == 1)))
      buffer_putc(buffer, '\\');
    buffer_putc(buffer, *text);
  }
}

static const char *text_member(struct json_object *pair, const char *key)
{
  struct json_object *value = NULL;

  if (!json_object_object_get_ex(pair, key, &value) ||
      !json_object_is_type(value, json_type_string))
    return NULL;
  return json_object_get_string(value);
}

int pairs_write(struct buffer *buffer, struct json_object *array,
                const char *key, const char *value)
{
  size_t count = json_object_is_type(array, json_type_array)
                     ? json_object_array_length(array)
                     : 0;
  const char *between = "";
  size_t i;

  for (i = 0; i < count; i++) {
    struct json_object *pair = json_object_array_get_idx(array, i);
    const char *left = text_member(pair, key);
    const char *right = text_member(pair, value);

    if (!left || !right)
      continue;
    buffer_puts(buffer, between);
    pairs_mark(buffer, left, "=,");
    buffer_putc(buffer, '=');
    pairs_mark(buffer, right, ",");
    between = ", ";
  }
  return buffer->failed ? -1 : 0;
}

const char *pairs_side(struct buffer *buffer, const char *text,
                       const char *ends)
{
  size_t kept = 0; /* what is before blanks at the end, if they are that */

  while (*text == ' ')
    text++;
  for (; *text && !strchr(ends, *text); text++) {
    int is_marked = *text == '\\' && text[1];

    text += is_marked;
    buffer_putc(buffer, *text);
    if (is_marked || *text != ' ')
      kept = buffer->length;
  }
  if (buffer->data) {
    buffer->length = kept;
    buffer->data[kept] = '\0';
  }
  return text;
}

/* Appends the object of two texts. */
static int add_pair(struct json_object *array, const char *const keys[2],
                    const struct buffer sides[2])
{
  struct json_object *pair = json_object_new_object();
  struct json_object *text;
  size_t i;

  for (i = 0; pair && i < 2; i++) {
    text = json_object_new_string_len(sides[i].length ? sides[i].data : "",
                                      (int)sides[i].length);
    if (text && json_object_object_add(pair, keys[i], text) == 0)
      continue;
    json_object_put(text);
    break;
  }
  if (i == 2 && json_object_array_add(array, pair) == 0)
    return 0;
  json_object_put(pair);
  return -1;
}

/* Appends the pair that was read, if it is one: an empty place between two
 * commas is not one. */
static int take_pair(struct json_object *array, const char *const keys[2],
                     const struct buffer sides[2], int has_value,
                     struct buffer *why)
{
  if (sides[0].failed || sides[1].failed)
    return -1;
  if (has_value && !sides[0].length) {
    buffer_printf(why, "a %s is missing before \"=\"", keys[0]);
    return -1;
  }
  if (!has_value && sides[0].length) {
    buffer_printf(why, "\"%s\" has no \"=\" and %s", sides[0].data, keys[1]);
    return -1;
  }
  return has_value ? add_pair(array, keys, sides) : 0;
}

/* Reads the pair at the start of a line, and appends it; a comma without one
 * before it is passed.  Returns what follows, or NULL. */
static const char *read_pair(const char *line, const char *const keys[2],
                             struct json_object *array, struct buffer *why)
{
  struct buffer sides[2] = { { 0 }, { 0 } };
  const char *rest = pairs_side(&sides[0], line, "=,");
  int has_value = *rest == '=';

  if (has_value)
    rest = pairs_side(&sides[1], rest + 1, ",");
  rest += *rest == ',';
  if (take_pair(array, keys, sides, has_value, why) < 0)
    rest = NULL;
  buffer_free(&sides[0]);
  buffer_free(&sides[1]);
  return rest;
}

struct json_object *pairs_read(const char *line, const char *key,
                               const char *value, struct buffer *why)
{
  const char *const keys[2] = { key, value };
  struct json_object *array = json_object_new_array();

  while (array && line && *line)
    line = read_pair(line, keys, array, why);
  if (line)
    return array;
  json_object_put(array);
  return NULL;
}

/* ---- Maps. -------------------------------------------------------- */

int pairs_write_map(struct buffer *buffer, struct json_object *map)
{
  const char *between = "";

  if (!json_object_is_type(map, json_type_object))
    return 0;
  json_object_object_foreach(map, key, value)
  {
    if (!value)
      continue;
    buffer_puts(buffer, between);
    pairs_mark(buffer, key, "=,");
    buffer_putc(buffer, '=');
    pairs_mark(buffer, json_object_get_string(value), ",");
    between = ", ";
  }
  return buffer->failed ? -1 : 0;
}

/* Puts a pair into a map. */
static int put_pair(struct json_object *map, struct json_object *pair,
                    struct buffer *why)
{
  const char *key = text_member(pair, "key");
  struct json_object *value = NULL;

  if (json_object_object_get_ex(map, key, NULL)) {
    buffer_printf(why, "\"%s\" is given twice", key);
    return -1;
  }
  (void)json_object_object_get_ex(pair, "value", &value);
  if (json_object_object_add(map, key, json_object_get(value)) == 0)
    return 0;
  json_object_put(value);
  return -1;
}

struct json_object *pairs_read_map(const char *line, struct buffer *why)
{
  struct json_object *pairs = pairs_read(line, "key", "value", why);
  struct json_object *map = pairs ? json_object_new_object() : NULL;
  size_t i;

  for (i = 0; map && i < json_object_array_length(pairs); i++)
    if (put_pair(map, json_object_array_get_idx(pairs, i), why) < 0) {
      json_object_put(map);
      map = NULL;
    }
  json_object_put(pairs);
  return map;
}
