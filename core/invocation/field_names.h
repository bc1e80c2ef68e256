/* field_names.h - names in documents, where the service wants ids.
 *
 * A text of a field whose choices are a list is an id or the exact name of one
 * of its elements, as it is in a flag, and means what choices_resolve says. Of
 * a plugin from before 1.2 documents have ids alone.
 */
#ifndef FIELD_NAMES_H
#define FIELD_NAMES_H

#include "core/invocation/invocation.h"

/* Puts ids in the place of the names in a document, or an element, of these
 * fields.  What `before`, which may be NULL, has in the same field is known to
 * the service, and stays.  A name that an array has twice then goes.  Returns
 * 0, or -1 with the call's error set. */
int field_names_resolve(struct invocation *call,
                        const struct nscale_field *const *fields,
                        struct json_object *document,
                        struct json_object *before);

/* Likewise those of the call's document, if it has one, once.  An update that
 * the plugin merges starts from what is there (draft.h). */
int field_names_document(struct invocation *call);

/* Whether the field may have a name in the call's document: its list will be
 * wanted. */
int field_names_any(const struct invocation *call,
                    const struct nscale_field *field);

/* Holds an id to its field, which its name was not.  Returns likewise. */
int field_names_check(struct invocation *call,
                      const struct nscale_field *field, const char *id);

/* Says in a dry run what a name was taken for, where no line of a difference
 * does. */
void field_names_say(const struct invocation *call, const char *what,
                     const char *name, const char *id);

#endif
