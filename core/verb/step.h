/* step.h - what is asked for on a terminal, one thing after another, and what
 * the answers are so far.
 *
 * A step is a field of the noun, or NULL, the organization.  step_text.h and
 * step_choice.h ask for one, review.h shows them all, and interactive.h leads
 * through them.
 */
#ifndef STEP_H
#define STEP_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* Besides what a screen answers (terminal/screen.h): there was nothing to
 * ask. */
#define STEP_NOTHING 3

/* What is asked for, and where it stands. */
struct steps {
  struct invocation *call;
  struct json_object *document;      /* whole, as answered so far */
  struct json_object *organizations; /* the call's; NULL until they are read */
  const struct nscale_field **list;
  size_t count;
  int on_screen;
};

/* Whether it is chosen from a list or words. */
int step_has_choices(const struct nscale_field *step);

/* Whether it is an array of keys and values (pairs.h). */
int step_is_pairs(const struct nscale_field *step);

/* Whether an empty answer will do. */
int step_may_be_absent(const struct nscale_field *step);

/* What people call it: "Organization", "Name". */
const char *step_name(const struct nscale_field *step);

/* Its value in the document, borrowed; NULL where it has none.  Not for the
 * organization. */
struct json_object *step_present(const struct steps *steps,
                                 const struct nscale_field *step);

/* Appends the value as an answer would be typed; nothing for none.  Not for
 * the organization.  The buffer remembers a failure. */
void step_typed(const struct steps *steps, const struct nscale_field *step,
                struct buffer *text);

/* Puts a value in the document.  Takes it over; NULL is a failure to allocate
 * it.  Returns 0 or -1. */
int step_put(struct steps *steps, const struct nscale_field *step,
             struct json_object *value);

/* Appends the answers before step `at`, a line each, for the screen. */
void steps_write(const struct steps *steps, size_t at, struct buffer *text);

/* The keys of the screen of step `at`. */
const char *step_keys(size_t at, int multiple);

#endif
