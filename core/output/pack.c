/* pack.c - the cells of a row, kept small. */
#include "core/output/pack.h"

#include <stdint.h>
#include <string.h>

#include "core/base/time.h"

enum {
  PACKED_UUID = 1, /* 16 bytes follow */
  PACKED_TIME = 2, /* 5 bytes: seconds since the year 0, lowest first */
  UUID_SIZE = 17,
  UUID_LENGTH = 36,
  TIME_SIZE = 6,
  TIME_LENGTH = 20 /* of 2026-06-01T12:00:00Z, the only form packed */
};

#define YEAR_ZERO INT64_C(-62167219200) /* seconds since 1970 */

/* The value of a lower-case hexadecimal digit, or -1: the upper case would
 * not come back as it was. */
static int hex_value(char byte)
{
  if (byte >= '0' && byte <= '9')
    return byte - '0';
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Packs the UUID that `text` begins with.  Returns 1, or 0 for none. */
static int pack_uuid(const char *text, size_t length, unsigned char *packed)
{
  size_t i, at = 0;

  if (length < UUID_LENGTH || text[8] != '-' || text[13] != '-' ||
      text[18] != '-' || text[23] != '-')
    return 0;
  packed[0] = PACKED_UUID;
  for (i = 0; i < 16; i++) {
    int high, low;

    at += text[at] == '-';
    high = hex_value(text[at]);
    low = hex_value(text[at + 1]);
    if (high < 0 || low < 0)
      return 0;
    packed[i + 1] = (unsigned char)(high << 4 | low);
    at += 2;
  }
  return 1;
}

static void unpack_uuid(const unsigned char *packed, char *text)
{
  static const char digits[] = "0123456789abcdef";
  size_t i, at = 0;

  for (i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      text[at++] = '-';
    text[at++] = digits[packed[i] >> 4];
    text[at++] = digits[packed[i] & 15];
  }
}

/* Packs a whole cell that is a time in its usual form.  Returns 1, or 0. */
static int pack_time(const char *text, size_t length, unsigned char *packed)
{
  int64_t seconds;
  uint64_t count;
  size_t i;

  /* 23:59:60 and small letters are times too, but would come back else. */
  if (length != TIME_LENGTH || text[10] != 'T' || text[19] != 'Z' ||
      text[17] == '6' || time_parse(text, &seconds) < 0)
    return 0;
  packed[0] = PACKED_TIME;
  count = (uint64_t)(seconds - YEAR_ZERO);
  for (i = 0; i < 5; i++)
    packed[i + 1] = (unsigned char)(count >> 8 * i & 0xff);
  return 1;
}

static int64_t unpack_time(const unsigned char *packed)
{
  uint64_t count = 0;
  size_t i;

  for (i = 5; i > 0; i--)
    count = count << 8 | packed[i - 1];
  return (int64_t)count + YEAR_ZERO;
}

int pack_cell(struct buffer *row, int is_moment, const char *text,
              size_t length)
{
  unsigned char packed[UUID_SIZE];
  size_t at, from = 0;
  int is_id = 0;

  if (is_moment && pack_time(text, length, packed)) {
    buffer_append(row, packed, TIME_SIZE);
    buffer_putc(row, '\0');
    return 0;
  }
  for (at = 0; at + UUID_LENGTH <= length;) {
    if (!pack_uuid(text + at, length - at, packed)) {
      at++;
      continue;
    }
    buffer_append(row, text + from, at - from);
    buffer_append(row, packed, UUID_SIZE);
    is_id |= at == 0;
    at += UUID_LENGTH;
    from = at;
  }
  buffer_append(row, text + from, length - from);
  buffer_putc(row, '\0');
  return is_id;
}

/* The bytes, at least one, that stand for themselves. */
static size_t plain_length(const unsigned char *at)
{
  size_t length = 1;

  while (at[length] > PACKED_TIME)
    length++;
  return length;
}

const unsigned char *pack_skip(const unsigned char *at)
{
  while (*at)
    at += *at == PACKED_UUID   ? UUID_SIZE
          : *at == PACKED_TIME ? TIME_SIZE
                               : plain_length(at);
  return at + 1;
}

const unsigned char *pack_undo(struct buffer *cell, const unsigned char *at)
{
  char uuid[UUID_LENGTH];
  size_t length;

  buffer_clear(cell);
  while (*at) {
    if (*at == PACKED_UUID) {
      unpack_uuid(at + 1, uuid);
      buffer_append(cell, uuid, sizeof uuid);
      at += UUID_SIZE;
    } else if (*at == PACKED_TIME) {
      time_format(cell, unpack_time(at + 1));
      at += TIME_SIZE;
    } else {
      length = plain_length(at);
      buffer_append(cell, at, length);
      at += length;
    }
  }
  return at + 1;
}
