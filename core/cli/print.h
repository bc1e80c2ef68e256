/* print.h - texts of the core's own: to stdout, or to stderr on bad usage. */
#ifndef PRINT_H
#define PRINT_H

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Writes the text to stdout.  EXIT_FAILED where it could not be written
 * whole, or was not composed whole.  Returns 0 or -1. */
int print_result(const struct buffer *text, struct error *error);

/* Likewise for a text, JSON perhaps, that names what the environment and the
 * user say, where a token may have been pasted (redact.h). */
int print_redacted(const struct buffer *text, int is_json,
                   struct error *error);

/* Writes help that was not asked for to stderr, before the error that
 * follows; nothing where errors are JSON. */
void print_aside(const struct buffer *text);

#endif
