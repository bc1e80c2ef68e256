/* cut.h - the texts of one column, cut so that they can be told apart.
 *
 * A text that is too wide loses its middle.  What is cut never reads like
 * another text of the column: a cut goes where the texts of the column do not
 * differ, the same in all of them, and where there is no such place a text
 * stays whole and makes its line longer.
 */
#ifndef CUT_H
#define CUT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Starts zeroed, which cuts nothing; released by cut_free. */
struct cut {
  size_t width;    /* of the column; 0: nothing is cut */
  size_t before;   /* columns of a cut text that are before the mark */
  uint64_t *alike; /* hashes of what several texts would be cut to */
  size_t count;
};

/* Calls `each` with every text of the column, as it is shown; it returns 0, or
 * -1 without memory, which ends the calls and is returned. */
struct cut_texts {
  int (*walk)(void *context, int (*each)(void *to, const struct buffer *text),
              void *to);
  void *context;
};

/* Finds the place to cut for these texts.  Returns 0, or -1 without memory. */
int cut_choose(struct cut *cut, size_t width, struct cut_texts texts);

/* Appends a text of the column, cut if it must be.  The buffer remembers a
 * failure. */
void cut_apply(const struct cut *cut, struct buffer *out,
               const struct buffer *text);

void cut_free(struct cut *cut);

#endif
