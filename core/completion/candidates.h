/* candidates.h - what the word at the cursor can become.
 *
 * A shell puts these words on its command line and shows them on a terminal,
 * and some of them are a server's: a value that holds anything that could
 * steer a terminal, or that people's locale cannot show, is left out.  What a
 * shell would take for more than a word (`$(...)`, blanks) its script quotes.
 */
#ifndef CANDIDATES_H
#define CANDIDATES_H

#include <stddef.h>

#include "core/base/buffer.h"

/* What a shell is told to offer. */
enum candidates_kind {
  CANDIDATES_VALUES, /* those that were added */
  CANDIDATES_FILES,  /* files, which the shell knows best */
  CANDIDATES_DIRECTORIES
};

/* Starts with `current` and `value` set: the word as far as it is typed, and
 * the part of it that is completed, which for `--org=ac` is "ac". */
struct candidates {
  const char *current;
  const char *value;
  enum candidates_kind kind;
  struct buffer text; /* VALUE, and TAB DESCRIPTION, a line each */
  size_t count;
};

/* Adds a value that matches; NULL or "" for no description, which is shown
 * on one line and cut. */
void candidates_add(struct candidates *candidates, const char *value,
                    const char *description);

/* Writes what was found to stdout for a shell's script: a line `values`,
 * `files` or `directories`, in the latter cases with TAB and what precedes
 * the file's name in the word; then the values.  Nothing where nothing was
 * found, or something went wrong. */
void candidates_print(const struct candidates *candidates);

#endif
