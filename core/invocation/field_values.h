/* field_values.h - a document as the flags of its fields amend it.
 *
 * Which flags there are is said in core/plugin/field_flags.h.  They win over
 * the document, obey the same checks, and make a document unnecessary.  An
 * update's --add-, --remove- and KEY=VALUE flags are relative to the thing as
 * it is: field_values_merged; all others amend the document itself.
 *
 * Messages call a value by its flag: `--name: metadata.name "a b" is not
 * valid: ...`.  Functions return 0, or -1 with the error set.
 */
#ifndef FIELD_VALUES_H
#define FIELD_VALUES_H

#include "core/invocation/invocation.h"

/* Whether any flag of a field was given.  Returns 1 or 0. */
int field_values_given(const struct invocation *call);

/* Whether one was given that is relative to the thing as it is. */
int field_values_are_relative(const struct invocation *call);

/* Checks all that can be seen without a request: values by the rules of their
 * fields, KEY=VALUE, flags that contradict.  EXIT_USAGE. */
int field_values_check(struct invocation *call, struct error *error);

/* Amends call->document, which is an object, but leaves lists empty: what is
 * missing can be seen before names cost a request. */
int field_values_document(struct invocation *call, struct error *error);

/* Fills those lists.  Names are looked up: see choices_resolve. */
int field_values_lists(struct invocation *call, struct error *error);

/* Amends the outcome of an update's merge by the relative flags. */
int field_values_merged(struct invocation *call, struct json_object *whole,
                        struct error *error);

#endif
