/* fields.h - values at simple paths, taken from JSON text without a tree.
 *
 * A list of a hundred thousand elements is shown in a few columns: building
 * a tree of each element to look at six strings would be most of the work.
 * Here one pass over the text of an element finds where its values are.
 *
 * The text must be known to be strict JSON (a stream's element); a member
 * that is given twice counts the last time, as with json_read.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"

#define PICK_PATHS 64
#define PICK_STEPS 8

/* A part of the text: one JSON value.  `text` is NULL where there is none. */
struct span {
  const char *text;
  size_t length;
};

/* Compiled paths; starts with a count of 0, needs no release. */
struct fields {
  size_t count;
  struct fields_path {
    size_t steps;
    struct span names[PICK_STEPS]; /* borrowed from the path's text */
  } paths[PICK_PATHS];
};

/* Adds a path of bare members, `.a.b`, whose text is borrowed.  Returns 0, or
 * -1 where it is another kind of path (path.h takes those) or one too
 * many. */
int fields_add(struct fields *pick, const char *path);

/* Finds all paths in one object: spans[i] is the value of the path that was
 * added as number i; null counts as none.  Text that is no object has
 * none. */
void fields_run(const struct fields *pick, const char *text, size_t length,
                struct span *spans);

/* The elements of an array, one a call: starts with `*at` as the array's
 * span, and leaves there what follows.  Returns 0 when there is none left. */
int fields_element(struct span *at, struct span *element);

/* Likewise the members of an object, the key as a string with its quotes. */
int fields_member(struct span *at, struct span *key, struct span *value);

/* Whether the value is a string. */
int span_is_string(struct span value);

/* Appends what a JSON string means: escapes decoded, a lone surrogate as
 * U+FFFD, as json-c does.  Returns 0, or -1 when the buffer
 * failed. */
int span_decode(struct buffer *buffer, struct span string);

#endif
