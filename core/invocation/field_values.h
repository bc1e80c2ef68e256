/* field_values.h - a document as the flags of its fields amend it.
 *
 * Which flags there are is said in core/plugin/field_flags.h.  They win over
 * the document, obey the same checks, and make a document unnecessary.  An
 * update's --add-, --remove- and KEY=VALUE flags are relative to the thing as
 * it is: amend_merged; all others amend the document itself.
 *
 * Messages call a value by its flag: `--name: metadata.name "a b" is not
 * valid: ...`.  Functions return 0, or -1 with the error set.
 */
#ifndef FIELD_VALUES_H
#define FIELD_VALUES_H

#include "core/invocation/invocation.h"

/* Whether any flag of a field was given.  Returns 1 or 0. */
int amend_given(const struct call *call);

/* Whether one was given that is relative to the thing as it is. */
int amend_is_relative(const struct call *call);

/* Checks all that can be seen without a request: values by the rules of their
 * fields, KEY=VALUE, flags that contradict.  EXIT_USAGE. */
int amend_check(struct call *call, struct error *error);

/* Amends call->document, which is an object, but leaves lists empty: what is
 * missing can be seen before names cost a request. */
int amend_document(struct call *call, struct error *error);

/* Fills those lists.  Names are looked up: see choices_resolve. */
int amend_lists(struct call *call, struct error *error);

/* Amends the outcome of an update's merge by the relative flags. */
int amend_merged(struct call *call, struct json_object *whole,
                 struct error *error);

#endif
