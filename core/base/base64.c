/* base64.c - base64 in and out. */
#include "core/base/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(const void *bytes, size_t length, struct buffer *out)
{
  const unsigned char *byte = bytes;
  uint32_t bits = 0;
  unsigned int held = 0;

  while (length--) {
    bits = bits << 8 | *byte++;
    for (held += 8; held >= 6; held -= 6)
      buffer_putc(out, alphabet[bits >> (held - 6) & 63]);
  }
  if (held > 0)
    buffer_putc(out, alphabet[bits << (6 - held) & 63]);
}

void base64_encode(const void *bytes, size_t length, struct buffer *out)
{
  const size_t start = out->length;
  char *at;

  base64url_encode(bytes, length, out);
  for (; length % 3; length++)
    buffer_putc(out, '=');
  for (at = out->data + start; !out->failed && at < out->data + out->length;
       at++)
    *at = (char)(*at == '-' ? '+' : *at == '_' ? '/' : *at);
}

int base64_digit(char letter)
{
  const char *place;

  if (letter == '+')
    letter = '-';
  else if (letter == '/')
    letter = '_';
  place = letter ? strchr(alphabet, letter) : NULL;
  return place ? (int)(place - alphabet) : -1;
}

int base64_decode(const char *text, size_t length, struct buffer *out)
{
  uint32_t bits = 0;
  unsigned int held = 0;
  size_t at;

  while (length > 0 && text[length - 1] == '=')
    length--;
  if (length % 4 == 1)
    return -1;
  for (at = 0; at < length; at++) {
    int value = base64_digit(text[at]);

    if (value < 0)
      return -1;
    bits = bits << 6 | (uint32_t)value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      buffer_putc(out, (char)(bits >> held & 0xff));
    }
  }
  return out->failed ? -1 : 0;
}
