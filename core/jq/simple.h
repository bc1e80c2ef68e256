/* simple.h - simple jq filters, evaluated on JSON text without jq.
 *
 * Simple is a path of `.a`, `."a b"`, `["a b"]`, `[0]`, `[-1]` and `[]`,
 * each also with a `?` behind it, `.` alone, and such paths with `|` between
 * them.  That is what most people write.  libjq 1.6 takes 16 ms to compile
 * any filter, and each libjq, 1.8 too, takes eight times the time that this
 * does for a long list, and with `.` ten times.
 *
 * What is decided here is what jq would print, to the byte.  Whatever is not
 * sure to be the same in every version of jq, or would be an error, is not
 * decided: the caller asks libjq then, so that its words and its numbers are
 * the result.  The text must be known to be strict JSON.
 */
#ifndef SIMPLE_H
#define SIMPLE_H

#include "core/base/buffer.h"
#include "core/base/span.h"
#include "core/jq/result.h"
#include "core/json/mark.h"
#include "core/json/path.h"

/* A filter that was compiled; needs no release. */
struct simple {
  int marked;  /* results begin as result.h has it */
  int as_json; /* strings are JSON as well, and nothing is marked */
  size_t count;
  struct path_step steps[PATH_STEPS]; /* borrow names from the filter */
};

/* How a filter can be given a list: whole, or one element at a time with the
 * same result. */
enum simple_head {
  SIMPLE_WHOLE,
  SIMPLE_ALL,      /* `.`: the list itself */
  SIMPLE_EVERY,    /* `.[]` and what follows */
  SIMPLE_NUMBERED, /* `.[0]`, `.[7].a`, `.[-1]`: one element */
  SIMPLE_SHAPED    /* not simple, but of a shape (shape.h) */
};

/* Compiles a filter, which is borrowed.  Returns 1, or 0 where it is not
 * simple, which says nothing about whether jq takes it. */
int simple_compile(struct simple *simple, const char *filter);

/* Reads one path, or paths with `|` between them, and the white space around
 * them; adds their steps and stops where neither goes on.  Returns 0, or -1
 * where there is none or one step too many. */
int simple_read_path(const char **at, struct simple *simple);
int simple_read(const char **at, struct simple *simple);

/* How a simple filter begins. */
enum simple_head simple_head(const struct simple *simple);

/* Whether any filter, simple or not, is a simple path that begins with
 * `.[]`, then `|`, then the rest.  Nothing binds more loosely in jq than
 * `|`, so such a filter works through the elements one by one, and its
 * results over `[1,2]` are those over `[1]` and those over `[2]`. */
int simple_is_headed(const char *filter);

/* Evaluates the steps from number `from` on, and appends the results, each
 * with a newline: a string as its bytes, all else as canonical_write does.
 * `value` without a text is null.  Returns 0 (the buffer remembers a failure),
 * or -1 where libjq must be asked, with the buffer as it was. */
int simple_run(const struct simple *simple, size_t from, struct json value,
               struct buffer *results);

#endif
