/* entry.h - a line of text, asked for on a screen and checked as typed. */
#ifndef ENTRY_H
#define ENTRY_H

#include "core/base/buffer.h"
#include "core/base/error.h"

struct entry {
  const char *head; /* lines above all, escaped already; or NULL */
  const char *label;
  const char *rule; /* what is allowed, in words; NULL: any text */
  const char *keys; /* what the keys do: "Enter: next  Esc: back" */
  /* Returns 0 for a text that is allowed; else appends the reason to `why`,
   * or nothing where it is the rule. */
  int (*check)(void *context, const char *text, struct buffer *why);
  void *context;
};

/* Asks, with what is in `answer` to start from, until the text is allowed,
 * and leaves it there.  All texts are escaped here.  Returns as screen_run
 * does; `answer` is as it was, to the byte, unless that is SCREEN_DONE and
 * the text was changed. */
int entry_run(const struct entry *entry, struct buffer *answer,
              struct error *error);

#endif
