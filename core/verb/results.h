/* results.h - what became of each of many things (--all): for people a line
 * for each that is not done, for programs an array.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

enum outcome {
  OUTCOME_SKIPPED, /* nothing was sent about it */
  OUTCOME_DONE,
  OUTCOME_KEPT,    /* done, and its token is in a file, not where it should */
  OUTCOME_FAILED,  /* nothing was changed */
  OUTCOME_UNKNOWN, /* it may have been done */
  OUTCOMES
};

/* Of one thing.  Texts are owned; each may be NULL. */
struct target_result {
  enum outcome outcome;
  char *expiry;
  char *file;  /* that holds its token */
  char *error; /* why it is not done */
};

/* Starts zeroed; released by results_free. */
struct results {
  struct target_result *list; /* as many as the call has targets */
  size_t count;
  size_t counts[OUTCOMES];
  size_t last_done; /* the index of the last one that was done, and one */
  enum exit_status first; /* failure's status; EXIT_DONE for none */
};

/* Makes room for the call's targets, all of which are SKIPPED.  Returns 0, or
 * -1 without memory. */
int results_begin(struct results *results, struct invocation *call);

/* Notes that the target in turn is done; `file` has its token, or is NULL. */
void results_done(struct results *results, struct invocation *call,
                  const char *file);

/* Notes from the call's error what became of the target in turn. */
void results_failed(struct results *results, struct invocation *call);

/* Whether all are done. */
int results_all_done(const struct results *results,
                     const struct invocation *call);

/* How many are neither done nor skipped. */
size_t results_failures(const struct results *results);

/* Appends the names of those that are done, at most a dozen. */
void results_names(const struct results *results,
                   const struct invocation *call, struct buffer *text);

/* The gravest status: 9, then 8, then that of the first failure. */
enum exit_status results_status(const struct results *results);

/* Says on stderr how many are done and were skipped, and a line for each of
 * the others. */
void results_say(const struct results *results, const struct invocation *call);

/* Writes the array of all to standard output.  Returns 0, or -1 with the
 * error set. */
int results_write(const struct results *results,
                  const struct invocation *call);

void results_free(struct results *results);

#endif
