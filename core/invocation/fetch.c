/* fetch.c - what an invocation reads before it acts. */
#include "core/invocation/fetch.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/http/pages.h"
#include "core/json/whole.h"

#define FETCH_LIMIT ((size_t)64 << 20) /* bytes of a reply read whole */
#define COURTESY_TIME 5000             /* milliseconds */

void parent_name(const struct parent *parent,
                 const struct nscale_request *request, struct subject *subject)
{
  size_t i;

  for (i = 0; parent && parent->id && i < request->segment_count; i++)
    if (strcmp(request->segments[i], parent->id) == 0) {
      subject->parent = parent->kind;
      subject->parent_name = parent->name;
    }
}

static int fetch_run(const struct reader *reader, struct exchange_task *task,
                     struct thing_names names, int may_be_thing,
                     struct error *error)
{
  if (request_read(task->request) < 0)
    return -1;
  task->subject = (struct subject){ .singular = names.singular,
                                    .plural = names.plural,
                                    .verb = "read",
                                    .command = reader->plugin };
  parent_name(reader->parent, task->request, &task->subject);
  return pages_run(reader->exchange, task, may_be_thing, error);
}

static int fetch_feed(void *context, const char *bytes, size_t length,
                      struct error *error)
{
  return stream_feed(context, bytes, length, error);
}

static int fetch_is_whole(const void *context)
{
  return stream_is_closed(context);
}

int fetch_stream(const struct reader *reader, struct nscale_request *request,
                 struct thing_names names, struct stream *stream,
                 struct error *error)
{
  struct exchange_task task = { .request = request,
                                .data = fetch_feed,
                                .is_whole = fetch_is_whole,
                                .context = stream };

  return fetch_run(reader, &task, names, stream->value != NULL, error) < 0
             ? -1
             : stream_end(stream, error);
}

static int fetch_append(void *context, const char *bytes, size_t length,
                        struct error *error)
{
  struct buffer *text = context;

  buffer_append(text, bytes, length);
  return text->failed ? error_set(error, EXIT_FAILED, "the reply is too large")
                      : 0;
}

static int fetch_is_text_whole(const void *context)
{
  const struct buffer *text = context;

  return scan_is_closed((struct span){ text->data, text->length });
}

/* Reads the reply to a GET.  NULL with the error set, and with `*not_found`
 * where the service says that nothing is there. */
static struct json_object *read_reply(const struct reader *reader,
                                      struct nscale_request *request,
                                      struct thing_names names, int *not_found,
                                      struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { .limit = FETCH_LIMIT };
  struct exchange_task task = { .request = request,
                                .data = fetch_append,
                                .is_whole = fetch_is_text_whole,
                                .context = &text };

  if (!request)
    return NULL;
  if (fetch_run(reader, &task, names, 1, error) < 0) {
    *not_found = task.not_found;
    return NULL;
  }
  return arena_json(reader->arena,
                    exchange_read(text.data, text.length, NULL, error), error);
}

struct json_object *fetch_json(const struct reader *reader,
                               struct nscale_request *request,
                               struct thing_names names, struct error *error)
{
  int ignored;

  return read_reply(reader, request, names, &ignored, error);
}

int fetch_look(const struct reader *reader, struct nscale_request *request,
               struct thing_names names, struct json_object **json,
               struct error *error)
{
  int not_found = 0;

  *json = read_reply(reader, request, names, &not_found, error);
  if (*json || !not_found)
    return *json ? 1 : -1;
  error_clear(error);
  return 0;
}

struct json_object *fetch_list(const struct reader *reader,
                               struct nscale_request *request,
                               struct thing_names names, struct error *error)
{
  struct json_object *list = fetch_json(reader, request, names, error);

  if (!list || json_object_is_type(list, json_type_array))
    return list;
  error_set(error, EXIT_FAILED, "the reply is not a list");
  return NULL;
}

const struct exchange_options *fetch_hurry(const struct reader *reader,
                                           struct exchange_options *hurried)
{
  const struct exchange_options *usual = reader->exchange->options;

  *hurried = *usual;
  hurried->max_wait = 0; /* one attempt */
  if (hurried->timeout > COURTESY_TIME)
    hurried->timeout = COURTESY_TIME;
  reader->exchange->options = hurried;
  return usual;
}
