/* element.c - the value of a flag that is one element of an array of
 * objects. */
#include "core/invocation/element.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/document/pairs.h"
#include "core/invocation/field_json.h"
#include "core/invocation/field_text.h"
#include "core/json/cursor.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/plugin/members.h"

#define SHOWN_MOST 128 /* columns of a value in a message */

/* A value that was read.  The arena's. */
struct element {
  struct element *next;
  const char *value; /* the very text of argv */
  struct json_object *json;
};

/* A value that is being read. */
struct reading {
  struct invocation *call;
  const struct field_given *given;
  const char *what; /* how messages call it */
  const struct nscale_field *const *members;
  struct json_object *element;
};

/* `--rule protocol=tcp,port=443` */
static int write_what(struct buffer *what, const struct field_given *given,
                      const char *text)
{
  buffer_printf(what, "--%s ", given->flag);
  text_cut(what, text, strlen(text), SHOWN_MOST);
  return what->failed ? -1 : 0;
}

/* Adds which members there are to what is wrong. */
static int hint_members(const struct reading *reading)
{
  CLEANUP_BUFFER struct buffer names = { 0 };

  members_write(reading->members, &names);
  return names.failed || !names.length
             ? -1
             : error_hint(reading->call->error, "its members: %s", names.data);
}

/* ---- One member. -------------------------------------------------- */

static const struct nscale_field *
find_member(const struct nscale_field *const *members, const char *name)
{
  while (*members && strcmp((*members)->path + 1, name) != 0)
    members++;
  return *members;
}

/* Makes a value the last element of an array, a new one where that is NULL.
 * Takes the value over.  NULL without memory. */
static struct json_object *append(struct json_object *array,
                                  struct json_object *value)
{
  struct json_object *own = array ? array : json_object_new_array();

  if (value && own && json_object_array_add(own, value) == 0)
    return own;
  json_object_put(value);
  if (!array)
    json_object_put(own);
  return NULL;
}

/* Puts a value where the member is; an array takes one more.  Takes it
 * over. */
static int put_value(const struct reading *reading,
                     const struct nscale_field *member, const char *name,
                     struct json_object *value)
{
  struct json_object *const element = reading->element;
  struct json_object *before = member ? path_get(element, member->path) : NULL;
  struct error *error = reading->call->error;

  if (member && member->type == NSCALE_TYPE_ARRAY &&
      !json_object_is_type(value, json_type_array)) {
    if (json_object_is_type(before, json_type_array))
      return append(before, value) ? 0 : error_memory(error);
    value = append(NULL, value);
  }
  if (!value)
    return error_memory(error);
  if (!before && (member ? path_set(element, member->path, value)
                         : json_object_object_add(element, name, value)) == 0)
    return 0;
  json_object_put(value);
  return error_set(error, EXIT_USAGE,
                   before ? "%s: %s is given twice"
                          : "%s: %s contradicts what is before it",
                   reading->what, name);
}

/* The type of what is written behind the `=`. */
static uint32_t written_type(const struct nscale_field *member)
{
  if (!member)
    return NSCALE_TYPE_STRING;
  return member->type == NSCALE_TYPE_ARRAY ? member->items : member->type;
}

/* Reads a text up to the next comma.  Returns what follows, or NULL. */
static const char *read_text(const struct reading *reading,
                             const struct nscale_field *member,
                             const char *name, const char *text)
{
  const uint32_t encoded = NSCALE_FIELD_FILE | NSCALE_FIELD_BASE64;
  CLEANUP_BUFFER struct buffer value = { 0 };
  CLEANUP_BUFFER struct buffer meant = { 0 };
  const char *rest = pairs_side(&value, text, ",");
  const char *said;

  buffer_puts(&value, "");
  said = value.data;
  if (value.failed) {
    (void)error_memory(reading->call->error);
    return NULL;
  }
  if (member && member->attributes & encoded) {
    if (field_text_read(reading->call, member, reading->given->flag,
                        value.data, &meant) < 0)
      return NULL;
    said = meant.data;
  }
  if (!text_is_utf8(said)) {
    (void)error_set(reading->call->error, EXIT_USAGE,
                    "%s: what is in %s is not UTF-8", reading->what,
                    value.data + 1);
    return NULL;
  }
  return put_value(reading, member, name,
                   field_json_typed(written_type(member), said)) < 0
             ? NULL
             : rest + (*rest == ',');
}

/* Likewise JSON, whose commas are its own. */
static const char *read_json(const struct reading *reading,
                             const struct nscale_field *member,
                             const char *name, const char *text)
{
  struct cursor cursor = cursor_of((struct span){ text, strlen(text) });
  const struct span span = cursor_value(&cursor);
  CLEANUP_BUFFER struct buffer what = { 0 };
  struct json_object *value;

  buffer_printf(&what, "%s: %s", reading->what, name);
  if (what.failed) {
    (void)error_memory(reading->call->error);
    return NULL;
  }
  value = json_read_strictly(span.text, span.length, NULL, what.data,
                             reading->call->error);
  if (!value || put_value(reading, member, name, value) < 0)
    return NULL;
  cursor_skip_space(&cursor);
  if (cursor.at < cursor.end && *cursor.at != ',') {
    (void)error_set(reading->call->error, EXIT_USAGE,
                    "%s is followed by something other than a comma",
                    what.data);
    return NULL;
  }
  return cursor.at + (cursor.at < cursor.end);
}

static int takes_json(const struct nscale_field *member, const char *text)
{
  const uint32_t type = member ? member->type : NSCALE_TYPE_STRING;

  return (*text == '{' || *text == '[') &&
         (type == NSCALE_TYPE_ANY || type == NSCALE_TYPE_OBJECT ||
          type == NSCALE_TYPE_ARRAY);
}

/* Reads MEMBER=VALUE.  What is no member is put there as a text: the check
 * says so, with a suggestion.  Returns what follows, or NULL. */
static const char *read_member(const struct reading *reading, const char *text)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  const struct nscale_field *member;
  const char *rest = pairs_side(&name, text, "=,");

  buffer_puts(&name, "");
  if (name.failed) {
    (void)error_memory(reading->call->error);
    return NULL;
  }
  if (*rest != '=') {
    (void)error_set(reading->call->error, EXIT_USAGE,
                    "%s: \"%s\" is not MEMBER=VALUE", reading->what,
                    name.data);
    (void)hint_members(reading);
    return NULL;
  }
  rest++;
  member = find_member(reading->members, name.data);
  return takes_json(member, rest)
             ? read_json(reading, member, name.data, rest)
             : read_text(reading, member, name.data, rest);
}

/* ---- The whole. --------------------------------------------------- */

/* The element, the caller's. */
static struct json_object *read_element(struct invocation *call,
                                        const struct field_given *given,
                                        const char *text)
{
  CLEANUP_MEMBERS struct members members = { 0 };
  CLEANUP_BUFFER struct buffer what = { 0 };
  struct reading reading = { .call = call, .given = given };

  if (write_what(&what, given, text) < 0 ||
      members_of(&members, call->noun->fields, given->field) < 0) {
    (void)error_memory(call->error);
    return NULL;
  }
  if (text[strspn(text, " \t\n")] == '{')
    return json_read_strictly(text, strlen(text), NULL, what.data,
                              call->error);
  reading.what = what.data;
  reading.members = members.list;
  reading.element = json_object_new_object();
  if (!reading.element)
    (void)error_memory(call->error);
  while (reading.element && text && *text)
    text = read_member(&reading, text);
  if (text)
    return reading.element;
  json_object_put(reading.element);
  return NULL;
}

struct json_object *element_read(struct invocation *call,
                                 const struct field_given *given,
                                 const char *text)
{
  const struct element *known = call->elements;
  struct json_object *json;
  struct element *own;

  while (known && known->value != text)
    known = known->next;
  if (known)
    return known->json;
  json =
      arena_json(&call->arena, read_element(call, given, text), call->error);
  own =
      json ? arena_keep(&call->arena, malloc(sizeof *own), call->error) : NULL;
  if (!own)
    return NULL;
  *own = (struct element){ call->elements, text, json };
  call->elements = own;
  return json;
}

int element_check(struct invocation *call, const struct field_given *given,
                  const char *text, struct json_object *element, int whole)
{
  CLEANUP_MEMBERS struct members members = { 0 };
  CLEANUP_BUFFER struct buffer what = { 0 };

  if (write_what(&what, given, text) < 0 ||
      members_of(&members, call->noun->fields, given->field) < 0)
    return error_memory(call->error);
  return document_check(element, members.list, whole, what.data, call->error);
}

const char *element_key(const struct nscale_field *field,
                        struct json_object *element)
{
  struct json_object *key = NULL;

  (void)json_object_object_get_ex(element, field->key, &key);
  return json_object_is_type(key, json_type_string)
             ? json_object_get_string(key)
             : NULL;
}
