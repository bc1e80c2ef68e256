/* stream.c - a JSON reply, element by element, as it arrives. */
#include "core/json/stream.h"

#include <inttypes.h>
#include <stdlib.h>

static int stream_refuse(struct stream *stream, struct error *error)
{
  uint64_t line, column;

  scan_position(&stream->scan, &line, &column);
  stream->fault = STREAM_MALFORMED;
  return error_set(error, EXIT_FAILED,
                   "the reply is not valid JSON: line %" PRIu64
                   ", column %" PRIu64 ": %s",
                   line, column, stream->scan.reason);
}

static int stream_no_memory(struct stream *stream, struct error *error)
{
  stream->fault = STREAM_MEMORY;
  return error_memory(error);
}

static int stream_too_large(struct stream *stream, const char *what,
                            uint64_t limit, struct error *error)
{
  stream->fault = STREAM_LIMIT;
  return error_set(error, EXIT_FAILED, "%s is larger than %" PRIu64 " bytes",
                   what, limit);
}

/* Keeps a part of a value whose end has not come. */
static int stream_keep(struct stream *stream, const char *bytes, size_t length,
                       struct error *error)
{
  if (length > STREAM_VALUE_LIMIT - stream->pending.length)
    return stream_too_large(
        stream, stream->is_array ? "an element of the reply" : "the reply",
        STREAM_VALUE_LIMIT, error);
  buffer_append(&stream->pending, bytes, length);
  if (stream->pending.failed)
    return stream_no_memory(stream, error);
  return 0;
}

static int stream_hand_over(struct stream *stream, stream_callback *callback,
                            const char *text, size_t length,
                            struct error *error)
{
  if (callback(stream->context, text, length, error) < 0) {
    stream->fault = STREAM_STOPPED;
    return -1;
  }
  return 0;
}

/* An element begins at the first byte not used. */
static void stream_element_begins(struct stream *stream)
{
  struct marks *marks = stream->marks;

  if (!marks)
    marks = stream->marks = malloc(sizeof *marks);
  if (marks) {
    marks->count = 0;
    marks->odd = 0;
    marks->origin = stream->scan.offset;
  }
  stream->scan.marks = marks;
  stream->inside = 1;
}

/* An element ended: `bytes` is the part of it that lies in this piece. */
static int stream_element_ended(struct stream *stream, const char *bytes,
                                size_t length, struct error *error)
{
  int result;

  stream->elements++;
  stream->inside = 0;
  stream->mark = stream->scan.marks ? stream->scan.marks->list : NULL;
  stream->scan.marks = NULL;
  if (!stream->pending.length && length <= STREAM_VALUE_LIMIT)
    return stream_hand_over(stream, stream->element, bytes, length, error);
  if (stream_keep(stream, bytes, length, error) < 0)
    return -1;
  result = stream_hand_over(stream, stream->element, stream->pending.data,
                            stream->pending.length, error);
  buffer_clear(&stream->pending);
  return result;
}

/* The top value begins with this byte. */
static int stream_top_begins(struct stream *stream, char byte,
                             struct error *error)
{
  if (byte == '[' && stream->element) {
    stream->is_array = 1;
    stream->scan.levels = 2;
    return 0;
  }
  if (byte == '[')
    stream->is_array = 1;
  if (!stream->value) {
    stream->fault = STREAM_MALFORMED;
    return error_set(error, EXIT_FAILED, "the reply is not a list");
  }
  stream->inside = 1;
  return 0;
}

int stream_feed(struct stream *stream, const char *bytes, size_t length,
                struct error *error)
{
  size_t from = 0, at = 0, used = 0; /* the value's part starts at `from` */
  struct scan *scan = &stream->scan;
  enum scan_event event = SCAN_BEGIN;

  if (stream->fault)
    return error_set(error, EXIT_FAILED, "the reply was refused before");
  if (!scan->levels)
    scan->levels = 1;
  if (stream->limit &&
      (scan->offset > stream->limit || length > stream->limit - scan->offset))
    return stream_too_large(stream, "the reply", stream->limit, error);
  while (event != SCAN_MORE) {
    event = scan_feed(scan, bytes + at, length - at, &used);
    at += used;
    if (event == SCAN_ERROR)
      return stream_refuse(stream, error);
    if (event == SCAN_BEGIN && !scan->depth) {
      if (stream_top_begins(stream, bytes[at], error) < 0)
        return -1;
      from = at;
    } else if (event == SCAN_BEGIN) {
      stream_element_begins(stream);
      from = at;
    } else if (event == SCAN_END && stream->inside) {
      if (scan->depth) {
        if (stream_element_ended(stream, bytes + from, at - from, error) < 0)
          return -1;
        continue;
      }
      stream->inside = 0;
      if (stream_keep(stream, bytes + from, at - from, error) < 0)
        return -1;
    }
  }
  if (stream->inside)
    return stream_keep(stream, bytes + from, length - from, error);
  return 0;
}

int stream_is_closed(const struct stream *stream)
{
  struct scan scan = stream->scan;

  scan.marks = NULL;
  return !stream->fault && scan_finish(&scan) == 0 &&
         (stream->is_array ||
          (stream->pending.length && stream->pending.data[0] == '{'));
}

int stream_end(struct stream *stream, struct error *error)
{
  uint64_t bytes = stream->scan.offset;

  if (stream->fault)
    return error_set(error, EXIT_FAILED, "the reply was refused before");
  if (scan_finish(&stream->scan) < 0) {
    if (stream->scan.empty) {
      stream->fault = STREAM_EMPTY;
      return error_set(error, EXIT_FAILED, "the reply is empty");
    }
    stream->fault = STREAM_CUT;
    return error_set(error, EXIT_NETWORK,
                     "the reply was cut short after %" PRIu64 " bytes", bytes);
  }
  if (stream->is_array && stream->element)
    return 0;
  return stream_hand_over(stream, stream->value, stream->pending.data,
                          stream->pending.length, error);
}

void stream_free(struct stream *stream)
{
  buffer_wipe(&stream->pending);
  free(stream->marks);
  stream->marks = NULL;
}
