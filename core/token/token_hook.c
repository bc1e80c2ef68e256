/* token_hook.c - the user's command that takes a one-time token to the place
 * that uses it. */
#include "core/token/token_hook.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/base/cleanup.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/shell.h"
#include "core/base/text.h"
#include "core/message/message.h"
#include "core/message/tty.h"

#define EXAMINE_TIME 10000 /* milliseconds */
#define SHOWN_MOST 60      /* bytes of a command in a message */

/* ---- Its environment. --------------------------------------------- */

#define PARTS 4
/* Those of the token that acts are taken out. */
#define VARIABLES (PARTS + 3)

struct hook_environment {
  struct buffer names[PARTS];
  struct shell_variable variables[VARIABLES];
};

/* The parts that a thing has, by the ends of their variables' names. */
static const char *owner_part(const struct token_hook_owner *owner, size_t at,
                              const char **end)
{
  static const char *const ends[PARTS] = { "_ID", "_NAME", "_ORGANIZATION_ID",
                                           "_EXPIRY" };
  const char *const values[PARTS] = { owner->id, owner->name,
                                      owner->organization, owner->expiry };

  *end = ends[at];
  return values[at];
}

static void environment_free(struct hook_environment *environment)
{
  size_t i;

  for (i = 0; i < PARTS; i++)
    buffer_free(&environment->names[i]);
}

/* What is not known is taken out as well: a value from outside would be that
 * of another thing.  Returns 0, or -1 without memory. */
static int environment_begin(struct hook_environment *environment,
                             const struct token_hook_owner *owner)
{
  static const char *const acting[VARIABLES - PARTS] = {
    "NSCALE_SERVICE_TOKEN", "NSCALE_SERVICE_TOKEN_FILE",
    "NSCALE_SERVICE_TOKEN_COMMAND"
  };
  int failed = 0;
  size_t i;

  for (i = 0; i < PARTS; i++) {
    struct buffer *name = &environment->names[i];
    const char *end;
    const char *value = owner_part(owner, i, &end);

    buffer_printf(name, "%s%s", owner->prefix, end);
    failed |= name->failed;
    environment->variables[i] = (struct shell_variable){ name->data, value };
  }
  for (i = PARTS; i < VARIABLES; i++)
    environment->variables[i] =
        (struct shell_variable){ acting[i - PARTS], NULL };
  return failed ? -1 : 0;
}

/* ---- Before anything is sent. ------------------------------------- */

/* A command in a sentence: its beginning. */
static void append_shown(struct buffer *text, const char *command)
{
  const size_t length = strlen(command);
  size_t shown = length;

  if (length > SHOWN_MOST)
    for (shown = SHOWN_MOST; shown && (command[shown] & 0xc0) == 0x80;)
      shown--;
  buffer_putc(text, '"');
  buffer_append(text, command, shown);
  buffer_puts(text, shown < length ? "...\"" : "\"");
}

static int refuse(const struct token_hook *hook, const char *command,
                  const char *why, struct error *error)
{
  CLEANUP_BUFFER struct buffer shown = { 0 };

  append_shown(&shown, command);
  if (shown.failed)
    return error_memory(error);
  error_set(error, EXIT_USAGE, "--%s %s %s",
            command == hook->check ? "deliver-check" : "deliver", shown.data,
            why);
  return error_hint(error, "nothing was sent");
}

/* sh -n: it is read and not run. */
static int examine_syntax(const struct token_hook *hook, const char *command,
                          struct error *error)
{
  CLEANUP_BUFFER struct buffer said = { .limit = 4096 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  const struct shell_task task = {
    .command = "exec /bin/sh -n -c \"$1\"",
    .word = command,
    .input = -1,
    .milliseconds = EXAMINE_TIME,
    .errors = &said,
  };
  const char *line;
  struct shell_end end;

  if (shell_run(&task, &end) == 0)
    return 0;
  line = shell_last_line(&said);
  buffer_printf(&why, "is not a command that the shell can read%s%s",
                line[0] ? ": " : "", line);
  return why.failed ? error_memory(error)
                    : refuse(hook, command, why.data, error);
}

/* Where the command begins with a plain word: a program that is not there can
 * be told. */
static int examine_word(const struct token_hook *hook, const char *command,
                        struct error *error)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";
  CLEANUP_BUFFER struct buffer ignored = { .limit = 4096 };
  CLEANUP_BUFFER struct buffer word = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  const size_t length = strspn(command, plain);
  struct shell_task task = {
    .command = "command -v -- \"$1\"",
    .input = -1,
    .milliseconds = EXAMINE_TIME,
    .output = &ignored,
  };
  struct shell_end end;

  if (length == 0 || !strchr(" \t\n;|&<>", command[length]))
    return 0;
  buffer_append(&word, command, length);
  if (word.failed)
    return error_memory(error);
  task.word = word.data;
  if (shell_run(&task, &end) == 0)
    return 0;
  buffer_printf(&why, "begins with %s, and there is no such command",
                word.data);
  return why.failed ? error_memory(error)
                    : refuse(hook, command, why.data, error);
}

int token_hook_examine(const struct token_hook *hook, struct error *error)
{
  const char *const commands[] = { hook->command, hook->check };
  size_t i;

  for (i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (commands[i] && (examine_syntax(hook, commands[i], error) < 0 ||
                        examine_word(hook, commands[i], error) < 0))
      return -1;
  return 0;
}

int token_hook_check(const struct token_hook *hook,
                     const struct token_hook_owner *owner, struct error *error)
{
  CLEANUP(environment_free) struct hook_environment environment = { 0 };
  CLEANUP_BUFFER struct buffer why = { 0 };
  const struct shell_task task = {
    .command = hook->check,
    .variables = environment.variables,
    .variable_count = VARIABLES,
    .input = -1,
    .milliseconds = hook->milliseconds,
  };
  struct shell_end end;

  if (!hook->check)
    return 0;
  if (environment_begin(&environment, owner) < 0)
    return error_memory(error);
  message_progress(NULL);
  if (shell_run(&task, &end) == 0)
    return 0;
  if (end.stopped)
    return error_set(error, EXIT_INTERRUPTED, "interrupted");
  shell_say_end(&task, &end, &why);
  return why.failed ? error_memory(error)
                    : refuse(hook, hook->check, why.data, error);
}

/* ---- With the token. ---------------------------------------------- */

/* A descriptor that gives the token and a newline: a pipe, since some
 * programs may not read a file of ours (snaps); the file where a pipe does not
 * take it at once. */
static int open_token(const char *token, const char *file)
{
  const size_t length = strlen(token);
  int ends[2];

  if (pipe(ends) == 0) {
    const int whole = fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
                      fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 &&
                      write(ends[1], token, length) == (ssize_t)length &&
                      write(ends[1], "\n", 1) == 1;

    (void)close(ends[1]);
    if (whole)
      return ends[0];
    (void)close(ends[0]);
  }
  return file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
}

/* Says at a terminal that it is tried again. */
static void say_again(const struct buffer *how, unsigned seconds)
{
  if (tty_is(STDERR_FILENO) && !how->failed)
    message_note("the command of --deliver %s; it is run again in %u s",
                 how->data, seconds);
}

static int run_once(const struct shell_task *given, const char *token,
                    const char *file, struct buffer *how)
{
  struct shell_task task = *given;
  CLEANUP_CLOSE int input = open_token(token, file);
  struct shell_end end = { .failed = errno };

  task.input = input;
  buffer_clear(how);
  if (input >= 0 && shell_run(&task, &end) == 0)
    return 0;
  shell_say_end(&task, &end, how);
  return -1;
}

int token_hook_run(const struct token_hook *hook,
                   const struct token_hook_owner *owner, const char *token,
                   const char *file, struct buffer *text)
{
  CLEANUP(environment_free) struct hook_environment environment = { 0 };
  const struct shell_task task = {
    .command = hook->command,
    .variables = environment.variables,
    .variable_count = VARIABLES,
    .milliseconds = hook->milliseconds,
  };
  unsigned seconds = 1;
  unsigned left;

  if (environment_begin(&environment, owner) < 0) {
    buffer_puts(text, "could not be started: out of memory");
    return -1;
  }
  message_progress(NULL);
  for (left = hook->retries; run_once(&task, token, file, text) < 0; left--) {
    if (left == 0)
      return -1;
    say_again(text, seconds);
    clock_pause((int64_t)seconds * 1000);
    seconds *= 4;
  }
  return 0;
}

void token_hook_by_hand(const struct token_hook *hook,
                        const struct token_hook_owner *owner, const char *file,
                        struct buffer *text)
{
  CLEANUP_BUFFER struct buffer command = { 0 };
  size_t i;

  for (i = 0; i < PARTS; i++) {
    const char *end;
    const char *value = owner_part(owner, i, &end);

    if (!value)
      continue;
    buffer_printf(text, "%s%s=", owner->prefix, end);
    text_word(text, value);
    buffer_putc(text, ' ');
  }
  buffer_puts(text, "sh -c ");
  /* Lines that end it mean nothing, and no shell would keep them. */
  buffer_puts(&command, hook->command);
  while (command.length && command.data[command.length - 1] == '\n')
    buffer_cut(&command, command.length - 1);
  if (command.failed)
    text->failed = 1;
  else
    text_quoted(text, command.data);
  buffer_puts(text, " <");
  text_file(text, file);
}
