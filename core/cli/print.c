/* print.c - texts of the core's own: to stdout, or to stderr on bad usage. */
#include "core/cli/print.h"

#include <unistd.h>

#include "core/message/message.h"
#include "core/message/redact.h"
#include "core/output/output.h"

static int print_to(struct output *output, const struct buffer *text,
                    struct error *error)
{
  int result = text->failed
                   ? error_memory(error)
                   : output_write(output, text->data, text->length, error);

  if (result == 0)
    result = output_end(output, error);
  output_discard(output);
  return result;
}

int print_result(const struct buffer *text, struct error *error)
{
  struct output output = { .fd = STDOUT_FILENO };

  return print_to(&output, text, error);
}

int print_redacted(const struct buffer *text, int is_json, struct error *error)
{
  CLEANUP_BUFFER struct buffer clean = { 0 };
  struct output output = { .fd = STDOUT_FILENO };

  if (text->data)
    redact(&clean, text->data, text->length);
  if (is_json)
    output_json(&output, 0);
  return print_to(&output, &clean, error);
}

void print_aside(const struct buffer *text)
{
  struct output output = { .fd = STDERR_FILENO, .name = "standard error" };
  struct error ignored = { 0 };

  if (message_is_json())
    return;
  /* Nobody is left to tell when stderr fails. */
  (void)output_write(&output, text->data ? text->data : "", text->length,
                     &ignored);
  (void)output_end(&output, &ignored);
  output_discard(&output);
  error_clear(&ignored);
}
