/* sink.h - where bytes go, piece by piece.
 *
 * A sink is two words and is passed by value.  What it points to is borrowed.
 */
#ifndef SINK_H
#define SINK_H

#include <stddef.h>

struct buffer;
struct error;

struct sink {
  /* Takes all bytes and returns 0, or fills the error and returns -1. */
  int (*write)(void *context, const char *bytes, size_t length,
               struct error *error);
  void *context;
};

/* Gives bytes to a sink.  Returns as its function does. */
static inline int sink_write(struct sink sink, const char *bytes,
                             size_t length, struct error *error)
{
  return sink.write(sink.context, bytes, length, error);
}

/* A sink that appends to a buffer, and fails without memory. */
struct sink sink_to_buffer(struct buffer *buffer);

#endif
