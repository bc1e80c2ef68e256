/* error.c - what went wrong, and what the process ends with for it. */
#include "core/base/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"

int error_set(struct error *error, enum exit_status exit_status,
              const char *format, ...)
{
  struct buffer text = { 0 };
  va_list list;

  if (error->exit_status != EXIT_DONE)
    return -1;
  error->exit_status = exit_status;
  va_start(list, format);
  buffer_vprintf(&text, format, list); /* buffer_take looks */
  va_end(list);
  free(error->message);
  error->message = buffer_take(&text); /* NULL is told as "out of memory" */
  return -1;
}

int error_plugin(struct error *error, const char *plugin, const char *format,
                 ...)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  va_list list;

  va_start(list, format);
  buffer_vprintf(&text, format, list);
  va_end(list);
  return text.failed ? error_memory(error)
                     : error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s",
                                 plugin, text.data);
}

int error_hint(struct error *error, const char *format, ...)
{
  struct buffer text = { 0 };
  va_list list;

  if (error->hint)
    return -1;
  va_start(list, format);
  buffer_vprintf(&text, format, list); /* buffer_take looks */
  va_end(list);
  error->hint = buffer_take(&text); /* without memory, without a hint */
  return -1;
}

int error_kept(struct error *error, const char *file)
{
  free(error->kept);
  error->kept = strdup(file); /* without memory, in the hint alone */
  return -1;
}

int error_memory(struct error *error)
{
  return error_set(error, EXIT_FAILED, "out of memory");
}

void error_clear(struct error *error)
{
  free(error->message);
  free(error->hint);
  free(error->kept);
  free(error->trace_id);
  *error = (struct error){ 0 };
}
