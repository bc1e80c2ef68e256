/* fresh.c - values of a reply that are from before the change. */
#include "core/output/fresh.h"

#include <json-c/json.h>

#include "core/base/uuid.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/tree.h"

/* Whether two elements are equal, ids but for their case. */
static int is_one(struct json_object *one, struct json_object *other)
{
  return json_same(one, other) ||
         (json_object_is_type(one, json_type_string) &&
          json_object_is_type(other, json_type_string) &&
          uuid_same(json_object_get_string(one),
                    json_object_get_string(other)));
}

static int has(struct json_object *array, struct json_object *value,
               size_t count)
{
  size_t i;

  for (i = 0; i < count; i++)
    if (is_one(json_object_array_get_idx(array, i), value))
      return 1;
  return 0;
}

static int is_within(struct json_object *array, struct json_object *other)
{
  const size_t count = json_object_array_length(array);
  size_t i;

  for (i = 0; i < count; i++)
    if (!has(other, json_object_array_get_idx(array, i),
             json_object_array_length(other)))
      return 0;
  return 1;
}

int fresh_is_same(struct json_object *one, struct json_object *other)
{
  if (!json_object_is_type(one, json_type_array) ||
      !json_object_is_type(other, json_type_array))
    return json_same(one, other);
  return is_within(one, other) && is_within(other, one);
}

/* A copy, in which no element of an array stands twice. */
static struct json_object *copy_once(struct json_object *value)
{
  struct json_object *copy = json_copy(value);
  size_t i = 0;

  if (!json_object_is_type(copy, json_type_array))
    return copy;
  while (i < json_object_array_length(copy))
    if (has(copy, json_object_array_get_idx(copy, i), i))
      (void)json_object_array_del_idx(copy, i, 1); /* it is there */
    else
      i++;
  return copy;
}

int fresh_put(const struct delivery_task *task, struct json_object *thing)
{
  const struct nscale_field *const *field = task->noun->fields;
  int changed = 0;

  for (; task->sent && field && *field; field++) {
    struct json_object *sent = path_get(task->sent, (*field)->path);
    struct json_object *copy;

    if (!((*field)->attributes & NSCALE_FIELD_STALE) || !sent ||
        fresh_is_same(sent, path_get(thing, (*field)->path)))
      continue;
    copy = copy_once(sent);
    if (!copy || path_set(thing, (*field)->path, copy) < 0) {
      json_object_put(copy);
      return -1;
    }
    changed = 1;
  }
  return changed;
}
