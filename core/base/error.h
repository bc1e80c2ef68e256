/* error.h - what went wrong, and what the process ends with for it.
 *
 * A function that can fail takes a `struct error *`, fills it once and
 * returns -1; it prints nothing (core/message/message.h does).
 */
#ifndef ERROR_H
#define ERROR_H

#include "core/base/cleanup.h"
#include "core/base/exit_status.h"

/* What went wrong: one sentence without the program's name, without a full
 * stop and without a newline; `hint` is the way out, or NULL.  All texts are
 * owned by the error and freed by error_clear. */
struct error {
  enum exit_status exit_status; /* EXIT_DONE while nothing went wrong */
  long http_status;             /* 0 where no HTTP reply was involved */
  char *message;
  char *hint;
  char *kept;     /* the file that has a token which the user's command did not
                   * take (--deliver); NULL without one */
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

/* Notes such a file.  Always returns -1. */
int error_kept(struct error *error, const char *file);

/* error_set for a failed allocation: "out of memory", EXIT_FAILED. */
int error_memory(struct error *error);

/* error_set for what a plugin does against the rules of the ABI: `plugin
 * "NAME" ` and the sentence, which goes on ("plans no request"), EXIT_PLUGIN.
 * `plugin` is its name. */
int error_plugin(struct error *error, const char *plugin, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));

/* Forgets the error and frees its texts; it is empty afterwards. */
void error_clear(struct error *error);

#define CLEANUP_ERROR CLEANUP(error_clear)

#endif
