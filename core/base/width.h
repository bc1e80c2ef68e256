/* width.h - what a character takes on a terminal, and whether it is seen.
 *
 * An own table and not wcwidth: that one depends on the locale that was set
 * and on the C library's version, and knows nothing in the C locale.
 */
#ifndef WIDTH_H
#define WIDTH_H

#include <stdint.h>

/* 0 for combining and invisible characters, 2 for wide ones (East Asian
 * Width W and F of Unicode 14, emoji among them), else 1.  Controls count 1:
 * nothing shows them unescaped. */
unsigned width_of(uint32_t code);

/* Whether nobody can see a character, or tell it from nothing
 * (Default_Ignorable_Code_Point, Cf, Zl, Zp and blank signs of Unicode 14):
 * the soft hyphen, joiners, tags, variation selectors, Hangul fillers. */
int width_unseen(uint32_t code);

#endif
