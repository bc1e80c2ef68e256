/* redact.h - tokens are kept out of what people read.
 *
 * Known secrets are hidden wherever sixteen bytes of one stand, so also cut
 * short at either end, and in whatever form a message may have them: as they
 * are, percent-encoded, with the escapes of JSON, in base64.  A text that only
 * has a token's shape is hidden too: nobody may have said whose it is.
 *
 * Global state: the secrets, borrowed from token/secret.
 */
#ifndef REDACT_H
#define REDACT_H

#include <stddef.h>

#include "core/base/buffer.h"

#define REDACTED "[redacted]"

/* Whose the secrets are; each has one at a time. */
enum redact_slot {
  REDACT_VARIABLE, /* the service token of the environment */
  REDACT_FILE,     /* that of its file */
  REDACT_ONE_TIME, /* the one-time token that came last */
  REDACT_SLOTS
};

/* Keeps a secret out of all that is said from now on; it is borrowed until
 * another takes its slot.  NULL, or less than three bytes, for none. */
void redact_hide(enum redact_slot slot, const char *secret);

/* How many bytes at the start of `text` are hidden as they stand there: part
 * of a secret, or of what has the shape of a token.  `before` is the byte
 * before it, NUL at the beginning.  Needs no memory. */
size_t redact_at(const char *text, size_t length, char before);

/* Appends a text with REDACTED in the place of each secret.  Takes memory of
 * some times the text's size; the buffer remembers a failure, and then has
 * nothing of the text. */
void redact(struct buffer *out, const char *text, size_t length);

/* Whether the whole of a secret, unless it is short enough to be a word,
 * stands in a text, as it is or with escapes.  1 without memory. */
int redact_knows(const char *text, size_t length);

#endif
