/* redact.c - tokens are kept out of what people read. */
#define _GNU_SOURCE /* memmem */
#include "core/message/redact.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/base64.h"
#include "core/base/cleanup.h"

#define WINDOW 16       /* bytes of a secret that are enough to tell it */
#define SECRET_LEAST 3  /* of what is no token, and part of any word */
#define LONG_TEXT 4096  /* beyond it a window is looked for now and then */
#define SHAPE_LEAST 16  /* bytes of a token's first part, or of each */
#define SHAPE_WHOLE 100 /* of a token whose beginning is missing */
#define BASE64_LEAST 22 /* characters that could have a window in them */
#define ESCAPES_MOST 3  /* how often a text was escaped again */

static const char *secrets[REDACT_SLOTS];
static size_t lengths[REDACT_SLOTS];

void redact_hide(enum redact_slot slot, const char *secret)
{
  secrets[slot] = secret;
  lengths[slot] = secret ? strlen(secret) : 0;
  if (lengths[slot] < SECRET_LEAST)
    lengths[slot] = 0;
}

/* ---- What is to be hidden. ------------------------------------------ */

/* How much of the secret in a slot the text begins with; of a long one,
 * unless only short ones count, that may be any part. */
static size_t secret_at(enum redact_slot slot, const char *text, size_t length,
                        int short_only)
{
  const char *const secret = secrets[slot];
  const size_t size = lengths[slot];
  const char *found;
  size_t same = WINDOW;

  if (size && size < WINDOW)
    return length >= size && memcmp(text, secret, size) == 0 ? size : 0;
  if (!size || short_only || length < WINDOW)
    return 0;
  found = memmem(secret, size, text, WINDOW);
  while (found && same < length && found + same < secret + size &&
         text[same] == found[same])
    same++;
  return found ? same : 0;
}

static int is_base64(char byte)
{
  return ascii_is_letter(byte) || ascii_is_digit(byte) || byte == '-' ||
         byte == '_';
}

/* The length of a token that begins here (RFC 7515, 7516): base64url of what
 * begins like a JSON object, or long parts between dots. */
static size_t shape_at(const char *text, size_t length, char before)
{
  const int is_json = length > 3 && memcmp(text, "eyJ", 3) == 0;
  size_t parts = 1;
  size_t part = 0; /* where the present one begins */
  size_t at = 0;

  if (!is_json && (is_base64(before) || before == '.'))
    return 0;
  for (; at < length && (is_base64(text[at]) || text[at] == '.'); at++) {
    if (text[at] != '.')
      continue;
    if (!is_json && at - part < SHAPE_LEAST)
      return 0;
    if (is_json && parts == 1 && at < SHAPE_LEAST)
      return 0;
    parts++;
    part = at + 1;
  }
  while (at > 0 && text[at - 1] == '.')
    at--; /* the end of a sentence */
  if (is_json)
    return at >= SHAPE_LEAST ? at : 0;
  return parts >= 3 && at >= SHAPE_WHOLE && at - part >= SHAPE_LEAST ? at : 0;
}

/* Likewise of all secrets, the most that is found. */
static size_t known_at(const char *text, size_t length, int short_only)
{
  size_t most = 0;
  int slot;

  for (slot = 0; slot < REDACT_SLOTS; slot++) {
    const size_t own =
        secret_at((enum redact_slot)slot, text, length, short_only);

    if (own > most)
      most = own;
  }
  return most;
}

size_t redact_at(const char *text, size_t length, char before)
{
  const size_t known = known_at(text, length, 0);
  const size_t shape = shape_at(text, length, before);

  return known > shape ? known : shape;
}

/* ---- A text, as it is and as what it stands for. --------------------- */

/* Bytes, and where in the text each of them stands: byte i is what
 * text[start[i]] to before text[start[i + 1]] stands for. */
struct view {
  char *bytes;
  size_t *start;
  size_t length;
};

static void view_free(struct view *view)
{
  if (view->bytes)
    wipe(view->bytes, view->length);
  free(view->bytes);
  free(view->start);
}

static int view_begin(struct view *view, size_t most)
{
  view->bytes = malloc(most + 1);
  view->start = malloc((most + 1) * sizeof *view->start);
  return view->bytes && view->start ? 0 : -1;
}

static int view_text(struct view *view, const char *text, size_t length)
{
  size_t i;

  if (view_begin(view, length) < 0)
    return -1;
  memcpy(view->bytes, text, length);
  for (i = 0; i <= length; i++)
    view->start[i] = i;
  view->length = length;
  return 0;
}

/* The value of `count` hexadecimal digits, or -1. */
static int hexadecimal(const char *text, size_t length, size_t count)
{
  int value = 0;
  size_t i;

  if (length < count)
    return -1;
  for (i = 0; i < count; i++) {
    const int digit = ascii_hex(text[i]);

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* Reads one escape: %2E, \u002e, \x2e, or a backslash before any other byte.
 * Returns how many bytes it has, 0 where none stands here. */
static size_t read_escape(const char *text, size_t length, char *byte)
{
  const int kind = length > 1 ? text[1] : 0;
  const size_t digits = kind == 'u' ? 4 : 2;
  int value;

  if (text[0] == '%') {
    value = hexadecimal(text + 1, length - 1, 2);
    *byte = (char)value;
    return value > 0 ? 3 : 0;
  }
  if (text[0] != '\\' || length < 2)
    return 0;
  /* No escape has %2e in it: what the percent sign begins is one. */
  if (kind == '%' && hexadecimal(text + 2, length - 2, 2) > 0)
    return 0;
  if (kind == 'u' || kind == 'x') {
    value = hexadecimal(text + 2, length - 2, digits);
    *byte = (char)value;
    return value > 0 && value < 0x80 ? 2 + digits : 0;
  }
  *byte = (char)kind;
  return 2;
}

/* What a view stands for once its escapes are read; without any, the view's
 * length stays. */
static int view_unescape(struct view *view, const struct view *of)
{
  size_t at = 0;

  if (view_begin(view, of->length) < 0)
    return -1;
  while (at < of->length) {
    size_t used = read_escape(of->bytes + at, of->length - at,
                              view->bytes + view->length);

    if (!used) {
      view->bytes[view->length] = of->bytes[at];
      used = 1;
    }
    view->start[view->length++] = of->start[at];
    at += used;
  }
  view->start[view->length] = of->start[of->length];
  return 0;
}

/* What base64 of `count` characters at `from` stands for. */
static int view_base64(struct view *view, const struct view *of, size_t from,
                       size_t count)
{
  unsigned bits = 0;
  size_t held = 0;
  size_t i;

  if (view_begin(view, count) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    bits = bits << 6 | (unsigned)base64_digit(of->bytes[from + i]);
    held += 6;
    if (held < 8)
      continue;
    held -= 8;
    view->bytes[view->length] = (char)(bits >> held & 0xff);
    view->start[view->length++] = of->start[from + i - (i > 0)];
  }
  view->start[view->length] = of->start[from + count];
  return 0;
}

/* ---- Hiding. --------------------------------------------------------- */

/* Notes in `hidden`, a byte of the text each, what is to be hidden. */
static void hide_in_view(char *hidden, const struct view *view)
{
  const size_t stride = view->length > LONG_TEXT ? WINDOW : 1;
  size_t shape_end = 0;
  size_t at, length;

  /* Each byte in turn, also within what was found: two may overlap. */
  for (at = 0; at < view->length; at++) {
    const char *text = view->bytes + at;
    const size_t rest = view->length - at;
    size_t from = at;

    length = known_at(text, rest, at % stride != 0);
    if (!length && at >= shape_end) {
      length = shape_at(text, rest, (char)(at ? text[-1] : '\0'));
      shape_end = at + length;
    }
    if (!length)
      continue;
    /* What was passed over belongs to it, too. */
    while (stride > 1 && from > 0 && at - from < stride &&
           known_at(view->bytes + from - 1, view->length - from + 1, 0))
      from--;
    memset(hidden + view->start[from], 1,
           view->start[at + length] - view->start[from]);
  }
}

/* Base64 may begin anywhere in what looks like it. */
static int hide_in_base64(char *hidden, const struct view *of)
{
  size_t at, end, shift;

  for (at = 0; at < of->length; at = end + 1) {
    for (end = at; end < of->length && base64_digit(of->bytes[end]) >= 0;
         end++)
      continue;
    for (shift = 0; shift < 4 && end - at >= BASE64_LEAST + shift; shift++) {
      CLEANUP(view_free) struct view view = { 0 };

      if (view_base64(&view, of, at + shift, end - at - shift) < 0)
        return -1;
      hide_in_view(hidden, &view);
    }
  }
  return 0;
}

static int hide_in(char *hidden, const struct view *view, int again)
{
  CLEANUP(view_free) struct view other = { 0 };

  hide_in_view(hidden, view);
  if (hide_in_base64(hidden, view) < 0 || view_unescape(&other, view) < 0)
    return -1;
  return other.length == view->length || !again
             ? 0
             : hide_in(hidden, &other, again - 1);
}

void redact(struct buffer *out, const char *text, size_t length)
{
  CLEANUP(view_free) struct view view = { 0 };
  CLEANUP_FREE char *hidden = calloc(length + 1, 1);
  size_t at = 0, from;

  if (!hidden || view_text(&view, text, length) < 0 ||
      hide_in(hidden, &view, ESCAPES_MOST) < 0)
    out->failed = 1;
  while (!out->failed && at < length) {
    from = at;
    while (at < length && hidden[at] == hidden[from])
      at++;
    if (hidden[from])
      buffer_puts(out, REDACTED);
    else
      buffer_append(out, text + from, at - from);
  }
}

static int has_whole(const char *text, size_t length)
{
  int slot;

  for (slot = 0; slot < REDACT_SLOTS; slot++)
    if (lengths[slot] >= WINDOW &&
        memmem(text, length, secrets[slot], lengths[slot]))
      return 1;
  return 0;
}

int redact_knows(const char *text, size_t length)
{
  CLEANUP(view_free) struct view view = { 0 };
  CLEANUP(view_free) struct view other = { 0 };

  if (!length || has_whole(text, length))
    return length > 0;
  if (!memchr(text, '%', length) && !memchr(text, '\\', length))
    return 0;
  return view_text(&view, text, length) < 0 ||
         view_unescape(&other, &view) < 0 ||
         has_whole(other.bytes, other.length);
}
