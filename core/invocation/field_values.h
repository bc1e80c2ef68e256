/* field_values.h - the flags of fields, applied to a document.
 *
 * They win over the document, obey the same checks (field_check.h, which comes
 * first), and make a document unnecessary.  An update's --add-, --remove- and
 * KEY=VALUE flags are relative to the thing as it is: field_values_merged; all
 * others change the document itself.
 *
 * Functions return 0, or -1 with the call's error set.
 */
#ifndef FIELD_VALUES_H
#define FIELD_VALUES_H

#include "core/invocation/invocation.h"

/* Applies them to the call's document, which is an object, but leaves lists
 * empty: what is missing can be seen before names cost a request. */
int field_values_document(struct invocation *call);

/* Fills those lists, and puts ids in the place of names in texts.  Names are
 * looked up: see choices_resolve. */
int field_values_lists(struct invocation *call);

/* Applies the relative flags to the outcome of an update's merge. */
int field_values_merged(struct invocation *call, struct json_object *whole);

#endif
