/* selection.h - the elements of a list, as items to choose from. */
#ifndef SELECTION_H
#define SELECTION_H

#include <stddef.h>

#include "core/message/message.h"
#include "core/terminal/prompt.h"

struct json_object;

/* Starts as `struct selection selection = { 0 };` and ends with
 * selection_free. */
struct selection {
  struct prompt_item *items; /* their texts belong to what they were made of */
  size_t count;
  unsigned char *chosen; /* a byte each */
};

/* Makes an item of each element of the list, an array, that has a text at
 * `value_path`; what people call it is at `label_path`.  Then one of each text
 * in `present` (a text, an array of texts, or NULL) that is not in the list,
 * so that nothing is lost that the list does not show.  All of `present` is
 * chosen.  Returns 0, or -1 with the error set. */
int selection_of_list(struct selection *selection, struct json_object *list,
                      const char *value_path, const char *label_path,
                      struct json_object *present, struct error *error);

/* Likewise of words, a list that ends with NULL. */
int selection_of_words(struct selection *selection, const char *const *words,
                       struct json_object *present, struct error *error);

/* What was chosen, as an array of texts; the caller's.  What is in `present`
 * (as above) keeps its order, so that nothing seems to have changed that has
 * not.  NULL without memory. */
struct json_object *selection_array(struct selection *selection,
                                    struct json_object *present);

void selection_free(struct selection *selection);

#define CLEANUP_SELECTION CLEANUP(selection_free)

#endif
