/* bytes.h - the bytes of a string that need no look.
 *
 * Plain is printable ASCII but for the quote and the backslash: what stands in
 * most strings, means itself in JSON and takes a column on a terminal.  It is
 * passed 16 bytes at a time where the processor has SSE2 or NEON, and else
 * eight at a time, in a word whose lowest byte is the first one in the text:
 * load_word is the one place that knows how the machine orders bytes.
 */
#ifndef BYTES_H
#define BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#define PLAIN_VECTOR 1
#elif defined(__ARM_NEON) && defined(__aarch64__) && !defined(__AARCH64EB__)
#include <arm_neon.h>
#define PLAIN_VECTOR 1
#endif

static inline int plain_byte(unsigned char byte)
{
  return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

/* Eight bytes, the first of them lowest. */
static inline uint64_t load_word(const unsigned char *at)
{
  uint64_t word;

  memcpy(&word, at, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/* Where the first byte is that is not plain, or the end: eight bytes at a
 * time.  A byte from which more is taken than it has borrows from the next
 * higher one alone, so that the lowest top bit is a true one. */
static inline const unsigned char *plain_skip_words(const unsigned char *at,
                                                    const unsigned char *end)
{
  const uint64_t ones = UINT64_C(0x0101010101010101);

  for (; end - at >= 8; at += 8) {
    const uint64_t word = load_word(at);
    const uint64_t quote = word ^ ones * '"';
    const uint64_t backslash = word ^ ones * '\\';
    const uint64_t del = word ^ ones * 0x7f;
    const uint64_t found = (word | (word - ones * 0x20) | (quote - ones) |
                            (backslash - ones) | (del - ones)) &
                           ones * 0x80;

    if (found)
      return at + __builtin_ctzll(found) / 8;
  }
  while (at < end && plain_byte(*at))
    at++;
  return at;
}

/* Likewise, 16 bytes at a time where that can be. */
static inline const unsigned char *plain_skip(const unsigned char *at,
                                              const unsigned char *end)
{
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    /* As signed numbers, those beyond ASCII are below a blank too. */
    const __m128i others =
        _mm_or_si128(_mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f))),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    const unsigned found = (unsigned)_mm_movemask_epi8(others);

    if (found)
      return at + __builtin_ctz(found);
  }
#elif defined(PLAIN_VECTOR)
  for (; end - at >= 16; at += 16) {
    const int8x16_t bytes = vreinterpretq_s8_u8(vld1q_u8(at));
    const uint8x16_t others =
        vorrq_u8(vorrq_u8(vcltq_s8(bytes, vdupq_n_s8(0x20)),
                          vceqq_s8(bytes, vdupq_n_s8(0x7f))),
                 vorrq_u8(vceqq_s8(bytes, vdupq_n_s8('"')),
                          vceqq_s8(bytes, vdupq_n_s8('\\'))));
    /* Four bits for each byte. */
    const uint64_t found = vget_lane_u64(
        vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(others), 4)), 0);

    if (found)
      return at + __builtin_ctzll(found) / 4;
  }
#endif
  return plain_skip_words(at, end);
}

#endif
