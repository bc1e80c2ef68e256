/* details.c - one thing as aligned `Label:  value` lines. */
#include "core/output/details.h"

#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/output/cell.h"

/* The columns that a label and its colon take, once escaped. */
static size_t label_width(const char *label)
{
  CLEANUP_BUFFER struct buffer safe = { 0 };

  text_escape(&safe, label, strlen(label));
  if (safe.failed)
    return strlen(label) + 1;
  return text_width(safe.data ? safe.data : "", safe.length) + 1;
}

static void append_blanks(struct buffer *out, size_t blanks)
{
  for (; blanks; blanks--)
    buffer_putc(out, ' '); /* the buffer remembers a failure */
}

static void add_value(struct buffer *out, uint32_t kind, const char *value,
                      const struct table_style *style)
{
  CLEANUP(buffer_wipe) struct buffer safe = { .secret = 1 };
  CLEANUP(buffer_wipe) struct buffer shown = { .secret = 1 };
  enum cell_colour colour;

  if (!value || !*value)
    value = "-";
  text_escape(&safe, value, strlen(value));
  if (safe.failed) {
    out->failed = 1;
    return;
  }
  colour = cell_long(&shown, kind, safe.data, style);
  buffer_puts(out, cell_colour_on(colour));
  buffer_append(out, shown.data, shown.length);
  buffer_puts(out, cell_colour_off(colour));
  buffer_putc(out, '\n');
  out->failed |= shown.failed;
}

/* The lines of a value as they are, but for what could steer a terminal. */
static void add_lines(struct buffer *out, const char *value)
{
  size_t length, end;

  for (; *value; value += length + (value[length] == '\n')) {
    length = end = strcspn(value, "\n");
    if (length > 0 && value[length] == '\n' && value[length - 1] == '\r')
      end--;
    text_escape(out, value, end);
    if (end < length)
      buffer_putc(out, '\r');
    buffer_putc(out, '\n');
  }
}

static void add_field(struct buffer *out, const struct details_field *field,
                      size_t width, const struct table_style *style)
{
  size_t i;

  if (field->secret)
    buffer_putc(out, '\n');
  text_escape(out, field->label, strlen(field->label));
  buffer_putc(out, ':');
  if (field->secret && field->count == 1 && strchr(field->values[0], '\n')) {
    buffer_putc(out, '\n');
    add_lines(out, field->values[0]);
    return;
  }
  append_blanks(out, width - label_width(field->label) + 2);
  if (!field->count)
    add_value(out, field->kind, NULL, style);
  for (i = 0; i < field->count; i++) {
    if (i)
      append_blanks(out, width + 2);
    add_value(out, field->kind, field->values[i], style);
  }
}

int details_write(const struct details_field *fields, size_t count,
                  const struct table_style *style, struct sink sink,
                  struct error *error)
{
  /* A one-time token may be among the values. */
  CLEANUP(buffer_wipe) struct buffer out = { .secret = 1 };
  size_t width = 0, i;

  for (i = 0; i < count; i++) {
    size_t label = label_width(fields[i].label);

    if (label > width)
      width = label;
  }
  for (i = 0; i < count; i++)
    add_field(&out, &fields[i], width, style);
  if (out.failed)
    return error_memory(error);
  return out.length ? sink_write(sink, out.data, out.length, error) : 0;
}
