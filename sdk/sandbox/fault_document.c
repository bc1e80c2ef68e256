/* fault_document.c - a fault from its JSON. */
#include "fault_document.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/base64.h"
#include "json.h"

/* Each reads one member's value into the fault; 0, or -1 when it is wrong
 * or there is no memory. */
static int read_copy(struct json_object *value, char **copy)
{
  if (json_object_is_type(value, json_type_null))
    return 0;
  if (!json_object_is_type(value, json_type_string))
    return -1;
  *copy = strdup(json_object_get_string(value));
  return *copy ? 0 : -1;
}

static int read_method(struct json_object *value, struct fault *fault)
{
  return read_copy(value, &fault->method);
}

static int read_path(struct json_object *value, struct fault *fault)
{
  return read_copy(value, &fault->path);
}

static int read_number(struct json_object *value, int64_t least, int64_t most,
                       int64_t *number)
{
  if (!json_object_is_type(value, json_type_int))
    return -1;
  *number = json_object_get_int64(value);
  return *number >= least && *number <= most ? 0 : -1;
}

static int read_times(struct json_object *value, struct fault *fault)
{
  int64_t number;

  if (read_number(value, 1, 1000000000, &number) < 0)
    return -1;
  fault->times = (unsigned long)number;
  return 0;
}

static int read_status(struct json_object *value, struct fault *fault)
{
  int64_t number;

  if (read_number(value, 200, 599, &number) < 0)
    return -1;
  fault->status = (unsigned int)number;
  return 0;
}

static int read_delay(struct json_object *value, struct fault *fault)
{
  int64_t number;

  if (read_number(value, 0, 86400000, &number) < 0)
    return -1;
  fault->delay = (int)number;
  return 0;
}

static int read_truncate(struct json_object *value, struct fault *fault)
{
  int64_t number;

  if (read_number(value, 0, INT64_C(1) << 40, &number) < 0)
    return -1;
  fault->truncate = 1;
  fault->truncate_at = (size_t)number;
  return 0;
}

static int read_applied(struct json_object *value, struct fault *fault)
{
  if (!json_object_is_type(value, json_type_boolean))
    return -1;
  fault->applied = json_object_get_boolean(value);
  return 0;
}

static int read_plain(struct json_object *value, struct fault *fault)
{
  if (!json_object_is_type(value, json_type_boolean))
    return -1;
  fault->plain = json_object_get_boolean(value);
  return 0;
}

static int read_stop(struct json_object *value, struct fault *fault)
{
  static const char *const moments[] = {
    [STOP_BEFORE] = "before",
    [STOP_ACCOUNT] = "account",
    [STOP_GROUP] = "group",
    [STOP_DONE] = "done",
  };
  const char *text = json_object_is_type(value, json_type_string)
                         ? json_object_get_string(value)
                         : "";
  enum fault_stop stop;

  for (stop = STOP_BEFORE; stop <= STOP_DONE; stop++)
    if (strcmp(moments[stop], text) == 0)
      fault->stop = stop;
  return fault->stop ? 0 : -1;
}

static int read_moment(struct json_object *value, enum fault_moment *moment)
{
  const char *text;

  if (!json_object_is_type(value, json_type_string))
    return -1;
  text = json_object_get_string(value);
  if (strcmp(text, "before") == 0)
    *moment = FAULT_BEFORE;
  else if (strcmp(text, "after") == 0)
    *moment = FAULT_AFTER;
  else
    return -1;
  return 0;
}

static int read_cut(struct json_object *value, struct fault *fault)
{
  return read_moment(value, &fault->cut);
}

static int read_hang(struct json_object *value, struct fault *fault)
{
  if (!json_object_is_type(value, json_type_boolean))
    return read_moment(value, &fault->hang);
  fault->hang = json_object_get_boolean(value) ? FAULT_BEFORE : FAULT_NEVER;
  return 0;
}

/* Takes the bytes as a body in place of the one there may be. */
static int keep_body(struct buffer *bytes, struct body **place)
{
  body_release(*place);
  *place = body_new(bytes);
  return *place ? 0 : -1;
}

static int read_bytes(struct json_object *value, struct body **place)
{
  struct buffer bytes = { 0 };

  if (!json_object_is_type(value, json_type_string))
    return -1;
  buffer_append(&bytes, json_object_get_string(value),
                (size_t)json_object_get_string_len(value));
  return keep_body(&bytes, place);
}

static int read_body(struct json_object *value, struct fault *fault)
{
  return read_bytes(value, &fault->body);
}

static int read_repeat(struct json_object *value, struct fault *fault)
{
  return json_object_get_string_len(value) > 0
             ? read_bytes(value, &fault->repeat)
             : -1;
}

static int read_raw(struct json_object *value, struct fault *fault)
{
  struct buffer bytes = { 0 };

  if (!json_object_is_type(value, json_type_string) ||
      base64_decode(json_object_get_string(value),
                    (size_t)json_object_get_string_len(value), &bytes) < 0) {
    buffer_free(&bytes);
    return -1;
  }
  return keep_body(&bytes, &fault->body);
}

/* Printable, and none of the headers by which the reply is framed. */
static int is_header(const char *name, const char *value)
{
  size_t at;

  for (at = 0; value[at]; at++)
    if (((unsigned char)value[at] < 0x20 && value[at] != '\t') ||
        value[at] == 0x7f)
      return 0;
  if (!name[0] || name[strcspn(name, " \t\r\n:")])
    return 0;
  return strcasecmp(name, "Content-Length") != 0 &&
         strcasecmp(name, "Transfer-Encoding") != 0;
}

static int add_header(struct fault *fault, const char *name, const char *value)
{
  struct reply holder = { .headers = fault->headers };
  int result =
      is_header(name, value) ? reply_header(&holder, name, value) : -1;

  fault->headers = holder.headers;
  return result;
}

static int read_headers(struct json_object *value, struct fault *fault)
{
  struct json_object_iterator at, end;

  if (!json_object_is_type(value, json_type_object))
    return -1;
  at = json_object_iter_begin(value);
  end = json_object_iter_end(value);
  for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
    struct json_object *item = json_object_iter_peek_value(&at);

    if (!json_object_is_type(item, json_type_string) ||
        add_header(fault, json_object_iter_peek_name(&at),
                   json_object_get_string(item)) < 0)
      return -1;
  }
  return 0;
}

static int read_redirect(struct json_object *value, struct fault *fault)
{
  if (!json_object_is_type(value, json_type_string))
    return -1;
  if (fault->status == 0)
    fault->status = 302;
  return add_header(fault, "Location", json_object_get_string(value));
}

static const struct {
  const char *name;
  int (*read)(struct json_object *value, struct fault *fault);
  const char *problem;
} members[] = {
  { "method", read_method, "method must be a string or null" },
  { "path", read_path, "path must be a pattern or null" },
  { "times", read_times, "times must be a number of at least 1" },
  { "status", read_status, "status must be 200 to 599" },
  { "applied", read_applied, "applied must be true or false" },
  { "stop", read_stop,
    "stop must be \"before\", \"account\", \"group\" or \"done\"" },
  { "plain", read_plain, "plain must be true or false" },
  { "headers", read_headers,
    "headers must be an object of strings, "
    "without those that frame the reply" },
  { "body", read_body, "body must be a string" },
  { "prefix", read_body, "prefix must be a string" },
  { "raw", read_raw, "raw must be base64" },
  { "repeat", read_repeat, "repeat must be a string with something in it" },
  { "redirect", read_redirect, "redirect must be a URL" },
  { "cut", read_cut, "cut must be \"before\" or \"after\"" },
  { "hang", read_hang, "hang must be true, \"before\" or \"after\"" },
  { "truncate", read_truncate, "truncate must be a number of bytes" },
  { "delay", read_delay, "delay must be a number of milliseconds" },
};

enum { MEMBERS = sizeof members / sizeof members[0] };

static int read_member(const char *name, struct json_object *value,
                       struct fault *fault, const char **problem)
{
  size_t at;

  *problem = "a fault has no such member";
  for (at = 0; at < MEMBERS; at++)
    if (strcmp(members[at].name, name) == 0) {
      *problem = members[at].problem;
      return members[at].read(value, fault);
    }
  return -1;
}

static int does_something(const struct fault *fault)
{
  return fault->status || fault->headers || fault->body || fault->repeat ||
         fault->stop || fault->cut || fault->hang || fault->truncate ||
         fault->delay;
}

struct fault *fault_read(const char *text, size_t length, const char **problem)
{
  struct json_object *object CLEANUP_JSON = NULL;
  struct json_object_iterator at, end;
  struct fault *fault = calloc(1, sizeof *fault);

  *problem = "out of memory";
  if (!fault)
    return NULL;
  fault->times = 1;
  atomic_init(&fault->holders, 1);
  *problem = "a fault is one JSON object";
  if (!text || !(object = json_parse_object(text, length)))
    goto failed;
  at = json_object_iter_begin(object);
  end = json_object_iter_end(object);
  for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
    if (read_member(json_object_iter_peek_name(&at),
                    json_object_iter_peek_value(&at), fault, problem) < 0)
      goto failed;
  *problem = "the fault does nothing";
  if (does_something(fault))
    return fault;
failed:
  fault_release(fault);
  return NULL;
}
