/* instances.c - what is done with instances alone. */
#include "instances.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "query.h"
#include "thing_operations.h"

/* ---- Power. ------------------------------------------------------- */

static const struct phase starting[] = { { .power = "Pending" },
                                         { .power = "Running" },
                                         { .power = NULL } };
static const struct phase stopping[] = { { .power = "Stopping" },
                                         { .power = "Stopped" },
                                         { .power = NULL } };
static const struct phase rebooting[] = {
  { .power = "Stopping" },
  { .power = "Pending" },
  { .power = "Running" },
  { .power = NULL },
};

static void go(const struct operation *operation, const struct phase *way)
{
  struct thing *instance = thing_of(operation);

  if (!instance)
    return;
  thing_go(instance, way);
  operation->reply->status = 202;
}

void instance_start(const struct operation *operation)
{
  go(operation, starting);
}

void instance_stop(const struct operation *operation)
{
  go(operation, stopping);
}

void instance_reboot(const struct operation *operation)
{
  go(operation, rebooting);
}

/* ---- What is read of one. ----------------------------------------- */

static void answer_text(const struct operation *operation, const char *name,
                        const char *text)
{
  struct buffer out = { 0 };

  buffer_putc(&out, '{');
  json_member(&out, name, text);
  buffer_putc(&out, '}');
  reply_json(operation->reply, 200, &out);
}

/* A key that opens nothing, the same for an instance in every run. */
void instance_ssh_key(const struct operation *operation)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789+/";
  const struct thing *instance = thing_of(operation);
  struct buffer key CLEANUP_BUFFER = { 0 };
  struct ident_stream stream = { .state = 0x6b6579 };
  size_t at;
  const size_t lines = 4, columns = 64;

  if (!instance)
    return;
  for (at = 0; instance->id[at]; at++)
    stream.state = stream.state * 31 + (unsigned char)instance->id[at];
  buffer_puts(&key, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
  for (at = 1; at <= lines * columns; at++) {
    buffer_putc(&key, letters[ident_number(&stream) % 64]);
    if (at % columns == 0)
      buffer_putc(&key, '\n');
  }
  buffer_puts(&key, "-----END OPENSSH PRIVATE KEY-----\n");
  answer_text(operation, "privateKey", key.data);
}

void instance_console_session(const struct operation *operation)
{
  const struct thing *instance = thing_of(operation);
  struct buffer url CLEANUP_BUFFER = { 0 };

  if (!instance)
    return;
  buffer_printf(&url, "https://console.example/vnc_auto.html?path=%s",
                instance->id);
  answer_text(operation, "url", url.data);
}

/* The start of the last lines of a text. */
static const char *last_lines(const char *text, unsigned long count)
{
  const char *at = text + strlen(text);

  for (; at > text; at--)
    if (at[-1] == '\n' && at[0] && count-- <= 1)
      break;
  return at;
}

struct length {
  unsigned long lines; /* 0: all */
};

static int read_length(void *context, const char *value)
{
  ((struct length *)context)->lines = strtoul(value, NULL, 10);
  return 0;
}

/* What a machine says when it boots, in colour. */
void instance_console_output(const struct operation *operation)
{
  const struct thing *instance = thing_of(operation);
  const char *name;
  struct length length = { 0 };
  struct buffer text CLEANUP_BUFFER = { 0 };

  if (!instance)
    return;
  name = thing_text(instance, "metadata", "name");
  buffer_printf(&text,
                "[    0.000000] Linux version 6.8.0-sandbox\n"
                "[    0.041337] systemd[1]: Hostname set to <%s>.\n"
                "[\033[0;32m  OK  \033[0m] Reached target multi-user.target.\n"
                "\n"
                "%s login: ",
                name, name);
  (void)query_each(operation->request->query, "length", read_length, &length);
  answer_text(operation, "contents",
              length.lines ? last_lines(text.data, length.lines) : text.data);
}

/* ---- Snapshots. --------------------------------------------------- */

/* The image is the organization's, for the same kind of machine as the one
 * that the instance was made of. */
void instance_snapshot(const struct operation *operation)
{
  const struct thing *instance = thing_of(operation);
  struct json_object *body CLEANUP_JSON = NULL;
  struct json_object *spec = NULL, *value, *status;
  const struct thing *origin;
  struct thing *image;
  char id[IDENT_LENGTH + 1];

  if (!instance || !(body = thing_body(operation, NULL, NULL)))
    return;
  origin = things_find(operation->state, &kind_image,
                       thing_text(instance, "spec", "imageId"));
  if (origin)
    spec = json_object_object_get(origin->value, "spec");
  ident_next(&operation->state->created, id);
  value = json_object_new_object();
  status = json_object_new_object();
  (void)json_put_member(value, "metadata",
                        thing_metadata(operation, body, id));
  (void)json_put_member(value, "spec", json_object_get(spec));
  (void)json_put_member(value, "status", status);
  image =
      thing_new(operation->state,
                &(struct thing_draft){ .kind = &kind_image,
                                       .id = id,
                                       .organization = instance->organization,
                                       .region = instance->region,
                                       .value = value });
  if (!image) {
    reply_error(operation->reply, 500, "out of memory");
    return;
  }
  thing_go(image, kind_image.born);
  thing_answer(operation, 201, image);
}

/* ---- Addresses. --------------------------------------------------- */

void instance_connect(const struct state *state, struct thing *instance)
{
  struct json_object *spec = json_object_object_get(instance->value, "spec");
  struct json_object *networking = json_object_object_get(spec, "networking");
  const struct thing *thing;
  unsigned int number = 9; /* the first is at 10 */
  char text[32];

  for (thing = state->things; thing; thing = thing->next)
    number += thing->kind == &kind_instance;
  (void)snprintf(text, sizeof text, "10.0.0.%u", number % 256);
  thing_set(instance, "status", "privateIP", text);
  (void)snprintf(text, sizeof text, "fa:16:3e:00:00:%02x", number % 256);
  thing_set(instance, "status", "macAddress", text);
  if (!json_object_get_boolean(json_object_object_get(networking, "publicIP")))
    return;
  (void)snprintf(text, sizeof text, "203.0.113.%u", number % 256);
  thing_set(instance, "status", "publicIP", text);
}
