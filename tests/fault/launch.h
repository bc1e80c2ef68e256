/* launch.h - one run of nscale with something going wrong in it. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "tests/fault/inject.h"

/* What a worker runs in: its folder, and the log that the shim counts in. */
struct place {
  char folder[256];
  char log_file[300];
  struct inject_log *log;
};

struct launch {
  const char *const *words; /* the command line, NULL-terminated */
  const char *kind;         /* INJECT_... */
  const char *with;
  unsigned long call;
  unsigned row;
  const char *where;  /* or NULL */
  const char *output; /* a path for stdout, or NULL: a file to read */
};

/* What is there afterwards.  Released by outcome_free. */
struct outcome {
  int status; /* the exit status; 128 and more: a signal; -1: it hung */
  struct buffer output;
  struct buffer errors;
  struct buffer token_file;
  struct buffer saved; /* the file whose path stands on stderr */
  int untold;          /* no path stands there, but there are files: `saved` is
                        * what is in them */
};

/* Makes the folder's files.  Returns 0 or -1. */
int place_open(struct place *place);

/* Removes what a run may leave behind, then runs.  Returns 0, or -1 when
 * nothing could be run. */
int launch(struct place *place, const struct launch *what,
           struct outcome *outcome);

void outcome_free(struct outcome *outcome);

#endif
