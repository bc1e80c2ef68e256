/* announce.c - what people are told of a one-time token that was delivered. */
#include "core/output/announce.h"

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/message/message.h"

/* Says what to do with a token: it is in the file, or stdout has just shown
 * it, and it is not said again where that may be logged. */
static void say_use(const struct delivery_task *task, const char *file)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!task->verb->secret_variable || task->tokens_only)
    return;
  if (file)
    text_file(&text, file);
  if (!text.failed)
    message_line("To use it: export %s%s=%s", task->verb->secret_variable,
                 file ? "_FILE" : "", file ? text.data : "...");
}

void announce_file(const struct delivery_task *task, const char *file)
{
  if (!task->for_people)
    return;
  message_line("The token was written to %s.", file);
  say_use(task, file);
}

void announce_result(const struct delivery_task *task)
{
  if (!task->for_people)
    return;
  message_line("This token cannot be read again: keep it now.");
  say_use(task, NULL);
}

void announce_kept(const char *path, const char *file)
{
  message_note("the output leaves out the new token; it is kept at %s in %s: "
               "read it there, then delete the file",
               path, file);
}
