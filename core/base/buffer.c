/* buffer.c - a growing run of bytes. */
#include "core/base/buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void wipe(void *memory, size_t length)
{
  memset(memory, 0, length);
  /* The compiler must assume that somebody looks at the zeros. */
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

/* A larger block with the same bytes; the old one is gone, overwritten where
 * it held a secret, which realloc would leave behind. */
static char *enlarge(struct buffer *buffer, size_t wanted)
{
  char *data;

  if (!buffer->secret)
    return realloc(buffer->data, wanted);
  data = malloc(wanted);
  if (data && buffer->data) {
    memcpy(data, buffer->data, buffer->length);
    wipe(buffer->data, buffer->capacity);
    free(buffer->data);
  }
  return data;
}

int buffer_reserve(struct buffer *buffer, size_t more)
{
  size_t wanted;
  char *data;

  if (more > SIZE_MAX / 2 - 1 - buffer->length)
    goto failed;
  wanted = buffer->length + more + 1;
  if (buffer->limit && wanted - 1 > buffer->limit)
    goto failed;
  if (wanted <= buffer->capacity)
    return 0;
  if (wanted < 2 * buffer->capacity)
    wanted = 2 * buffer->capacity;
  if (wanted < 64)
    wanted = 64;
  data = enlarge(buffer, wanted);
  if (!data)
    goto failed;
  data[buffer->length] = '\0';
  buffer->data = data;
  buffer->capacity = wanted;
  return 0;

failed:
  buffer->failed = 1;
  return -1;
}

void buffer_puts(struct buffer *buffer, const char *text)
{
  buffer_append(buffer, text, strlen(text));
}

void buffer_vprintf(struct buffer *buffer, const char *format, va_list list)
{
  va_list again;
  int length;

  va_copy(again, list);
  length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) {
    buffer->failed = 1;
    return;
  }
  if (buffer_reserve(buffer, (size_t)length) < 0)
    return;
  /* It was measured with the same arguments, so it fits. */
  (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format,
                  list);
  buffer->length += (size_t)length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
  va_list list;

  va_start(list, format);
  buffer_vprintf(buffer, format, list);
  va_end(list);
}

void buffer_clear(struct buffer *buffer)
{
  buffer->length = 0;
  buffer->failed = 0;
  if (buffer->data)
    buffer->data[0] = '\0';
}

void buffer_cut(struct buffer *buffer, size_t length)
{
  if (length >= buffer->length)
    return;
  buffer->length = length;
  buffer->data[length] = '\0';
}

void buffer_free(struct buffer *buffer)
{
  free(buffer->data);
  *buffer =
      (struct buffer){ .limit = buffer->limit, .secret = buffer->secret };
}

void buffer_wipe(struct buffer *buffer)
{
  if (buffer->data)
    wipe(buffer->data, buffer->capacity);
  buffer_free(buffer);
}

char *buffer_take(struct buffer *buffer)
{
  char *data = NULL;

  buffer_append(buffer, "", 0);
  if (!buffer->failed) {
    data = buffer->data;
    buffer->data = NULL;
  }
  buffer_free(buffer);
  return data;
}
