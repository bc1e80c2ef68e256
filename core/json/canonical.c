/* canonical.c - JSON text as jq prints it, without jq. */
#include "core/json/canonical.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/json/scan.h"

#define DIGITS_MOST 15 /* that a double keeps, whatever they are */

/* Text is copied in runs: most values are printed as they came. */
struct writer {
  struct buffer *buffer;
  const char *from; /* not appended yet */
  const char *at;
  const char *end;
  unsigned depth;
};

/* Whether an escape begins at the backslash that has four bytes behind it and
 * means a surrogate: 1 a high one, 2 a low one, 0 none. */
static int surrogate(const char *at)
{
  if (at[1] != 'u' || (at[2] | 0x20) != 'd' || at[3] < '8')
    return 0;
  return (at[3] | 0x20) >= 'c' ? 2 : 1;
}

const char *canonical_lone_surrogate(struct span text)
{
  const char *at = text.text;
  const char *end = text.text + text.length;

  /* Backslashes stand in strings alone, each with the byte it escapes. */
  while (end - at > 3 && (at = memchr(at, '\\', (size_t)(end - at) - 3))) {
    switch (surrogate(at)) {
    case 0:
      at += 2;
      break;
    case 1:
      if (end - at < 12 || at[6] != '\\' || surrogate(at + 6) != 2)
        return at;
      at += 12;
      break;
    default:
      return at;
    }
  }
  return NULL;
}

int canonical_repeats(const struct span *names, size_t count)
{
  size_t i, j;

  for (i = 1; i < count; i++)
    for (j = 0; j < i; j++)
      if (names[i].length == names[j].length &&
          memcmp(names[i].text, names[j].text, names[i].length) == 0)
        return 1;
  return 0;
}

/* Appends the run that ends here; the next one begins at `next`. */
static void end_run(struct writer *writer, const char *next)
{
  buffer_append(writer->buffer, writer->from,
                (size_t)(writer->at - writer->from));
  writer->from = next;
  writer->at = next;
}

static void skip_space(struct writer *writer)
{
  const char *next = writer->at;

  while (next < writer->end &&
         (*next == ' ' || *next == '\n' || *next == '\t' || *next == '\r'))
    next++;
  if (next != writer->at)
    end_run(writer, next);
}

/* Appends a byte of a string as jq escapes it. */
static void append_escaped(struct buffer *buffer, unsigned char byte)
{
  static const char escaped[] = "\"\\\b\f\n\r\t";
  static const char names[] = "\"\\bfnrt";
  const char *found = byte ? strchr(escaped, byte) : NULL;

  if (found)
    buffer_printf(buffer, "\\%c", names[found - escaped]);
  else if (byte < 0x20 || byte == 0x7f)
    buffer_printf(buffer, "\\u%04x", byte);
  else
    buffer_putc(buffer, (char)byte);
}

/* A string that is not printed as it came. */
static void rewrite_string(struct writer *writer, struct span string)
{
  struct buffer bytes = { .secret = writer->buffer->secret };
  size_t i;

  end_run(writer, string.text + string.length);
  buffer_putc(writer->buffer, '"');
  if (span_decode(&bytes, string) < 0)
    writer->buffer->failed = 1;
  for (i = 0; i < bytes.length; i++)
    append_escaped(writer->buffer, (unsigned char)bytes.data[i]);
  buffer_putc(writer->buffer, '"');
  buffer_wipe(&bytes);
}

static int write_string(struct writer *writer)
{
  struct span string = { writer->at, 0 };
  const char *at = writer->at + 1;
  int plain = 1;

  for (; at < writer->end && *at != '"'; at++) {
    if (*at == 0x7f)
      plain = 0;
    if (*at != '\\' || ++at == writer->end)
      continue;
    if (*at == '/' || *at == 'u')
      plain = 0;
  }
  if (at == writer->end)
    return -1;
  string.length = (size_t)(at + 1 - string.text);
  if (plain)
    writer->at = at + 1;
  else
    rewrite_string(writer, string);
  return 0;
}

static int write_number(struct writer *writer)
{
  const char *at = writer->at;
  const char *digits;

  if (*at == '-')
    at++;
  digits = at;
  while (at < writer->end && ascii_is_digit(*at))
    at++;
  if (at == digits || at - digits > DIGITS_MOST)
    return -1;
  if (*digits == '0' && digits != writer->at) /* -0 */
    return -1;
  if (at < writer->end && (*at == '.' || (*at | 0x20) == 'e'))
    return -1;
  writer->at = at;
  return 0;
}

static int write_word(struct writer *writer)
{
  while (writer->at < writer->end && ascii_is_lower(*writer->at))
    writer->at++;
  return 0;
}

static int write_value(struct writer *writer);

static int write_array(struct writer *writer)
{
  writer->at++;
  skip_space(writer);
  while (writer->at < writer->end && *writer->at != ']') {
    if (write_value(writer) < 0)
      return -1;
    skip_space(writer);
    if (writer->at < writer->end && *writer->at == ',')
      writer->at++;
    skip_space(writer);
  }
  writer->at++;
  return 0;
}

static int write_name(struct writer *writer, struct span *name)
{
  *name = (struct span){ writer->at, 0 };
  if (write_string(writer) < 0)
    return -1;
  if (writer->at <= name->text || writer->from > name->text)
    return -1; /* it was rewritten */
  name->length = (size_t)(writer->at - name->text);
  if (memchr(name->text, '\\', name->length))
    return -1;
  skip_space(writer);
  writer->at++; /* the colon */
  skip_space(writer);
  return 0;
}

static int write_object(struct writer *writer)
{
  struct span names[CANONICAL_NAMES];
  size_t count = 0;

  writer->at++;
  skip_space(writer);
  while (writer->at < writer->end && *writer->at == '"') {
    if (count == CANONICAL_NAMES || write_name(writer, &names[count++]) < 0 ||
        write_value(writer) < 0)
      return -1;
    skip_space(writer);
    if (writer->at < writer->end && *writer->at == ',')
      writer->at++;
    skip_space(writer);
  }
  writer->at++;
  return canonical_repeats(names, count) ? -1 : 0;
}

static int write_value(struct writer *writer)
{
  int result;

  if (writer->at >= writer->end || writer->depth > SCAN_DEPTH)
    return -1;
  writer->depth++;
  switch (*writer->at) {
  case '"':
    result = write_string(writer);
    break;
  case '{':
    result = write_object(writer);
    break;
  case '[':
    result = write_array(writer);
    break;
  case 't':
  case 'f':
  case 'n':
    result = write_word(writer);
    break;
  default:
    result = write_number(writer);
    break;
  }
  writer->depth--;
  return result;
}

int canonical_write(struct buffer *buffer, struct span value)
{
  size_t before = buffer->length;
  struct writer writer = { .buffer = buffer,
                           .from = value.text,
                           .at = value.text,
                           .end = value.text + value.length };

  if (write_value(&writer) == 0) {
    if (writer.at > writer.end)
      writer.at = writer.end;
    end_run(&writer, writer.at);
    return 0;
  }
  buffer_cut(buffer, before);
  return -1;
}
