/* neighbours.c - what the other things of a list are called. */
#include "core/invocation/neighbours.h"

#include <string.h>

#include "core/base/uuid.h"
#include "core/json/cursor.h"

#define TEXTS_MOST ((size_t)64 << 10) /* bytes */

/* Appends a text and its NUL; returns 0, or -1 where it is none or has a NUL
 * itself. */
static int append_text(struct buffer *texts, struct span value)
{
  const size_t before = texts->length;

  if (!value.text || !span_is_string(value))
    return -1;
  span_decode(texts, value);
  buffer_putc(texts, '\0');
  return texts->failed ||
                 strlen(texts->data + before) + 1 != texts->length - before
             ? -1
             : 0;
}

void neighbours_note(struct neighbours *neighbours, struct span id,
                     struct span name)
{
  struct buffer *texts = &neighbours->texts;
  const size_t before = texts->length;

  texts->limit = TEXTS_MOST;
  if (texts->failed)
    return;
  if (append_text(texts, id) < 0 || append_text(texts, name) < 0)
    buffer_cut(texts, before);
}

const char *neighbours_name(const struct neighbours *neighbours,
                            const char *id)
{
  const char *at = neighbours->texts.data;
  const char *const end = at ? at + neighbours->texts.length : NULL;
  const char *name;

  for (; at < end; at = name + strlen(name) + 1) {
    name = at + strlen(at) + 1;
    if (uuid_same(at, id))
      return name;
  }
  return NULL;
}

void neighbours_free(struct neighbours *neighbours)
{
  buffer_free(&neighbours->texts);
}
