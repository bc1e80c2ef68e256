/* filter_list.h - a filter over a list that arrives element by element.
 *
 * For filters whose head (jq/simple.h) is other than SIMPLE_WHOLE: the
 * results are those over the whole list, and no more than one element is
 * held.  libjq, where it must be asked, runs the same filter over a list in
 * which the one element stands at its place.
 */
#ifndef FILTER_LIST_H
#define FILTER_LIST_H

#include <stdint.h>

#include "core/base/buffer.h"
#include "core/output/filter_shaped.h"

/* Starts with the first two set and the rest zero. */
struct filter_list {
  struct filter *filter;
  struct sink sink;      /* where the results go, a result a line */
  uint64_t count;        /* of the elements so far */
  int found;             /* the element with the wanted number was there */
  struct buffer element; /* that element; or a list made for libjq */
  struct buffer results; /* of the element at hand */
  struct filter_shaped shaped; /* of a filter that has a shape */
};

/* Takes the next element.  Returns 0, or -1 with the error set as filter_ask
 * does. */
int filter_list_add(struct filter_list *list, struct json element,
                    struct error *error);

/* Says that the list ended.  Returns likewise. */
int filter_list_end(struct filter_list *list, struct error *error);

void filter_list_free(struct filter_list *list);

#endif
