/* document.h - the JSON document that a user hands in: read, and checked
 * against the fields that a plugin describes.  What becomes of it then
 * (stripped, completed, laid over another, compared) is in merge.h, which
 * this header brings along.
 *
 * `fields` is a list that ends with NULL (NULL is an empty one), each of the
 * host's own struct_size; their paths spell shared parts alike (`.a.b` and
 * `.a.c`, not `."a".c`), and quoted names hold no quotes.  A field that is
 * part of another's path is an object, or an array where `[]` follows.  An
 * object or array of which no part is listed may hold anything.  Names in
 * messages are the paths without the leading dot.  `what` is how messages
 * call the document: see document_name.  A NULL value is JSON null.
 *
 * The order for create: document_read, json_read, document_check with
 * DOCUMENT_DEFAULTS, document_strip, document_complete.  For update:
 * document_check with DOCUMENT_PATCH, document_stale against what the server
 * has, merge_patch, document_strip, document_check of the outcome with
 * DOCUMENT_MERGED, difference.  For update --replace: document_check with
 * DOCUMENT_WHOLE, document_stale, document_strip, document_complete (for the
 * nulls).
 *
 * Functions return 0, or -1 with the error set, unless they say otherwise.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/document/merge.h"

struct json_object;

#define DOCUMENT_LIMIT ((size_t)1 << 20) /* bytes of text */

/* How much of the fields must be there (`whole` of document_check). */
#define DOCUMENT_PATCH 0 /* nothing; null removes (RFC 7396) */
/* what is REQUIRED; null is the same as absent */
#define DOCUMENT_WHOLE 1
/* likewise, but for what document_complete has */
#define DOCUMENT_DEFAULTS 2
/* only whether REQUIRED fields outside of arrays are there: the rest is the
 * user's, which was checked as a patch, or the server's, which may hold
 * what this plugin does not know yet */
#define DOCUMENT_MERGED 3

/* How messages call the document at `path`: the path itself (borrowed), or
 * "standard input" for NULL and "-". */
const char *document_name(const char *path);

/* Reads the text at `path`, standard input for NULL or "-", into `text`,
 * which is emptied before and is the caller's.  A FIFO or device is read as
 * far as the limit; reading waits for the other side.
 *
 * EXIT_USAGE when it cannot be opened or read, is a directory, holds nothing
 * but white space, or more than DOCUMENT_LIMIT; EXIT_INTERRUPTED when a
 * signal was handled while it waited (the caller's handler must be installed
 * without SA_RESTART to have that). */
int document_read(const char *path, struct buffer *text, struct error *error);

/* Checks the whole document, in its own order, then what is missing:
 * members that are no field (with a suggestion as the hint), types, the
 * types of elements, patterns, texts with NUL, required texts that are empty
 * (a pattern, even `.*`, decides in place of that rule).  Read-only fields
 * and all below them are accepted as they are.  The elements of arrays are
 * whole in a patch too, because a patch replaces arrays as a whole.
 *
 * EXIT_USAGE; EXIT_PLUGIN when a plugin's pattern is none. */
int document_check(struct json_object *document,
                   const struct nscale_field *const *fields, int whole,
                   const char *what, struct error *error);

/* The first field that a whole document must have and this one has not, with
 * `whole` as above; NULL where none is missing.  Elements of arrays are not
 * looked into. */
const struct nscale_field *
document_missing(struct json_object *document,
                 const struct nscale_field *const *fields, int whole);

/* ---- Paths of fields, for this module and merge. ------------------ */

/* One step of a path: a member's key, or the elements of an array. */
struct field_step {
  const char *key; /* NULL for elements; ends after `length` */
  size_t length;
};

/* Reads the step at the start of `path`.  Returns what of the path follows
 * it, NULL at the end of the path. */
const char *field_step(const char *path, struct field_step *step);

/* The field whose path is the first `length` bytes of `path`, or NULL. */
const struct nscale_field *field_at(const struct nscale_field *const *fields,
                                    const char *path, size_t length);

/* The entry of a member in json-c's table, borrowed; NULL where there is
 * none and where `object` is no object. */
struct lh_entry *field_entry(struct json_object *object,
                             const struct field_step *step);

/* The value of an entry; NULL for null and for no entry. */
struct json_object *field_value(struct lh_entry *entry);

#endif
