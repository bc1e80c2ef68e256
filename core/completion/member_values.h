/* member_values.h - what the value of a flag can become that is an element:
 * `protocol=tcp,po`.
 */
#ifndef MEMBER_VALUES_H
#define MEMBER_VALUES_H

#include "core/completion/values.h"

/* Whether a flag of the verb takes elements; adds the names of members that
 * are not given yet, with a `=`, or what the last of them can be.  Nothing in
 * JSON. */
int member_values(struct candidates *candidates,
                  const struct values_call *about, const char *flag);

#endif
