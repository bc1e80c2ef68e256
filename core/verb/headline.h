/* headline.h - what a verb does to what, in words.
 *
 * What is appended to a text is escaped by whoever prints it.
 */
#ifndef HEADLINE_H
#define HEADLINE_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"

/* `Rotate service account "ci" (ID)`. */
void headline_write(struct buffer *text, const struct invocation *call);

/* ` in organization "acme"`, by its id where its name is not known; nothing
 * where it is not known at all. */
void headline_put_place(struct buffer *text, const struct invocation *call);

/* Says likewise with --all, on stderr: `Rotate 2 service accounts in
 * organization "acme":`, and a line for each of them. */
void headline_say_all(const struct invocation *call);

/* A plugin's sentence with the names of this call's thing in it: `{name}`,
 * `{id}`, `{organization}`. */
void headline_fill(struct buffer *text, const char *sentence,
                   const struct invocation *call);

#endif
