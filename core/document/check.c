/* check.c - a document held against the fields that a plugin describes. */
#include "core/document/check.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/buffer.h"
#include "core/base/join.h"
#include "core/base/suggest.h"
#include "core/base/text.h"
#include "core/document/field_path.h"
#include "core/document/quote.h"
#include "core/document/scalar.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/tree.h"
#include "core/plugin/before.h"
#include "core/plugin/field_flags.h"

/* What becomes of a member that is not a field. */
enum unknown {
  UNKNOWN_REFUSED,
  UNKNOWN_LATER,  /* what may have been read passes for now */
  UNKNOWN_SETTLED /* what is there likewise is dropped */
};

struct check {
  const struct nscale_field *const *fields;
  const char *what;
  struct error *error;
  struct buffer name; /* of the place at hand: `metadata.tags[0]` */
  enum unknown unknown;
  int is_read; /* LATER: the document has what only the server writes */
  int passed;  /* LATER: a member passed */
};

/* A place in the document as the fields name it: the first `length` bytes of
 * one of their paths. */
struct place {
  const char *path;
  size_t length;
  struct json_object *there; /* SETTLED: what the server has at that place */
  int in_array;              /* it is in an element */
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
  [NSCALE_TYPE_INTEGER] = { "a whole number", "whole numbers" },
};

static int check_refuse_type(struct check *check, uint32_t wanted,
                             uint32_t items, struct json_object *value)
{
  const char *name = check->name.length ? check->name.data : NULL;
  int is_list = wanted == NSCALE_TYPE_ARRAY && items != NSCALE_TYPE_ANY;
  const uint32_t type = scalar_type(value);

  /* A number that is not whole is told by itself. */
  return error_set(
      check->error, EXIT_USAGE, "%s%s%s must be %s%s%s, not %s", check->what,
      name ? ": " : "", name ? name : "", type_names[wanted].one,
      is_list ? " of " : "", is_list ? type_names[items].many : "",
      !value ? "null"
      : wanted == NSCALE_TYPE_INTEGER && type == NSCALE_TYPE_NUMBER
          ? json_object_get_string(value)
          : type_names[type].one);
}

/* Holds a text or a number to its field. */
static int check_scalar(struct check *check, const struct nscale_field *field,
                        struct json_object *value)
{
  CLEANUP_BUFFER struct buffer shown = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  const int result = scalar_check(field, value, &why, check->error);

  if (result <= 0)
    return result;
  quote_value(&shown, value);
  if (shown.failed || why.failed)
    return error_memory(check->error);
  return error_set(check->error, EXIT_USAGE, "%s: %s \"%s\" is not valid: %s",
                   check->what, check->name.data, shown.data ? shown.data : "",
                   why.data);
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
  if (!length && !field->pattern && field->type == NSCALE_TYPE_STRING &&
      (field->attributes & NSCALE_FIELD_REQUIRED))
    return error_set(check->error, EXIT_USAGE, "%s: %s must not be empty",
                     check->what, check->name.data);
  /* What a name stands for is held to its field once it is known. */
  return field_may_be_name(field) ? 0 : check_scalar(check, field, value);
}

/* Likewise a value that is to be of the type `wanted`. */
static int check_rules(struct check *check, const struct nscale_field *field,
                       uint32_t wanted, struct json_object *value)
{
  const uint32_t type = scalar_type(value);

  if (wanted == NSCALE_TYPE_ANY && field->attributes & FIELD_BEFORE_1_2)
    return 0;
  if (type == NSCALE_TYPE_STRING)
    return check_text(check, field, value);
  return type == NSCALE_TYPE_NUMBER ? check_scalar(check, field, value) : 0;
}

/* Where a step from a place leads; a path of NULL where no field is. */
static struct place child_place(const struct nscale_field *const *fields,
                                struct place place, const char *key)
{
  for (; fields && *fields; fields++) {
    const char *rest = field_below(*fields, place.path, place.length);
    struct path_step step;
    const char *next = rest ? field_step(rest, &step) : NULL;

    if (next && (key ? field_step_is(&step, key) : step.kind == PATH_EACH))
      return (struct place){ .path = (*fields)->path,
                             .length = (size_t)(next - (*fields)->path) };
  }
  return (struct place){ .path = NULL };
}

/* The member of a place whose key is nearest to a key; a path of NULL where
 * none is near. */
static struct place nearest_place(const struct nscale_field *const *fields,
                                  struct place place, const char *key)
{
  CLEANUP_BUFFER struct buffer keys = { 0 };
  CLEANUP_FREE const char **list = NULL;
  const char *near;
  size_t count = 0;

  for (size_t i = 0; fields[i]; i++) {
    const char *rest = field_below(fields[i], place.path, place.length);
    struct path_step step;

    if (rest && field_step(rest, &step) && step.kind == PATH_MEMBER) {
      buffer_append(&keys, step.name.text, step.name.length);
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
static struct place place_elsewhere(const struct nscale_field *const *fields,
                                    const char *key)
{
  for (; *fields; fields++) {
    const char *path = (*fields)->path, *rest = path;
    struct path_step step = { .kind = PATH_EACH };

    while (rest && *rest)
      rest = field_step(rest, &step);
    if (rest && step.kind == PATH_MEMBER && strlen(key) == step.name.length &&
        strncasecmp(step.name.text, key, step.name.length) == 0)
      return (struct place){ .path = path, .length = strlen(path) };
  }
  return (struct place){ .path = NULL };
}

/* Says which fields there are; a suggestion would be a guess. */
static void hint_known(struct check *check)
{
  CLEANUP_BUFFER struct buffer known = { 0 };

  for (size_t i = 0; check->fields[i]; i++) {
    if (check->fields[i]->attributes & NSCALE_FIELD_READ_ONLY)
      continue;
    join_comma(&known, known.length, field_bare(check->fields[i]->path));
  }
  if (known.length && !known.failed)
    error_hint(check->error, "known fields: %s", known.data);
}

/* The field that was probably meant by an unknown member; a path of NULL
 * where nobody can tell. */
static struct place meant_place(const struct nscale_field *const *fields,
                                struct place place, const char *key)
{
  struct place near = { .path = NULL };

  if (fields)
    near = nearest_place(fields, place, key);
  if (fields && !near.path)
    near = place_elsewhere(fields, key);
  return near;
}

/* Refuses the member `key` of what is at a place; check->name is its name. */
static int check_refuse_field(struct check *check, struct place place,
                              const char *key)
{
  const struct place near = meant_place(check->fields, place, key);
  CLEANUP_BUFFER struct buffer shown = { 0 };

  text_cut(&shown, check->name.data, check->name.length, 128);
  if (shown.failed)
    return error_memory(check->error);
  error_set(check->error, EXIT_USAGE, "%s: unknown field %s", check->what,
            shown.data);
  if (!check->fields)
    return -1;
  if (!near.path)
    hint_known(check);
  else
    error_hint(check->error, "did you mean %.*s?",
               (int)(near.path + near.length - field_bare(near.path)),
               field_bare(near.path));
  return -1;
}

/* A member of `object` that is no field: the server may know it, and what has
 * the very value that it has there is no change.  It is dropped, but not from
 * an element of an array, which is sent as it stands.  What is written by hand
 * and looks like a slip is refused at once. */
static int check_unknown(struct check *check, struct json_object *object,
                         struct place place, const char *key)
{
  struct json_object *mine = json_object_object_get(object, key);
  struct json_object *there;

  if (check->unknown == UNKNOWN_LATER &&
      (check->is_read || !meant_place(check->fields, place, key).path)) {
    check->passed = 1;
    return 0;
  }
  if (check->unknown != UNKNOWN_SETTLED ||
      !json_object_is_type(place.there, json_type_object) ||
      !json_object_object_get_ex(place.there, key, &there) ||
      !json_same(mine, there))
    return check_refuse_field(check, place, key);
  if (!place.in_array)
    json_object_object_del(object, key);
  return 0;
}

static int check_value(struct check *check, struct json_object *value,
                       struct place place, int whole);

/* Whether a field that must be there is not: `rest` is its path below
 * `object`.  What an optional object would hold is not missing with it. */
static int is_missing(const struct nscale_field *const *fields,
                      const struct nscale_field *field, const char *rest,
                      struct json_object *object)
{
  struct path_step step;

  while ((rest = field_step(rest, &step)) && step.kind == PATH_MEMBER) {
    struct lh_entry *entry = field_entry(object, &step);

    object = field_value(entry);
    if (!*rest)
      return !object;
    if (!object && field_at(fields, field->path, (size_t)(rest - field->path)))
      return 0;
  }
  return 0;
}

/* The path below a place of a field that must be in what is there, at whatever
 * depth, and is not; NULL where it is, or need not be. */
static const char *missing_below(const struct nscale_field *const *fields,
                                 const struct nscale_field *field,
                                 struct json_object *object,
                                 struct place place, int whole)
{
  const char *rest = field_below(field, place.path, place.length);

  return rest && (field->attributes & NSCALE_FIELD_REQUIRED) &&
                 !(field->attributes & NSCALE_FIELD_READ_ONLY) &&
                 !(field->absent && whole == DOCUMENT_DEFAULTS) &&
                 is_missing(fields, field, rest, object)
             ? rest
             : NULL;
}

static int check_required(struct check *check, struct json_object *object,
                          struct place place, int whole)
{
  const char *rest = NULL;
  size_t i;

  for (i = 0; check->fields && check->fields[i] && !rest; i++)
    rest =
        missing_below(check->fields, check->fields[i], object, place, whole);
  if (!rest)
    return 0;
  return error_set(check->error, EXIT_USAGE, "%s: %s%s is missing",
                   check->what, check->name.length ? check->name.data : "",
                   check->name.length ? rest : field_bare(rest));
}

int document_may_lack(struct json_object *document,
                      const struct nscale_field *const *fields,
                      const struct nscale_field *field)
{
  const struct place top = { .path = "" };

  return !(field->attributes & NSCALE_FIELD_REQUIRED) || field->absent ||
         (!path_get(document, field->path) &&
          !missing_below(fields, field, document, top, DOCUMENT_DEFAULTS));
}

const struct nscale_field *
document_missing(struct json_object *document,
                 const struct nscale_field *const *fields, int whole,
                 int unasked_only)
{
  const struct place top = { .path = "" };

  for (size_t i = 0; fields && fields[i]; i++)
    if (!(unasked_only && fields[i]->prompt) &&
        missing_below(fields, fields[i], document, top, whole))
      return fields[i];
  return NULL;
}

static int check_members(struct check *check, struct json_object *object,
                         struct place place, int whole)
{
  json_object_object_foreach(object, key, value)
  {
    struct place child = child_place(check->fields, place, key);
    size_t length = check->name.length;

    quote_key(&check->name, key, strlen(key));
    if (check->name.failed)
      return error_memory(check->error);
    child.there = json_object_object_get(place.there, key);
    child.in_array = place.in_array;
    /* Null is the same as absent, or removes. */
    if (child.path ? value && check_value(check, value, child, whole) < 0
                   : check_unknown(check, object, place, key) < 0)
      return -1;
    check->name.length = length;
    check->name.data[length] = '\0';
  }
  return 0;
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
                   "%s: %s.%s \"%.64s\" appears more than once", check->what,
                   check->name.data, field->key, text);
}

/* What the server has in the place of an element: the one of the same key, or
 * where there are no keys the one of the same index; or NULL. */
static struct json_object *element_there(const struct nscale_field *field,
                                         struct json_object *array,
                                         struct json_object *element,
                                         size_t index)
{
  struct json_object *key, *other;

  if (!json_object_is_type(array, json_type_array))
    return NULL;
  if (!field || !field->key)
    return json_object_array_get_idx(array, index);
  if (!json_object_object_get_ex(element, field->key, &key))
    return NULL;
  for (size_t i = 0; i < json_object_array_length(array); i++) {
    struct json_object *there = json_object_array_get_idx(array, i);

    if (json_object_object_get_ex(there, field->key, &other) &&
        json_same(key, other))
      return there;
  }
  return NULL;
}

static int check_elements(struct check *check, struct json_object *array,
                          const struct nscale_field *field, struct place place,
                          int whole)
{
  struct place child = child_place(check->fields, place, NULL);
  uint32_t items = field ? field->items : NSCALE_TYPE_ANY;
  size_t count = json_object_array_length(array);
  CLEANUP_JSON
  struct json_object *keys =
      field && field->key ? json_object_new_object() : NULL;

  for (size_t i = 0; i < count; i++) {
    struct json_object *value = json_object_array_get_idx(array, i);
    size_t length = check->name.length;

    buffer_printf(&check->name, "[%zu]", i);
    if (check->name.failed)
      return error_memory(check->error);
    if (items != NSCALE_TYPE_ANY && !scalar_has_type(value, items))
      return check_refuse_type(check, items, NSCALE_TYPE_ANY, value);
    child.there = element_there(field, place.there, value, i);
    child.in_array = 1;
    if (child.path && check_value(check, value, child, whole) < 0)
      return -1;
    if (field && check_rules(check, field, items, value) < 0)
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
    const char *rest = field_below(*fields, place.path, place.length);

    if (rest && *rest)
      return 1;
  }
  return 0;
}

/* Holds the values of a map to the type of its items.  Null removes in a
 * patch. */
static int check_map(struct check *check, struct json_object *map,
                     const struct nscale_field *field, int whole)
{
  json_object_object_foreach(map, key, value)
  {
    const size_t length = check->name.length;

    quote_key(&check->name, key, strlen(key));
    if (check->name.failed)
      return error_memory(check->error);
    if (value ? !scalar_has_type(value, field->items)
              : whole != DOCUMENT_PATCH)
      return check_refuse_type(check, field->items, NSCALE_TYPE_ANY, value);
    if (value && check_rules(check, field, field->items, value) < 0)
      return -1;
    check->name.length = length;
    check->name.data[length] = '\0';
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

  if (field && (field->attributes & NSCALE_FIELD_READ_ONLY))
    return 0;
  if (wanted != NSCALE_TYPE_ANY && !scalar_has_type(value, wanted))
    return check_refuse_type(check, wanted, items, value);
  if (wanted == NSCALE_TYPE_ARRAY)
    return check_elements(check, value, field, place,
                          whole ? whole : DOCUMENT_DEFAULTS);
  if (wanted == NSCALE_TYPE_OBJECT && has_parts(check->fields, place))
    return check_members(check, value, place, whole);
  if (wanted == NSCALE_TYPE_OBJECT && items != NSCALE_TYPE_ANY &&
      !(field->attributes & FIELD_BEFORE_1_2))
    return check_map(check, value, field, whole);
  return field ? check_rules(check, field, wanted, value) : 0;
}

/* Whether a document has what only the server writes. */
static int was_read(struct json_object *document,
                    const struct nscale_field *const *fields)
{
  for (; fields && *fields; fields++)
    if ((*fields)->attributes & NSCALE_FIELD_READ_ONLY &&
        path_get(document, (*fields)->path))
      return 1;
  return 0;
}

/* Checks the whole document; `there` is what the server has, or NULL. */
static int check_document(struct check *check, struct json_object *document,
                          struct json_object *there, int whole)
{
  const struct place top = { .path = "", .there = there };
  int result = 0;

  if (!json_object_is_type(document, json_type_object))
    return check_refuse_type(check, NSCALE_TYPE_OBJECT, NSCALE_TYPE_ANY,
                             document);
  if (whole != DOCUMENT_MERGED)
    result = check_members(check, document, top, whole);
  if (result == 0 && whole != DOCUMENT_PATCH)
    result = check_required(check, document, top, whole);
  buffer_free(&check->name);
  return result;
}

int document_check(struct json_object *document,
                   const struct nscale_field *const *fields, int whole,
                   const char *what, struct error *error)
{
  struct check check = { .fields = fields, .what = what, .error = error };

  return check_document(&check, document, NULL, whole);
}

int document_check_update(struct json_object *document,
                          const struct nscale_field *const *fields, int whole,
                          const char *what, struct error *error)
{
  struct check check = { .fields = fields,
                         .what = what,
                         .error = error,
                         .unknown = UNKNOWN_LATER,
                         .is_read = was_read(document, fields) };

  return check_document(&check, document, NULL, whole) < 0 ? -1 : check.passed;
}

int document_settle(struct json_object *document, struct json_object *current,
                    const struct nscale_field *const *fields, const char *what,
                    struct error *error)
{
  struct check check = {
    .fields = fields, .what = what, .error = error, .unknown = UNKNOWN_SETTLED
  };

  return check_document(&check, document, current, DOCUMENT_PATCH);
}
