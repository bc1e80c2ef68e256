/* responses.c - replies on their way out, whole or broken on purpose. */
#include "responses.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16384 };

/* A body that is sent piece by piece. */
struct stream {
  struct body *body;   /* first this, may be NULL */
  struct body *repeat; /* then this for ever, unless NULL */
  size_t end;          /* the connection breaks here when nothing repeats */
};

static void stream_free(void *context)
{
  struct stream *stream = context;

  body_release(stream->body);
  body_release(stream->repeat);
  free(stream);
}

static ssize_t stream_read(void *context, uint64_t at, char *out, size_t max)
{
  const struct stream *stream = context;
  size_t length = stream->body ? stream->body->length : 0;
  size_t done = 0;

  if (!stream->repeat) {
    if (at >= stream->end || !stream->body)
      return MHD_CONTENT_READER_END_WITH_ERROR;
    length = stream->end;
  }
  if (at < length) {
    done = length - at < max ? (size_t)(length - at) : max;
    memcpy(out, stream->body->data + at, done);
    return (ssize_t)done;
  }
  for (at -= length; done < max; done++, at++)
    out[done] = stream->repeat->data[at % stream->repeat->length];
  return (ssize_t)done;
}

static void release(void *body)
{
  body_release(body);
}

static struct MHD_Response *make_stream(const struct reply *reply,
                                        const struct fault *fault)
{
  struct stream *stream = calloc(1, sizeof *stream);
  struct MHD_Response *response;
  uint64_t size = fault->repeat ? MHD_SIZE_UNKNOWN : reply->body->length;

  if (!stream)
    return NULL;
  stream->body = body_hold(reply->body);
  stream->repeat = body_hold(fault->repeat);
  stream->end = fault->truncate_at;
  response = MHD_create_response_from_callback(size, BLOCK, stream_read,
                                               stream, stream_free);
  if (!response)
    stream_free(stream);
  return response;
}

static struct MHD_Response *make(const struct reply *reply,
                                 const struct fault *fault)
{
  struct body *body = reply->body;

  if (fault && (fault->repeat || (fault->truncate && body &&
                                  fault->truncate_at < body->length)))
    return make_stream(reply, fault);
  if (!body || body->length == 0)
    return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls(
      body->length, body->data, release, body_hold(body));
}

enum MHD_Result responses_queue(struct MHD_Connection *connection,
                                const struct reply *reply,
                                const struct fault *fault)
{
  struct MHD_Response *response = make(reply, fault);
  enum MHD_Result result = MHD_YES;
  const struct header *header;

  if (!response)
    return MHD_NO;
  for (header = reply->headers; header && result == MHD_YES;
       header = header->next)
    result = MHD_add_response_header(response, header->name, header->value);
  if (result == MHD_YES)
    result = MHD_queue_response(connection, reply->status, response);
  MHD_destroy_response(response);
  return result;
}
