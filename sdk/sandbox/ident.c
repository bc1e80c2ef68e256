/* ident.c - ids that are the same in every run. */
#include "ident.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t ident_number(struct ident_stream *stream)
{
  uint64_t z;

  stream->state += UINT64_C(0x9e3779b97f4a7c15);
  z = stream->state;
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void ident_next(struct ident_stream *stream, char id[IDENT_LENGTH + 1])
{
  uint64_t high = ident_number(stream), low = ident_number(stream);

  (void)snprintf(id, IDENT_LENGTH + 1,
                 "%08" PRIx32 "-%04x-4%03x-%04x-%012" PRIx64,
                 (uint32_t)(high >> 32), (unsigned int)(high >> 16 & 0xffff),
                 (unsigned int)(high & 0xfff),
                 (unsigned int)(0x8000 | (low >> 48 & 0x3fff)),
                 low & UINT64_C(0xffffffffffff));
}

void ident_trace(struct ident_stream *stream, char text[33])
{
  uint64_t high = ident_number(stream), low = ident_number(stream);

  (void)snprintf(text, 33, "%016" PRIx64 "%016" PRIx64, high, low);
}

int ident_is_uuid(const char *text)
{
  size_t at;

  for (at = 0; at < IDENT_LENGTH; at++) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (text[at] != '-')
        return 0;
    } else if (text[at] == '\0' ||
               !strchr("0123456789abcdefABCDEF", text[at])) {
      return 0;
    }
  }
  return text[IDENT_LENGTH] == '\0';
}

int ident_is_label(const char *text)
{
  static const char inner[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.";
  size_t length = strlen(text);

  if (length < 1 || length > 63 || strspn(text, inner) != length)
    return 0;
  return !strchr("-_.", text[0]) && !strchr("-_.", text[length - 1]);
}
