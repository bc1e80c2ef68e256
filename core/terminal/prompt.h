/* prompt.h - questions on stderr, answers a line each.
 *
 * Answers come from stdin, or from another terminal where stdin is taken (see
 * tty_open); struct prompt_input says from where.  They are read byte by byte
 * and without stdio, so that nothing beyond the line is swallowed.  Blanks at
 * both ends of an answer are dropped.  An answer of more than PROMPT_LINE
 * bytes, one with control characters (or what else could steer a terminal),
 * and one that is not UTF-8 is refused: the user is told and asked again, as
 * after every other answer that does not fit.  After a stop with Ctrl-Z the
 * question is shown again once the process is in front.  What is at the two
 * descriptors is the caller's business: whoever must be a person at a terminal
 * is found out before (tty.h).
 *
 * All return -1 with EXIT_FAILED: `no answer, nothing was sent` at the end of
 * the input, `no valid answer, nothing was sent` after too many, or that the
 * input or stderr does not work; or with EXIT_USAGE: `nobody answered for N
 * seconds, nothing was sent`.  A newline goes before, so that what is said
 * next begins a line.  A signal that ends the process is not their business
 * (interrupt.h).
 */
#ifndef PROMPT_H
#define PROMPT_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

#define PROMPT_LINE 4096 /* bytes of an answer */
#define PROMPT_TRIES 10  /* answers to one question of prompt_text, _choose */
#define PROMPT_SECONDS 300 /* for each of them */

/* Where answers come from. */
struct prompt_input {
  int fd;
  int seconds; /* how long each may take, in which the process runs: a stop
                * with Ctrl-Z does not count */
  int forgets; /* what was typed before the question is no answer to it */
  /* Says once more, after a stop, what the question is about; or NULL. */
  void (*repeat)(void *context);
  void *context;
};

/* stdin, and PROMPT_SECONDS. */
extern const struct prompt_input prompt_stdin;

struct prompt_item {
  const char *value; /* what a program takes: an id */
  const char *label; /* what people call it; NULL: the value */
};

/* Asks `QUESTION [y/N] `.  The question may have several lines; names in it
 * were escaped by the caller.  Returns 1 for y or yes in any case, 0 for n,
 * no and an empty line; anything else is asked again three times, with the
 * last line of the question, and then is 0.  At a terminal what was typed
 * before the question was shown is thrown away. */
int prompt_confirm(const char *question, const struct prompt_input *input,
                   struct error *error);

/* Asks stdin `LABEL: ` until `check` (NULL: everything is accepted) returns 0
 * for the answer.  When it returns anything else, what it appended to `why` is
 * shown, escaped, as a line.  The label is escaped too.  Returns 0 with the
 * answer in `answer`, which is emptied before; it may be "". */
int prompt_text(const char *label,
                int (*check)(void *context, const char *text,
                             struct buffer *why),
                void *context, struct buffer *answer, struct error *error);

/* What is chosen from. */
struct prompt_choice {
  const char *label;
  const struct prompt_item *items;
  size_t count;
  int multiple;          /* whether any number may be chosen, none too */
  unsigned char *chosen; /* one for each item; the caller's */
};

/* Shows the items as numbered lines, `1) label  (value)`, and asks stdin for
 * one, or, with `multiple`, for any number of them, separated by commas or
 * spaces.  Those that `chosen` has a 1 for at the start are marked with
 * `*`; Enter alone keeps them then, and `-` is for none.
 *
 * An item is named by its number, or by its exact label or value
 * (one with commas in it only alone, one with spaces between commas).  A
 * number always means the line.  Returns 0 with `chosen[i]` 1 for each of
 * the `count` items that was named, 0 for the others.  Of no items nothing
 * is asked: none is chosen, or, without `multiple`, EXIT_FAILED. */
int prompt_choose(const struct prompt_choice *choice, struct error *error);

/* Sets the error of a question that nobody answered in time, for those that
 * are asked in another way.  Returns -1. */
int prompt_unanswered(int seconds, struct error *error);

#endif
