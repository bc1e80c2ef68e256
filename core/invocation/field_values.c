/* field_values.c - a document as the flags of its fields amend it. */
#include "core/invocation/field_values.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/document/document.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/manifest.h"

/* One flag of a field, with its name as it is given. */
struct amendment {
  struct invocation *call;
  const struct nscale_field *field;
  char flag[MANIFEST_NAME + 1];
  struct error *error;
};

static struct amendment amendment_of(struct invocation *call,
                                     const struct nscale_field *field,
                                     enum field_flag_act act,
                                     struct error *error)
{
  struct amendment amendment = { .call = call,
                                 .field = field,
                                 .error = error };

  /* It fits: the rules have checked the names of these flags too. */
  (void)snprintf(amendment.flag, sizeof amendment.flag, "%s%s",
                 field_flag_prefix(act), field->flag);
  return amendment;
}

/* The values that it was given, one a call, as flags_next has it. */
static const char *next(const struct amendment *amendment, size_t *at)
{
  return flags_next(amendment->call->flags, amendment->flag, at);
}

static const char *first(const struct amendment *amendment)
{
  return flags_value(amendment->call->flags, amendment->flag, 0);
}

static int is_given(struct invocation *call, const struct nscale_field *field,
                    enum field_flag_act act)
{
  const struct amendment amendment = amendment_of(call, field, act, NULL);

  return first(&amendment) != NULL;
}

/* An update that is not --replace starts from what is there. */
static int is_patch(const struct invocation *call)
{
  return call->verb->effect == NSCALE_EFFECT_UPDATE && !call->options->replace;
}

/* The fields whose flags the verb takes; the core's own nouns have none. */
static const struct nscale_field *const *
fields_of(const struct invocation *call)
{
  static const struct nscale_field *const none[] = { NULL };

  return call->noun->fields && field_flags_taken(call->verb)
             ? call->noun->fields
             : none;
}

static int any_given(const struct invocation *call, int relative_only)
{
  struct invocation *own =
      (struct invocation *)(uintptr_t)call; /* looked at only */
  const struct nscale_field *const *field = fields_of(call);
  int sets;

  for (; *field; field++) {
    if (!(*field)->flag)
      continue;
    sets = is_given(own, *field, FIELD_FLAG_SET);
    if (sets &&
        (!relative_only || field_flag_form(*field) == FIELD_FLAG_PAIRS))
      return 1;
    if (is_given(own, *field, FIELD_FLAG_ADD) ||
        is_given(own, *field, FIELD_FLAG_REMOVE))
      return 1;
  }
  return 0;
}

int field_values_given(const struct invocation *call)
{
  return any_given(call, 0);
}

int field_values_are_relative(const struct invocation *call)
{
  return is_patch(call) && any_given(call, 1);
}

/* ---- Values. ------------------------------------------------------ */

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

/* Checks a value as if it stood in a document alone.  Takes it over. */
static int check(const struct amendment *amendment, struct json_object *value)
{
  const struct nscale_field *field = amendment->field;
  struct json_object *document = json_object_new_object();
  char what[sizeof amendment->flag + 2];
  int result;

  if (!value || !document || path_set(document, field->path, value) < 0) {
    json_object_put(value);
    json_object_put(document);
    return error_memory(amendment->error);
  }
  (void)snprintf(what, sizeof what, "--%s", amendment->flag);
  result = document_check(document, amendment->call->noun->fields,
                          DOCUMENT_PATCH, what, amendment->error);
  json_object_put(document);
  return result;
}

/* The JSON of a text by the type of its field.  What is no number stays a
 * text, so that the check can say so.  NULL without memory. */
static struct json_object *scalar(const struct nscale_field *field,
                                  const char *text)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *value = NULL;

  if (field->type != NSCALE_TYPE_STRING)
    value = json_read(text, strlen(text), "", &ignored);
  return value ? value : json_object_new_string(text);
}

/* An array of this one string; NULL without memory. */
static struct json_object *array_of(const char *text)
{
  struct json_object *array = json_object_new_array();
  struct json_object *string = json_object_new_string(text);

  if (array && string && json_object_array_add(array, string) == 0)
    return array;
  json_object_put(array);
  json_object_put(string);
  return NULL;
}

/* A member of an object, by a key that may hold anything. */
static struct json_object *member(struct json_object *object, const char *key)
{
  struct json_object *value = NULL;

  if (json_object_is_type(object, json_type_object))
    (void)json_object_object_get_ex(object, key, &value);
  return value;
}

static int put_string(struct json_object *object, const char *key,
                      const char *text, size_t length)
{
  struct json_object *string = json_object_new_string_len(text, (int)length);

  if (string && json_object_object_add(object, key, string) == 0)
    return 0;
  json_object_put(string);
  return -1;
}

static int is_string(struct json_object *value, const char *text,
                     size_t length)
{
  return json_object_is_type(value, json_type_string) &&
         (size_t)json_object_get_string_len(value) == length &&
         memcmp(json_object_get_string(value), text, length) == 0;
}

/* KEY=VALUE laid over the elements: those of that key are changed, or it
 * becomes the last. */
static int lay_pair(struct json_object *array,
                    const struct nscale_field *field, const char *text)
{
  const size_t length = strcspn(text, "=");
  const char *value = text + length + 1;
  struct json_object *element;
  size_t changed = 0;
  size_t i;

  for (i = 0; i < json_object_array_length(array); i++) {
    element = json_object_array_get_idx(array, i);
    if (!is_string(member(element, field->key), text, length))
      continue;
    if (put_string(element, field->key_value, value, strlen(value)) < 0)
      return -1;
    changed++;
  }
  if (changed)
    return 0;
  element = json_object_new_object();
  if (element && put_string(element, field->key, text, length) == 0 &&
      put_string(element, field->key_value, value, strlen(value)) == 0 &&
      json_object_array_add(array, element) == 0)
    return 0;
  json_object_put(element);
  return -1;
}

/* ---- Checks. ------------------------------------------------------ */

static int exclude(const char *one, const char *other, struct error *error)
{
  return error_set(error, EXIT_USAGE, "--%s and --%s exclude each other", one,
                   other);
}

/* Two values of one key contradict each other. */
static int check_keys(const struct amendment *amendment)
{
  struct json_object *seen = json_object_new_object();
  CLEANUP_BUFFER struct buffer key = { 0 };
  struct json_object *other;
  const char *text;
  size_t at = 0;
  int result = seen ? 0 : error_memory(amendment->error);

  while (result == 0 && (text = next(amendment, &at))) {
    buffer_clear(&key);
    (void)buffer_append(&key, text, strcspn(text, "="));
    if (key.failed || buffer_puts(&key, "") < 0)
      result = error_memory(amendment->error);
    else if (!json_object_object_get_ex(seen, key.data, &other))
      result = put_string(seen, key.data, text, strlen(text)) < 0
                   ? error_memory(amendment->error)
                   : 0;
    else if (strcmp(json_object_get_string(other), text) != 0)
      result = error_set(amendment->error, EXIT_USAGE,
                         "--%s %s is given "
                         "twice, with different values",
                         amendment->flag, key.data);
  }
  json_object_put(seen);
  return result;
}

static int check_pair(const struct amendment *amendment, const char *text)
{
  const size_t length = strcspn(text, "=");
  struct json_object *array;

  if (!text[length]) {
    error_set(amendment->error, EXIT_USAGE, "--%s %s has no value",
              amendment->flag, text[0] ? text : "''");
    return error_hint(amendment->error, "--%s KEY=VALUE", amendment->flag);
  }
  array = json_object_new_array();
  if (array && lay_pair(array, amendment->field, text) < 0) {
    json_object_put(array);
    array = NULL;
  }
  return check(amendment, array);
}

/* A key that is removed must not be set as well. */
static int check_removed_key(const struct amendment *amendment,
                             const char *key)
{
  const struct amendment set = amendment_of(amendment->call, amendment->field,
                                            FIELD_FLAG_SET, amendment->error);
  const size_t length = strlen(key);
  const char *pair;
  size_t at = 0;

  while ((pair = next(&set, &at)))
    if (strcspn(pair, "=") == length && strncmp(pair, key, length) == 0)
      return error_set(amendment->error, EXIT_USAGE,
                       "--%s %s and --%s %s "
                       "contradict each other",
                       set.flag, pair, amendment->flag, key);
  return 0;
}

static int check_value(const struct amendment *amendment,
                       enum field_flag_act act, const char *text)
{
  const struct nscale_field *field = amendment->field;
  const enum field_flag_form form = field_flag_form(field);

  if (!is_utf8(text))
    return error_set(amendment->error, EXIT_USAGE, "--%s %s is not UTF-8",
                     amendment->flag, text);
  if (form == FIELD_FLAG_VALUE)
    return check(amendment, scalar(field, text));
  if (form == FIELD_FLAG_PAIRS && act == FIELD_FLAG_SET)
    return check_pair(amendment, text);
  if (!text[0])
    return error_set(amendment->error, EXIT_USAGE, "--%s is empty",
                     amendment->flag);
  if (form == FIELD_FLAG_PAIRS)
    return check_removed_key(amendment, text);
  return field->choices && field->choices->list
             ? 0 /* a name: its id is known to fit */
             : check(amendment, array_of(text));
}

/* --add- and --remove- start from what is there. */
static int check_relative(const struct amendment *amendment)
{
  const struct nscale_field *field = amendment->field;

  if (amendment->call->options->replace)
    return exclude(amendment->flag, "replace", amendment->error);
  if (field_flag_form(field) == FIELD_FLAG_LIST &&
      is_given(amendment->call, field, FIELD_FLAG_SET))
    return exclude(field->flag, amendment->flag, amendment->error);
  return 0;
}

static int check_field(struct invocation *call,
                       const struct nscale_field *field, struct error *error)
{
  const int has_keys = field_flag_form(field) == FIELD_FLAG_PAIRS;
  struct amendment amendment;
  const char *text;
  unsigned act;
  size_t at;

  for (act = FIELD_FLAG_SET; act <= FIELD_FLAG_REMOVE; act++) {
    amendment = amendment_of(call, field, (enum field_flag_act)act, error);
    if (act != FIELD_FLAG_SET && first(&amendment) &&
        check_relative(&amendment) < 0)
      return -1;
    for (at = 0; (text = next(&amendment, &at));)
      if (check_value(&amendment, (enum field_flag_act)act, text) < 0)
        return -1;
    if (has_keys && act == FIELD_FLAG_SET && check_keys(&amendment) < 0)
      return -1;
  }
  return 0;
}

int field_values_check(struct invocation *call, struct error *error)
{
  const struct nscale_field *const *field;

  for (field = fields_of(call); *field; field++)
    if ((*field)->flag && check_field(call, *field, error) < 0)
      return -1;
  return 0;
}

/* ---- Amending. ---------------------------------------------------- */

/* Puts a value where the field is.  Takes it over. */
static int put(const struct amendment *amendment, struct json_object *target,
               struct json_object *value)
{
  if (value && path_set(target, amendment->field->path, value) == 0)
    return 0;
  json_object_put(value);
  return error_memory(amendment->error);
}

/* The field's array, borrowed from the target, made where there is none. */
static struct json_object *array_in(const struct amendment *amendment,
                                    struct json_object *target)
{
  struct json_object *array = path_get(target, amendment->field->path);

  if (json_object_is_type(array, json_type_array))
    return array;
  array = json_object_new_array();
  return put(amendment, target, array) < 0 ? NULL : array;
}

/* What a value of a list means. */
static const char *resolve(const struct amendment *amendment, const char *text)
{
  const struct nscale_field *field = amendment->field;
  struct invocation *call = amendment->call;
  const char *value = text;

  if (field->choices && field->choices->list) {
    value = choices_resolve(call, field->choices, field->flag, text);
    if (!value || check(amendment, array_of(value)) < 0)
      return NULL;
  }
  return value;
}

/* Says in a dry run what a name was taken for, where no line of a difference
 * does. */
static void say_resolved(const struct amendment *amendment, const char *text,
                         const char *value)
{
  if (amendment->call->options->dry_run && !is_patch(amendment->call) &&
      strcmp(value, text) != 0)
    message_line("%s \"%s\" is %s", amendment->field->flag, text, value);
}

/* Where from `at` on a text stands in an array: as a string, or as the key of
 * an element where there are keys.  Its length where it does not. */
static size_t find(struct json_object *array, size_t at, const char *key,
                   const char *text)
{
  const size_t count = json_object_array_length(array);
  struct json_object *element;

  for (; at < count; at++) {
    element = json_object_array_get_idx(array, at);
    if (is_string(key ? member(element, key) : element, text, strlen(text)))
      break;
  }
  return at;
}

static int add_strings(const struct amendment *amendment,
                       struct json_object *array)
{
  struct json_object *string;
  const char *given;
  const char *text;
  size_t at = 0;

  while ((given = next(amendment, &at))) {
    text = resolve(amendment, given);
    if (!text)
      return -1;
    if (find(array, 0, NULL, text) < json_object_array_length(array))
      continue;
    say_resolved(amendment, given, text);
    string = json_object_new_string(text);
    if (!string || json_object_array_add(array, string) < 0) {
      json_object_put(string);
      return error_memory(amendment->error);
    }
  }
  return 0;
}

static int lay_pairs(const struct amendment *amendment,
                     struct json_object *array)
{
  const char *text;
  size_t at = 0;

  while ((text = next(amendment, &at)))
    if (lay_pair(array, amendment->field, text) < 0)
      return error_memory(amendment->error);
  return 0;
}

static int remove_elements(const struct amendment *amendment,
                           struct json_object *array)
{
  const struct nscale_field *field = amendment->field;
  const int is_list = field_flag_form(field) == FIELD_FLAG_LIST;
  const char *key = is_list ? NULL : field->key;
  const char *given;
  const char *text;
  size_t given_at = 0;
  size_t count;
  size_t at;

  while ((given = next(amendment, &given_at))) {
    text = is_list ? resolve(amendment, given) : given;
    if (!text)
      return -1;
    count = json_object_array_length(array);
    at = find(array, 0, key, text);
    for (; at < json_object_array_length(array);
         at = find(array, at, key, text))
      (void)json_object_array_del_idx(array, at, 1); /* it is there */
    if (at == count && !amendment->call->muted)
      message_note("--%s %s: it is not there, nothing to remove",
                   amendment->flag, given);
  }
  return 0;
}

/* Sets what needs no look at the thing as it is. */
static int set(const struct amendment *amendment, struct json_object *target)
{
  const struct nscale_field *field = amendment->field;
  struct json_object *array;

  switch (field_flag_form(field)) {
  case FIELD_FLAG_VALUE:
    return put(amendment, target, scalar(field, first(amendment)));
  case FIELD_FLAG_LIST:
    return put(amendment, target, json_object_new_array());
  case FIELD_FLAG_PAIRS:
    if (is_patch(amendment->call))
      return 0;
    array = array_in(amendment, target);
    return array ? lay_pairs(amendment, array) : -1;
  case FIELD_FLAG_NONE:
    break;
  }
  return 0;
}

int field_values_document(struct invocation *call, struct error *error)
{
  const struct nscale_field *const *field;
  struct amendment amendment;

  for (field = fields_of(call); *field; field++) {
    if (!(*field)->flag)
      continue;
    amendment = amendment_of(call, *field, FIELD_FLAG_SET, error);
    if (first(&amendment) && set(&amendment, call->document) < 0)
      return -1;
  }
  return 0;
}

int field_values_lists(struct invocation *call, struct error *error)
{
  const struct nscale_field *const *field;
  struct amendment amendment;

  for (field = fields_of(call); *field; field++) {
    if (!(*field)->flag || field_flag_form(*field) != FIELD_FLAG_LIST)
      continue;
    amendment = amendment_of(call, *field, FIELD_FLAG_SET, error);
    if (first(&amendment) &&
        add_strings(&amendment, path_get(call->document, (*field)->path)) < 0)
      return -1;
  }
  return 0;
}

/* What one flag does to the array that the field is. */
static int change(struct invocation *call, const struct nscale_field *field,
                  enum field_flag_act act, struct json_object *whole,
                  struct error *error)
{
  const struct amendment amendment = amendment_of(call, field, act, error);
  const int is_list = field_flag_form(field) == FIELD_FLAG_LIST;
  struct json_object *array;

  if (!first(&amendment) || (act == FIELD_FLAG_SET && is_list))
    return 0;
  array = array_in(&amendment, whole);
  if (!array)
    return -1;
  if (act == FIELD_FLAG_REMOVE)
    return remove_elements(&amendment, array);
  return is_list ? add_strings(&amendment, array)
                 : lay_pairs(&amendment, array);
}

int field_values_merged(struct invocation *call, struct json_object *whole,
                        struct error *error)
{
  const struct nscale_field *const *field;
  unsigned act;

  call->merged = 1;
  if (!is_patch(call))
    return 0;
  for (field = fields_of(call); *field; field++) {
    if (!(*field)->flag || field_flag_form(*field) == FIELD_FLAG_VALUE)
      continue;
    for (act = FIELD_FLAG_SET; act <= FIELD_FLAG_REMOVE; act++)
      if (change(call, *field, (enum field_flag_act)act, whole, error) < 0)
        return -1;
  }
  return 0;
}
