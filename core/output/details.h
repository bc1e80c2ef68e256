/* details.h - one thing as aligned `Label:  value` lines. */
#ifndef DETAILS_H
#define DETAILS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/output/style.h"

/* One label and its values, which stand on a line each, aligned below the
 * first.  Without values, or with one that is NULL or empty, it shows `-`. */
struct details_field {
  const char *label;
  uint32_t kind; /* TABLE_...; on a terminal a moment is shown as
                  * `2026-06-01T12:00:00Z (in 12 days)` */
  const char *const *values;
  size_t count;
  int secret; /* a blank line is above it, and several lines stand below the
               * label as they are: a key that can be copied */
};

/* Writes all fields at once, escaped, never cut (a long value wraps), in a
 * pipe with neither colour nor relative times.  Returns 0, or -1 with the
 * error set (by the sink, or memory). */
int details_write(const struct details_field *fields, size_t count,
                  const struct table_style *style, struct sink sink,
                  struct error *error);

#endif
