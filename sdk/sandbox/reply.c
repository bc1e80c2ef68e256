/* reply.c - what will be sent back: a status, headers and a body. */
#include "reply.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ident.h"
#include "json.h"

struct body *body_new(struct buffer *buffer)
{
  struct body *body = malloc(sizeof *body);
  size_t length = buffer->length;
  char *data = buffer_take(buffer);

  if (!body || !data) {
    free(body);
    free(data);
    return NULL;
  }
  atomic_init(&body->holders, 1);
  body->length = length;
  body->data = data;
  return body;
}

struct body *body_hold(struct body *body)
{
  if (body)
    atomic_fetch_add(&body->holders, 1);
  return body;
}

void body_release(struct body *body)
{
  if (!body || atomic_fetch_sub(&body->holders, 1) > 1)
    return;
  free(body->data);
  free(body);
}

static struct header *find_header(const struct reply *reply, const char *name)
{
  struct header *header;

  for (header = reply->headers; header; header = header->next)
    if (strcasecmp(header->name, name) == 0)
      return header;
  return NULL;
}

int reply_header(struct reply *reply, const char *name, const char *value)
{
  struct header *header = find_header(reply, name);
  char *copy = strdup(value);

  if (!copy)
    return -1;
  if (header) {
    free(header->value);
    header->value = copy;
    return 0;
  }
  header = malloc(sizeof *header);
  if (!header || !(header->name = strdup(name))) {
    free(header);
    free(copy);
    return -1;
  }
  header->value = copy;
  header->next = reply->headers;
  reply->headers = header;
  return 0;
}

void reply_body(struct reply *reply, struct body *body)
{
  body_release(reply->body);
  reply->body = body;
}

void reply_content(struct reply *reply, unsigned int status, const char *type,
                   struct buffer *buffer)
{
  struct body *body = body_new(buffer);

  reply_body(reply, body);
  reply->status = status;
  if (!body || reply_header(reply, "Content-Type", type) < 0)
    reply->status = 500;
}

void reply_json(struct reply *reply, unsigned int status,
                struct buffer *buffer)
{
  reply_content(reply, status, "application/json", buffer);
}

/* The error codes of the API's description, by status. */
static const char *code_of(unsigned int status)
{
  static const struct {
    unsigned int status;
    const char *code;
  } codes[] = {
    { 400, "invalid_request" },
    { 401, "access_denied" },
    { 403, "forbidden" },
    { 404, "not_found" },
    { 405, "method_not_allowed" },
    { 409, "conflict" },
    { 413, "request_entity_too_large" },
    { 415, "unsupported_media_type" },
    { 422, "unprocessable_content" },
  };
  size_t at;

  for (at = 0; at < sizeof codes / sizeof codes[0]; at++)
    if (codes[at].status == status)
      return codes[at].code;
  return status >= 500 ? "server_error" : "invalid_request";
}

/* Trace ids have a stream of their own, so that a failed request does not
 * change the ids of what is created after it. */
static void next_trace(char trace[33])
{
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static struct ident_stream stream = { .state = 0x7472616365 };

  (void)pthread_mutex_lock(&lock);
  ident_trace(&stream, trace);
  (void)pthread_mutex_unlock(&lock);
}

void reply_error(struct reply *reply, unsigned int status,
                 const char *description)
{
  struct buffer out = { 0 };
  char trace[33];

  next_trace(trace);
  buffer_putc(&out, '{');
  json_member(&out, "error", code_of(status));
  json_member(&out, "error_description", description);
  json_member(&out, "trace_id", trace);
  buffer_putc(&out, '}');
  reply_json(reply, status, &out);
}

void reply_free(struct reply *reply)
{
  while (reply->headers) {
    struct header *header = reply->headers;

    reply->headers = header->next;
    free(header->name);
    free(header->value);
    free(header);
  }
  body_release(reply->body);
  *reply = (struct reply){ 0 };
}
