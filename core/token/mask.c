/* mask.c - a new token is kept out of the log of GitHub Actions. */
#include "core/token/mask.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/environment.h"
#include "core/base/io.h"
#include "core/message/message.h"

static int is_read_by_runner(void)
{
  const char *actions = environment_value("GITHUB_ACTIONS");
  struct stat status;

  return actions && strcmp(actions, "true") == 0 &&
         fstat(STDERR_FILENO, &status) == 0 && !S_ISREG(status.st_mode);
}

/* The value of a workflow command: what would end the line, or begin an
 * escape, is escaped. */
static void append_value(struct buffer *line, const char *text)
{
  for (; *text; text++)
    if (*text == '%' || *text == '\r' || *text == '\n')
      buffer_printf(line, "%%%02X", (unsigned)(unsigned char)*text);
    else
      buffer_putc(line, *text);
}

void mask_token(const char *token)
{
  CLEANUP(buffer_wipe) struct buffer line = { .secret = 1 };

  if (!is_read_by_runner())
    return;
  buffer_puts(&line, "::add-mask::");
  append_value(&line, token);
  buffer_putc(&line, '\n');
  message_progress(NULL);
  if (!line.failed)
    (void)write_all(STDERR_FILENO, line.data, line.length);
}
