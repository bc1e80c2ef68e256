/* complete.h - a checked document made what is sent: stripped of what is the
 * server's, completed with what is absent.  What `fields` may be is said in
 * check.h.
 */
#ifndef DOCUMENT_COMPLETE_H
#define DOCUMENT_COMPLETE_H

#include <nscale/plugin.h>

#include "core/base/error.h"

struct json_object;

/* Removes what is the server's, READ_ONLY, and the objects (not the elements
 * of arrays) that only this left empty.  Returns 1 when it removed
 * something, else 0; cannot fail. */
int document_strip(struct json_object *document,
                   const struct nscale_field *const *fields);

/* Makes a checked document what is sent: members that are null are removed,
 * which is what they mean, and where a field with an `absent` value is
 * missing that is put in and told to `said` (may be NULL) in one sentence:
 * `spec.groupIDs is absent: sending []`.  The sentence is borrowed for the
 * call.  A field below an optional object that is not there is left out too.
 *
 * Returns 0; or -1 with EXIT_PLUGIN when `absent` is not JSON, and with
 * EXIT_FAILED when `said` returned anything but 0. */
int document_complete(struct json_object *document,
                      const struct nscale_field *const *fields,
                      int (*said)(void *context, const char *sentence),
                      void *context, struct error *error);

/* Reads a null of a thing that the server has as what it means: no member, or
 * the `absent` value of its field (`spec.groupIDs` that is null has none).
 * Where the document has a null there too, which would remove, it changes
 * nothing and is dropped.  Fields within elements of arrays stay as they are.
 * Returns 0, or -1 as above. */
int document_settle_nulls(struct json_object *thing,
                          struct json_object *document,
                          const struct nscale_field *const *fields,
                          struct error *error);

#endif
