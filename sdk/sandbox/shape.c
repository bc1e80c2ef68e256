/* shape.c - what a body may be, as tables of members. */
#include "shape.h"

#include <string.h>

#include "ident.h"
#include "json.h"

static const struct shape tag[] = {
  { .name = "name", .required = 1 },
  { .name = "value", .required = 1 },
  { .name = NULL },
};

const struct shape shape_metadata[] = {
  { .name = "name", .type = SHAPE_LABEL, .required = 1 },
  { .name = "description" },
  { .name = "tags", .type = SHAPE_LIST, .members = tag },
  { .name = NULL },
};

static const struct {
  enum json_type type;
  const char *words;
} types[] = {
  [SHAPE_TEXT] = { json_type_string, "a string" },
  [SHAPE_LABEL] = { json_type_string, "a name" },
  [SHAPE_UUID] = { json_type_string, "a UUID" },
  [SHAPE_BASE64] = { json_type_string, "base64" },
  [SHAPE_INTEGER] = { json_type_int, "an integer" },
  [SHAPE_FLAG] = { json_type_boolean, "a boolean" },
  [SHAPE_LIST] = { json_type_array, "an array" },
  [SHAPE_OBJECT] = { json_type_object, "an object" },
};

static int is_base64(const char *text)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t length = strspn(text, letters);
  size_t filled = strspn(text + length, "=");

  return text[length + filled] == '\0' && filled <= 2 &&
         (length + filled) % 4 == 0;
}

/* True when a value of the right type is of the right form as well. */
static int is_formed(struct json_object *value, enum shape_type type)
{
  switch (type) {
  case SHAPE_LABEL:
    return ident_is_label(json_object_get_string(value));
  case SHAPE_UUID:
    return ident_is_uuid(json_object_get_string(value));
  case SHAPE_BASE64:
    return is_base64(json_object_get_string(value));
  default:
    return 1;
  }
}

/* Each element of a list: a text, or an object of these members. */
static int check_elements(struct json_object *list,
                          const struct shape *members, const char *path,
                          struct buffer *problem)
{
  const enum shape_type type = members ? SHAPE_OBJECT : SHAPE_TEXT;
  size_t at;

  for (at = 0; at < json_object_array_length(list); at++) {
    struct json_object *element = json_object_array_get_idx(list, at);
    struct buffer place CLEANUP_BUFFER = { 0 };

    buffer_printf(&place, "%s[%zu]", path, at);
    if (!json_object_is_type(element, types[type].type)) {
      buffer_printf(problem, "%s must be %s", place.data, types[type].words);
      return -1;
    }
    buffer_putc(&place, '.');
    if (members && shape_check(element, members, place.data, problem) < 0)
      return -1;
  }
  return 0;
}

static int check_member(struct json_object *value, const struct shape *shape,
                        const char *path, struct buffer *problem)
{
  struct buffer place CLEANUP_BUFFER = { 0 };

  buffer_printf(&place, "%s%s", path, shape->name);
  if (!json_object_is_type(value, types[shape->type].type) ||
      !is_formed(value, shape->type)) {
    buffer_printf(problem, "%s must be %s", place.data,
                  types[shape->type].words);
    return -1;
  }
  if (shape->type == SHAPE_LIST)
    return check_elements(value, shape->members, place.data, problem);
  buffer_putc(&place, '.');
  return shape->type == SHAPE_OBJECT && shape->members
             ? shape_check(value, shape->members, place.data, problem)
             : 0;
}

int shape_check(struct json_object *object, const struct shape *shapes,
                const char *path, struct buffer *problem)
{
  for (; shapes->name; shapes++) {
    struct json_object *value;

    if (json_object_object_get_ex(object, shapes->name, &value)) {
      if (check_member(value, shapes, path, problem) < 0)
        return -1;
    } else if (shapes->required) {
      buffer_printf(problem, "%s%s is missing", path, shapes->name);
      return -1;
    }
  }
  return 0;
}

/* The value with the members that its table has, or a hold on it as it is. */
static struct json_object *copy_value(struct json_object *value,
                                      const struct shape *shape)
{
  struct json_object *copy;
  size_t at;

  if (!shape->members)
    return json_object_get(value);
  if (shape->type == SHAPE_OBJECT)
    return shape_copy(value, shape->members);
  copy = json_object_new_array();
  for (at = 0; copy && at < json_object_array_length(value); at++)
    (void)json_object_array_add(
        copy,
        shape_copy(json_object_array_get_idx(value, at), shape->members));
  return copy;
}

struct json_object *shape_copy(struct json_object *object,
                               const struct shape *shapes)
{
  struct json_object *copy = json_object_new_object();

  for (; copy && shapes->name; shapes++) {
    struct json_object *value;

    if (json_object_object_get_ex(object, shapes->name, &value))
      (void)json_put_member(copy, shapes->name, copy_value(value, shapes));
  }
  return copy;
}
