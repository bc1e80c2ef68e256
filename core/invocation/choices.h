/* choices.h - the lists that choices name: ids, and what people call them.
 *
 * A list is read once in an invocation, however many flags, questions and
 * lines of details need it.  Two choices with the same list function and paths
 * are the same.
 */
#ifndef CHOICES_H
#define CHOICES_H

#include "core/invocation/invocation.h"

/* The elements, an array.  NULL with the error set: what the request ended
 * with, EXIT_FAILED where the reply is not a list. */
struct json_object *choices_read(struct invocation *call,
                                 const struct nscale_choices *choices);

/* What messages call the elements of a list that was read: "groups".  Borrowed
 * from the call; "things" where it was not. */
const char *choices_plural(const struct invocation *call,
                           const struct nscale_choices *choices);

/* Likewise as a courtesy to people: one attempt of a few seconds, and whoever
 * cannot read the list sees ids.  Nothing is said about it. */
void choices_try(struct invocation *call,
                 const struct nscale_choices *choices);

/* Has the list read along with the next GET, since it will probably be needed
 * (exchange_ahead). */
void choices_ahead(struct invocation *call,
                   const struct nscale_choices *choices);

/* How messages call what is looked up. */
struct choice_names {
  const char *one;  /* `group`; NULL: what the list is called */
  const char *flag; /* the flag that takes the id; NULL for none */
};

/* The value that `text` means: itself, in lower case, where it is a UUID (no
 * request then), itself where it is the value of an element, else that of
 * the one element of this label.  Messages: `group "x" not found`, `2 groups
 * are named "x": ...`.  Borrowed from the call or from `text`.  NULL with
 * the error set: EXIT_NOT_FOUND with a suggestion, EXIT_USAGE where two have
 * the label. */
const char *choices_resolve(struct invocation *call,
                            const struct nscale_choices *choices,
                            const struct choice_names *names,
                            const char *text);

/* Likewise puts ids in the place of names in the call's conditions, each from
 * a list that is read for that alone and not kept.  Returns 0 or -1. */
int choices_of_conditions(struct invocation *call);

/* Forgets what was read: the call is about another organization now. */
void choices_forget(struct invocation *call);

/* The label of a value by what was read before; NULL where it is not known.
 * Sends nothing.  Borrowed from the call. */
const char *choices_label(const struct invocation *call,
                          const struct nscale_choices *choices,
                          const char *value);

#endif
