/* canonical.h - JSON text as jq prints it, without jq.
 *
 * `jq -c` prints a value without white space, each string with the escapes
 * that it must have and no others, each number as the nearest double in its
 * shortest form (1.6) or as it was written (1.7), and of two members with
 * one name the last in the place of the first.  Nearly every value of a
 * reply needs no more than its white space dropped; that is done here.  What
 * the rules above do not make sure of in every version of jq is left to
 * libjq: numbers other than integers of up to 15 digits, surrogates that
 * stand alone, names with escapes, names given twice, and objects too large
 * to look for those.
 *
 * The text must be known to be strict JSON (a stream's element).
 */
#ifndef CANONICAL_H
#define CANONICAL_H

#include "core/base/buffer.h"
#include "core/json/mark.h"

/* Names of one object among which one that is given twice is looked for. */
#define CANONICAL_NAMES 64

/* Whether one name is given twice among `count`, all without escapes. */
int canonical_repeats(const struct span *names, size_t count);

/* Appends the value.  Returns 0 (the buffer remembers a failure), or -1 where
 * libjq must be asked, with the buffer as it was. */
int canonical_write(struct buffer *buffer, struct json value);

#endif
