/* field_check.c - all that is wrong with the flags of fields and can be seen
 * without a request. */
#include "core/invocation/field_check.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/check.h"
#include "core/invocation/element.h"
#include "core/invocation/field_json.h"
#include "core/invocation/field_text.h"
#include "core/json/path.h"

int field_check_alone(const struct nscale_field *const *fields,
                      const struct nscale_field *field,
                      struct json_object *value, const char *what,
                      struct error *error)
{
  struct json_object *document = json_object_new_object();
  int result;

  if (!value || !document || path_set(document, field->path, value) < 0) {
    json_object_put(value);
    json_object_put(document);
    return error_memory(error);
  }
  result = document_check(document, fields, DOCUMENT_PATCH, what, error);
  json_object_put(document);
  return result;
}

int field_check_json(struct invocation *call, const struct field_given *given,
                     struct json_object *value)
{
  char what[sizeof given->flag + 2];

  (void)snprintf(what, sizeof what, "--%s", given->flag);
  return field_check_alone(call->noun->fields, given->field, value, what,
                           call->error);
}

static int exclude(const char *one, const char *other, struct error *error)
{
  return error_set(error, EXIT_USAGE, "--%s and --%s cannot be used together",
                   one, other);
}

/* ---- What has a key. ------------------------------------------------ */

/* Appends the key of a value, which was checked: of an element, or what is
 * before the `=`. */
static int write_key(struct invocation *call, const struct field_given *given,
                     const char *text, struct buffer *key)
{
  struct json_object *element;

  if (field_flag_form(given->field) != FIELD_FLAG_KEYED) {
    buffer_append(key, text, strcspn(text, "="));
  } else {
    element = element_read(call, given, text);
    if (!element)
      return -1;
    buffer_puts(key, element_key(given->field, element));
  }
  return key->failed ? error_memory(call->error) : 0;
}

/* Notes a value, and whether its key came before with another. */
static int check_key(struct invocation *call, struct json_object *seen,
                     const struct field_given *given, const char *text)
{
  CLEANUP_BUFFER struct buffer key = { 0 };
  struct json_object *other;

  if (write_key(call, given, text, &key) < 0)
    return -1;
  if (!json_object_object_get_ex(seen, key.data, &other))
    return field_json_put_string(seen, key.data, text, strlen(text)) < 0
               ? error_memory(call->error)
               : 0;
  if (strcmp(json_object_get_string(other), text) == 0)
    return 0;
  return error_set(call->error, EXIT_USAGE,
                   "--%s %s is given twice, with different values",
                   given->flag, key.data);
}

/* Two values of one key contradict each other. */
static int check_keys(struct invocation *call, const struct field_given *given)
{
  struct json_object *seen = json_object_new_object();
  const char *text;
  size_t at = 0;
  int result = seen ? 0 : error_memory(call->error);

  while (result == 0 && (text = field_given_next(given, &at)))
    result = check_key(call, seen, given, text);
  json_object_put(seen);
  return result;
}

/* The JSON of KEY=VALUE, as it stands in a document alone. */
static struct json_object *pair_json(const struct nscale_field *field,
                                     const char *text)
{
  const int is_map = field_flag_form(field) == FIELD_FLAG_MAP;
  struct json_object *json =
      is_map ? json_object_new_object() : json_object_new_array();

  if (json && (is_map ? field_json_put_pair(json, field, text)
                      : field_json_add_pair(json, field, text)) == 0)
    return json;
  json_object_put(json);
  return NULL;
}

static int check_pair(struct invocation *call, const struct field_given *given,
                      const char *text)
{
  const int is_map = field_flag_form(given->field) == FIELD_FLAG_MAP;

  if (!strchr(text, '=') || (is_map && text[0] == '=')) {
    error_set(call->error, EXIT_USAGE, "--%s %s has no %s", given->flag,
              text[0] ? text : "''", strchr(text, '=') ? "key" : "value");
    return error_hint(call->error, "--%s KEY=VALUE", given->flag);
  }
  return field_check_json(call, given, pair_json(given->field, text));
}

/* A key that is removed must not be set as well. */
static int check_removed_key(struct invocation *call,
                             const struct field_given *given, const char *key)
{
  const struct field_given set =
      field_given(given->flags, given->field, FIELD_FLAG_SET);
  const char *text;
  size_t at = 0;

  while ((text = field_given_next(&set, &at))) {
    CLEANUP_BUFFER struct buffer own = { 0 };

    if (write_key(call, &set, text, &own) < 0)
      return -1;
    if (strcmp(own.data, key) == 0)
      return error_set(call->error, EXIT_USAGE,
                       "--%s %s and --%s %s contradict each other", set.flag,
                       text, given->flag, key);
  }
  return 0;
}

/* ---- Elements. ---------------------------------------------------- */

/* How much of an element there must be.  One of a key may be there already,
 * and what is removed is only told from the others. */
static int wholeness(const struct invocation *call,
                     const struct field_given *given)
{
  const int is_there =
      invocation_is_patch(call) || call->options->document.file;

  return given->act == FIELD_FLAG_REMOVE ||
                 (field_flag_has_keys(given->field) && is_there)
             ? DOCUMENT_PATCH
             : DOCUMENT_DEFAULTS;
}

static int check_element(struct invocation *call,
                         const struct field_given *given, const char *text)
{
  const struct nscale_field *field = given->field;
  struct json_object *element =
      text[0] ? element_read(call, given, text) : NULL;

  if (!text[0])
    return error_set(call->error, EXIT_USAGE, "--%s is empty", given->flag);
  if (!element ||
      element_check(call, given, text, element, wholeness(call, given)) < 0)
    return -1;
  if (!field_flag_has_keys(field) || element_key(field, element))
    return 0;
  return error_set(call->error, EXIT_USAGE, "--%s %s: %s is missing",
                   given->flag, text, field->key);
}

/* ---- One flag, one field, all. ------------------------------------ */

/* A value that is one thing: a key, or a text that may stand for an id. */
static int check_word(struct invocation *call, const struct field_given *given,
                      const char *text)
{
  if (!text[0])
    return error_set(call->error, EXIT_USAGE, "--%s is empty", given->flag);
  if (field_flag_has_keys(given->field))
    return check_removed_key(call, given, text);
  return field_flag_resolves(given->field)
             ? 0 /* a name: its id is known to fit */
             : field_check_json(call, given, field_json_array(text));
}

static int check_value(struct invocation *call,
                       const struct field_given *given, const char *text)
{
  const struct nscale_field *field = given->field;
  const enum field_flag_form form = field_flag_form(field);

  if (form == FIELD_FLAG_VALUE) {
    text = field_text(call, field, given->flag, text);
    if (!text)
      return -1;
  }
  if (!text_is_utf8(text))
    return error_set(call->error, EXIT_USAGE, "--%s %s is not UTF-8",
                     given->flag, text);
  if (form == FIELD_FLAG_VALUE && !field_flag_resolves(field))
    return field_check_json(call, given, field_json_scalar(field, text));
  if (form == FIELD_FLAG_ELEMENTS ||
      (form == FIELD_FLAG_KEYED && given->act == FIELD_FLAG_SET))
    return check_element(call, given, text);
  return field_flag_has_keys(field) && given->act == FIELD_FLAG_SET
             ? check_pair(call, given, text)
             : check_word(call, given, text);
}

/* --add- and --remove- start from what is there. */
static int check_relative(const struct invocation *call,
                          const struct field_given *given)
{
  const struct nscale_field *field = given->field;
  const struct field_given set =
      field_given(given->flags, field, FIELD_FLAG_SET);

  if (given->act == FIELD_FLAG_SET || !field_given_first(given))
    return 0;
  if (call->options->document.replace)
    return exclude(given->flag, "replace", call->error);
  if (field_flag_is_whole(field) && field_given_first(&set))
    return exclude(set.flag, given->flag, call->error);
  return 0;
}

static int check_field(struct invocation *call,
                       const struct nscale_field *field)
{
  struct field_given given;
  const char *text;
  unsigned act;
  size_t at;

  for (act = FIELD_FLAG_SET; act <= FIELD_FLAG_REMOVE; act++) {
    given = field_given(call->flags, field, (enum field_flag_act)act);
    if (check_relative(call, &given) < 0)
      return -1;
    for (at = 0; (text = field_given_next(&given, &at));)
      if (check_value(call, &given, text) < 0)
        return -1;
    if (field_flag_has_keys(field) && act == FIELD_FLAG_SET &&
        check_keys(call, &given) < 0)
      return -1;
  }
  return 0;
}

int field_check(struct invocation *call)
{
  const struct nscale_field *const *field = field_given_fields(call);

  for (; *field; field++)
    if ((*field)->flag && check_field(call, *field) < 0)
      return -1;
  return 0;
}
