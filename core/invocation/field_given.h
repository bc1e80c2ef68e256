/* field_given.h - which flags of fields were given, and with what values.
 *
 * Which flags there are is said in core/plugin/field_flags.h.
 */
#ifndef FIELD_GIVEN_H
#define FIELD_GIVEN_H

#include "core/invocation/invocation.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/manifest.h"

/* One flag of a field, with its name as it is given.  All is borrowed. */
struct field_given {
  const struct nscale_field *field;
  const struct flags *flags;
  enum field_flag_act act;
  char flag[MANIFEST_NAME + 1]; /* "add-group" */
};

/* Makes one; `field` must have a flag. */
struct field_given field_given(const struct flags *flags,
                               const struct nscale_field *field,
                               enum field_flag_act act);

/* Its first value, NULL where it was not given; and its values, one a call, as
 * flags_next has them. */
const char *field_given_first(const struct field_given *given);
const char *field_given_next(const struct field_given *given, size_t *at);

/* The fields whose flags the verb takes; the core's own nouns have none.
 * Never NULL. */
const struct nscale_field *const *
field_given_fields(const struct invocation *call);

/* Whether a flag of the field was given; any of any field; and one that is
 * relative to the thing as it is.  Return 1 or 0. */
int field_is_given(const struct invocation *call,
                   const struct nscale_field *field);
int field_any_given(const struct invocation *call);
int field_any_relative(const struct invocation *call);

#endif
