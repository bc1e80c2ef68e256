/* step.h - one thing that is asked for, and what its answer is so far.
 *
 * A step is a field of the noun, or NULL, the organization (interactive.h).
 */
#ifndef STEP_H
#define STEP_H

#include "core/base/buffer.h"
#include "core/verb/interactive.h"

/* Where an organization has its id and its name. */
#define STEP_ORGANIZATION_ID ".metadata.id"
#define STEP_ORGANIZATION_NAME ".metadata.name"

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
struct json_object *step_present(const struct interactive *ask,
                                 const struct nscale_field *step);

/* Appends the value as an answer would be typed; nothing for none.  Not for
 * the organization.  The buffer remembers a failure. */
void step_typed(const struct interactive *ask, const struct nscale_field *step,
                struct buffer *text);

/* Append its name, and its value as people see it (names for ids, nothing for
 * none), escaped.  The buffer remembers a failure. */
void step_label(const struct nscale_field *step, struct buffer *text);
void step_value(const struct interactive *ask, const struct nscale_field *step,
                struct buffer *text);

#endif
