/* suggestions.h - what there is in the place of what was not found.
 *
 * Names are added one by one as a list is read; few of them are kept,
 * however long the list is.
 */
#ifndef SUGGESTIONS_H
#define SUGGESTIONS_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/base/suggest.h"

/* Begins as { .wanted = NAME }, and is released by suggestions_free. */
struct suggestions {
  const char *wanted; /* borrowed */
  struct suggestion near;
  struct buffer names; /* the first few */
  size_t count;        /* of all names */
};

void suggestions_add(struct suggestions *suggestions, const char *name);

/* Hints at the name that was probably meant; else, where `command` is given,
 * at its list; else at what there is, with the list of a plugin that is called
 * `plural`, if there is one, where that is more than a line holds.  Always
 * returns -1. */
int suggestions_hint(const struct suggestions *suggestions,
                     const char *command, const char *plural,
                     struct error *error);

void suggestions_free(struct suggestions *suggestions);

#define CLEANUP_SUGGESTIONS CLEANUP(suggestions_free)

#endif
