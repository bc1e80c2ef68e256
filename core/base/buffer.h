/* buffer.h - a growing run of bytes.
 *
 * A buffer starts as `struct buffer b = { 0 };` and ends with buffer_free.
 * Its bytes are always followed by a NUL that `length` does not count, once
 * anything was appended.  A failed append (no memory, or past `limit`)
 * leaves the bytes as they were and sets `failed`, which stays set: a caller
 * appends freely and looks at `failed` once, at the end.  No function that
 * appends returns anything, here and elsewhere (text_escape, json_escape).
 */
#ifndef BUFFER_H
#define BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "core/base/cleanup.h"

struct buffer {
  char *data;
  size_t length;   /* bytes in use */
  size_t capacity; /* bytes allocated, the NUL included */
  size_t limit;    /* most bytes it may hold, 0 for no limit */
  int secret;      /* it may hold a secret: growing leaves no copy behind */
  int failed;      /* an append failed: no memory, or past the limit */
};

/* Makes room for `more` further bytes, so that appending them cannot fail.
 * Returns 0, or -1 with `failed` set. */
int buffer_reserve(struct buffer *buffer, size_t more);

/* Whether the bytes and their NUL fit as it is: what most appends find, and
 * long lists are millions of them. */
static inline int buffer_has_room(const struct buffer *buffer, size_t more)
{
  return !buffer->limit && more < buffer->capacity - buffer->length;
}

/* What has room has bytes, which analyzers do not see. */
#define BUFFER_HAS_BYTES(buffer)                                              \
  do {                                                                        \
    if (!(buffer)->data)                                                      \
      __builtin_unreachable();                                                \
  } while (0)

/* Appends `length` bytes. */
static inline void buffer_append(struct buffer *buffer, const void *bytes,
                                 size_t length)
{
  if (!buffer_has_room(buffer, length) && buffer_reserve(buffer, length) < 0)
    return;
  BUFFER_HAS_BYTES(buffer);
  if (length)
    memcpy(buffer->data + buffer->length, bytes, length);
  buffer->length += length;
  buffer->data[buffer->length] = '\0';
}

/* Appends a NUL-terminated text, or one byte. */
void buffer_puts(struct buffer *buffer, const char *text);

static inline void buffer_putc(struct buffer *buffer, char byte)
{
  if (!buffer_has_room(buffer, 1) && buffer_reserve(buffer, 1) < 0)
    return;
  BUFFER_HAS_BYTES(buffer);
  buffer->data[buffer->length++] = byte;
  buffer->data[buffer->length] = '\0';
}

/* Appends formatted text. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

/* Empties it but keeps the memory; `failed` is cleared. */
void buffer_clear(struct buffer *buffer);

/* Drops what stands behind the first `length` bytes, which it holds. */
void buffer_cut(struct buffer *buffer, size_t length);

/* Overwrites its bytes and releases them.  The buffer is as new afterwards.
 * With `secret` set from the start no byte of it stays in freed memory. */
void buffer_wipe(struct buffer *buffer);

/* Releases the memory.  The buffer is as new afterwards. */
void buffer_free(struct buffer *buffer);

/* Hands the bytes over as a NUL-terminated text that the caller frees and
 * leaves the buffer as new.  NULL when it failed or there was no memory. */
char *buffer_take(struct buffer *buffer);

/* Overwrites memory in a way that the compiler may not leave out. */
void wipe(void *memory, size_t length);

#define CLEANUP_BUFFER CLEANUP(buffer_free)

#endif
