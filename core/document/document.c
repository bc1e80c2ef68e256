/* document.c - the JSON document that a user hands in. */
#include "core/document/document.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <poll.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/join.h"
#include "core/base/suggest.h"
#include "core/base/text.h"
#include "core/document/merge.h"
#include "core/json/tree.h"

/* ---- Reading. ----------------------------------------------------- */

const char *document_name(const char *path)
{
  return !path || strcmp(path, "-") == 0 ? "standard input" : path;
}

static int read_error(const char *name, struct error *error)
{
  if (errno == EINTR)
    return error_set(error, EXIT_INTERRUPTED, "interrupted, nothing was sent");
  return error_set(error, EXIT_USAGE, "cannot read %s: %s", name,
                   strerror(errno));
}

/* Reads up to the limit and one byte, which tells that there is more. */
static int read_all(int fd, const char *name, struct buffer *text,
                    struct error *error)
{
  const size_t piece = 65536;

  while (text->length <= DOCUMENT_LIMIT) {
    size_t room = DOCUMENT_LIMIT + 1 - text->length;
    ssize_t got;

    if (room > piece)
      room = piece;
    if (buffer_reserve(text, room) < 0)
      return error_memory(error);
    got = read(fd, text->data + text->length, room);
    if (got == 0)
      break;
    if (got > 0) {
      text->length += (size_t)got;
      text->data[text->length] = '\0';
    } else if (errno == EAGAIN) {
      /* Some who start us hand over a pipe that does not block. */
      struct pollfd ready = { .fd = fd, .events = POLLIN };

      if (poll(&ready, 1, -1) < 0)
        return read_error(name, error);
    } else {
      return read_error(name, error);
    }
  }
  return 0;
}

int document_read(const char *path, struct buffer *text, struct error *error)
{
  const char *name = document_name(path);
  int opened CLEANUP_CLOSE = -1;
  int fd = STDIN_FILENO;
  struct stat status;

  buffer_clear(text);
  if (name == path) {
    opened = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    fd = opened;
    if (fd < 0)
      return read_error(name, error);
  }
  if (fstat(fd, &status) < 0)
    return read_error(name, error);
  if (S_ISDIR(status.st_mode))
    return error_set(error, EXIT_USAGE,
                     "%s is a folder: name a file that holds one JSON "
                     "document",
                     name);
  if (read_all(fd, name, text, error) < 0)
    return -1;
  if (text->length > DOCUMENT_LIMIT)
    return error_set(error, EXIT_USAGE, "%s is larger than 1 MiB", name);
  if (!text->length || strspn(text->data, " \t\r\n") == text->length)
    return error_set(error, EXIT_USAGE,
                     "%s is empty: one JSON document is needed", name);
  return 0;
}

/* ---- Paths of fields. --------------------------------------------- */

const char *field_step(const char *path, struct field_step *step)
{
  const char *end;

  if (*path == '.')
    path++;
  if (path[0] == '[' && path[1] == ']') {
    *step = (struct field_step){ .key = NULL };
    return path + 2;
  }
  if (*path == '"') {
    end = strchr(path + 1, '"');
    if (!end)
      return NULL;
    *step = (struct field_step){ .key = path + 1,
                                 .length = (size_t)(end - path - 1) };
    return end + 1;
  }
  *step = (struct field_step){ .key = path, .length = strcspn(path, ".[") };
  return step->length ? path + step->length : NULL;
}

/* What of a field's path lies below the first `length` bytes of `place`; ""
 * for the field at that place, NULL for one that is elsewhere. */
static const char *below(const struct nscale_field *field, const char *place,
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
    const char *rest = below(*fields, path, length);

    if (rest && !*rest)
      return *fields;
  }
  return NULL;
}

/* A path without its leading dot. */
static const char *bare(const char *path)
{
  return *path == '.' ? path + 1 : path;
}

struct lh_entry *field_entry(struct json_object *object,
                             const struct field_step *step)
{
  struct lh_entry *entry;

  if (!json_object_is_type(object, json_type_object))
    return NULL;
  entry = lh_table_head(json_object_get_object(object));
  for (; entry; entry = lh_entry_next(entry)) {
    const char *key = lh_entry_k(entry);

    if (strncmp(key, step->key, step->length) == 0 && !key[step->length])
      return entry;
  }
  return NULL;
}

struct json_object *field_value(struct lh_entry *entry)
{
  return entry ? (struct json_object *)lh_entry_v(entry) : NULL;
}

/* ---- Checking. ---------------------------------------------------- */

struct check {
  const struct nscale_field *const *fields;
  const char *what;
  struct error *error;
  struct buffer name; /* of the place at hand: `metadata.tags[0]` */
};

/* A place in the document as the fields name it: the first `length` bytes of
 * one of their paths. */
struct place {
  const char *path;
  size_t length;
};

static const struct {
  const char *one;
  const char *many;
} type_names[] = {
  [NSCALE_TYPE_ANY] = { "a value", "values" },
  [NSCALE_TYPE_STRING] = { "a string", "strings" },
  [NSCALE_TYPE_NUMBER] = { "a number", "numbers" },
  [NSCALE_TYPE_BOOLEAN] = { "a boolean", "booleans" },
  [NSCALE_TYPE_OBJECT] = { "an object", "objects" },
  [NSCALE_TYPE_ARRAY] = { "an array", "arrays" },
};

/* NSCALE_TYPE_... of a value, ANY for null. */
static uint32_t type_of(struct json_object *value)
{
  switch (json_object_get_type(value)) {
  case json_type_string:
    return NSCALE_TYPE_STRING;
  case json_type_int:
  case json_type_double:
    return NSCALE_TYPE_NUMBER;
  case json_type_boolean:
    return NSCALE_TYPE_BOOLEAN;
  case json_type_object:
    return NSCALE_TYPE_OBJECT;
  case json_type_array:
    return NSCALE_TYPE_ARRAY;
  case json_type_null:
    break;
  }
  return NSCALE_TYPE_ANY;
}

static int wrong_type(struct check *check, uint32_t wanted, uint32_t items,
                      struct json_object *value)
{
  const char *name = check->name.length ? check->name.data : NULL;
  int is_list = wanted == NSCALE_TYPE_ARRAY && items != NSCALE_TYPE_ANY;

  return error_set(check->error, EXIT_USAGE, "%s%s%s must be %s%s%s, not %s",
                   check->what, name ? ": " : "", name ? name : "",
                   type_names[wanted].one, is_list ? " of " : "",
                   is_list ? type_names[items].many : "",
                   value ? type_names[type_of(value)].one : "null");
}

static int not_valid(struct check *check, const struct nscale_field *field,
                     struct json_object *value)
{
  struct buffer shown CLEANUP_BUFFER = { 0 };

  value_show(&shown, value);
  if (shown.failed)
    return error_memory(check->error);
  return error_set(check->error, EXIT_USAGE, "%s: %s \"%s\" is not valid: %s",
                   check->what, check->name.data, shown.data ? shown.data : "",
                   field->rule ? field->rule : field->pattern);
}

static int check_pattern(struct check *check, const struct nscale_field *field,
                         struct json_object *value)
{
  regex_t pattern;
  char reason[128];
  int result = regcomp(&pattern, field->pattern, REG_EXTENDED | REG_NOSUB);

  if (result == REG_ESPACE)
    return error_memory(check->error);
  if (result != 0) {
    regerror(result, &pattern, reason, sizeof reason);
    return error_set(check->error, EXIT_PLUGIN,
                     "the plugin's pattern for %s is broken: %s",
                     check->name.data, reason);
  }
  result = regexec(&pattern, json_object_get_string(value), 0, NULL, 0);
  regfree(&pattern);
  return result == 0 ? 0 : not_valid(check, field, value);
}

static int check_text(struct check *check, const struct nscale_field *field,
                      struct json_object *value)
{
  const char *text = json_object_get_string(value);
  size_t length = (size_t)json_object_get_string_len(value);

  if (strlen(text) != length)
    return error_set(check->error, EXIT_USAGE,
                     "%s: %s must not contain the character NUL", check->what,
                     check->name.data);
  if (!field)
    return 0;
  if (field->pattern)
    return check_pattern(check, field, value);
  if (!length && field->type == NSCALE_TYPE_STRING &&
      (field->attributes & NSCALE_FIELD_REQUIRED))
    return error_set(check->error, EXIT_USAGE, "%s: %s must not be empty",
                     check->what, check->name.data);
  return 0;
}

/* Where a step from a place leads; a path of NULL where no field is. */
static struct place child_place(const struct nscale_field *const *fields,
                                struct place place, const char *key)
{
  for (; fields && *fields; fields++) {
    const char *rest = below(*fields, place.path, place.length);
    struct field_step step;
    const char *next = rest ? field_step(rest, &step) : NULL;

    if (next && (key ? step.key && strlen(key) == step.length &&
                           memcmp(key, step.key, step.length) == 0
                     : !step.key))
      return (struct place){ .path = (*fields)->path,
                             .length = (size_t)(next - (*fields)->path) };
  }
  return (struct place){ .path = NULL };
}

/* The member of a place whose key is nearest to a key; a path of NULL where
 * none is near. */
static struct place nearest(const struct nscale_field *const *fields,
                            struct place place, const char *key)
{
  struct buffer keys CLEANUP_BUFFER = { 0 };
  const char **list CLEANUP_FREE = NULL;
  const char *near;
  size_t count = 0;

  for (size_t i = 0; fields[i]; i++) {
    const char *rest = below(fields[i], place.path, place.length);
    struct field_step step;

    if (rest && field_step(rest, &step) && step.key) {
      buffer_append(&keys, step.key, step.length);
      buffer_putc(&keys, '\0');
    }
  }
  list = keys.failed ? NULL : calloc(keys.length + 1, sizeof *list);
  if (!list)
    return (struct place){ .path = NULL };
  for (size_t at = 0; at < keys.length; at += strlen(keys.data + at) + 1)
    list[count++] = keys.data + at;
  near = suggest(key, list, count);
  return near ? child_place(fields, place, near)
              : (struct place){ .path = NULL };
}

/* A field that ends in that very key but is elsewhere in the document. */
static struct place elsewhere(const struct nscale_field *const *fields,
                              const char *key)
{
  for (; *fields; fields++) {
    const char *path = (*fields)->path, *rest = path;
    struct field_step step = { .key = NULL };

    while (rest && *rest)
      rest = field_step(rest, &step);
    if (rest && step.key && strlen(key) == step.length &&
        strncasecmp(step.key, key, step.length) == 0)
      return (struct place){ .path = path, .length = strlen(path) };
  }
  return (struct place){ .path = NULL };
}

/* Says which fields there are; a suggestion would be a guess. */
static void hint_known(struct check *check)
{
  struct buffer known CLEANUP_BUFFER = { 0 };

  for (size_t i = 0; check->fields[i]; i++) {
    if (check->fields[i]->attributes & NSCALE_FIELD_READ_ONLY)
      continue;
    join_comma(&known, known.length, bare(check->fields[i]->path));
  }
  if (known.length && !known.failed)
    error_hint(check->error, "known fields: %s", known.data);
}

/* Refuses the member `key` of what is at a place; check->name is its name. */
static int unknown_field(struct check *check, struct place place,
                         const char *key)
{
  struct buffer shown CLEANUP_BUFFER = { 0 };
  struct place near;

  text_cut(&shown, check->name.data, check->name.length, 128);
  if (shown.failed)
    return error_memory(check->error);
  error_set(check->error, EXIT_USAGE, "%s: unknown field %s", check->what,
            shown.data);
  if (!check->fields)
    return -1;
  near = nearest(check->fields, place, key);
  if (!near.path)
    near = elsewhere(check->fields, key);
  if (!near.path)
    hint_known(check);
  else
    error_hint(check->error, "did you mean %.*s?",
               (int)(near.path + near.length - bare(near.path)),
               bare(near.path));
  return -1;
}

static int check_value(struct check *check, struct json_object *value,
                       struct place place, int whole);

/* Whether a field that must be there is not: `rest` is its path below
 * `object`.  What an optional object would hold is not missing with it. */
static int is_missing(const struct nscale_field *const *fields,
                      const struct nscale_field *field, const char *rest,
                      struct json_object *object)
{
  struct field_step step;

  while ((rest = field_step(rest, &step)) && step.key) {
    struct lh_entry *entry = field_entry(object, &step);

    object = field_value(entry);
    if (!*rest)
      return !object;
    if (!object && field_at(fields, field->path, (size_t)(rest - field->path)))
      return 0;
  }
  return 0;
}

/* The first field that must be in what is at a place, at whatever depth, and
 * is not, with its path below that place; not those within elements of
 * arrays. */
static const struct nscale_field *
find_missing(const struct nscale_field *const *fields,
             struct json_object *object, struct place place, int whole,
             const char **below_place)
{
  for (size_t i = 0; fields && fields[i]; i++) {
    const struct nscale_field *field = fields[i];
    const char *rest = below(field, place.path, place.length);

    if (!rest || !(field->attributes & NSCALE_FIELD_REQUIRED) ||
        (field->attributes & NSCALE_FIELD_READ_ONLY) ||
        (field->absent && whole == DOCUMENT_DEFAULTS) ||
        !is_missing(fields, field, rest, object))
      continue;
    *below_place = rest;
    return field;
  }
  return NULL;
}

static int check_required(struct check *check, struct json_object *object,
                          struct place place, int whole)
{
  const char *rest;

  if (!find_missing(check->fields, object, place, whole, &rest))
    return 0;
  return error_set(check->error, EXIT_USAGE, "%s: %s%s is missing",
                   check->what, check->name.length ? check->name.data : "",
                   check->name.length ? rest : bare(rest));
}

const struct nscale_field *
document_missing(struct json_object *document,
                 const struct nscale_field *const *fields, int whole)
{
  const struct place top = { .path = "" };
  const char *rest;

  return find_missing(fields, document, top, whole, &rest);
}

static int check_members(struct check *check, struct json_object *object,
                         struct place place, int whole)
{
  json_object_object_foreach(object, key, value)
  {
    struct place child = child_place(check->fields, place, key);
    size_t length = check->name.length;

    field_name_append(&check->name, key, strlen(key));
    if (check->name.failed)
      return error_memory(check->error);
    if (!child.path)
      return unknown_field(check, place, key);
    /* Null is the same as absent, or removes. */
    if (value && check_value(check, value, child, whole) < 0)
      return -1;
    check->name.length = length;
    check->name.data[length] = '\0';
  }
  return 0;
}

static void json_free(struct json_object **value)
{
  json_object_put(*value);
}

/* Refuses an element whose key another has already, as --flag KEY=VALUE
 * does.  `keys` are those of the elements before it. */
static int check_key(struct check *check, const struct nscale_field *field,
                     struct json_object *element, struct json_object *keys)
{
  struct json_object *key = NULL;
  const char *text;

  if (!keys)
    return error_memory(check->error);
  (void)json_object_object_get_ex(element, field->key, &key);
  text = json_object_get_string(key);
  if (!text)
    return 0;
  if (!json_object_object_get_ex(keys, text, NULL))
    return json_object_object_add(keys, text, NULL) == 0
               ? 0
               : error_memory(check->error);
  return error_set(check->error, EXIT_USAGE,
                   "%s: %s.%s \"%.64s\" is there "
                   "already, and may be there once",
                   check->what, check->name.data, field->key, text);
}

static int check_elements(struct check *check, struct json_object *array,
                          const struct nscale_field *field, struct place place,
                          int whole)
{
  struct place child = child_place(check->fields, place, NULL);
  uint32_t items = field ? field->items : NSCALE_TYPE_ANY;
  size_t count = json_object_array_length(array);
  struct json_object *keys CLEANUP(json_free) =
      field && field->key ? json_object_new_object() : NULL;

  for (size_t i = 0; i < count; i++) {
    struct json_object *value = json_object_array_get_idx(array, i);
    size_t length = check->name.length;

    buffer_printf(&check->name, "[%zu]", i);
    if (check->name.failed)
      return error_memory(check->error);
    if (items != NSCALE_TYPE_ANY && type_of(value) != items)
      return wrong_type(check, items, NSCALE_TYPE_ANY, value);
    if (child.path && check_value(check, value, child, whole) < 0)
      return -1;
    if (items == NSCALE_TYPE_STRING && check_text(check, field, value) < 0)
      return -1;
    if (child.path && json_object_is_type(value, json_type_object) &&
        check_required(check, value, child, whole) < 0)
      return -1;
    if (field && field->key && check_key(check, field, value, keys) < 0)
      return -1;
    check->name.length = length;
    check->name.data[length] = '\0';
  }
  return 0;
}

/* Whether the list has fields below a place. */
static int has_parts(const struct nscale_field *const *fields,
                     struct place place)
{
  for (; fields && *fields; fields++) {
    const char *rest = below(*fields, place.path, place.length);

    if (rest && *rest)
      return 1;
  }
  return 0;
}

static int check_value(struct check *check, struct json_object *value,
                       struct place place, int whole)
{
  const struct nscale_field *field =
      field_at(check->fields, place.path, place.length);
  int has_elements = child_place(check->fields, place, NULL).path != NULL;
  uint32_t items = field ? field->items : NSCALE_TYPE_ANY;
  uint32_t wanted = field          ? field->type
                    : has_elements ? NSCALE_TYPE_ARRAY
                                   : NSCALE_TYPE_OBJECT;

  if (wanted == NSCALE_TYPE_ANY ||
      (field && (field->attributes & NSCALE_FIELD_READ_ONLY)))
    return 0;
  if (type_of(value) != wanted)
    return wrong_type(check, wanted, items, value);
  if (wanted == NSCALE_TYPE_STRING)
    return check_text(check, field, value);
  if (wanted == NSCALE_TYPE_ARRAY)
    return check_elements(check, value, field, place,
                          whole ? whole : DOCUMENT_DEFAULTS);
  if (wanted == NSCALE_TYPE_OBJECT && has_parts(check->fields, place))
    return check_members(check, value, place, whole);
  return 0;
}

int document_check(struct json_object *document,
                   const struct nscale_field *const *fields, int whole,
                   const char *what, struct error *error)
{
  struct check check = { .fields = fields, .what = what, .error = error };
  const struct place top = { .path = "" };
  int result = 0;

  if (!json_object_is_type(document, json_type_object))
    return wrong_type(&check, NSCALE_TYPE_OBJECT, NSCALE_TYPE_ANY, document);
  if (whole != DOCUMENT_MERGED)
    result = check_members(&check, document, top, whole);
  if (result == 0 && whole != DOCUMENT_PATCH)
    result = check_required(&check, document, top, whole);
  buffer_free(&check.name);
  return result;
}
