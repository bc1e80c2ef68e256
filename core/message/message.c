/* message.c - the one way to speak to people. */
#include "core/message/message.h"

#include <stdarg.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/io.h"
#include "core/base/text.h"
#include "core/json/write.h"
#include "core/message/progress.h"
#include "core/message/redact.h"
#include "core/message/tty.h"

static int as_json;

void message_setup(int json)
{
  as_json = json;
}

int message_is_json(void)
{
  return as_json;
}

static void write_out(const char *bytes, size_t length)
{
  progress_clear();
  message_progress(NULL);
  /* Nobody is left to tell when stderr fails. */
  (void)write_all(STDERR_FILENO, bytes, length);
}

/* Appends a text as people, or a JSON parser, may have it.  Secrets go before
 * escapes come. */
static void append_clean(struct buffer *out, const char *text, int json)
{
  CLEANUP_BUFFER struct buffer clean = { 0 };

  redact(&clean, text, strlen(text));
  if (clean.failed)
    out->failed = 1;
  else if (json)
    json_escape(out, clean.data, clean.length);
  else
    text_escape(out, clean.data, clean.length);
}

/* Says a text without any memory: byte by byte, plain ASCII alone. */
static void say_poorly(const char *text)
{
  char line[128];
  char before = '\0';
  size_t used = 0;
  size_t hidden;

  for (; *text; text++) {
    hidden = redact_at(text, strlen(text), before);
    if (hidden) {
      write_out(line, used);
      write_out(REDACTED, strlen(REDACTED));
      used = 0;
      text += hidden - 1;
      before = *text;
      continue;
    }
    before = *text;
    line[used++] = (char)(*text >= 0x20 && *text < 0x7f ? *text : '?');
    if (used == sizeof line) {
      write_out(line, used);
      used = 0;
    }
  }
  write_out(line, used);
}

static const char *message_of(const struct error *error)
{
  return error->message ? error->message : "out of memory";
}

static void compose_plain(struct buffer *out, const struct error *error)
{
  buffer_puts(out, "nscale: ");
  append_clean(out, message_of(error), 0);
  if (error->http_status || error->trace_id)
    buffer_puts(out, " (");
  if (error->http_status)
    buffer_printf(out, "HTTP %ld", error->http_status);
  if (error->http_status && error->trace_id)
    buffer_puts(out, ", ");
  if (error->trace_id) {
    buffer_puts(out, "trace ");
    append_clean(out, error->trace_id, 0);
  }
  if (error->http_status || error->trace_id)
    buffer_putc(out, ')');
  buffer_putc(out, '\n');
  if (error->hint) {
    buffer_puts(out, "hint: ");
    append_clean(out, error->hint, 0);
    buffer_putc(out, '\n');
  }
}

static void say_or_null(struct buffer *out, const char *text)
{
  if (text)
    append_clean(out, text, 1);
  else
    buffer_puts(out, "null");
}

static void compose_json(struct buffer *out, const struct error *error)
{
  buffer_printf(out, "{\"error\":{\"kind\":\"%s\",\"message\":",
                exit_status_kind(error->exit_status));
  append_clean(out, message_of(error), 1);
  buffer_puts(out, ",\"status\":");
  if (error->http_status)
    buffer_printf(out, "%ld", error->http_status);
  else
    buffer_puts(out, "null");
  buffer_puts(out, ",\"trace_id\":");
  say_or_null(out, error->trace_id);
  buffer_puts(out, ",\"hint\":");
  say_or_null(out, error->hint);
  buffer_printf(out, ",\"exit_code\":%d}}\n", (int)error->exit_status);
}

void message_error(const struct error *error)
{
  CLEANUP_BUFFER struct buffer out = { 0 };

  if (as_json)
    compose_json(&out, error);
  else
    compose_plain(&out, error);
  if (!out.failed) {
    write_out(out.data, out.length);
    return;
  }
  say_poorly("nscale: ");
  say_poorly(message_of(error));
  write_out("\n", 1);
  if (error->hint) {
    say_poorly("hint: ");
    say_poorly(error->hint);
    write_out("\n", 1);
  }
}

void message_clean(struct buffer *out, const char *text)
{
  append_clean(out, text, 0);
}

/* ---- In the handler of a signal. ---------------------------------- */

static void say_at_once(const char *text)
{
  progress_clear();
  (void)write_all(STDERR_FILENO, text, strlen(text));
}

void message_signal_line(void)
{
  struct termios modes;

  /* A handler may call this, but not isatty. */
  if (tcgetattr(STDERR_FILENO, &modes) == 0)
    say_at_once("\n");
}

void message_signal(enum exit_status exit_status, const char *sentence)
{
  char code[] = "000";

  if (!as_json) {
    say_at_once("nscale: ");
    say_at_once(sentence);
    say_at_once("\n");
    return;
  }
  say_at_once("{\"error\":{\"kind\":\"");
  say_at_once(exit_status_kind(exit_status));
  say_at_once("\",\"message\":\"");
  say_at_once(sentence);
  say_at_once("\",\"status\":null,\"trace_id\":null,\"hint\":null,"
              "\"exit_code\":");
  code[0] = (char)('0' + (int)exit_status / 100);
  code[1] = (char)('0' + (int)exit_status / 10 % 10);
  code[2] = (char)('0' + (int)exit_status % 10);
  say_at_once(code + strspn(code, "0"));
  say_at_once("}}\n");
}

/* ---- Lines. ------------------------------------------------------- */

/* `end` follows the text: a newline, after the end of a colour perhaps. */
static void say_between(const char *prefix, const char *end,
                        const char *format, va_list list)
    __attribute__((format(printf, 3, 0)));

static void say_between(const char *prefix, const char *end,
                        const char *format, va_list list)
{
  /* It is not redacted yet. */
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };
  CLEANUP_BUFFER struct buffer out = { 0 };
  va_list again;
  char some[1536]; /* where a path that must be told fits (rescue.h) */

  va_copy(again, list);
  buffer_puts(&out, prefix);
  buffer_vprintf(&text, format, list);
  if (!text.failed)
    append_clean(&out, text.data, 0);
  buffer_puts(&out, end);
  if (!text.failed && !out.failed) {
    write_out(out.data, out.length);
  } else {
    say_poorly(prefix);
    if (vsnprintf(some, sizeof some, format, again) >= 0)
      say_poorly(some);
    write_out("\n", 1);
    wipe(some, sizeof some);
  }
  va_end(again);
}

static void say_line(const char *prefix, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

static void say_line(const char *prefix, const char *format, va_list list)
{
  say_between(prefix, "\n", format, list);
}

void message_progress(const char *line)
{
  static size_t shown; /* characters of the line that is there */
  CLEANUP_BUFFER struct buffer out = { 0 };
  size_t length = line ? strlen(line) : 0;

  if (!shown && (!line || as_json || !tty_is(STDERR_FILENO) ||
                 length >= tty_width(STDERR_FILENO)))
    return;
  /* Blanks and carriage returns, which every terminal knows. */
  buffer_printf(&out, "\r%s%*s%s", line ? line : "",
                shown > length ? (int)(shown - length) : 0, "",
                line ? "" : "\r");
  shown = length;
  if (!out.failed)
    (void)write_all(STDERR_FILENO, out.data, out.length);
}

void message_note(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  say_line("nscale: ", format, list);
  va_end(list);
}

void message_line(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  say_line("", format, list);
  va_end(list);
}

void message_change(char sign, const char *format, ...)
{
  const int colour = tty_colour(STDERR_FILENO);
  char prefix[16];
  va_list list;

  (void)snprintf(prefix, sizeof prefix, "%s%c ",
                 !colour       ? ""
                 : sign == '-' ? "\x1b[31m"
                               : "\x1b[32m",
                 sign);
  va_start(list, format);
  say_between(prefix, colour ? "\x1b[0m\n" : "\n", format, list);
  va_end(list);
}

void message_debug(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  say_line("debug: ", format, list);
  va_end(list);
}
