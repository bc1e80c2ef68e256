/* fetch.c - what a call reads before it acts, whole or element by element. */
#include "core/invocation/fetch.h"

/* What exchange_task.data is. */
typedef int data_callback(void *context, const char *bytes, size_t length,
                          struct error *error);

static int run(struct invocation *call, struct nscale_request *request,
               const char *singular, const char *plural, data_callback *data,
               void *context)
{
  struct exchange_task task = {
    .request = request,
    .singular = singular,
    .plural = plural,
    .verb = "read",
    .plugin = call->plugin_name,
    .data = data,
    .context = context,
  };

  return exchange_run(call->exchange, &task, call->error);
}

static int feed(void *context, const char *bytes, size_t length,
                struct error *error)
{
  return stream_feed(context, bytes, length, error);
}

int read_stream(struct invocation *call, struct nscale_request *request,
                const char *singular, const char *plural,
                struct stream *stream)
{
  return run(call, request, singular, plural, feed, stream) < 0
             ? -1
             : stream_end(stream, call->error);
}

static int append(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  return buffer_append(context, bytes, length) == 0
             ? 0
             : error_set(error, EXIT_FAILED, "the reply is too large");
}

int read_whole(struct invocation *call, struct nscale_request *request,
               struct buffer *text)
{
  return run(call, request, call->noun->singular, call->noun->plural, append,
             text);
}
