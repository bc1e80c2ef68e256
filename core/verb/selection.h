/* selection.h - the elements of a list, as items to choose from. */
#ifndef SELECTION_H
#define SELECTION_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/terminal/prompt.h"

struct json_object;

/* Starts as `struct selection selection = { 0 };` and ends with
 * selection_free. */
struct selection {
  struct prompt_item *items; /* their texts belong to what they were made of */
  size_t count;
  unsigned char *chosen; /* a byte each */
};

/* A list to choose from.  Borrowed. */
struct selection_list {
  struct json_object *elements; /* an array */
  const char *value_path;       /* in an element: the value */
  const char *label_path;       /* what people call it; or NULL */
};

/* Makes an item of each element of the list that has a value.  Then one of
 * each value in `present` (one, an array of them, or NULL) that is not in
 * the list, so that nothing is lost that the list does not show.  All of
 * `present` is chosen.  Returns 0, or -1 with the error set. */
int selection_of_list(struct selection *selection,
                      const struct selection_list *list,
                      struct json_object *present, struct error *error);

/* Likewise of words, a list that ends with NULL. */
int selection_of_words(struct selection *selection, const char *const *words,
                       struct json_object *present, struct error *error);

/* Puts `None`, whose value is empty, behind all, for which nothing need be
 * chosen.  It is chosen where nothing is.  Once at most. */
void selection_offer_none(struct selection *selection);

/* What was chosen, as an array of texts; the caller's.  What is in `present`
 * (as above) keeps its order, so that nothing seems to have changed that has
 * not.  NULL without memory. */
struct json_object *selection_array(struct selection *selection,
                                    struct json_object *present);

void selection_free(struct selection *selection);

#define CLEANUP_SELECTION CLEANUP(selection_free)

#endif
