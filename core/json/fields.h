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

#include "core/json/mark.h"

#define FIELDS_PATHS 64
#define FIELDS_STEPS 8
#define FIELDS_LENGTHS 32

/* Compiled paths; starts with a count of 0, needs no release. */
struct fields {
  size_t count;
  /* For each depth and length of a name, or its remainder, the paths that
   * have one: most names of an element have none. */
  uint64_t of_length[FIELDS_STEPS][FIELDS_LENGTHS];
  struct fields_path {
    size_t steps;
    struct span names[FIELDS_STEPS]; /* borrowed from the path's text */
  } paths[FIELDS_PATHS];
};

/* Adds a path of bare members, `.a.b`, whose text is borrowed.  Returns 0, or
 * -1 where it is another kind of path (path.h takes those) or one too
 * many. */
int fields_add(struct fields *fields, const char *path);

/* Adds the members that any path begins with, `.a.b` of `.a."b"[0].c`: what
 * somebody looks at who follows that path is within them.  NULL adds nothing.
 * Returns 0, or -1 where it begins with none or is one too many. */
int fields_add_start(struct fields *fields, const char *path);

/* Which of the paths in `mask`, a bit each, have the member of this name (as
 * it is meant, without escapes) at this depth. */
uint64_t fields_match(const struct fields *fields, uint64_t mask, size_t depth,
                      struct span name);

/* Whether one of the paths in `mask` has no more than so many steps. */
int fields_end(const struct fields *fields, uint64_t mask, size_t depth);

/* A mask of all paths. */
static inline uint64_t fields_all(const struct fields *fields)
{
  return fields->count == FIELDS_PATHS ? UINT64_MAX
                                       : ((uint64_t)1 << fields->count) - 1;
}

/* Finds all paths in one object: values[i] is that of the path that was added
 * as number i; null, and text that is not an object, count as absent. */
void fields_run(const struct fields *fields, struct json object,
                struct json *values);

#endif
