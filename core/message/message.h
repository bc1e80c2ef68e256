/* message.h - the one way to speak to people, and the exit statuses.
 *
 * A function that can fail takes a `struct error *`, fills it once and
 * returns -1; it prints nothing.  Whoever decides that the command ends
 * hands the error to message_error, once.  A function reports or returns an
 * error, never both.
 *
 * Global state: whether errors are said as JSON, set once by message_setup,
 * the text that message_redact keeps out, and how long a progress line is.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>

#include "core/base/cleanup.h"

/* What the process ends with; the list is part of the user's contract. */
enum exit_status {
  EXIT_DONE = 0,
  EXIT_FAILED = 1, /* failed, or declined at the question */
  EXIT_USAGE = 2,  /* usage, bad document, bad filter, missing --yes */
  EXIT_NOT_FOUND = 3,
  EXIT_AUTH = 4, /* no token, HTTP 401, HTTP 403 */
  EXIT_CONFLICT = 5,
  EXIT_RATE_LIMITED = 6,
  EXIT_NETWORK = 7,      /* network, TLS, timeout: not applied */
  EXIT_UNKNOWN = 8,      /* mutation sent, outcome unknown */
  EXIT_UNDELIVERED = 9,  /* mutation applied, result not delivered */
  EXIT_PLUGIN = 10,      /* plugin missing, broken or incompatible */
  EXIT_INTERRUPTED = 130 /* interrupted before anything was sent */
};

/* What went wrong: one sentence without the program's name, without a full
 * stop and without a newline; `hint` is the way out, or NULL.  All texts are
 * owned by the error and freed by error_clear. */
struct error {
  enum exit_status exit_status; /* EXIT_DONE while nothing went wrong */
  long http_status;             /* 0 where no HTTP reply was involved */
  char *message;
  char *hint;
  char *trace_id; /* the server's, as it sent it; NULL without one */
  int quiet;      /* nothing is to be said: who is concerned knows (a reader
                   * that went away) */
};

/* Fills an empty error; one that is set already stays as it is, because the
 * first cause is the one to tell.  Always returns -1, so that a caller may
 * `return error_set(...)`. */
int error_set(struct error *error, enum exit_status exit_status,
              const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds the hint line to an error that has none.  Always returns -1. */
int error_hint(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* error_set for a failed allocation: "out of memory", EXIT_FAILED. */
int error_memory(struct error *error);

/* Forgets the error and frees its texts; it is empty afterwards. */
void error_clear(struct error *error);

#define CLEANUP_ERROR CLEANUP(error_clear)

/* The `kind` that the JSON form of an error carries for an exit status:
 * "usage", "not_found", ... A static text. */
const char *exit_status_kind(enum exit_status exit_status);

/* Says how to speak.  `json`: errors as one JSON object a line. */
void message_setup(int json);

/* Whether errors are said as JSON. */
int message_is_json(void);

/* Keeps a text out of every message: its occurrences in what is printed are
 * replaced by "[redacted]", and so is its beginning of 16 bytes or more,
 * since what is printed may have been cut.  The text is borrowed until the
 * process ends or another takes its place; NULL for none.  Only the service
 * token, whose echo by a server must not reach a log, is kept out this way. */
void message_redact(const char *secret);

/* Prints `nscale: message` (with HTTP status and trace where there are any),
 * then `hint: ...`, to stderr; under --json or -q the one JSON object.
 * Bytes that could steer a terminal are escaped.  Allocates nothing that it
 * cannot do without.  Errors of stderr itself are ignored: there is nobody
 * left to tell. */
void message_error(const struct error *error);

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
