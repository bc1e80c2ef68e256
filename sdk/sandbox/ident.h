/* ident.h - ids that are the same in every run.
 *
 * They come from a generator with a fixed seed (splitmix64) and have the
 * form of a version 4 UUID.  There is nothing secret about them.
 */
#ifndef SANDBOX_IDENT_H
#define SANDBOX_IDENT_H

#include <stdint.h>

/* Length of a UUID as text, without its NUL. */
#define IDENT_LENGTH 36

/* One stream of numbers; set `state` to the seed. */
struct ident_stream {
  uint64_t state;
};

/* The next number of the stream. */
uint64_t ident_number(struct ident_stream *stream);

/* Writes the stream's next UUID. */
void ident_next(struct ident_stream *stream, char id[IDENT_LENGTH + 1]);

/* Writes 32 hexadecimal digits, as in the trace_id of an error. */
void ident_trace(struct ident_stream *stream, char text[33]);

/* True when the text is a UUID, whatever its version and case. */
int ident_is_uuid(const char *text);

/* True for what the API takes as a name, a Kubernetes label value:
 * ^[0-9A-Za-z](?:[0-9A-Za-z-_.]{0,61}[0-9A-Za-z])?$ */
int ident_is_label(const char *text);

#endif
