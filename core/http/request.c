/* request.c - one HTTP request in the making, as a plugin plans it. */
#include "core/http/request.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/http/endpoint.h"
#include "core/http/url.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/message/redact.h"

/* The headers that a plugin may set: what it would like, and on which
 * condition.  All others are the host's, or mean things to a gateway that no
 * question shows: another method, another address, another user. */
static const char *const plugin_headers[] = {
  "Accept",
  "Accept-Language",
  "Idempotency-Key",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Unmodified-Since",
  "Prefer",
};

/* A token of RFC 9110, 5.6.2. */
#define TOKEN_LETTERS                                                         \
  "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"                       \
  "abcdefghijklmnopqrstuvwxyz"

#define MEDIA_TYPE_MOST 128 /* bytes */

struct nscale_request *request_new(const char *method, const char *service,
                                   const char *plugin, struct error *error)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH",
                                         "DELETE" };
  struct nscale_request *request;
  size_t i;

  for (i = 0; i < sizeof methods / sizeof methods[0]; i++)
    if (method && strcmp(method, methods[i]) == 0)
      break;
  if (i == sizeof methods / sizeof methods[0]) {
    error_plugin(error, plugin,
                 "plans a request with the unknown method \"%s\"",
                 method ? method : "");
    return NULL;
  }
  request = calloc(1, sizeof *request);
  if (!request) {
    error_memory(error);
    return NULL;
  }
  request->error = error;
  request->plugin = plugin;
  memcpy(request->method, methods[i], strlen(methods[i]) + 1);
  if (request_service(request, service) < 0) {
    request_free(request);
    return NULL;
  }
  return request;
}

/* Puts a copy of the text in `*slot`. */
static int keep_text(struct nscale_request *request, char **slot,
                     const char *text)
{
  char *copy = strdup(text);

  if (!copy)
    return error_memory(request->error);
  free(*slot);
  *slot = copy;
  return 0;
}

static int too_many(struct nscale_request *request, const char *what)
{
  return error_plugin(request->error, request->plugin,
                      "plans a request with too many %s", what);
}

/* Whether it may still be changed; else EXIT_PLUGIN. */
static int is_open(const struct nscale_request *request)
{
  if (!request || !request->sealed)
    return request != NULL;
  error_plugin(request->error, request->plugin,
               "changes a request after it was planned");
  return 0;
}

void request_seal(struct nscale_request *request)
{
  request->sealed = 1;
  if (request->wait_read)
    request->wait_read->sealed = 1;
}

int request_service(struct nscale_request *request, const char *service)
{
  if (!is_open(request))
    return -1;
  if (!service || !endpoint_is_service(service))
    return error_plugin(request->error, request->plugin,
                        "names no service of Nscale");
  return keep_text(request, &request->service, service);
}

/* What lies behind the address reads them as a way out of their place. */
static int dots(struct nscale_request *request, const char *segment)
{
  if (request->given && strcmp(request->given, segment) == 0)
    return error_set(request->error, EXIT_USAGE,
                     "\"%s\" cannot be an id: in an address it leads "
                     "elsewhere",
                     segment);
  return error_plugin(request->error, request->plugin,
                      "plans a request with the path segment \"%s\", which "
                      "leads elsewhere",
                      segment);
}

int request_segment(struct nscale_request *request, const char *segment)
{
  if (!is_open(request))
    return -1;
  if (!segment || !segment[0])
    return error_plugin(request->error, request->plugin,
                        "plans a request with an empty path segment");
  if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
    return dots(request, segment);
  if (request->segment_count == REQUEST_SEGMENTS_MOST)
    return too_many(request, "path segments");
  if (keep_text(request, &request->segments[request->segment_count], segment) <
      0)
    return -1;
  request->segment_count++;
  return 0;
}

int request_query(struct nscale_request *request, const char *name,
                  const char *value)
{
  char *copies[2] = { NULL, NULL };

  if (!is_open(request) || !name || !value)
    return -1;
  if (request->query_count == REQUEST_SEGMENTS_MOST)
    return too_many(request, "query parameters");
  if (keep_text(request, &copies[0], name) < 0 ||
      keep_text(request, &copies[1], value) < 0) {
    free(copies[0]);
    return -1;
  }
  request->query[request->query_count++] =
      (struct url_parameter){ .name = copies[0], .value = copies[1] };
  return 0;
}

/* Whether a text can be the value of a header: ASCII that can be seen, with
 * blanks between.  libcurl takes one without a value for an order not to send
 * its own. */
static int is_value(const char *text)
{
  const char *byte;

  for (byte = text; *byte; byte++)
    if ((*byte < ' ' && *byte != '\t') || *byte > '~')
      return 0;
  return text[strspn(text, " \t")] != '\0';
}

static int check_header(const struct nscale_request *request, const char *name,
                        const char *value)
{
  const size_t count = sizeof plugin_headers / sizeof plugin_headers[0];
  size_t i = 0;

  if (!name[0] || name[strspn(name, TOKEN_LETTERS)])
    return error_plugin(request->error, request->plugin,
                        "plans a header \"%s\", which is not the name of one",
                        name);
  while (i < count && strcasecmp(name, plugin_headers[i]) != 0)
    i++;
  if (i == count)
    return error_plugin(request->error, request->plugin,
                        "plans a header that no plugin may set: %s", name);
  if (!is_value(value))
    return error_plugin(request->error, request->plugin,
                        "plans a header %s whose value is not a line of ASCII",
                        name);
  return 0;
}

int request_header(struct nscale_request *request, const char *name,
                   const char *value)
{
  CLEANUP_BUFFER struct buffer line = { 0 };

  if (!is_open(request) || !name || !value ||
      check_header(request, name, value) < 0)
    return -1;
  if (request->header_count == REQUEST_HEADERS_MOST)
    return too_many(request, "headers");
  buffer_printf(&line, "%s: %s", name, value);
  if (line.failed ||
      keep_text(request, &request->headers[request->header_count], line.data) <
          0)
    return error_memory(request->error);
  request->header_count++;
  return 0;
}

int request_json(struct nscale_request *request, struct json_object *json)
{
  if (!is_open(request) || !json)
    return -1;
  buffer_clear(&request->body);
  if (json_write(&request->body, json, 0) < 0)
    return error_memory(request->error);
  if (request->json)
    json_object_put(request->json);
  /* The plugin may go on with its own. */
  request->json = json_copy(json);
  if (!request->json)
    return error_memory(request->error);
  return keep_text(request, &request->media_type, "application/json");
}

int request_bytes(struct nscale_request *request, const void *bytes,
                  size_t length, const char *media_type)
{
  if (!is_open(request) || (!bytes && length) || !media_type)
    return -1;
  if (!is_value(media_type) || strlen(media_type) > MEDIA_TYPE_MOST)
    return error_plugin(request->error, request->plugin,
                        "plans a body whose media type is none");
  buffer_clear(&request->body);
  buffer_append(&request->body, bytes, length);
  if (request->body.failed)
    return error_memory(request->error);
  if (request->json)
    json_object_put(request->json);
  request->json = NULL;
  return keep_text(request, &request->media_type, media_type);
}

int request_pick(struct nscale_request *request, const char *id)
{
  if (!is_open(request) || !id)
    return -1;
  return request_read(request) < 0 ? -1
                                   : keep_text(request, &request->pick, id);
}

int request_await(struct nscale_request *request, struct nscale_request *read,
                  const char *path, const char *value, uint32_t seconds)
{
  if (!is_open(request) || !read)
    return -1;
  if (request_read(read) < 0)
    return -1;
  if (path && !value)
    return error_plugin(request->error, request->plugin,
                        "awaits a value at %s and does not say which", path);
  if (path && (keep_text(request, &request->wait_path, path) < 0 ||
               keep_text(request, &request->wait_value, value) < 0))
    return -1;
  request->wait_read = read;
  request->wait_of_verb = 0;
  request->wait_seconds_of = seconds;
  return 0;
}

int request_wait(struct nscale_request *request, struct nscale_request *read)
{
  if (!is_open(request) || !read || request_read(read) < 0)
    return -1;
  request->wait_read = read;
  request->wait_of_verb = 1;
  return 0;
}

int request_aside(struct nscale_request *request)
{
  if (!is_open(request))
    return -1;
  request->aside = 1;
  return 0;
}

int request_is_read(const struct nscale_request *request)
{
  return strcmp(request->method, "GET") == 0;
}

int request_read(const struct nscale_request *request)
{
  return request_is_read(request)
             ? 0
             : error_plugin(request->error, request->plugin,
                            "reads with %s, and only GET may read",
                            request->method);
}

/* ---- What was not known when it was planned. ---------------------- */

/* Returns as request_replace. */
static int replace_text(struct nscale_request *request, char **slot,
                        const char *from, const char *to)
{
  if (!*slot || strcmp(*slot, from) != 0)
    return 0;
  return to && keep_text(request, slot, to) < 0 ? -1 : 1;
}

static int replace_json(struct json_object *json, const char *from,
                        const char *to)
{
  size_t count, i;
  int found = 0;

  switch (json_object_get_type(json)) {
  case json_type_string:
    if (strcmp(json_object_get_string(json), from) != 0)
      return 0;
    return to && !json_object_set_string(json, to) ? -1 : 1;
  case json_type_array:
    count = json_object_array_length(json);
    for (i = 0; i < count && found >= 0; i++) {
      const int one =
          replace_json(json_object_array_get_idx(json, i), from, to);

      found = one < 0 ? one : found | one;
    }
    return found;
  case json_type_object: {
    /* Begins with declarations, before which clang wants no label. */
    json_object_object_foreach(json, key, value)
    {
      const int one = found < 0 ? found : replace_json(value, from, to);

      (void)key;
      found = one < 0 ? one : found | one;
    }
    return found;
  }
  default:
    return 0;
  }
}

static int replace_body(struct nscale_request *request, const char *from,
                        const char *to)
{
  const int found = request->json ? replace_json(request->json, from, to) : 0;

  if (found <= 0 || !to)
    return found;
  buffer_clear(&request->body);
  return json_write(&request->body, request->json, 0) < 0 ? -1 : 1;
}

int request_replace(struct nscale_request *request, const char *from,
                    const char *to)
{
  int found = replace_body(request, from, to);
  int one = replace_text(request, &request->pick, from, to);
  size_t i;

  for (i = 0; i < request->segment_count && one >= 0; i++) {
    found |= one;
    one = replace_text(request, &request->segments[i], from, to);
  }
  for (i = 0; i < request->query_count && one >= 0; i++) {
    found |= one;
    one = replace_text(request, (char **)(uintptr_t)&request->query[i].value,
                       from, to);
  }
  return found < 0 || one < 0 ? -1 : found | one;
}

/* ---- As it is sent. ----------------------------------------------- */

/* Composes it with these parameters. */
static int compose(const struct nscale_request *request,
                   const struct url_parameter *parameters, size_t count,
                   struct buffer *url, struct error *error)
{
  CLEANUP_BUFFER struct buffer base = { 0 };

  if (endpoint_base(request->service, &base, error) < 0)
    return -1;
  buffer_clear(url);
  return url_build(url,
                   &(struct url_parts){
                       .base = base.data,
                       .segments = (const char *const *)request->segments,
                       .segment_count = request->segment_count,
                       .parameters = parameters,
                       .parameter_count = count,
                   },
                   error);
}

int request_url(const struct nscale_request *request, struct buffer *url,
                struct error *error)
{
  return compose(request, request->query, request->query_count, url, error);
}

int request_url_with(const struct nscale_request *request, const char *name,
                     const char *value, struct buffer *url,
                     struct error *error)
{
  struct url_parameter parameters[REQUEST_SEGMENTS_MOST + 1];
  size_t count = 0;
  size_t i;

  for (i = 0; i < request->query_count; i++)
    if (strcmp(request->query[i].name, name) != 0)
      parameters[count++] = request->query[i];
  parameters[count++] = (struct url_parameter){ .name = name, .value = value };
  return compose(request, parameters, count, url, error);
}

int request_tells_nothing(const struct nscale_request *request,
                          const char *url, struct error *error)
{
  const char *where = NULL;
  size_t i;

  if (redact_knows(url, strlen(url)))
    where = "address";
  for (i = 0; i < request->header_count; i++)
    if (redact_knows(request->headers[i], strlen(request->headers[i])))
      where = "headers";
  if (redact_knows(request->body.data, request->body.length))
    where = "body";
  if (!where)
    return 0;
  error_set(error, EXIT_USAGE,
            "a token stands in the %s of the request, where others can read "
            "it",
            where);
  return error_hint(error, "nothing was sent; was it pasted in the wrong "
                           "place?");
}

void request_free(struct nscale_request *request)
{
  size_t i;

  if (!request)
    return;
  for (i = 0; i < request->segment_count; i++)
    free(request->segments[i]);
  for (i = 0; i < request->query_count; i++) {
    free((char *)request->query[i].name);
    free((char *)request->query[i].value);
  }
  for (i = 0; i < request->header_count; i++)
    free(request->headers[i]);
  if (request->json)
    json_object_put(request->json);
  buffer_free(&request->body);
  free(request->service);
  free(request->media_type);
  free(request->pick);
  free(request->wait_path);
  free(request->wait_value);
  free(request);
}
