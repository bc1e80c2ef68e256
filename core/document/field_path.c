/* field_path.c - the paths of the fields that a plugin describes. */
#include "core/document/field_path.h"

#include <json-c/json.h>
#include <string.h>

const char *field_step(const char *path, struct path_step *step)
{
  const char *rest = path_read_step(path, step);

  return rest && step->kind != PATH_INDEX ? rest : NULL;
}

int field_step_is(const struct path_step *step, const char *key)
{
  return step->kind == PATH_MEMBER && strlen(key) == step->name.length &&
         memcmp(key, step->name.text, step->name.length) == 0;
}

const char *field_below(const struct nscale_field *field, const char *place,
                        size_t length)
{
  const char *rest;

  if (strncmp(field->path, place, length) != 0)
    return NULL;
  rest = field->path + length;
  return !*rest || *rest == '.' || *rest == '[' ? rest : NULL;
}

const struct nscale_field *field_at(const struct nscale_field *const *fields,
                                    const char *path, size_t length)
{
  for (; fields && *fields; fields++) {
    const char *rest = field_below(*fields, path, length);

    if (rest && !*rest)
      return *fields;
  }
  return NULL;
}

struct lh_entry *field_entry(struct json_object *object,
                             const struct path_step *step)
{
  struct lh_entry *entry;

  if (!json_object_is_type(object, json_type_object))
    return NULL;
  entry = lh_table_head(json_object_get_object(object));
  for (; entry; entry = lh_entry_next(entry)) {
    const char *key = lh_entry_k(entry);

    if (strncmp(key, step->name.text, step->name.length) == 0 &&
        !key[step->name.length])
      return entry;
  }
  return NULL;
}

struct json_object *field_value(struct lh_entry *entry)
{
  return entry ? (struct json_object *)lh_entry_v(entry) : NULL;
}
