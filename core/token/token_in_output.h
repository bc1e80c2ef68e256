/* token_in_output.h - whether a result tells the one-time token of a reply.
 *
 * It can be read this once: a result without it must not be the end of it.
 */
#ifndef TOKEN_IN_OUTPUT_H
#define TOKEN_IN_OUTPUT_H

#include "core/base/buffer.h"

/* Whether the token stands in a result: as it is, as in a JSON string, or
 * between the quotes that jq's @sh writes.  What was made of it in any other
 * way does not count, nor does anything where memory for a look runs out. */
int token_in_output(const struct buffer *result, const char *token);

/* Whether a result without the token looks like that of a mistyped filter:
 * there is none, or one of its lines is null, as jq has it of a member that
 * is not there. */
int token_filter_missed(const struct buffer *result);

#endif
