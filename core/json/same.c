/* same.c - whether two JSON values are equal. */
#include "core/json/same.h"

#include <float.h>
#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/json/tree.h"
#include "core/json/write.h"

static int same_members(struct json_object *a, struct json_object *b)
{
  struct json_object *other;

  if (json_object_object_length(a) != json_object_object_length(b))
    return 0;
  json_object_object_foreach(a, key, value)
  {
    if (!json_object_object_get_ex(b, key, &other) || !json_same(value, other))
      return 0;
  }
  return 1;
}

static int same_elements(struct json_object *a, struct json_object *b)
{
  size_t count = json_object_array_length(a);
  size_t i = 0;

  if (count != json_object_array_length(b))
    return 0;
  while (i < count && json_same(json_object_array_get_idx(a, i),
                                json_object_array_get_idx(b, i)))
    i++;
  return i == count;
}

/* Whether a double can stand for the number that was written, as for no
 * other with as few digits. */
static int is_exact(const char *text, double value)
{
  size_t digits = 0;

  for (; *text && (*text | 0x20) != 'e'; text++)
    digits += *text >= '0' && *text <= '9';
  return digits <= DBL_DIG && value != 0 && isfinite(value);
}

static int same_doubles(struct json_object *a, struct json_object *b)
{
  const char *text = json_object_get_userdata(a);
  const char *other = json_object_get_userdata(b);
  double value = json_object_get_double(a);

  if (text && other && strcmp(text, other) == 0)
    return 1;
  return json_object_equal(a, b) != 0 && (!text || is_exact(text, value)) &&
         (!other || is_exact(other, value));
}

/* Whether two values are written likewise. */
static int same_written(struct json_object *a, struct json_object *b)
{
  CLEANUP_BUFFER struct buffer one = { 0 };
  CLEANUP_BUFFER struct buffer other = { 0 };

  return json_write(&one, a, 0) == 0 && json_write(&other, b, 0) == 0 &&
         one.length == other.length &&
         memcmp(one.data, other.data, one.length) == 0;
}

/* The value itself, or a tree of the text that it is kept as; NULL where that
 * would take too much. */
static struct json_object *tree_of(struct json_object *value)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  const char *text = json_kept(value);

  return text ? json_read(text, strlen(text), "", &ignored)
              : json_object_get(value);
}

/* Of values one of which is kept as text. */
static int same_kept(struct json_object *a, struct json_object *b)
{
  CLEANUP_JSON struct json_object *one = NULL;
  CLEANUP_JSON struct json_object *other = NULL;

  if (same_written(a, b))
    return 1;
  one = tree_of(a);
  other = one ? tree_of(b) : NULL;
  return other && json_same(one, other);
}

int json_same(struct json_object *a, struct json_object *b)
{
  enum json_type type = json_object_get_type(a);

  if (json_kept(a) || json_kept(b))
    return same_kept(a, b);
  if (type != json_object_get_type(b))
    return 0;
  switch (type) {
  case json_type_object:
    return same_members(a, b);
  case json_type_array:
    return same_elements(a, b);
  case json_type_double:
    return same_doubles(a, b);
  default:
    return json_object_equal(a, b) != 0;
  }
}
