/* candidates.c - what the word at the cursor can become. */
#include "core/completion/candidates.h"

#include <string.h>
#include <unistd.h>

#include "core/base/io.h"
#include "core/base/text.h"

#define DESCRIPTION_MOST 60 /* columns */

/* Whether the value continues what is typed. */
static int candidates_match(const struct candidates *candidates,
                            const char *value)
{
  return strncmp(value, candidates->value, strlen(candidates->value)) == 0;
}

/* Whether a value can be shown as it is. */
static int is_plain(const char *value)
{
  CLEANUP_BUFFER struct buffer escaped = { 0 };

  text_escape(&escaped, value, strlen(value));
  return value[0] && !escaped.failed && strcmp(escaped.data, value) == 0;
}

void candidates_add(struct candidates *candidates, const char *value,
                    const char *description)
{
  CLEANUP_BUFFER struct buffer escaped = { 0 };
  struct buffer *text = &candidates->text;
  size_t before = strlen(candidates->current) - strlen(candidates->value);

  if (!candidates_match(candidates, value) || !is_plain(value))
    return;
  candidates->count++;
  buffer_append(text, candidates->current, before);
  buffer_puts(text, value);
  if (description && description[0]) {
    text_escape(&escaped, description, strlen(description));
    buffer_putc(text, '\t');
    text_cut(text, escaped.data, escaped.length, DESCRIPTION_MOST);
  }
  buffer_putc(text, '\n');
}

void candidates_print(const struct candidates *candidates)
{
  static const char *const kinds[] = { "values", "files", "directories" };
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t before = strlen(candidates->current) - strlen(candidates->value);

  if (candidates->text.failed ||
      (candidates->kind == CANDIDATES_VALUES && !candidates->count))
    return;
  buffer_puts(&text, kinds[candidates->kind]);
  if (candidates->kind == CANDIDATES_VALUES) {
    buffer_putc(&text, '\n');
    buffer_append(&text, candidates->text.data, candidates->text.length);
  } else {
    buffer_printf(&text, "\t%.*s\n", (int)before, candidates->current);
  }
  /* A shell that went away needs no answer. */
  if (!text.failed)
    (void)write_all(STDOUT_FILENO, text.data, text.length);
}
