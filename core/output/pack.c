/* pack.c - the cells of a row, kept small. */
#include "core/output/pack.h"

#include <string.h>

/* How a part begins; anything above is so many bytes of text. */
enum {
  PACKED_END,
  PACKED_UUID, /* 16 bytes follow */
  PACKED_TIME, /* 5 bytes: its numbers, the second in the lowest bits */
  PACKED_WORD, /* its index */
  PACKED_WIDE, /* nothing: what follows is not ASCII alone */
  PACKED_TEXT  /* the text has no byte yet */
};

#define UUID_SIZE 17
#define UUID_LENGTH ((size_t)36)
#define TIME_SIZE 6
#define TIME_LENGTH ((size_t)20) /* of 2026-06-01T12:00:00Z, as is packed */
#define TEXT_MOST ((size_t)(255 - PACKED_TEXT))

/* The value of a lower-case hexadecimal digit with a bit of its own, or 0: the
 * upper case would not come back as it was. */
static const unsigned char hex_values[256] = {
  ['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21,
  ['6'] = 22, ['7'] = 23, ['8'] = 24, ['9'] = 25, ['a'] = 26, ['b'] = 27,
  ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31,
};

/* Packs bytes that two digits each are.  Returns 0 where one is none. */
static int pack_bytes(const char *text, size_t count, unsigned char *packed)
{
  unsigned all = 16;
  size_t i;

  for (i = 0; i < count; i++, text += 2) {
    const unsigned high = hex_values[(unsigned char)text[0]];
    const unsigned low = hex_values[(unsigned char)text[1]];

    all &= high & low;
    packed[i] = (unsigned char)(high << 4 | (low & 15));
  }
  return all != 0;
}

/* Packs the UUID that `text` begins with.  Returns 1, or 0 for none. */
static int pack_uuid(const char *text, size_t length, unsigned char *packed)
{
  if (length < UUID_LENGTH || text[8] != '-' || text[13] != '-' ||
      text[18] != '-' || text[23] != '-')
    return 0;
  packed[0] = PACKED_UUID;
  return pack_bytes(text, 4, packed + 1) &&
         pack_bytes(text + 9, 2, packed + 5) &&
         pack_bytes(text + 14, 2, packed + 7) &&
         pack_bytes(text + 19, 2, packed + 9) &&
         pack_bytes(text + 24, 6, packed + 11);
}

static char *put_bytes(char *text, const unsigned char *packed, size_t count)
{
  static const char digits[] = "0123456789abcdef";

  for (; count; count--, packed++) {
    *text++ = digits[*packed >> 4];
    *text++ = digits[*packed & 15];
  }
  return text;
}

static void unpack_uuid(const unsigned char *packed, char *text)
{
  static const unsigned char counts[] = { 4, 2, 2, 2, 6 };
  size_t i;

  for (i = 0; i < sizeof counts; i++) {
    if (i)
      *text++ = '-';
    text = put_bytes(text, packed, counts[i]);
    packed += counts[i];
  }
}

/* The number that two digits are; 100 for others. */
static unsigned two_digits(const char *text)
{
  const unsigned high = (unsigned char)text[0] - (unsigned)'0';
  const unsigned low = (unsigned char)text[1] - (unsigned)'0';

  return high < 10 && low < 10 ? 10 * high + low : 100;
}

/* Packs a whole cell that looks like a time in its usual form, whether there
 * is such a moment or not.  Returns 1, or 0. */
static int pack_time(const char *text, size_t length, unsigned char *packed)
{
  unsigned century, year, month, day, hour, minute, second;
  uint64_t bits;
  size_t i;

  if (length != TIME_LENGTH || text[4] != '-' || text[7] != '-' ||
      text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
    return 0;
  century = two_digits(text);
  year = two_digits(text + 2);
  month = two_digits(text + 5);
  day = two_digits(text + 8);
  hour = two_digits(text + 11);
  minute = two_digits(text + 14);
  second = two_digits(text + 17);
  if (century > 99 || year > 99 || month > 15 || day > 31 || hour > 31 ||
      minute > 63 || second > 63)
    return 0;
  bits =
      (uint64_t)(century * 100 + year) << 26 |
      (uint64_t)(month << 22 | day << 17 | hour << 12 | minute << 6 | second);
  packed[0] = PACKED_TIME;
  for (i = 0; i < 5; i++)
    packed[i + 1] = (unsigned char)(bits >> 8 * i & 0xff);
  return 1;
}

static void put_two(char *text, unsigned number)
{
  text[0] = (char)('0' + number / 10);
  text[1] = (char)('0' + number % 10);
}

static void unpack_time(const unsigned char *packed, char *text)
{
  uint64_t bits = 0;
  unsigned low, year;
  size_t i;

  for (i = 5; i > 0; i--)
    bits = bits << 8 | packed[i - 1];
  low = (unsigned)(bits & 0x3ffffff);
  year = (unsigned)(bits >> 26);
  memcpy(text, "0000-00-00T00:00:00Z", TIME_LENGTH);
  put_two(text, year / 100);
  put_two(text + 2, year % 100);
  put_two(text + 5, low >> 22);
  put_two(text + 8, low >> 17 & 31);
  put_two(text + 11, low >> 12 & 31);
  put_two(text + 14, low >> 6 & 63);
  put_two(text + 17, low & 63);
}

/* Packs a word that is known, or is one more.  Returns 1, or 0. */
static int pack_word(struct pack *pack, const char *text, size_t length,
                     unsigned char *packed)
{
  struct pack_word *word = pack->words;
  size_t i;

  if (length > PACK_WORD)
    return 0;
  for (i = 0; i < pack->count; i++, word++)
    if (word->length == length && memcmp(word->text, text, length) == 0)
      break;
  if (i == PACK_WORDS)
    return 0;
  if (i == pack->count) {
    word->length = (uint8_t)length;
    memcpy(word->text, text, length);
    pack->count++;
  }
  packed[0] = PACKED_WORD;
  packed[1] = (unsigned char)i;
  return 1;
}

static void pack_text(struct buffer *row, const char *text, size_t length)
{
  while (length) {
    const size_t piece = length < TEXT_MOST ? length : TEXT_MOST;

    buffer_putc(row, (char)(PACKED_TEXT + piece));
    buffer_append(row, text, piece);
    text += piece;
    length -= piece;
  }
}

int pack_cell(struct pack *pack, struct buffer *row, int known,
              const char *text, size_t length)
{
  unsigned char packed[UUID_SIZE];
  size_t at, from = 0;
  int is_id = 0;

  if (!(known & PACK_ASCII))
    buffer_putc(row, PACKED_WIDE);
  if (known & PACK_MOMENT && pack_time(text, length, packed)) {
    buffer_append(row, packed, TIME_SIZE);
    from = length;
  } else if (known & PACK_STATE && known & PACK_ASCII &&
             pack_word(pack, text, length, packed)) {
    buffer_append(row, packed, 2);
    from = length;
  }
  for (at = from; at + UUID_LENGTH <= length;) {
    if (!pack_uuid(text + at, length - at, packed)) {
      at++;
      continue;
    }
    pack_text(row, text + from, at - from);
    buffer_append(row, packed, UUID_SIZE);
    is_id |= at == 0;
    at += UUID_LENGTH;
    from = at;
  }
  pack_text(row, text + from, length - from);
  buffer_putc(row, PACKED_END);
  return is_id;
}

const unsigned char *pack_skip(const unsigned char *at)
{
  for (;; at++)
    switch (*at) {
    case PACKED_END:
      return at + 1;
    case PACKED_UUID:
      at += UUID_SIZE - 1;
      break;
    case PACKED_TIME:
      at += TIME_SIZE - 1;
      break;
    case PACKED_WORD:
      at++;
      break;
    case PACKED_WIDE:
      break;
    default:
      at += *at - PACKED_TEXT;
      break;
    }
}

const unsigned char *pack_undo(const struct pack *pack, struct buffer *text,
                               const unsigned char *at, int *ascii)
{
  const struct pack_word *word;
  char bytes[UUID_LENGTH];

  for (*ascii = 1; *at != PACKED_END;) {
    switch (*at) {
    case PACKED_UUID:
      unpack_uuid(at + 1, bytes);
      buffer_append(text, bytes, UUID_LENGTH);
      at += UUID_SIZE;
      break;
    case PACKED_TIME:
      unpack_time(at + 1, bytes);
      buffer_append(text, bytes, TIME_LENGTH);
      at += TIME_SIZE;
      break;
    case PACKED_WORD:
      word = &pack->words[at[1]];
      buffer_append(text, word->text, word->length);
      at += 2;
      break;
    case PACKED_WIDE:
      *ascii = 0;
      at++;
      break;
    default:
      buffer_append(text, at + 1, (size_t)(*at - PACKED_TEXT));
      at += *at - PACKED_TEXT + 1;
      break;
    }
  }
  return at + 1;
}
