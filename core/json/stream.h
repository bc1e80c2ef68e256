/* stream.h - a JSON reply, element by element, as it arrives.
 *
 * A reply comes in pieces cut anywhere.  If its top value is an array, each
 * element is handed over as soon as it is complete, and never more than one
 * is held; any other top value is handed over once, at the end, when the
 * whole text is known to be one value.  What is handed over has passed the
 * strict scanner (scan.h) byte for byte, begins and ends without white
 * space, is not NUL-terminated, and is borrowed for the call alone: it lies
 * in the caller's piece where it can, so that it is not copied.
 *
 * Limits: 100 levels, STREAM_VALUE_LIMIT for one element or other value, and
 * the caller's for the whole text.
 *
 * Errors are EXIT_NETWORK for a text that is cut short and EXIT_FAILED for
 * everything else; `fault` says which it was, for a caller that knows that a
 * mutation was sent and decides otherwise.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/json/scan.h"

#define STREAM_VALUE_LIMIT ((size_t)16 << 20) /* bytes */

enum stream_fault {
  STREAM_FINE,
  STREAM_EMPTY,     /* the text ended before any value began */
  STREAM_CUT,       /* the text ended inside the value */
  STREAM_MALFORMED, /* not JSON, too deep, or more than one value */
  STREAM_LIMIT,     /* larger than a limit allows */
  STREAM_STOPPED,   /* a callback returned -1 */
  STREAM_MEMORY
};

/* A callback takes one value and returns 0, or fills the error and returns
 * -1, which ends the stream. */
typedef int stream_callback(void *context, const char *text, size_t length,
                            struct error *error);

/* Starts with the first four filled by designated initialisers and the rest
 * zero; ends with stream_free. */
struct stream {
  stream_callback *element; /* NULL: an array is a value like any other */
  stream_callback *value;   /* NULL: only an array is accepted */
  void *context;
  uint64_t limit; /* bytes of the whole text, 0 for none */

  /* To read.  `is_array` is known once the first byte of the value was fed,
   * that is before the first element. */
  int is_array;
  uint64_t elements; /* handed over so far */
  enum stream_fault fault;
  const struct mark *mark; /* that of the element that is handed over, for
                            * the call alone; NULL where it has none */

  /* The stream's own. */
  struct scan scan;
  struct buffer pending; /* the start of a value that is not complete */
  int inside;            /* a value has begun and not ended */
  struct marks *marks;   /* NULL without memory, which only costs time */
};

/* Takes the next piece of any length.  Returns 0; -1 with the error and
 * `fault` set, and so does every later call. */
int stream_feed(struct stream *stream, const char *bytes, size_t length,
                struct error *error);

/* Whether what was fed so far is one whole array or object, of which no end
 * can be missing. */
int stream_is_closed(const struct stream *stream);

/* Says that the text ended; hands over a top value that is not an array.
 * Returns as stream_feed. */
int stream_end(struct stream *stream, struct error *error);

/* Overwrites and releases what is held: replies may carry secrets. */
void stream_free(struct stream *stream);

#define CLEANUP_STREAM CLEANUP(stream_free)

#endif
