/* step.h - what is asked for on a terminal, one thing after another, and what
 * the answers are so far.
 *
 * A step is a field of the noun, or stands for a scope (step_of_scope).
 * step_text.h and step_choice.h ask for one, review.h shows them all, and
 * interactive.h leads through them.
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
  struct json_object *document; /* whole, as answered so far; or an element */
  const struct nscale_field *const *fields; /* of the document */
  const char *above; /* lines above all, escaped; or NULL */
  /* Asks for the one that is number `at`: whatever kind of step it is. */
  int (*ask)(struct steps *steps, size_t at);
  struct json_object *scopes[SCOPE_COUNT]; /* what each is chosen from: the
                                            * call's; NULL until it is read */
  const struct nscale_field **list;
  size_t count;
  int on_screen;
};

/* The step that asks for a scope, NSCALE_SCOPE_...; and the scope that a step
 * asks for, 0 for a field. */
const struct nscale_field *step_of_scope(uint32_t scope);
uint32_t step_scope(const struct nscale_field *step);

/* Where in steps->scopes a scope has its place. */
size_t step_scope_index(uint32_t scope);

/* Makes the list of the fields that there is a question for, not the server's
 * or an element's.  Returns 0, or -1 without memory. */
int steps_list(struct steps *steps);

/* Whether it is asked for element by element: an array of objects, of which
 * every member that must be there has a question. */
int step_has_elements(const struct steps *steps,
                      const struct nscale_field *step);

/* Appends an element as a flag takes it, names for ids: the members of this
 * list that it has.  The buffer remembers a failure. */
void step_element_write(const struct steps *steps,
                        const struct nscale_field *const *members,
                        struct json_object *element, struct buffer *text);

/* Whether it is chosen from a list or words, or is yes or no. */
int step_has_choices(const struct nscale_field *step);

/* How an answer is typed. */
enum step_form {
  STEP_TEXT,
  STEP_NUMBER,
  STEP_PAIRS,  /* an array of keys and values (pairs.h) */
  STEP_MAP,    /* an object of values of one type, likewise */
  STEP_COMMAS, /* an array of texts or numbers */
  STEP_JSON
};
enum step_form step_form(const struct nscale_field *step);

/* Whether an empty answer will do. */
int step_may_be_absent(const struct steps *steps,
                       const struct nscale_field *step);

/* Takes its value away, and an object that may not be there without it. */
void step_clear(struct steps *steps, const struct nscale_field *step);

/* Its value in the document, borrowed; NULL where it has none.  Not for a
 * scope. */
struct json_object *step_present(const struct steps *steps,
                                 const struct nscale_field *step);

/* Appends the value as an answer would be typed; nothing for none.  Not for a
 * scope.  The buffer remembers a failure. */
void step_typed(const struct steps *steps, const struct nscale_field *step,
                struct buffer *text);

/* The value that was typed: the caller's.  NULL with the reason, if it is not
 * memory, appended to `why`. */
struct json_object *step_read(const struct nscale_field *step,
                              const char *text, struct buffer *why);

/* Puts a value in the document.  Takes it over; NULL is a failure to allocate
 * it.  Returns 0 or -1. */
int step_put(struct steps *steps, const struct nscale_field *step,
             struct json_object *value);

/* Where a step stands in the list; its count for what is not asked for. */
size_t steps_place(const struct steps *steps, const struct nscale_field *step);

/* Appends what is known before step `at`, the answers and what flags gave, a
 * line each, for the screen. */
void steps_write(const struct steps *steps, size_t at, struct buffer *text);

/* The keys of the screen of step `at`. */
const char *step_keys(const struct steps *steps, size_t at, int multiple);

/* Likewise while a list of which several may be chosen is filtered. */
const char *step_keys_filtered(const struct steps *steps, size_t at);

#endif
