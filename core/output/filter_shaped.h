/* filter_shaped.h - a filter whose result over a list is put together from
 * those over its elements (jq/shape.h), as they arrive.
 *
 * No more is held than the result; of an array that is longer than SHAPED_HELD
 * what there is goes out meanwhile, and so stands there without its end should
 * a later element be an error.
 */
#ifndef FILTER_SHAPED_H
#define FILTER_SHAPED_H

#include <stdint.h>

#include "core/base/buffer.h"
#include "core/output/filter.h"

#define SHAPED_HELD ((size_t)4 << 20) /* bytes */

/* Starts with the first two set and the rest zero. */
struct filter_shaped {
  struct filter *filter;
  struct sink sink;      /* where the results go, a result a line */
  uint64_t count;        /* all numbers together */
  int decided;           /* the result is known, whatever follows */
  int begun;             /* something of an array, or the first result, came */
  struct buffer held;    /* of an array */
  struct buffer results; /* of the element at hand */
};

/* Takes the next element.  Returns 0, or -1 with the error set as filter_ask
 * does. */
int filter_shaped_add(struct filter_shaped *shaped, struct json element,
                      struct error *error);

/* Says that the list ended.  Returns likewise. */
int filter_shaped_end(struct filter_shaped *shaped, struct error *error);

void filter_shaped_free(struct filter_shaped *shaped);

#endif
