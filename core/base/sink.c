/* sink.c - where bytes go, piece by piece. */
#include "core/base/sink.h"

#include "core/base/buffer.h"
#include "core/base/error.h"

static int append(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  struct buffer *buffer = context;

  buffer_append(buffer, bytes, length);
  return buffer->failed ? error_memory(error) : 0;
}

struct sink sink_to_buffer(struct buffer *buffer)
{
  return (struct sink){ append, buffer };
}
