/* nscale/plugin-test/request.h - calls and requests of the host for tests
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A part of nscale/plugin-test.h, which includes it; nothing here is for use
 * in tests.
 */
#ifndef NSCALE_PLUGIN_TEST_REQUEST_H
#define NSCALE_PLUGIN_TEST_REQUEST_H

/* ---- What the table has for the call. ----------------------------- */

static inline const char *nscale_test_flag_(struct nscale_call *call,
                                            const char *name, uint32_t index)
{
  const struct nscale_test_pair *pair = nscale_test_at_(call)->flags;

  for (; pair; pair = pair->next)
    if (name && strcmp(pair->name, name) == 0 && index-- == 0)
      return pair->value;
  return NULL;
}

static inline const char *nscale_test_scope_(struct nscale_call *call,
                                             uint32_t scope)
{
  struct nscale_test *test = nscale_test_at_(call);
  size_t bit;

  for (bit = 0; bit < 32; bit++)
    if (scope == (uint32_t)1 << bit && test->scopes[bit])
      return test->scopes[bit];
#if NSCALE_TARGET_MINOR >= 2
  if (test->verb &&
      NSCALE_TEST_HAS_(nscale_verb, test->verb, optional_scopes) &&
      test->verb->optional_scopes & scope)
    return NULL;
#endif
  (void)nscale_test_fail_(call, NSCALE_EXIT_USAGE, "a scope is missing", NULL);
  return NULL;
}

static inline const char *nscale_test_id_(struct nscale_call *call)
{
  return nscale_test_at_(call)->id;
}

static inline struct nscale_json *
nscale_test_document_(struct nscale_call *call)
{
  return nscale_test_to_(nscale_test_at_(call)->document);
}

/* ---- For requests. ------------------------------------------------ */

/* What is read is read with GET. */
static inline int32_t
nscale_test_is_read_(const struct nscale_request *request)
{
  return strcmp(request->method, "GET") == 0
             ? 0
             : nscale_test_broken_(
                   request->test, "reads with ",
                   nscale_test_join_(request->test, request->method,
                                     ", and only GET may read", ""));
}

static inline struct nscale_request *
nscale_test_request_(struct nscale_call *call, const char *method)
{
  struct nscale_test *test = nscale_test_at_(call);
  struct nscale_request *request;

  if (test->status != 0)
    return NULL;
  request = (struct nscale_request *)nscale_test_memory_(sizeof *request);
  request->method = nscale_test_text_(test, method ? method : "");
  request->line = request->more = request->body = "";
  request->test = test;
  request->next = test->made;
  test->made = request;
  return request;
}

/* Percent-encodes all that RFC 3986 does not call unreserved. */
static inline const char *nscale_test_encode_(struct nscale_test *test,
                                              const char *text)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "abcdefghijklmnopqrstuvwxyz0123456789-._~";
  const char *encoded = "";
  char part[4];

  for (; *text; text++) {
    (void)snprintf(part, sizeof part, strchr(plain, *text) ? "%c" : "%%%02X",
                   (unsigned)(unsigned char)*text);
    encoded = nscale_test_join_(test, encoded, part, "");
  }
  return encoded;
}

static inline int32_t nscale_test_segment_(struct nscale_request *request,
                                           const char *segment)
{
  if (!request)
    return -1;
  if (!segment || !segment[0])
    return nscale_test_broken_(
        request->test, "plans a request with an empty path segment", "");
  if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
    return nscale_test_broken_(
        request->test, "plans a request with the path segment \"",
        nscale_test_join_(request->test, segment, "\", which leads elsewhere",
                          ""));
  request->line =
      nscale_test_join_(request->test, request->line, "/",
                        nscale_test_encode_(request->test, segment));
  return 0;
}

static inline int32_t nscale_test_query_(struct nscale_request *request,
                                         const char *name, const char *value)
{
  struct nscale_test *test;

  if (!request || !name || !value)
    return -1;
  test = request->test;
  request->line =
      nscale_test_join_(test, request->line, request->has_query ? "&" : "?",
                        nscale_test_encode_(test, name));
  request->line = nscale_test_join_(test, request->line, "=",
                                    nscale_test_encode_(test, value));
  request->has_query = 1;
  return 0;
}

static inline int32_t nscale_test_more_(struct nscale_request *request,
                                        const char *name, const char *between,
                                        const char *value)
{
  if (!request || !name || !value)
    return -1;
  request->more = nscale_test_join_(
      request->test, request->more, " ",
      nscale_test_join_(request->test, name, between, value));
  return 0;
}

static inline int32_t nscale_test_header_(struct nscale_request *request,
                                          const char *name, const char *value)
{
  static const char *const names[] = { "accept",
                                       "accept-language",
                                       "idempotency-key",
                                       "if-match",
                                       "if-modified-since",
                                       "if-none-match",
                                       "if-unmodified-since",
                                       "prefer",
                                       NULL };
  size_t i, at;

  if (!request || !name || !value)
    return -1;
  for (i = 0; names[i]; i++) {
    for (at = 0; names[i][at]; at++)
      if ((name[at] | (name[at] == '-' ? 0 : 0x20)) != names[i][at])
        break;
    if (!names[i][at] && !name[at])
      return nscale_test_more_(request, name, ": ", value);
  }
  return nscale_test_broken_(request->test,
                             "plans a header that no plugin may set: ", name);
}

static inline int32_t nscale_test_body_(struct nscale_request *request,
                                        const struct nscale_json *json)
{
  if (!request || !json)
    return -1;
  request->body = nscale_test_text_(
      request->test,
      json_object_to_json_string_ext(nscale_test_of_(json),
                                     JSON_C_TO_STRING_PLAIN |
                                         JSON_C_TO_STRING_NOSLASHESCAPE));
  return 0;
}

static inline int32_t nscale_test_bytes_(struct nscale_request *request,
                                         const void *bytes, size_t length,
                                         const char *media_type)
{
  char *text;

  if (!request || !media_type || (!bytes && length > 0))
    return -1;
  text = (char *)nscale_test_memory_(length + 1);
  if (length > 0)
    memcpy(text, bytes, length);
  request->body = nscale_test_text_(request->test, text);
  free(text);
  return nscale_test_more_(request, "Content-Type", ": ", media_type);
}

static inline int32_t nscale_test_service_(struct nscale_request *request,
                                           const char *service)
{
  return nscale_test_more_(request, "service", "=", service);
}

static inline int32_t nscale_test_pick_(struct nscale_request *request,
                                        const char *id)
{
  if (!request || !id || nscale_test_is_read_(request) < 0)
    return -1;
  return nscale_test_more_(request, "pick", "=", id);
}

static inline int32_t nscale_test_await_(struct nscale_request *request,
                                         struct nscale_request *read,
                                         const char *path, const char *value,
                                         uint32_t seconds)
{
  (void)seconds;
  if (!request || !read || nscale_test_is_read_(read) < 0)
    return -1;
  (void)nscale_test_more_(request, "await", "=", read->line);
  return path ? nscale_test_more_(request, path, "=", value ? value : "") : 0;
}

static inline int32_t nscale_test_finishes_(struct nscale_test *test)
{
  return test->finishes
             ? nscale_test_broken_(
                   test, "plans a request in finish, and only plan may", "")
             : 0;
}

/* In a verb that reads, which before 1.2 was 0, only a GET is planned. */
static inline int32_t nscale_test_plan_(struct nscale_call *call,
                                        struct nscale_request *request)
{
  struct nscale_test *test = nscale_test_at_(call);
  const char *line;

  if (!request || test->status != 0 || nscale_test_finishes_(test) < 0)
    return -1;
  if (test->verb &&
      test->verb->effect == (test->plugin->min_minor < 2 ? 0u : 5u) &&
      strcmp(request->method, "GET") != 0)
    return nscale_test_broken_(
        test, "plans ",
        nscale_test_join_(test, request->method, " for ",
                          nscale_test_join_(test, test->verb->name,
                                            ", a verb that only reads", "")));
  request->step = ++test->steps;
  line = nscale_test_join_(test, request->method, " ", request->line);
  line = nscale_test_join_(test, line, request->more,
                           request->body[0] ? " " : "");
  test->requests = nscale_test_join_(
      test, test->requests, nscale_test_join_(test, line, request->body, "\n"),
      "");
  return 0;
}

/* ---- For what is read while planning. ----------------------------- */

/* As nscale_look has it. */
static inline int32_t nscale_test_look_(struct nscale_call *call,
                                        struct nscale_request *request,
                                        struct nscale_json **json)
{
  struct nscale_test *test = nscale_test_at_(call);
  const struct nscale_test_pair *reply = test->replies;

  *json = NULL;
  if (!request || test->status != 0 || nscale_test_is_read_(request) < 0)
    return -1;
  test->sent = nscale_test_join_(
      test, test->sent,
      nscale_test_join_(test, request->method, " ", request->line), "\n");
  for (; reply; reply = reply->next)
    if (strcmp(reply->name, request->line) == 0) {
      if (reply->value)
        *json = nscale_test_to_(nscale_test_parse_(test, reply->value));
      return reply->value != NULL;
    }
  return nscale_test_misuse_(call, "no reply was set for GET ", request->line);
}

static inline struct nscale_json *
nscale_test_fetch_(struct nscale_call *call, struct nscale_request *request)
{
  struct nscale_json *json;

  if (nscale_test_look_(call, request, &json) == 0) {
    (void)nscale_test_misuse_(call, "nothing is there: GET ", request->line);
    nscale_test_at_(call)->status = NSCALE_EXIT_NOT_FOUND;
  }
  return json;
}

/* Whether the text at a path of the thing is this one. */
static inline int nscale_test_is_(const struct nscale_json *thing,
                                  const char *path, const char *otherwise,
                                  const char *wanted)
{
  const char *text =
      nscale_test_string_(nscale_test_get_(thing, path ? path : otherwise));

  return text && strcmp(text, wanted) == 0;
}

static inline struct nscale_json *
nscale_test_find_(struct nscale_call *call, struct nscale_request *request)
{
  const struct nscale_test *test = nscale_test_at_(call);
  struct nscale_json *reply = nscale_test_fetch_(call, request);
  struct nscale_json *thing, *named = NULL;
  size_t i, count, found = 0;

#if NSCALE_TARGET_MINOR >= 2
  if (test->noun->pages && test->noun->pages->items &&
      nscale_test_get_(reply, test->noun->pages->items))
    reply = nscale_test_get_(reply, test->noun->pages->items);
#endif
  if (!reply || !json_object_is_type(nscale_test_of_(reply), json_type_array))
    return reply;
  count = json_object_array_length(nscale_test_of_(reply));
  for (i = 0; test->id && i < count; i++) {
    thing =
        nscale_test_to_(json_object_array_get_idx(nscale_test_of_(reply), i));
    if (nscale_test_is_(thing, test->noun->id_path, ".metadata.id", test->id))
      return thing;
    if (nscale_test_is_(thing, test->noun->name_path, ".metadata.name",
                        test->id)) {
      named = thing;
      found++;
    }
  }
  if (found == 1)
    return named;
  (void)nscale_test_misuse_(call, found ? "there are two of " : "not found: ",
                            test->id ? test->id : "nothing");
  nscale_test_at_(call)->status =
      found ? NSCALE_EXIT_USAGE : NSCALE_EXIT_NOT_FOUND;
  return NULL;
}

static inline int nscale_test_is_uuid_(const char *text)
{
  size_t i;

  for (i = 0; i < 36; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23
            ? text[i] != '-'
            : !text[i] || !strchr("0123456789abcdefABCDEF", text[i]))
      return 0;
  return text[36] == '\0';
}

static inline const char *nscale_test_resolve_(struct nscale_call *call,
                                               struct nscale_request *request)
{
  const struct nscale_test *test = nscale_test_at_(call);
  struct nscale_json *thing;

  if (!request || test->status != 0)
    return NULL;
  if (test->id && nscale_test_is_uuid_(test->id))
    return test->id;
  thing = nscale_test_find_(call, request);
  return thing ? nscale_test_string_(nscale_test_get_(
                     thing, test->noun->id_path ? test->noun->id_path
                                                : ".metadata.id"))
               : NULL;
}

/* RFC 7396: lays a patch over a target, which is changed. */
static inline void nscale_test_patch_(struct json_object *target,
                                      struct json_object *patch)
{
  json_object_object_foreach(patch, key, value)
  {
    struct json_object *old = NULL;

    if (!value) {
      json_object_object_del(target, key);
    } else if (json_object_is_type(value, json_type_object) &&
               json_object_object_get_ex(target, key, &old) &&
               json_object_is_type(old, json_type_object)) {
      nscale_test_patch_(old, value);
    } else {
      (void)json_object_object_add(target, key,
                                   nscale_test_copy_(nscale_test_to_(value)));
    }
  }
}

/* Takes what is the server's out: fields at paths of members. */
static inline void nscale_test_strip_(const struct nscale_noun *noun,
                                      struct json_object *json)
{
  const struct nscale_field *const *field = noun->fields;
  struct json_object *at, *next;
  const char *rest;
  char key[256];
  size_t index;

  for (; field && *field; field++) {
    if (!((*field)->attributes & NSCALE_FIELD_READ_ONLY))
      continue;
    at = json;
    rest = (*field)->path;
    while (json_object_is_type(at, json_type_object) &&
           nscale_test_step_(&rest, key, &index) == 1) {
      if (*rest == '\0') {
        json_object_object_del(at, key);
        break;
      }
      next = NULL;
      (void)json_object_object_get_ex(at, key, &next);
      at = next;
    }
  }
}

static inline struct nscale_json *
nscale_test_merge_(struct nscale_call *call, struct nscale_request *request)
{
  struct nscale_test *test = nscale_test_at_(call);
  struct nscale_json *thing = nscale_test_find_(call, request);
  struct json_object *whole;

  if (!thing)
    return NULL;
  whole = nscale_test_keep_(test, nscale_test_copy_(thing));
  nscale_test_strip_(test->noun, whole);
  if (test->document)
    nscale_test_patch_(whole, test->document);
  return nscale_test_to_(whole);
}

#endif
