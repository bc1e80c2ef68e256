/* check.h - a document held against the fields that a plugin describes.
 *
 * `fields` is a list that ends with NULL (NULL is an empty one), each of the
 * host's own struct_size; their paths spell shared parts alike (`.a.b` and
 * `.a.c`, not `."a".c`), and quoted names hold no quotes.  A field that is
 * part of another's path is an object, or an array where `[]` follows.  An
 * object or array of which no part is listed may hold anything.  Names in
 * messages are the paths without the leading dot.  `what` is how messages
 * call the document: see document_name (read.h).  A NULL value is JSON null.
 *
 * The order for create: document_read, json_read, document_check with
 * DOCUMENT_DEFAULTS, document_strip, document_complete.  For update:
 * document_check_update with DOCUMENT_PATCH, document_stale against what the
 * server has, document_settle, merge_patch, document_strip, document_check of
 * the outcome with DOCUMENT_MERGED, difference.  For update --replace:
 * document_check_update with DOCUMENT_WHOLE, document_stale, document_settle,
 * document_strip, document_complete (for the nulls).
 */
#ifndef DOCUMENT_CHECK_H
#define DOCUMENT_CHECK_H

#include <nscale/plugin.h>

#include "core/base/error.h"

struct json_object;

/* How much of the fields must be there (`whole` of document_check). */
enum {
  DOCUMENT_PATCH,    /* nothing; null removes (RFC 7396) */
  DOCUMENT_WHOLE,    /* what is REQUIRED; null is the same as absent */
  DOCUMENT_DEFAULTS, /* likewise, but for what document_complete has */
  DOCUMENT_MERGED    /* only whether REQUIRED fields outside of arrays are
                      * there: the rest is the user's, which was checked as a
                      * patch, or the server's, which may hold what this plugin
                      * does not know yet */
};

/* Checks the whole document, in its own order, then what is missing:
 * members that are no field (with a suggestion as the hint), types, the
 * types of elements, what texts and numbers may be (scalar.h), texts with NUL,
 * required texts that are empty (a pattern, even `.*`, decides in place of
 * that rule).  Read-only fields
 * and all below them are accepted as they are.  The elements of arrays are
 * whole in a patch too, because a patch replaces arrays as a whole.
 *
 * Returns 0; or -1 with EXIT_USAGE, or EXIT_PLUGIN when a plugin's pattern is
 * not one. */
int document_check(struct json_object *document,
                   const struct nscale_field *const *fields, int whole,
                   const char *what, struct error *error);

/* Likewise for the document of an update, of which a member that is no field
 * may have been read: the server can know it before this plugin does.  Such
 * members pass for now, but for one that looks like a slip in a document
 * without anything of the server's.  Returns 1 where one passed:
 * document_settle then decides. */
int document_check_update(struct json_object *document,
                          const struct nscale_field *const *fields, int whole,
                          const char *what, struct error *error);

/* Checks a document as a patch of `current`, what the server has: members that
 * are no field and have the very value that they have there are no change.
 * They are dropped, but from elements of arrays, which are sent as they stand.
 * Returns as document_check. */
int document_settle(struct json_object *document, struct json_object *current,
                    const struct nscale_field *const *fields, const char *what,
                    struct error *error);

/* Whether a whole document may do without a field, as it is so far: it need
 * not be there, or it and the optional object that would hold it are not.
 * Where it is there and must be, it may not. */
int document_may_lack(struct json_object *document,
                      const struct nscale_field *const *fields,
                      const struct nscale_field *field);

/* The first field that a whole document must have and this one has not, with
 * `whole` as above; `unasked_only`, of those without a prompt.  NULL where
 * none is missing.  Elements of arrays are not looked into. */
const struct nscale_field *
document_missing(struct json_object *document,
                 const struct nscale_field *const *fields, int whole,
                 int unasked_only);

#endif
