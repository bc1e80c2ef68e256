/* announce.c - what people are told of a one-time token that was delivered. */
#include "core/output/announce.h"

#include <string.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/message/message.h"

/* Appends a word as a shell takes it. */
static void append_word(struct buffer *text, const char *word)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "abcdefghijklmnopqrstuvwxyz0123456789_./,:+@%-";

  if (word[0] && strspn(word, plain) == strlen(word)) {
    buffer_puts(text, word);
    return;
  }
  text_shell(text, word);
}

/* Appends where a file is, for use from another folder. */
static void append_path(struct buffer *text, const char *file)
{
  CLEANUP_BUFFER struct buffer path = { 0 };
  char folder[4096];

  if (file[0] != '/' && getcwd(folder, sizeof folder))
    buffer_printf(&path, "%s%s", folder,
                  folder[strlen(folder) - 1] == '/' ? "" : "/");
  buffer_puts(&path, strncmp(file, "./", 2) == 0 ? file + 2 : file);
  append_word(text, path.failed ? file : path.data);
}

/* Says what to do with a token: it is in the file, or stdout has just shown
 * it, and it is not said again where that may be logged. */
static void say_use(const struct delivery_task *task, const char *file)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!task->verb->secret_variable || task->tokens_only)
    return;
  if (file)
    append_path(&text, file);
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
