/* merge.c - what becomes of a checked document. */
#include "core/document/merge.h"

#include <float.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/json/path.h"
#include "core/json/tree.h"

static void cleanup_json(struct json_object **value)
{
  json_object_put(*value);
}

/* A copy that shares nothing.  Returns 0 or -1; null is copied to NULL. */
static int copy(struct json_object *value, struct json_object **result)
{
  *result = NULL;
  return value ? json_object_deep_copy(value, result, NULL) : 0;
}

/* Takes `value` over, whether that succeeds or not. */
static int put_member(struct json_object *object, const char *key,
                      struct json_object *value)
{
  if (json_object_object_add(object, key, value) == 0)
    return 0;
  json_object_put(value);
  return -1;
}

/* MergePatch of the RFC; 0 or -1 keeps null apart from no memory. */
static int merge(struct json_object *target, struct json_object *patch,
                 struct json_object **result)
{
  struct json_object *merged CLEANUP(cleanup_json) = NULL;

  if (!json_object_is_type(patch, json_type_object))
    return copy(patch, result);
  if (!json_object_is_type(target, json_type_object))
    target = NULL;
  merged = json_object_new_object();
  if (!merged)
    return -1;
  if (target) {
    json_object_object_foreach(target, key, old)
    {
      struct json_object *change, *value;
      int named = json_object_object_get_ex(patch, key, &change);

      if (named && !change)
        continue;
      if ((named ? merge(old, change, &value) : copy(old, &value)) < 0 ||
          put_member(merged, key, value) < 0)
        return -1;
    }
  }
  json_object_object_foreach(patch, name, change)
  {
    struct json_object *value;

    if (!change || (target && json_object_object_get_ex(target, name, NULL)))
      continue;
    /* Laid over nothing and not copied: it may hold nulls, which would
     * remove and must not arrive. */
    if (merge(NULL, change, &value) < 0 || put_member(merged, name, value) < 0)
      return -1;
  }
  *result = merged;
  merged = NULL;
  return 0;
}

struct json_object *merge_patch(struct json_object *target,
                                struct json_object *patch)
{
  struct json_object *result;

  return merge(target, patch, &result) < 0 ? NULL : result;
}

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
    digits += (size_t)ascii_is_digit(*text);
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

int json_same(struct json_object *a, struct json_object *b)
{
  enum json_type type = json_object_get_type(a);

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

/* ---- Stripped and completed. -------------------------------------- */

/* Follows the rest of a field's path and removes what it leads to. */
static int strip(struct json_object *value, const char *rest)
{
  struct field_step step;
  struct lh_entry *entry;
  struct json_object *member;
  int removed = 0;

  rest = field_step(rest, &step);
  if (!rest)
    return 0;
  if (!step.key) {
    if (!json_object_is_type(value, json_type_array))
      return 0;
    for (size_t i = json_object_array_length(value); i-- > 0;)
      removed |= strip(json_object_array_get_idx(value, i), rest);
    return removed;
  }
  entry = field_entry(value, &step);
  if (!entry)
    return 0;
  member = field_value(entry);
  if (*rest && !strip(member, rest))
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
      removed |= strip(document, (*fields)->path);
  return removed;
}

struct completion {
  const struct nscale_field *const *fields;
  int (*said)(void *context, const char *sentence);
  void *context;
  struct error *error;
};

static int put_absent(struct completion *completion,
                      const struct nscale_field *field,
                      struct json_object *object, const char *key)
{
  struct buffer sentence CLEANUP_BUFFER = { 0 };
  struct error reason CLEANUP_ERROR = { .message = NULL };
  const char *name = field->path + (*field->path == '.');
  struct json_object *value = NULL;

  /* json_read gives no null, and null would be the same as absent. */
  value = json_read(field->absent, strlen(field->absent), name, &reason);
  if (!value)
    return error_set(completion->error, EXIT_PLUGIN,
                     "the plugin's value for an absent %s is broken: %s", name,
                     reason.message ? reason.message : "");
  buffer_printf(&sentence, "%s is absent: sending %s", name, field->absent);
  if (put_member(object, key, value) < 0 || sentence.failed)
    return error_memory(completion->error);
  if (completion->said &&
      completion->said(completion->context, sentence.data) != 0)
    return error_set(completion->error, EXIT_FAILED, "cannot say that %s",
                     sentence.data);
  return 0;
}

/* Follows the rest of a field's path through `value`: removes a null, puts
 * in what is missing. */
static int complete(struct completion *completion,
                    const struct nscale_field *field, const char *rest,
                    struct json_object *value)
{
  struct buffer key CLEANUP_BUFFER = { 0 };
  struct json_object *member;
  struct lh_entry *entry;
  struct field_step step;

  rest = field_step(rest, &step);
  if (!rest)
    return 0;
  if (!step.key) {
    if (!json_object_is_type(value, json_type_array))
      return 0;
    for (size_t i = 0; i < json_object_array_length(value); i++)
      if (complete(completion, field, rest,
                   json_object_array_get_idx(value, i)) < 0)
        return -1;
    return 0;
  }
  if (!json_object_is_type(value, json_type_object))
    return 0;
  buffer_append(&key, step.key, step.length);
  if (key.failed)
    return error_memory(completion->error);
  entry = field_entry(value, &step);
  member = field_value(entry);
  if (member)
    return complete(completion, field, rest, member);
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
  if (!member || put_member(value, key.data, member) < 0)
    return error_memory(completion->error);
  return complete(completion, field, rest, member);
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
        complete(&completion, *fields, (*fields)->path, document) < 0)
      return -1;
  return 0;
}

/* ---- Compared with what the server has. --------------------------- */

/* Where the last step of a path begins. */
static size_t parent_length(const char *path)
{
  struct field_step step;
  const char *rest = path, *next;

  while ((next = field_step(rest, &step)) && *next)
    rest = next;
  return (size_t)(rest - path);
}

static int is_scalar(struct json_object *value)
{
  return value && !json_object_is_type(value, json_type_object) &&
         !json_object_is_type(value, json_type_array);
}

/* Whether the document has other values of the server's beside `version`. */
static int has_siblings(struct json_object *document,
                        const struct nscale_field *const *fields,
                        const struct nscale_field *version)
{
  size_t length = parent_length(version->path);

  for (; fields && *fields; fields++) {
    const struct nscale_field *field = *fields;

    if (field == version || !(field->attributes & NSCALE_FIELD_READ_ONLY) ||
        (field->attributes & NSCALE_FIELD_IDENTITY) ||
        parent_length(field->path) != length ||
        strncmp(field->path, version->path, length) != 0)
      continue;
    if (is_scalar(path_get(document, field->path)))
      return 1;
  }
  return 0;
}

static int other_identity(const struct nscale_field *field,
                          struct json_object *old, struct json_object *now,
                          const char *singular, const char *what,
                          struct error *error)
{
  struct buffer mine CLEANUP_BUFFER = { 0 };
  struct buffer theirs CLEANUP_BUFFER = { 0 };

  value_show(&mine, old);
  value_show(&theirs, now);
  if (mine.failed || theirs.failed)
    return error_memory(error);
  error_set(error, EXIT_USAGE, "%s is of %s %s, not %s", what, singular,
            mine.data, theirs.data);
  return error_hint(error, "remove %s from it to apply it to this one",
                    field->path + (*field->path == '.'));
}

static int other_version(const struct nscale_field *field,
                         struct json_object *old, struct json_object *now,
                         const char *singular, struct error *error)
{
  struct buffer mine CLEANUP_BUFFER = { 0 };
  struct buffer theirs CLEANUP_BUFFER = { 0 };
  const char *last = field->path + parent_length(field->path);

  if (old)
    value_show(&mine, old);
  else
    buffer_puts(&mine, "was absent,");
  if (now)
    value_show(&theirs, now);
  else
    buffer_puts(&theirs, "absent");
  if (mine.failed || theirs.failed)
    return error_memory(error);
  error_set(error, EXIT_CONFLICT,
            "the %s was changed since the document was read (%s %s is now "
            "%s)",
            singular, last + (*last == '.'), mine.data, theirs.data);
  return error_hint(error, "get it again and apply the change to that");
}

int document_stale(struct json_object *document, struct json_object *current,
                   const struct nscale_field *const *fields,
                   const char *singular, const char *what, struct error *error)
{
  const uint32_t kinds[] = { NSCALE_FIELD_IDENTITY, NSCALE_FIELD_VERSION };

  /* A document of another thing is of another version too. */
  for (size_t kind = 0; kind < 2; kind++) {
    for (size_t i = 0; fields && fields[i]; i++) {
      const struct nscale_field *field = fields[i];
      struct json_object *old = path_get(document, field->path);
      struct json_object *now = path_get(current, field->path);

      if (!(field->attributes & kinds[kind]) || json_same(old, now))
        continue;
      if (kinds[kind] == NSCALE_FIELD_IDENTITY && old && now)
        return other_identity(field, old, now, singular, what, error);
      if (kinds[kind] == NSCALE_FIELD_VERSION &&
          (old || has_siblings(document, fields, field)))
        return other_version(field, old, now, singular, error);
    }
  }
  return 0;
}

/* ---- As messages quote it. ---------------------------------------- */

void field_name_append(struct buffer *name, const char *key, size_t length)
{
  size_t i = 0;

  while (i < length && ascii_is_word(key[i]))
    i++;
  if (name->length)
    buffer_putc(name, '.');
  if (length && i == length && !ascii_is_digit(*key)) {
    buffer_append(name, key, length);
    return;
  }
  buffer_putc(name, '"');
  text_escape(name, key, length);
  buffer_putc(name, '"');
}

void value_show(struct buffer *buffer, struct json_object *value)
{
  struct buffer whole CLEANUP_BUFFER = { 0 };
  struct buffer escaped CLEANUP_BUFFER = { 0 };

  if (json_object_is_type(value, json_type_string))
    buffer_append(&whole, json_object_get_string(value),
                  (size_t)json_object_get_string_len(value));
  else if (json_write(&whole, value, 0) < 0)
    whole.failed = 1;
  text_escape(&escaped, whole.data, whole.length);
  if (whole.failed || escaped.failed)
    buffer->failed = 1;
  else
    text_cut(buffer, escaped.data, escaped.length, 64);
}
