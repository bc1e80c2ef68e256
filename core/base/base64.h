/* base64.h - base64 in and out. */
#ifndef BASE64_H
#define BASE64_H

#include <stddef.h>

#include "core/base/buffer.h"

/* The value of a digit of either alphabet, or -1. */
int base64_digit(char digit);

/* Appends the bytes as base64url without padding. */
void base64url_encode(const void *bytes, size_t length, struct buffer *out);

/* Likewise as base64 with padding. */
void base64_encode(const void *bytes, size_t length, struct buffer *out);

/* Appends what the text stands for; either alphabet, padding optional.
 * Returns 0, or -1 when it is not base64 or there is no memory. */
int base64_decode(const char *text, size_t length, struct buffer *out);

#endif
