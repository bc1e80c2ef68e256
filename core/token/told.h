/* told.h - whether a filter misses the one-time token of a reply.
 *
 * A typo must never cost a token: it can be read this once.
 */
#ifndef TOLD_H
#define TOLD_H

#include "core/buffer.h"

/* Whether `results`, which filters made of a reply with this token, look like
 * those of a mistyped filter: the token does not stand in them, and there are
 * none, or one of them is null, as jq has it of a member that is not there.
 * Any other result is what was asked for. */
int told_amiss(const struct buffer *results, const char *token);

#endif
