/* nscale/plugin-test/json.h - memory, errors and JSON of the host for tests
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A part of nscale/plugin-test.h, which includes it; nothing here is for use
 * in tests.
 */
#ifndef NSCALE_PLUGIN_TEST_JSON_H
#define NSCALE_PLUGIN_TEST_JSON_H

/* ---- Memory: everything is the test's, and freed with it. --------- */

static inline void *nscale_test_memory_(size_t size)
{
  void *memory = calloc(1, size);

  if (!memory)
    abort();
  return memory;
}

/* A text of up to three parts. */
static inline const char *nscale_test_join_(struct nscale_test *test,
                                            const char *a, const char *b,
                                            const char *c)
{
  const size_t at_b = strlen(a), at_c = at_b + strlen(b);
  const size_t size = at_c + strlen(c) + 1;
  struct nscale_test_text *text =
      (struct nscale_test_text *)nscale_test_memory_(sizeof *text + size);

  memcpy(text->text, a, at_b);
  memcpy(text->text + at_b, b, at_c - at_b);
  memcpy(text->text + at_c, c, size - at_c);
  text->next = test->texts;
  test->texts = text;
  return text->text;
}

static inline const char *nscale_test_text_(struct nscale_test *test,
                                            const char *text)
{
  return text ? nscale_test_join_(test, text, "", "") : NULL;
}

static inline struct json_object *nscale_test_keep_(struct nscale_test *test,
                                                    struct json_object *json)
{
  struct nscale_test_json *kept;

  if (!json)
    return NULL;
  kept = (struct nscale_test_json *)nscale_test_memory_(sizeof *kept);
  kept->json = json;
  kept->next = test->jsons;
  test->jsons = kept;
  return json;
}

/* JSON that a test gives is right, or the test is wrong. */
static inline struct json_object *nscale_test_parse_(struct nscale_test *test,
                                                     const char *text)
{
  struct json_object *json = json_tokener_parse(text);

  if (!json) {
    (void)fprintf(stderr, "nscale/plugin-test.h: this is not JSON: %s\n",
                  text);
    abort();
  }
  return nscale_test_keep_(test, json);
}

static inline struct json_object *
nscale_test_of_(const struct nscale_json *json)
{
  return (struct json_object *)(uintptr_t)json;
}
static inline struct nscale_json *nscale_test_to_(struct json_object *json)
{
  return (struct nscale_json *)json;
}
static inline struct nscale_test *nscale_test_at_(struct nscale_call *call)
{
  return (struct nscale_test *)(void *)call;
}

/* ---- Errors. ------------------------------------------------------ */

static inline int32_t nscale_test_fail_(struct nscale_call *call,
                                        int32_t exit_status,
                                        const char *sentence, const char *hint)
{
  struct nscale_test *test = nscale_test_at_(call);

  (void)hint;
  if (test->status != 0)
    return -1;
  test->status = exit_status;
  test->error = nscale_test_text_(test, sentence ? sentence : "");
  return -1;
}

/* A misuse of the interface, which ends as a plugin that is broken does. */
static inline int32_t nscale_test_misuse_(struct nscale_call *call,
                                          const char *what, const char *name)
{
  return nscale_test_fail_(
      call, 10, nscale_test_join_(nscale_test_at_(call), what, name, ""),
      NULL);
}

/* A rule of the ABI is broken: `plugin "NAME" ` and what it does. */
static inline int32_t nscale_test_broken_(struct nscale_test *test,
                                          const char *what, const char *name)
{
  return nscale_test_misuse_(
      &test->call,
      nscale_test_join_(test, "plugin \"", test->plugin->name, "\" "),
      nscale_test_join_(test, what, name, ""));
}

static inline void nscale_test_note_(struct nscale_call *call,
                                     const char *sentence)
{
  struct nscale_test *test = nscale_test_at_(call);

  if (sentence)
    test->notes = nscale_test_join_(test, test->notes, sentence, "\n");
}

/* ---- Paths: `.a."b c"[0]`. --------------------------------------- */

/* Takes one step off `*path` into `key`, or an index.  Returns 1 for a key, 2
 * for an index, 0 at the end, -1 for what is not a path. */
static inline int nscale_test_step_(const char **path, char key[256],
                                    size_t *index)
{
  const char *at = *path;
  size_t length = 0;
  char *end;

  if (*at == '\0')
    return 0;
  if (*at == '.' && at[1] == '[')
    at++;
  if (*at == '[') {
    *index = (size_t)strtoul(at + 1, &end, 10);
    *path = end + 1;
    return *end == ']' ? 2 : -1;
  }
  if (*at++ != '.')
    return -1;
  if (*at == '"') {
    for (at++; *at && *at != '"' && length < 255; at++)
      key[length++] = *at;
    if (*at++ != '"')
      return -1;
  } else {
    for (; *at && *at != '.' && *at != '[' && length < 255; at++)
      key[length++] = *at;
  }
  key[length] = '\0';
  *path = at;
  return 1;
}

static inline struct nscale_json *
nscale_test_get_(const struct nscale_json *json, const char *path)
{
  struct json_object *at = nscale_test_of_(json), *next;
  char key[256];
  size_t index = 0;
  int step;

  if (path && strcmp(path, ".") == 0)
    return nscale_test_to_(at);
  while (at && path && (step = nscale_test_step_(&path, key, &index)) != 0) {
    next = NULL;
    if (step == 1 && json_object_is_type(at, json_type_object))
      (void)json_object_object_get_ex(at, key, &next);
    else if (step == 2 && json_object_is_type(at, json_type_array))
      next = json_object_array_get_idx(at, index);
    at = next;
  }
  return path ? nscale_test_to_(at) : NULL;
}

static inline const char *nscale_test_string_(const struct nscale_json *json)
{
  struct json_object *object = nscale_test_of_(json);

  return json_object_is_type(object, json_type_string)
             ? json_object_get_string(object)
             : NULL;
}

/* Puts a value, which it takes over, at a path of members. */
static inline int32_t nscale_test_put_(struct nscale_call *call,
                                       struct nscale_json *json,
                                       const char *path,
                                       struct json_object *value)
{
  struct json_object *at = nscale_test_of_(json), *next;
  const char *rest = path;
  char key[256];
  size_t index = 0;

  while (rest && json_object_is_type(at, json_type_object) &&
         nscale_test_step_(&rest, key, &index) == 1) {
    if (*rest == '\0')
      return json_object_object_add(at, key, value) == 0 ? 0 : -1;
    if (!json_object_object_get_ex(at, key, &next)) {
      next = json_object_new_object();
      (void)json_object_object_add(at, key, next);
    }
    at = next;
  }
  (void)json_object_put(value);
  return nscale_test_misuse_(call, "nothing can be set at ",
                             path ? path : "NULL");
}

static inline struct json_object *
nscale_test_copy_(const struct nscale_json *json)
{
  struct json_object *copy = NULL;

  if (json && json_object_deep_copy(nscale_test_of_(json), &copy, NULL) < 0)
    abort();
  return copy;
}

/* ---- What the table has for JSON. --------------------------------- */

static inline struct json_object *nscale_test_read_(const char *text,
                                                    size_t length, int flags)
{
  struct json_tokener *tokener = json_tokener_new();
  struct json_object *json = NULL;

  if (tokener) {
    json_tokener_set_flags(tokener, flags);
    json = json_tokener_parse_ex(tokener, text, (int)length);
    if (!json && json_tokener_get_error(tokener) == json_tokener_continue)
      json = json_tokener_parse_ex(tokener, "", 1);
  }
  json_tokener_free(tokener);
  return json;
}

/* From 0.18 on json-c, where it is strict, takes no byte above 0x7f in a
 * text: strictly it looks at a copy that has letters there. */
static inline int nscale_test_is_json_(const char *text, size_t length)
{
  char *ascii = (char *)nscale_test_memory_(length + 1);
  struct json_object *json;
  size_t at;
  int is_json;

  for (at = 0; at < length; at++)
    ascii[at] = (char)((unsigned char)text[at] < 0x80 ? text[at] : 'x');
  json = nscale_test_read_(ascii, length, JSON_TOKENER_STRICT);
  is_json = json != NULL;
  (void)json_object_put(json);
  free(ascii);
  return is_json;
}

static inline struct nscale_json *
nscale_test_json_(struct nscale_call *call, const char *text, size_t length)
{
  struct json_object *json = NULL;

  if (text && length < INT32_MAX && nscale_test_is_json_(text, length))
    json = nscale_test_read_(text, length, JSON_TOKENER_VALIDATE_UTF8);
  if (!json)
    (void)nscale_test_misuse_(call, "that is not JSON", "");
  return nscale_test_to_(nscale_test_keep_(nscale_test_at_(call), json));
}

static inline const char *nscale_test_json_text_(struct nscale_call *call,
                                                 const struct nscale_json *j)
{
  const char *text = json_object_to_json_string_ext(
      nscale_test_of_(j),
      JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);

  if (!text)
    abort();
  return nscale_test_text_(nscale_test_at_(call), text);
}

static inline int32_t nscale_test_type_(const struct nscale_json *json)
{
  switch (json_object_get_type(nscale_test_of_(json))) {
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

static inline size_t nscale_test_length_(const struct nscale_json *json)
{
  struct json_object *object = nscale_test_of_(json);

  if (json_object_is_type(object, json_type_array))
    return json_object_array_length(object);
  return json_object_is_type(object, json_type_object)
             ? (size_t)json_object_object_length(object)
             : 0;
}

/* The value, or the key, of member or element number `index`. */
static inline struct json_object *
nscale_test_nth_(const struct nscale_json *json, size_t index,
                 const char **name)
{
  struct json_object *object = nscale_test_of_(json);

  *name = NULL;
  if (json_object_is_type(object, json_type_array))
    return json_object_array_get_idx(object, index);
  if (json_object_is_type(object, json_type_object)) {
    json_object_object_foreach(object, key, value)
    {
      if (index-- == 0) {
        *name = key;
        return value;
      }
    }
  }
  return NULL;
}

static inline struct nscale_json *
nscale_test_element_(const struct nscale_json *json, size_t index)
{
  const char *name;

  return nscale_test_to_(nscale_test_nth_(json, index, &name));
}

static inline const char *nscale_test_key_(const struct nscale_json *json,
                                           size_t index)
{
  const char *name;

  (void)nscale_test_nth_(json, index, &name);
  return name;
}

static inline int64_t nscale_test_integer_(const struct nscale_json *json,
                                           int64_t otherwise)
{
  return json_object_is_type(nscale_test_of_(json), json_type_int)
             ? json_object_get_int64(nscale_test_of_(json))
             : otherwise;
}

static inline double nscale_test_number_(const struct nscale_json *json,
                                         double otherwise)
{
  return nscale_test_type_(json) == NSCALE_JSON_NUMBER
             ? json_object_get_double(nscale_test_of_(json))
             : otherwise;
}

static inline int32_t nscale_test_boolean_(const struct nscale_json *json,
                                           int32_t otherwise)
{
  return nscale_test_type_(json) == NSCALE_JSON_BOOLEAN
             ? json_object_get_boolean(nscale_test_of_(json))
             : otherwise;
}

static inline int32_t nscale_test_set_(struct nscale_call *call,
                                       struct nscale_json *json,
                                       const char *path,
                                       const struct nscale_json *value)
{
  return nscale_test_put_(call, json, path, nscale_test_copy_(value));
}

static inline int32_t nscale_test_set_string_(struct nscale_call *call,
                                              struct nscale_json *json,
                                              const char *path,
                                              const char *text)
{
  return nscale_test_put_(call, json, path,
                          text ? json_object_new_string(text) : NULL);
}

static inline int32_t nscale_test_append_(struct nscale_call *call,
                                          struct nscale_json *array,
                                          const struct nscale_json *value)
{
  if (!json_object_is_type(nscale_test_of_(array), json_type_array))
    return nscale_test_misuse_(call, "that is not an array", "");
  return json_object_array_add(nscale_test_of_(array),
                               nscale_test_copy_(value));
}

#endif
