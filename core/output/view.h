/* view.h - payloads as people see them: columns applied to JSON.
 *
 * A column is a path into an element (nscale/plugin.h).  A list becomes a
 * table, one thing becomes details.  Arrays show their elements, an object of
 * a name and a value shows as name=value, any other as compact JSON.
 */
#ifndef VIEW_H
#define VIEW_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/json/mark.h"
#include "core/output/columns.h"
#include "core/output/table.h"

struct json_object;
struct view;

/* A view of a list.  What the columns point to is borrowed.  NULL without
 * memory. */
struct view *view_new(const struct columns *columns,
                      const struct table_style *style);

/* Adds the element with this JSON text, which is strict.  Returns 0, or -1:
 * EXIT_FAILED for an element that is not an object. */
int view_row(struct view *view, struct json element, struct error *error);

/* Writes the table.  Returns 0, or -1 with the error set. */
int view_write(struct view *view, struct sink sink, struct error *error);

/* Appends a hint for what view_write left out because of the width: which
 * columns, and how to see them; nothing where it left out none.  The buffer
 * remembers a failure. */
void view_hint(const struct view *view, struct buffer *text);

/* Releases it; NULL is fine. */
void view_free(struct view *view);

/* How one thing is shown as details.  All is borrowed. */
struct view_details {
  const struct nscale_column *const *columns; /* ends with NULL; or NULL */
  const char *secret; /* its path: a blank line is above it, and several
                       * lines stay as they are; or NULL */
  /* What people call a value of a column with choices, or without any one of
   * a NSCALE_COLUMN_NEIGHBOUR: a text that is borrowed until the next call, or
   * NULL.  May be NULL. */
  const char *(*label)(void *context, const struct nscale_choices *choices,
                       const char *value);
  void *context;
  const struct table_style *style;
};

/* Writes the details of one thing, leaving out lines for what it does not
 * have.  A value with a label shows as `LABEL (VALUE)`.  Returns 0, or -1 with
 * the error set. */
int view_details(struct json_object *thing, const struct view_details *how,
                 struct sink sink, struct error *error);

#endif
