/* hash.h - a number for a text, the same in every run: FNV-1a in 64 bits.
 * Whoever chooses the texts can make two of one number. */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

/* Of what was hashed before, then a text and a NUL behind it. */
static inline uint64_t hash_text(uint64_t hash, const char *text,
                                 size_t length)
{
  const uint64_t prime = UINT64_C(0x100000001b3);

  while (length-- > 0)
    hash = (hash ^ (unsigned char)*text++) * prime;
  return hash * prime;
}

#endif
