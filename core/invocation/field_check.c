/* field_check.c - all that is wrong with the flags of fields and can be seen
 * without a request. */
#include "core/invocation/field_check.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/check.h"
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

static int is_utf8(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  for (; left; text += size, left -= size) {
    size = text_decode(text, left, &code);
    if (!size)
      return 0;
  }
  return 1;
}

static int exclude(const char *one, const char *other, struct error *error)
{
  return error_set(error, EXIT_USAGE, "--%s and --%s cannot be used together",
                   one, other);
}

/* ---- KEY=VALUE. --------------------------------------------------- */

/* Notes a pair, and whether its key came before with another value. */
static int check_key(struct json_object *seen, const struct field_given *given,
                     const char *pair, struct error *error)
{
  CLEANUP_BUFFER struct buffer key = { 0 };
  struct json_object *other;

  buffer_append(&key, pair, strcspn(pair, "="));
  buffer_puts(&key, "");
  if (key.failed)
    return error_memory(error);
  if (!json_object_object_get_ex(seen, key.data, &other))
    return field_json_put_string(seen, key.data, pair, strlen(pair)) < 0
               ? error_memory(error)
               : 0;
  if (strcmp(json_object_get_string(other), pair) == 0)
    return 0;
  return error_set(error, EXIT_USAGE,
                   "--%s %s is given twice, with different values",
                   given->flag, key.data);
}

/* Two values of one key contradict each other. */
static int check_keys(const struct field_given *given, struct error *error)
{
  struct json_object *seen = json_object_new_object();
  const char *pair;
  size_t at = 0;
  int result = seen ? 0 : error_memory(error);

  while (result == 0 && (pair = field_given_next(given, &at)))
    result = check_key(seen, given, pair, error);
  json_object_put(seen);
  return result;
}

static int check_pair(struct invocation *call, const struct field_given *given,
                      const char *text)
{
  struct json_object *array;

  if (!strchr(text, '=')) {
    error_set(call->error, EXIT_USAGE, "--%s %s has no value", given->flag,
              text[0] ? text : "''");
    return error_hint(call->error, "--%s KEY=VALUE", given->flag);
  }
  array = json_object_new_array();
  if (array && field_json_add_pair(array, given->field, text) < 0) {
    json_object_put(array);
    array = NULL;
  }
  return field_check_json(call, given, array);
}

/* A key that is removed must not be set as well. */
static int check_removed_key(const struct field_given *given, const char *key,
                             struct error *error)
{
  const struct field_given set =
      field_given(given->flags, given->field, FIELD_FLAG_SET);
  const size_t length = strlen(key);
  const char *pair;
  size_t at = 0;

  while ((pair = field_given_next(&set, &at)))
    if (strcspn(pair, "=") == length && strncmp(pair, key, length) == 0)
      return error_set(error, EXIT_USAGE,
                       "--%s %s and --%s %s contradict each other", set.flag,
                       pair, given->flag, key);
  return 0;
}

/* ---- One flag, one field, all. ------------------------------------ */

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
  if (!is_utf8(text))
    return error_set(call->error, EXIT_USAGE, "--%s %s is not UTF-8",
                     given->flag, text);
  if (form == FIELD_FLAG_VALUE && !field_flag_resolves(field))
    return field_check_json(call, given, field_json_scalar(field, text));
  if (form == FIELD_FLAG_PAIRS && given->act == FIELD_FLAG_SET)
    return check_pair(call, given, text);
  if (!text[0])
    return error_set(call->error, EXIT_USAGE, "--%s is empty", given->flag);
  if (form == FIELD_FLAG_PAIRS)
    return check_removed_key(given, text, call->error);
  return field_flag_resolves(field)
             ? 0 /* a name: its id is known to fit */
             : field_check_json(call, given, field_json_array(text));
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
  if (field_flag_form(field) == FIELD_FLAG_LIST && field_given_first(&set))
    return exclude(set.flag, given->flag, call->error);
  return 0;
}

static int check_field(struct invocation *call,
                       const struct nscale_field *field)
{
  const int has_keys = field_flag_form(field) == FIELD_FLAG_PAIRS;
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
    if (has_keys && act == FIELD_FLAG_SET &&
        check_keys(&given, call->error) < 0)
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
