/* plain.c - text of any kind that people read as it comes. */
#include "core/output/plain.h"

#include <string.h>

#include "core/base/span.h"
#include "core/base/text.h"

#define ESCAPE '\x1b'

static const char of_colours[] = "0123456789;:";
static const char looked_at[] = "\n\t\r\x1b";

/* How many bytes at the start of the text are a colour, `ESC [ 1 ; 31 m`; 0
 * where they are none, and with `*open` where they may become one. */
static size_t colour(struct span text, int *open)
{
  size_t at;

  *open = 0;
  if (text.length > 1 && text.text[1] != '[')
    return 0;
  for (at = 2; at < text.length && at < PLAIN_LEFT; at++)
    if (!text.text[at] || !strchr(of_colours, text.text[at]))
      return text.text[at] == 'm' ? at + 1 : 0;
  *open = text.length < PLAIN_LEFT;
  return 0;
}

/* How many bytes it takes until one that this file looks at. */
static size_t other(struct span text)
{
  size_t at = 0;

  while (at < text.length &&
         (!text.text[at] || !strchr(looked_at, text.text[at])))
    at++;
  return at;
}

/* How many bytes at the end of the text begin a character that is not
 * whole. */
static size_t unfinished(struct span text)
{
  const unsigned char *end = (const unsigned char *)text.text + text.length;
  size_t count;

  for (count = 1; count <= 3 && count <= text.length; count++)
    if (end[-(ptrdiff_t)count] >= 0xc0)
      return end[-(ptrdiff_t)count] >= (count == 1   ? 0xc0
                                        : count == 2 ? 0xe0
                                                     : 0xf0)
                 ? count
                 : 0;
  return 0;
}

/* Appends what the start of a text is shown as.  Returns how many bytes that
 * was; 0 where what comes next decides. */
static size_t show(struct buffer *shown, struct span text, int is_all)
{
  size_t length;
  int open;

  switch (text.text[0]) {
  case '\n':
  case '\t':
    buffer_putc(shown, text.text[0]);
    return 1;
  case '\r':
    if (text.length == 1 && !is_all)
      return 0;
    if (text.length == 1 || text.text[1] != '\n')
      text_escape(shown, text.text, 1);
    return 1;
  case ESCAPE:
    length = colour(text, &open);
    if (length)
      return length;
    if (open && !is_all)
      return 0;
    text_escape(shown, text.text, 1);
    return 1;
  default:
    length = other(text);
    if (length == text.length && !is_all)
      length -= unfinished(text);
    text_escape(shown, text.text, length);
    return length;
  }
}

/* Appends all of a text but what cannot be told yet.  Returns how many bytes
 * that was. */
static size_t show_all(struct buffer *shown, struct span text, int is_all)
{
  size_t at = 0;
  size_t length;

  for (; at < text.length; at += length) {
    length =
        show(shown, (struct span){ text.text + at, text.length - at }, is_all);
    if (!length)
      break;
  }
  return at;
}

void plain_add(struct plain *plain, struct buffer *shown, const char *bytes,
               size_t length)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };
  size_t at;

  buffer_append(&text, plain->left, plain->length);
  buffer_append(&text, bytes, length);
  if (text.failed) {
    shown->failed = 1;
    return;
  }
  if (!text.length)
    return;
  at = show_all(shown, (struct span){ text.data, text.length }, 0);
  plain->length = text.length - at;
  memcpy(plain->left, text.data + at, plain->length);
}

void plain_end(struct plain *plain, struct buffer *shown)
{
  const struct span left = { plain->left, plain->length };

  (void)show_all(shown, left, 1);
  *plain = (struct plain){ .length = 0 };
}
