/* shape.h - filters over a list whose result is put together from those over
 * its elements.
 *
 * `map(F)`, `[.[] | F]`, `first(.[] | F)`, `any`, `all(F)`, `length` and
 * `add`, and the last four behind one of the first two, see the list through
 * its elements alone, each by itself.  So the filter as it was given, run over
 * a list of one element after the other, gives all that its result over the
 * whole list is made of: arrays that follow one another, numbers to be added,
 * words of which one decides.  What another filter means is not looked at, but
 * as far as jq 1.6 needs it: there a condition of `any` and `all` must give
 * one value, and what ends early must not stand behind a `?`, which takes the
 * end for an error.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include <stddef.h>

#include "core/base/span.h"
#include "core/jq/simple.h"

enum shape_kind {
  SHAPE_NONE,
  SHAPE_ARRAY, /* the values of all arrays, in one */
  SHAPE_COUNT, /* all numbers together */
  SHAPE_SUM,   /* the values of all arrays, added as jq does */
  SHAPE_ANY,   /* true if one is */
  SHAPE_ALL,   /* false if one is */
  SHAPE_FIRST  /* the first result of all */
};

struct shape {
  enum shape_kind kind;
  int stops; /* behind the element that decides no other is looked at */
  struct span array; /* what gives the array that is counted or added, in the
                      * filter; no text: the elements themselves */
  int is_simple;     /* of an array: its values are what `each` gives */
  struct simple each;
  size_t from; /* the first step of it that an element takes */
};

/* Says which shape a filter has, which is borrowed.  Whether it compiles is
 * for jq to say, but where it `is_simple`. */
void shape_of(struct shape *shape, const char *filter);

#endif
