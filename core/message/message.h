/* message.h - the one way to speak to people.
 *
 * What goes wrong is a struct error (core/base/error.h).  Whoever decides that
 * the command ends hands it to message_error, once.  A function reports an
 * error or returns it, never both.
 *
 * Whatever is said passes redact.h first.
 *
 * Global state: whether errors are said as JSON, set once by message_setup,
 * and how long a progress line is.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Says how to speak.  `json`: errors as one JSON object a line. */
void message_setup(int json);

/* Whether errors are said as JSON. */
int message_is_json(void);

/* Appends a text as messages show it: without tokens (redact.h), and escaped.
 * For what cannot be said by the functions below. */
void message_clean(struct buffer *out, const char *text);

/* Prints `nscale: message` (with HTTP status and trace where there are any),
 * then `hint: ...`, to stderr; under --json or -q the one JSON object.
 * Bytes that could steer a terminal are escaped.  Allocates nothing that it
 * cannot do without.  Errors of stderr itself are ignored: there is nobody
 * left to tell. */
void message_error(const struct error *error);

/* message_error for the handler of a signal: an error without a hint, whose
 * sentence may be shown as it is, also in JSON.  Uses write alone. */
void message_signal(enum exit_status exit_status, const char *sentence);

/* For the same handler: ends the line on which the terminal has shown "^C",
 * where stderr is one. */
void message_signal_line(void);

/* Prints one line `nscale: ...` to stderr: something worth knowing that is
 * no error (a retry that is announced, a default that was taken). */
void message_note(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Prints one plain line, without the program's name, to stderr: `No
 * changes.`, a preview, a question's text. */
void message_line(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Shows one line of plain ASCII on stderr in the place of the last one, where
 * that is a terminal and errors are not JSON: how a wait goes on.  Whatever is
 * said next takes its place; NULL removes it. */
void message_progress(const char *line);

/* Prints one line of a difference to stderr, `- ...` or `+ ...`: red or green
 * where stderr shows colours, which say nothing that the sign does not. */
void message_change(char sign, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints one line `debug: ...` to stderr, escaped and redacted alike. */
void message_debug(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
