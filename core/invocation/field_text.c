/* field_text.c - what the value of a field's flag stands for. */
#include "core/invocation/field_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/base64.h"

#define FILE_MOST ((size_t)1 << 20) /* bytes */

/* One that is not the value itself.  The arena's. */
struct field_text {
  struct field_text *next;
  const char *value; /* the very text of argv */
  const char *text;
};

/* Reads the file, up to one byte more than it may have. */
static int read_file(const char *path, struct buffer *text)
{
  CLEANUP_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  ssize_t got = fd < 0 ? -1 : 1;

  while (got > 0 && text->length <= FILE_MOST) {
    if (buffer_reserve(text, FILE_MOST / 16) < 0) {
      errno = ENOMEM;
      return -1;
    }
    got = read(fd, text->data + text->length, FILE_MOST / 16);
    if (got > 0)
      text->length += (size_t)got;
    else if (got < 0 && errno == EINTR)
      got = 1;
  }
  if (got < 0)
    return -1;
  buffer_puts(text, "");
  return 0;
}

static int take_file(const char *flag, const char *path, struct buffer *text,
                     struct error *error)
{
  if (read_file(path, text) < 0)
    return error_set(error, EXIT_USAGE, "--%s: cannot read %s: %s", flag,
                     path[0] ? path : "''", strerror(errno));
  if (text->length > FILE_MOST)
    return error_set(error, EXIT_USAGE, "--%s: %s is larger than 1 MiB", flag,
                     path);
  return text->failed ? error_memory(error) : 0;
}

/* What the value says, before it is encoded. */
static int take_value(struct invocation *call,
                      const struct nscale_field *field, const char *flag,
                      const char *value, struct buffer *text)
{
  const int may_be_file = (field->attributes & NSCALE_FIELD_FILE) != 0;

  if (may_be_file && value[0] == '@' && value[1] != '@')
    return take_file(flag, value + 1, text, call->error);
  buffer_puts(text, value + (may_be_file && value[0] == '@'));
  return text->failed ? error_memory(call->error) : 0;
}

static const char *keep(struct invocation *call, const char *value,
                        const char *text)
{
  struct field_text *own =
      arena_keep(&call->arena, malloc(sizeof *own), call->error);

  text = own ? arena_keep(&call->arena, strdup(text), call->error) : NULL;
  if (!text)
    return NULL;
  *own =
      (struct field_text){ .next = call->texts, .value = value, .text = text };
  call->texts = own;
  return text;
}

/* Likewise as base64. */
static int read_encoded(struct invocation *call,
                        const struct nscale_field *field, const char *flag,
                        const char *value, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer raw = { 0 };

  if (take_value(call, field, flag, value, &raw) < 0)
    return -1;
  base64_encode(raw.data, raw.length, text);
  buffer_puts(text, "");
  return text->failed ? error_memory(call->error) : 0;
}

int field_text_read(struct invocation *call, const struct nscale_field *field,
                    const char *flag, const char *value, struct buffer *text)
{
  if (field->attributes & NSCALE_FIELD_BASE64)
    return read_encoded(call, field, flag, value, text);
  if (take_value(call, field, flag, value, text) < 0)
    return -1;
  if (memchr(text->data, 0, text->length))
    return error_set(call->error, EXIT_USAGE,
                     "--%s: what is in %s is not a text", flag, value + 1);
  return 0;
}

const char *field_text(struct invocation *call,
                       const struct nscale_field *field, const char *flag,
                       const char *value)
{
  const struct field_text *known = call->texts;
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!(field->attributes & (NSCALE_FIELD_FILE | NSCALE_FIELD_BASE64)))
    return value;
  while (known && known->value != value)
    known = known->next;
  if (known)
    return known->text;
  return field_text_read(call, field, flag, value, &text) == 0
             ? keep(call, value, text.data)
             : NULL;
}
