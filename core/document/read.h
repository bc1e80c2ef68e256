/* read.h - the JSON document that a user hands in, as text. */
#ifndef READ_H
#define READ_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

#define DOCUMENT_LIMIT ((size_t)1 << 20) /* bytes of text */

/* How messages call the document at `path`: the path itself (borrowed), or
 * "standard input" for NULL and "-". */
const char *document_name(const char *path);

/* Reads the text at `path`, standard input for NULL or "-", into `text`,
 * which is emptied before and is the caller's.  A FIFO or device is read as
 * far as the limit; reading waits for the other side.
 *
 * Returns 0; or -1 with EXIT_USAGE when it cannot be opened or read, is a
 * directory, holds nothing but white space, or more than DOCUMENT_LIMIT, and
 * with EXIT_INTERRUPTED when a signal was handled while it waited (the
 * caller's handler must be installed without SA_RESTART to have that). */
int document_read(const char *path, struct buffer *text, struct error *error);

/* Likewise what is open as `fd`, which stays the caller's; `name` is for
 * messages. */
int document_read_open(int fd, const char *name, struct buffer *text,
                       struct error *error);

#endif
