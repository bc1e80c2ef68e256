/* announce.h - what people are told of a one-time token that was delivered.
 *
 * All of it goes to stderr, and never shows the token itself.
 */
#ifndef ANNOUNCE_H
#define ANNOUNCE_H

#include "core/output/delivery_task.h"

/* The token was written to this file.  For people alone: with --json or -q
 * nothing is said. */
void announce_file(const struct delivery_task *task, const char *file);

/* The token is in the result, which has left.  For people alone. */
void announce_result(const struct delivery_task *task);

/* The result leaves out the token, which is at `path` in the reply that was
 * saved to `file`.  Said to programs as well: it is the only trace of it. */
void announce_kept(const char *path, const char *file);

#endif
