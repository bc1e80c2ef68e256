/* list.h - a list on its way to the user, element by element as it arrives:
 * as a table, as JSON, or as what filters make of it.
 */
#ifndef LIST_H
#define LIST_H

#include <stdint.h>

#include "core/base/buffer.h"
#include "core/json/stream.h"
#include "core/output/delivery_task.h"
#include "core/output/filter_list.h"
#include "core/output/output.h"

struct view;

/* Starts zeroed, then list_begin; released by list_free.  It stays where it
 * is in between. */
struct list {
  const struct delivery_task *task; /* borrowed */
  struct output *output;            /* borrowed */
  struct stream stream;
  /* What becomes of elements that are wanted. */
  int (*show)(struct list *list, struct json element, struct error *error);
  uint64_t shown;              /* how many of them there were so far */
  int unsure;                  /* there was one that nobody could judge */
  struct view *view;           /* a table */
  struct filter_list filtered; /* the filter that takes elements */
  struct buffer whole;         /* for filters that need all of the list */
  struct buffer piece;         /* JSON: elements that are laid out */
};

/* Prepares for a list.  Returns 0, or -1 with the error set (memory). */
int list_begin(struct list *list, const struct delivery_task *task,
               struct output *output, struct error *error);

/* Takes a piece of the reply.  Returns 0, or -1 with the error set. */
int list_data(struct list *list, const char *bytes, size_t length,
              struct error *error);

/* The reply is whole: writes what is left and says that a list is empty.
 * Leaves the end to output_end.  Returns 0, or -1 with the error set. */
int list_end(struct list *list, struct error *error);

/* Once all of it has been written: says what a narrow terminal did not show.
 */
void list_hint(const struct list *list);

void list_free(struct list *list);

#endif
