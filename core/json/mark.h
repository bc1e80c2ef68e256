/* mark.h - what the scanner saw of a value, for those who look into it.
 *
 * Whoever picks a few members of a thing, or lays it out, need not find the
 * ends of strings and brackets once more: the scanner has just passed them.
 * It notes a mark for each string (names too), number, word, array and object
 * of a value, in the order in which they begin.  A value of more than
 * MARKS_MOST has none, and is walked byte by byte (cursor.h).
 */
#ifndef MARK_H
#define MARK_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/span.h"

#define MARKS_MOST 1024
#define MARKS_DEPTH 100 /* levels, as many as the scanner takes */

struct mark {
  uint32_t from; /* where it begins, counted from where the whole value does */
  uint32_t end;  /* and the byte behind it */
  uint32_t skip; /* how many marks it and all that is in it have */
  uint32_t plain; /* all strings in it, names too, are plain (bytes.h) */
};

/* Where the marks of one value go. */
struct marks {
  struct mark list[MARKS_MOST];
  uint32_t count;
  uint32_t odd;               /* strings so far that are not plain */
  uint64_t origin;            /* the offset at which the value begins */
  uint32_t open[MARKS_DEPTH]; /* marks of what is open, by its level */
};

/* ---- Noting: the scanner's.  Each does nothing where `marks` is NULL. - */

/* A string, number, word, array or object begins at an offset.  Where there
 * are marks enough, `*marks` becomes NULL. */
static inline void mark_begin(struct marks **marks, uint64_t offset)
{
  struct marks *all = *marks;

  if (!all)
    return;
  if (all->count == MARKS_MOST) {
    *marks = NULL;
    return;
  }
  all->list[all->count++] = (struct mark){
    .from = (uint32_t)(offset - all->origin), .skip = 1, .plain = 1
  };
}

/* How many more there can be. */
static inline uint32_t marks_room(const struct marks *marks)
{
  return marks ? MARKS_MOST - marks->count : MARKS_MOST;
}

/* Notes a whole string, which is plain; there is room. */
static inline void mark_string(struct marks *marks, uint32_t from,
                               uint32_t end)
{
  if (marks)
    marks->list[marks->count++] =
        (struct mark){ .from = from, .end = end, .skip = 1, .plain = 1 };
}

/* The string, number or word that began last ended before an offset. */
static inline void mark_end(struct marks *marks, uint64_t offset, int is_plain)
{
  struct mark *mark;

  if (!marks)
    return;
  mark = &marks->list[marks->count - 1];
  mark->end = (uint32_t)(offset - marks->origin);
  mark->plain = (uint32_t)is_plain;
  marks->odd += !is_plain;
}

/* What began last is an array or object of a level. */
static inline void mark_open(struct marks *marks, unsigned level)
{
  if (!marks)
    return;
  marks->open[level] = marks->count - 1;
  marks->list[marks->count - 1].end = marks->odd; /* until it is closed */
}

/* That of a level ended before an offset. */
static inline void mark_close(struct marks *marks, unsigned level,
                              uint64_t offset)
{
  struct mark *mark;

  if (!marks)
    return;
  mark = &marks->list[marks->open[level]];
  mark->plain = mark->end == marks->odd;
  mark->end = (uint32_t)(offset - marks->origin);
  mark->skip = marks->count - marks->open[level];
}

/* ---- Reading. ------------------------------------------------------ */

/* A value in a JSON text, or a name.  `text` is NULL where there is none;
 * `mark` is its own, which is followed by those of what is in it, or NULL
 * where it has none. */
struct json {
  const char *text;
  size_t length;
  const struct mark *mark;
};

/* A value without marks. */
static inline struct json json_of(struct span text)
{
  return (struct json){ text.text, text.length, NULL };
}

static inline struct span json_span(struct json json)
{
  return (struct span){ json.text, json.length };
}

/* Whether it is a string. */
static inline int json_is_string(struct json json)
{
  return json.text && json.text[0] == '"';
}

/* Whether it is known that all strings in it are plain. */
static inline int json_is_plain(struct json json)
{
  return json.mark && json.mark->plain;
}

#endif
