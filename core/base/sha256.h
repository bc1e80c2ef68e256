/* sha256.h - SHA-256 (FIPS 180-4), for the names of cache files.
 *
 * An own one, because no library of the executable has it and opening one
 * would cost more than all else that completion does.
 */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_HEX 65 /* of a digest as hexadecimal text, its NUL included */

/* Starts with sha256_begin. */
struct sha256 {
  uint32_t state[8];
  unsigned char block[64];
  uint64_t length; /* bytes so far */
};

void sha256_begin(struct sha256 *hash);

/* Takes further bytes. */
void sha256_add(struct sha256 *hash, const void *bytes, size_t length);

/* Writes the digest as text and overwrites the state, in which the bytes
 * left a trace. */
void sha256_end(struct sha256 *hash, char hex[SHA256_HEX]);

#endif
