/* field_text.h - what the value of a field's flag stands for: itself, what is
 * in a file (NSCALE_FIELD_FILE), or its base64 (NSCALE_FIELD_BASE64).
 */
#ifndef FIELD_TEXT_H
#define FIELD_TEXT_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* The text that is sent; the call's, or the value itself.  A file is read once
 * however often it is asked for, since it may be a pipe.  NULL with EXIT_USAGE
 * for what cannot be read, or is no text. */
const char *field_text(struct invocation *call,
                       const struct nscale_field *field, const char *flag,
                       const char *value);

/* Likewise puts it into `text`, which is empty, and reads a file each time.
 * Returns 0 or -1. */
int field_text_read(struct invocation *call, const struct nscale_field *field,
                    const char *flag, const char *value, struct buffer *text);

#endif
