/* complete.c - a checked document made what is sent. */
#include "core/document/complete.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/document/field_path.h"
#include "core/json/tree.h"

/* Follows the rest of a field's path and removes what it leads to. */
static int strip_path(struct json_object *value, const char *rest)
{
  struct path_step step;
  struct lh_entry *entry;
  struct json_object *member;
  int removed = 0;

  rest = field_step(rest, &step);
  if (!rest)
    return 0;
  if (step.kind == PATH_EACH) {
    if (!json_object_is_type(value, json_type_array))
      return 0;
    for (size_t i = json_object_array_length(value); i-- > 0;)
      removed |= strip_path(json_object_array_get_idx(value, i), rest);
    return removed;
  }
  entry = field_entry(value, &step);
  if (!entry)
    return 0;
  member = field_value(entry);
  if (*rest && !strip_path(member, rest))
    return 0;
  if (!*rest || (json_object_is_type(member, json_type_object) &&
                 json_object_object_length(member) == 0))
    json_object_object_del(value, lh_entry_k(entry));
  return 1;
}

int document_strip(struct json_object *document,
                   const struct nscale_field *const *fields)
{
  int removed = 0;

  for (; fields && *fields; fields++)
    if ((*fields)->attributes & NSCALE_FIELD_READ_ONLY)
      removed |= strip_path(document, (*fields)->path);
  return removed;
}

struct completion {
  const struct nscale_field *const *fields;
  int (*said)(void *context, const char *sentence);
  void *context;
  struct error *error;
};

/* Puts the value that stands for an absent field into an object. */
static int put_value(const struct nscale_field *field,
                     struct json_object *object, const char *key,
                     struct error *error)
{
  CLEANUP_ERROR struct error reason = { .message = NULL };
  const char *name = field_bare(field->path);
  struct json_object *value = NULL;

  /* json_read gives no null, and null would be the same as absent. */
  value = json_read(field->absent, strlen(field->absent), name, &reason);
  if (!value)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin's value for an absent %s is broken: %s", name,
                     reason.message ? reason.message : "");
  return json_put_member(object, key, value) < 0 ? error_memory(error) : 0;
}

static int put_absent(struct completion *completion,
                      const struct nscale_field *field,
                      struct json_object *object, const char *key)
{
  CLEANUP_BUFFER struct buffer sentence = { 0 };
  const char *name = field_bare(field->path);

  if (put_value(field, object, key, completion->error) < 0)
    return -1;
  buffer_printf(&sentence, "%s is absent: sending %s", name, field->absent);
  if (sentence.failed)
    return error_memory(completion->error);
  if (completion->said &&
      completion->said(completion->context, sentence.data) != 0)
    return error_set(completion->error, EXIT_FAILED, "cannot say that %s",
                     sentence.data);
  return 0;
}

/* Follows the rest of a field's path through `value`: removes a null, puts
 * in what is missing. */
static int complete_path(struct completion *completion,
                         const struct nscale_field *field, const char *rest,
                         struct json_object *value)
{
  CLEANUP_BUFFER struct buffer key = { 0 };
  struct json_object *member;
  struct lh_entry *entry;
  struct path_step step;

  rest = field_step(rest, &step);
  if (!rest)
    return 0;
  if (step.kind == PATH_EACH) {
    if (!json_object_is_type(value, json_type_array))
      return 0;
    for (size_t i = 0; i < json_object_array_length(value); i++)
      if (complete_path(completion, field, rest,
                        json_object_array_get_idx(value, i)) < 0)
        return -1;
    return 0;
  }
  if (!json_object_is_type(value, json_type_object))
    return 0;
  buffer_append(&key, step.name.text, step.name.length);
  if (key.failed)
    return error_memory(completion->error);
  entry = field_entry(value, &step);
  member = field_value(entry);
  if (member)
    return complete_path(completion, field, rest, member);
  if (entry)
    json_object_object_del(value, key.data);
  if (!field->absent)
    return 0;
  if (!*rest)
    return put_absent(completion, field, value, key.data);
  if (*rest == '[' ||
      field_at(completion->fields, field->path, (size_t)(rest - field->path)))
    return 0;
  member = json_object_new_object();
  if (!member || json_put_member(value, key.data, member) < 0)
    return error_memory(completion->error);
  return complete_path(completion, field, rest, member);
}

int document_complete(struct json_object *document,
                      const struct nscale_field *const *fields,
                      int (*said)(void *context, const char *sentence),
                      void *context, struct error *error)
{
  struct completion completion = {
    .fields = fields, .said = said, .context = context, .error = error
  };

  for (; fields && *fields; fields++)
    if (!((*fields)->attributes & NSCALE_FIELD_READ_ONLY) &&
        complete_path(&completion, *fields, (*fields)->path, document) < 0)
      return -1;
  return 0;
}

/* ---- Nulls of the server. ------------------------------------------- */

/* The object in which a field's path ends at a null, with the key in `key`;
 * NULL where something else is there, or nothing. */
static struct json_object *find_null(struct json_object *value,
                                     const char *path, struct buffer *key)
{
  struct path_step step;
  struct lh_entry *entry;

  while ((path = field_step(path, &step)) && step.kind == PATH_MEMBER &&
         (entry = field_entry(value, &step))) {
    if (!*path && !field_value(entry)) {
      buffer_append(key, step.name.text, step.name.length);
      return value;
    }
    value = field_value(entry);
  }
  return NULL;
}

static int settle_null(struct json_object *thing, struct json_object *document,
                       const struct nscale_field *field, struct error *error)
{
  CLEANUP_BUFFER struct buffer key = { 0 };
  CLEANUP_BUFFER struct buffer same = { 0 };
  struct json_object *object = find_null(thing, field->path, &key);
  struct json_object *other;

  if (!object)
    return 0;
  other = find_null(document, field->path, &same);
  if (key.failed || same.failed)
    return error_memory(error);
  json_object_object_del(object, key.data);
  if (other)
    json_object_object_del(other, same.data);
  return field->absent ? put_value(field, object, key.data, error) : 0;
}

int document_settle_nulls(struct json_object *thing,
                          struct json_object *document,
                          const struct nscale_field *const *fields,
                          struct error *error)
{
  for (; fields && *fields; fields++)
    if (!((*fields)->attributes & NSCALE_FIELD_READ_ONLY) &&
        settle_null(thing, document, *fields, error) < 0)
      return -1;
  return 0;
}
