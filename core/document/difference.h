/* difference.h - what a change changes, as lines that people say yes to.
 *
 * JSON values are json-c's; a NULL pointer is JSON null.
 */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include "core/base/buffer.h"

struct json_object;

/* Knows what people call the strings at some fields (ids); NULL for none. */
struct difference_labels {
  /* `field` is as the lines have it: `spec.groupIDs`.  Returns a text that is
   * borrowed until the next call, or NULL. */
  const char *(*label)(void *context, const char *field, const char *value);
  void *context;
};

/* Appends the fields that differ, in the order of `before`, then what is new
 * in the order of `after`: what was, with a '-', and what will be, with a '+':
 *
 *     - metadata.description: "old"
 *     + metadata.description: "new"
 *     + metadata.tags: a=b
 *     - spec.groupIDs: 3f0d (readers)
 *
 * each ended by a newline.  Arrays are compared element by element, as sets
 * that may hold a value twice; an object of a name and a value stands as
 * name=value.  Where only the order differs both are shown whole.  Nothing is
 * cut short: people say yes to this.  All of it has been through text_escape.
 * Appends nothing where nothing differs.  Returns 0, or -1 when there was no
 * memory. */
int difference(struct buffer *buffer, struct json_object *before,
               struct json_object *after,
               const struct difference_labels *labels);

#endif
