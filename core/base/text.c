/* text.c - text that people read: escaped, measured, cut. */
#include "core/base/text.h"

#include <string.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/width.h"

static int has_utf8 = 1;

void text_setup(int utf8)
{
  has_utf8 = utf8;
}

size_t text_decode(const char *text, size_t length, uint32_t *code)
{
  const unsigned char *byte = (const unsigned char *)text;
  uint32_t value, least;
  size_t count, i;

  if (!length)
    return 0;
  if (byte[0] < 0x80) {
    *code = byte[0];
    return 1;
  }
  if (byte[0] >= 0xc2 && byte[0] <= 0xdf) {
    count = 2, value = byte[0] & 0x1f, least = 0x80;
  } else if ((byte[0] & 0xf0) == 0xe0) {
    count = 3, value = byte[0] & 0x0f, least = 0x800;
  } else if (byte[0] >= 0xf0 && byte[0] <= 0xf4) {
    count = 4, value = byte[0] & 0x07, least = 0x10000;
  } else {
    return 0;
  }
  if (length < count)
    return 0;
  for (i = 1; i < count; i++) {
    if ((byte[i] & 0xc0) != 0x80)
      return 0;
    value = value << 6 | (byte[i] & 0x3f);
  }
  if (value < least || value > 0x10ffff ||
      (value >= 0xd800 && value <= 0xdfff))
    return 0;
  *code = value;
  return count;
}

void text_shell(struct buffer *shell, const char *word)
{
  buffer_putc(shell, '\'');
  for (; *word; word++)
    if (*word == '\'')
      buffer_puts(shell, "'\\''");
    else
      buffer_putc(shell, *word);
  buffer_putc(shell, '\'');
}

static const char plain_in_shell[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789_./,:+@%-";

/* What a shell's printf prints as it is, if not as the first byte, and what
 * means nothing between these quotes in any shell. */
static const char plain_in_printf[] = " _./,:;+@=-<>&|()[]{}$*?#~^\"";

/* A word of which some bytes cannot be shown: a shell's printf makes them. */
static void print_word(struct buffer *shell, const char *word)
{
  const char *first = word;

  buffer_puts(shell, "\"$(printf '");
  for (; *word; word++)
    if (ascii_is_word(*word) ||
        (word > first && strchr(plain_in_printf, *word)))
      buffer_putc(shell, *word);
    else
      buffer_printf(shell, "\\%03o", (unsigned)(unsigned char)*word);
  buffer_puts(shell, "')\"");
}

void text_word(struct buffer *shell, const char *word)
{
  const size_t length = strlen(word);

  if (length && strspn(word, plain_in_shell) == length)
    buffer_puts(shell, word);
  else
    text_quoted(shell, word);
}

void text_quoted(struct buffer *shell, const char *word)
{
  CLEANUP_BUFFER struct buffer shown = { 0 };
  const size_t length = strlen(word);

  text_escape(&shown, word, length);
  if (shown.failed)
    shell->failed = 1;
  else if (shown.length && strcmp(shown.data, word) == 0)
    text_shell(shell, word);
  else if (length && word[length - 1] != '\n')
    print_word(shell, word);
  else /* no shell keeps that newline: as another word, which means nothing */
    text_shell(shell, shown.length ? shown.data : "");
}

void text_command(struct buffer *shell, const char *const *words)
{
  size_t i;

  for (i = 0; words[i]; i++) {
    if (i)
      buffer_putc(shell, ' ');
    text_word(shell, words[i]);
  }
}

void text_file(struct buffer *shell, const char *file)
{
  CLEANUP_BUFFER struct buffer path = { 0 };
  char folder[4096];

  if (file[0] != '/' && getcwd(folder, sizeof folder))
    buffer_printf(&path, "%s%s", folder,
                  folder[strlen(folder) - 1] == '/' ? "" : "/");
  buffer_puts(&path, strncmp(file, "./", 2) == 0 ? file + 2 : file);
  text_word(shell, path.failed ? file : path.data);
}

int text_is_utf8(const char *text)
{
  size_t left = strlen(text), size;
  uint32_t code;

  for (; left; text += size, left -= size) {
    size = text_decode(text, left, &code);
    if (!size)
      return 0;
  }
  return 1;
}

int text_unsafe(uint32_t code)
{
  if (code < 0xa0)
    return code < 0x20 || code >= 0x7f;
  return code == 0x061c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

int text_unseen(uint32_t code)
{
  return text_unsafe(code) || width_unseen(code);
}

void text_escape_json(struct buffer *buffer, uint32_t code)
{
  if (code > 0xffff)
    buffer_printf(buffer, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (code >> 10)),
                  (unsigned)(0xdc00 | (code & 0x3ff)));
  else
    buffer_printf(buffer, "\\u%04x", (unsigned)code);
}

static void escape_code(struct buffer *buffer, uint32_t code)
{
  if (code == '\n')
    buffer_puts(buffer, "\\n");
  else if (code == '\r')
    buffer_puts(buffer, "\\r");
  else if (code == '\t')
    buffer_puts(buffer, "\\t");
  else if (code && code < 0x80)
    buffer_printf(buffer, "\\x%02x", (unsigned)code);
  else
    buffer_printf(buffer, code > 0xffff ? "\\U%08x" : "\\u%04x",
                  (unsigned)code);
}

size_t text_plain(const char *text, size_t length)
{
  const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t at = 0;
  uint64_t word;

  /* Eight bytes at a time: a borrow below a blank, a carry above "~" or a top
   * bit in any of them ends it. */
  for (; length - at >= sizeof word; at += sizeof word) {
    memcpy(&word, text + at, sizeof word);
    if ((word | (word - ones * 0x20) | (word + ones)) & ones * 0x80)
      break;
  }
  while (at < length && text[at] >= 0x20 && text[at] < 0x7f)
    at++;
  return at;
}

void text_escape(struct buffer *buffer, const char *text, size_t length)
{
  size_t from = 0, at = 0; /* text[from..at) goes out as it is */

  while ((at += text_plain(text + at, length - at)) < length) {
    unsigned char byte = (unsigned char)text[at];
    uint32_t code = 0;
    size_t count = text_decode(text + at, length - at, &code);

    if (count && !text_unseen(code) && (has_utf8 || code < 0x80)) {
      at += count;
      continue;
    }
    buffer_append(buffer, text + from, at - from);
    if (count)
      escape_code(buffer, code);
    else
      buffer_printf(buffer, "\\x%02x", byte);
    at += count ? count : 1;
    from = at;
  }
  buffer_append(buffer, text + from, at - from);
}

void text_guard(struct buffer *buffer, const char *text, size_t length)
{
  size_t from = 0, at = 0; /* text[from..at) goes out as it is */

  while (at < length) {
    uint32_t code = 0;
    size_t count = text_decode(text + at, length - at, &code);

    if (count && text_unseen(code) && code != '\n' && code != '\t') {
      buffer_append(buffer, text + from, at - from);
      text_escape_json(buffer, code);
      from = at + count;
    }
    at += count ? count : 1;
  }
  buffer_append(buffer, text + from, at - from);
}

static int is_ascii(const char *text, size_t length)
{
  uint64_t word, all = 0;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
    memcpy(&word, text, sizeof word);
    all |= word;
  }
  while (length > 0)
    all |= (unsigned char)text[--length];
  return !(all & UINT64_C(0x8080808080808080));
}

/* The bytes of the longest start of `text` that fits into `width` columns;
 * `*used` says how many columns that start takes. */
static size_t fitting(const char *text, size_t length, size_t width,
                      size_t *used)
{
  size_t at = 0, columns = 0;

  if (is_ascii(text, length)) /* as most are: a byte is a column */
    return *used = length < width ? length : width;
  while (at < length) {
    size_t count = 1, wide = 1;
    uint32_t code;

    if ((unsigned char)text[at] >= 0x80) {
      count = text_decode(text + at, length - at, &code);
      wide = count ? width_of(code) : 1;
      if (!count)
        count = 1;
    }
    if (wide > width - columns)
      break;
    columns += wide;
    at += count;
  }
  *used = columns;
  return at;
}

size_t text_width(const char *text, size_t length)
{
  size_t columns;

  (void)fitting(text, length, SIZE_MAX, &columns); /* all of it fits */
  return columns;
}

/* What stands for that which was cut out, into so many columns. */
static const char *cut_mark(size_t width, size_t *mark_width)
{
  *mark_width = has_utf8 ? 1 : 3;
  if (width >= *mark_width + !has_utf8)
    return has_utf8 ? "\xe2\x80\xa6" : "...";
  *mark_width = 0;
  return "";
}

void text_cut(struct buffer *buffer, const char *text, size_t length,
              size_t width)
{
  size_t columns, mark_width;
  const char *mark;

  if (fitting(text, length, width, &columns) == length) {
    buffer_append(buffer, text, length);
    return;
  }
  mark = cut_mark(width, &mark_width);
  length = fitting(text, length, width - mark_width, &columns);
  buffer_append(buffer, text, length);
  buffer_puts(buffer, mark);
}

/* Where the longest end of `text` begins that fits into `width` columns. */
static size_t fitting_end(const char *text, size_t length, size_t width)
{
  const size_t all = text_width(text, length);
  size_t columns, start;

  if (all <= width)
    return 0;
  start = fitting(text, length, all - width, &columns);
  if (columns < all - width) /* half of a wide one would be left */
    start = fitting(text, length, all - width + 1, &columns);
  return start;
}

void text_cut_middle(struct buffer *buffer, const char *text, size_t length,
                     size_t width, size_t before)
{
  size_t columns, mark_width, start;
  const char *mark;

  if (fitting(text, length, width, &columns) == length) {
    buffer_append(buffer, text, length);
    return;
  }
  mark = cut_mark(width, &mark_width);
  width -= mark_width;
  if (!mark_width || before > width)
    before = width;
  start = fitting(text, length, before, &columns);
  buffer_append(buffer, text, start);
  buffer_puts(buffer, mark);
  start = fitting_end(text, length, width - columns);
  buffer_append(buffer, text + start, length - start);
}
