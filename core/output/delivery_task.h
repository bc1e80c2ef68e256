/* delivery_task.h - what a delivery must know of the verb that is run: whose
 * reply it is, where it goes, and who reads it.
 *
 * Whoever runs a verb fills it; everything that it points to is borrowed until
 * the delivery is over.
 */
#ifndef DELIVERY_TASK_H
#define DELIVERY_TASK_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/http/explain.h"

struct columns;
struct error;
struct filters;
struct json_object;
struct token_file;

/* What is delivered: the reply to a GET, to a change (which is what was sent,
 * whatever the verb is called), or what was known without that. */
enum delivery_source { DELIVERY_KNOWN, DELIVERY_READ, DELIVERY_CHANGED };

struct delivery_task {
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct filters *filters; /* of -q; without one of them: no -q */
  struct token_file *token_file; /* where a one-time token goes, if open */
  enum delivery_source source;
  struct json_object *sent; /* the JSON of a change; or NULL */
  struct subject subject;   /* what it is about, for messages */

  /* How the result is written. */
  const char *file;              /* a new file (--output); NULL: stdout */
  const struct columns *columns; /* of a list's table */
  int headless;                  /* a table without its header line */
  int json;                      /* --json */
  int for_people;                /* neither --json nor -q */
  int is_sieved;                 /* not all that is in a list is shown */
  int secret;                    /* it may hold a secret */
  int tokens_only;               /* it is not written at all: --all has a file
                                  * for each token */

  /* What the delivery asks for; each may be NULL. */
  void *context; /* of what follows */
  /* Whether an element of a list is to be shown.  1 or 0; 2 where nobody can
   * tell, which whoever runs the verb will say; or -1 with the error set. */
  int (*is_wanted)(void *context, const char *text, size_t length,
                   struct error *error);
  /* Takes note of the thing that a reply is about, before it is shown.  0, or
   * -1 with the error set. */
  int (*identify)(void *context, struct json_object *thing);
  /* Takes a new token to the place that uses it (--deliver); `file`, or NULL,
   * holds it as well.  NULL: there is no such place.  0, or -1 with
   * EXIT_UNDELIVERED, whose hint names the file. */
  int (*hand_over)(void *context, const char *token, const char *file);
  /* Reads the list of choices, so that `label` knows it; may fail. */
  void (*learn)(void *context, const struct nscale_choices *choices);
  /* What people call a value of a column with choices, or without any one of
   * a NSCALE_COLUMN_NEIGHBOUR: a text that is borrowed until the next call, or
   * NULL. */
  const char *(*label)(void *context, const struct nscale_choices *choices,
                       const char *value);
};

/* The columns of the verb, else those of its noun; or NULL. */
static inline const struct nscale_column *const *
delivery_task_columns(const struct delivery_task *task)
{
  return task->verb->columns ? task->verb->columns : task->noun->columns;
}

#endif
