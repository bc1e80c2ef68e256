/* host_json.c - JSON as plugins see it: opaque handles over json-c. */
#include <json-c/json.h>
#include <string.h>

#include "core/invocation/host.h"
#include "core/invocation/invocation.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/json/write.h"

struct nscale_json *host_json_parse(struct nscale_call *call, const char *text,
                                    size_t length)
{
  struct invocation *own = invocation_of(call);

  if (!text)
    return NULL;
  return host_json_to(arena_json(
      &own->arena, json_read(text, length, "the plugin's JSON", own->error),
      own->error));
}

const char *host_json_text(struct nscale_call *call,
                           const struct nscale_json *json)
{
  struct invocation *own = invocation_of(call);
  struct buffer text = { 0 };

  if (json_write(&text, host_json_of(json), 0) < 0) {
    buffer_free(&text);
    error_memory(own->error);
    return NULL;
  }
  return arena_keep(&own->arena, buffer_take(&text), own->error);
}

int32_t host_json_type(const struct nscale_json *json)
{
  const char *kept = json_kept(host_json_of(json));

  if (kept)
    return *kept == '[' ? NSCALE_JSON_ARRAY : NSCALE_JSON_OBJECT;
  switch (json_object_get_type(host_json_of(json))) {
  case json_type_boolean:
    return NSCALE_JSON_BOOLEAN;
  case json_type_double:
  case json_type_int:
    return NSCALE_JSON_NUMBER;
  case json_type_string:
    return NSCALE_JSON_STRING;
  case json_type_array:
    return NSCALE_JSON_ARRAY;
  case json_type_object:
    return NSCALE_JSON_OBJECT;
  case json_type_null:
    break;
  }
  return NSCALE_JSON_NULL;
}

struct nscale_json *host_json_get(const struct nscale_json *json,
                                  const char *path)
{
  return json && path ? host_json_to(path_get(host_json_of(json), path))
                      : NULL;
}

size_t host_json_length(const struct nscale_json *json)
{
  struct json_object *own = host_json_of(json);

  if (json_object_is_type(own, json_type_array))
    return json_object_array_length(own);
  if (json_object_is_type(own, json_type_object))
    return (size_t)json_object_object_length(own);
  return 0;
}

/* The member of an object at an index, or NULL. */
static struct lh_entry *json_member(struct json_object *object, size_t index)
{
  struct lh_entry *entry;

  if (!json_object_is_type(object, json_type_object))
    return NULL;
  entry = json_object_get_object(object)->head;
  while (entry && index--)
    entry = entry->next;
  return entry;
}

struct nscale_json *host_json_at(const struct nscale_json *json, size_t index)
{
  struct json_object *own = host_json_of(json);
  struct lh_entry *entry;

  if (json_object_is_type(own, json_type_array))
    return index < json_object_array_length(own)
               ? host_json_to(json_object_array_get_idx(own, index))
               : NULL;
  entry = json_member(own, index);
  return entry ? host_json_to((struct json_object *)(uintptr_t)entry->v)
               : NULL;
}

const char *host_json_key(const struct nscale_json *json, size_t index)
{
  struct lh_entry *entry = json_member(host_json_of(json), index);

  return entry ? entry->k : NULL;
}

const char *host_json_string(const struct nscale_json *json)
{
  struct json_object *own = host_json_of(json);

  return json_object_is_type(own, json_type_string)
             ? json_object_get_string(own)
             : NULL;
}

int64_t host_json_integer(const struct nscale_json *json, int64_t otherwise)
{
  struct json_object *own = host_json_of(json);

  return json_object_is_type(own, json_type_int) ? json_object_get_int64(own)
                                                 : otherwise;
}

double host_json_number(const struct nscale_json *json, double otherwise)
{
  return host_json_type(json) == NSCALE_JSON_NUMBER
             ? json_object_get_double(host_json_of(json))
             : otherwise;
}

int32_t host_json_boolean(const struct nscale_json *json, int32_t otherwise)
{
  struct json_object *own = host_json_of(json);

  return json_object_is_type(own, json_type_boolean)
             ? json_object_get_boolean(own)
             : otherwise;
}

/* Copies a value: what a plugin hands over may be part of what it is put
 * into.  NULL for null; `*failed` is set when there was no memory. */
static struct json_object *json_copy_of(const struct nscale_json *json,
                                        int *failed)
{
  struct json_object *copy = NULL;

  *failed = 0;
  if (json && json_object_deep_copy(host_json_of(json), &copy, NULL) < 0)
    *failed = 1;
  return *failed ? NULL : copy;
}

static int32_t json_put(struct invocation *call, struct nscale_json *json,
                        const char *path, struct json_object *value)
{
  if (json && path && path_set(host_json_of(json), path, value) == 0)
    return 0;
  json_object_put(value);
  return error_plugin(call->error, call->reader.plugin,
                      "sets a JSON path that cannot be set: %s",
                      path ? path : "none");
}

int32_t host_json_set(struct nscale_call *call, struct nscale_json *json,
                      const char *path, const struct nscale_json *value)
{
  struct invocation *own = invocation_of(call);
  int failed;
  struct json_object *copy = json_copy_of(value, &failed);

  return failed ? error_memory(own->error) : json_put(own, json, path, copy);
}

int32_t host_json_set_string(struct nscale_call *call,
                             struct nscale_json *json, const char *path,
                             const char *text)
{
  struct invocation *own = invocation_of(call);
  struct json_object *value = text ? json_object_new_string(text) : NULL;

  return text && !value ? error_memory(own->error)
                        : json_put(own, json, path, value);
}

int32_t host_json_append(struct nscale_call *call, struct nscale_json *array,
                         const struct nscale_json *value)
{
  struct invocation *own = invocation_of(call);
  int failed;
  struct json_object *copy = json_copy_of(value, &failed);

  if (failed)
    return error_memory(own->error);
  if (!json_object_is_type(host_json_of(array), json_type_array) ||
      json_object_array_add(host_json_of(array), copy) < 0) {
    json_object_put(copy);
    return error_plugin(own->error, own->reader.plugin,
                        "appends to something that is not a JSON array");
  }
  return 0;
}
