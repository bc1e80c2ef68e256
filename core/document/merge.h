/* merge.h - what becomes of a checked document: stripped, completed, laid
 * over another.  difference.h shows what that changes.
 *
 * JSON values are json-c's; a NULL pointer is JSON null.  Recursion is as
 * deep as the values are, and whoever reads text into values bounds that.
 * What `fields` may be is said in document.h.
 */
#ifndef MERGE_H
#define MERGE_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/buffer.h"
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
 * EXIT_PLUGIN when `absent` is no JSON; EXIT_FAILED when `said` returned
 * anything but 0. */
int document_complete(struct json_object *document,
                      const struct nscale_field *const *fields,
                      int (*said)(void *context, const char *sentence),
                      void *context, struct error *error);

/* Finds out, before document_strip, whether the document is of `current`,
 * what the server has now, and as new.  `what` is how messages call the
 * document, `singular` the noun's.
 *
 * EXIT_USAGE when it carries another IDENTITY; EXIT_CONFLICT when it carries
 * another VERSION, or none though `current` has one and the document has
 * other READ_ONLY values of the same object, which a server gave it before
 * there was a version.  (An IDENTITY alone does not count: people write it
 * by hand.) */
int document_stale(struct json_object *document, struct json_object *current,
                   const struct nscale_field *const *fields,
                   const char *singular, const char *what,
                   struct error *error);

/* Lays `patch` over `target` (RFC 7396, section 2): members of the patch
 * replace those of the target, null removes, objects are merged member by
 * member, everything else, arrays too, is replaced as a whole.  The target's
 * keys keep their order, new ones follow in the order of the patch.
 *
 * Returns a new value that the caller puts (json_object_put) and that shares
 * nothing with the two, which stay as they were.  NULL is JSON null, which
 * only a null patch gives, or no memory: a caller whose patch is an object
 * knows which. */
struct json_object *merge_patch(struct json_object *target,
                                struct json_object *patch);

/* Whether two values are equal: the order of an object's members is
 * irrelevant, that of an array's elements is not; 1 and 1.0 differ,
 * because somebody who wrote one did not write the other; 1.5 and 1.50 do
 * not, but all that a double cannot tell apart does unless it is written
 * alike.  Returns 1 or 0. */
int json_same(struct json_object *a, struct json_object *b);

/* Appends a value as a message quotes it: a string as it is, all else as
 * compact JSON; through text_escape, and cut to 64 columns so that the
 * sentence around it can be read. */
void value_show(struct buffer *buffer, struct json_object *value);

/* Appends the key of a member to the name of a field as people read it:
 * a dot unless the name is empty yet, then the key, escaped, in quotes where
 * it is not a plain word: `metadata.name`, `labels."a b"`. */
void field_name_append(struct buffer *name, const char *key, size_t length);

#endif
