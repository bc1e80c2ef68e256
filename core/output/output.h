/* output.h - standard output, or a file that stands for it.
 *
 * Up to OUTPUT_HELD bytes are held back until output_end, so that an error
 * before it leaves stdout empty; what is larger is written as it arrives.
 * Every write is checked, and so is the close.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/output/output_file.h"
#include "core/output/paint.h"
#include "core/output/plain.h"

#define OUTPUT_HELD ((size_t)1 << 20) /* bytes */

/* Starts as `struct output output = { .fd = STDOUT_FILENO }`. */
struct output {
  int fd;
  struct buffer held;
  int for_people; /* JSON: see output_json */
  struct paint paint;
  int is_plain; /* text of any kind for people: see output_plain */
  struct plain plain;
  int streaming;    /* bytes have left, or tried to */
  int cause;        /* errno of the write that failed, 0 while none did */
  const char *name; /* what messages call it; NULL: standard output */
  struct output_file *file; /* what it is in the place of that; borrowed */
};

/* Whether standard output can be written to at all: it is open for writing
 * and its reader, if it is a pipe, is there.  EXIT_USAGE else. */
int output_check(struct error *error);

/* Whether standard output keeps what is written, whatever happens to us: a
 * terminal or a file. */
int output_is_held(void);

/* Whether what is written reaches nobody: it is /dev/null. */
int output_is_null(const struct output *output);

/* Takes bytes.  Returns 0, or -1 with the error set, EXIT_FAILED; a reader
 * that went away is a quiet error, for it knows. */
int output_write(struct output *output, const char *bytes, size_t length,
                 struct error *error);

/* The same, as where renderers write to. */
struct sink output_sink(struct output *output);

/* What follows is JSON, or (`of_results`) what filters make of it, which were
 * marked where people read them (filters.h).  Where people do, text_guard
 * makes it safe, and JSON is laid out with colours (paint.h). */
void output_json(struct output *output, int of_results);

/* What follows is text, or bytes, of any kind: a terminal is shown what cannot
 * drive it (plain.h). */
void output_plain(struct output *output);

/* Writes what is held.  Returns as output_write. */
int output_flush(struct output *output, struct error *error);

/* Its reader went away, which was not seen by a write.  Returns -1, as
 * output_write. */
int output_unread(struct output *output, struct error *error);

/* Writes what is held and closes; a file gets its name.  Returns as
 * output_write. */
int output_end(struct output *output, struct error *error);

/* Drops what is held, overwriting it. */
void output_discard(struct output *output);

#endif
