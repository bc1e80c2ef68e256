/* fuzz-redact.c - tokens are kept out of what people read
 * (core/message/redact.h).
 *
 * The first byte is the length of a secret, which follows; the rest is a text,
 * in which the secret is put at the end as well, as it is and with escapes.
 */
#include "core/message/redact.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

#define LEAST 16 /* bytes of a secret that are hidden */

static int has(const struct buffer *text, const char *part, size_t length)
{
  for (size_t at = 0; at + length <= text->length; at++)
    if (memcmp(text->data + at, part, length) == 0)
      return 1;
  return 0;
}

/* No part of the secret that is long enough is left, and nothing is found in
 * what is left. */
static void check(const struct buffer *text, const char *secret)
{
  struct buffer clean CLEANUP_BUFFER = { 0 };
  size_t size = strlen(secret);

  redact(&clean, text->data, text->length);
  MUST(!clean.failed);
  /* But for one that could be made of what takes its place. */
  for (size_t at = 0; at + LEAST <= size && !strpbrk(secret, "[]"); at++)
    MUST(!has(&clean, secret + at, LEAST) || text->length > 4096);
  for (size_t at = 0; at < text->length; at++)
    MUST(redact_at(text->data + at, text->length - at,
                   at ? text->data[at - 1] : '\0') <= text->length - at);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  size_t length = fuzz_byte(&input);
  char *secret CLEANUP_FREE = NULL;
  struct buffer text CLEANUP_BUFFER = { 0 };

  if (length > input.size)
    length = input.size;
  secret = strndup((const char *)input.bytes, length);
  MUST(secret);
  redact_hide(REDACT_VARIABLE, secret);
  buffer_append(&text, (const char *)input.bytes + length,
                input.size - length);
  check(&text, secret);
  buffer_puts(&text, secret);
  check(&text, secret);
  for (size_t at = 0; secret[at]; at++)
    buffer_printf(&text, "%%%02x", (unsigned)(unsigned char)secret[at]);
  if (strlen(secret) >= LEAST) {
    struct buffer clean CLEANUP_BUFFER = { 0 };

    redact(&clean, text.data, text.length);
    MUST(text.length > 4096 ||
         strncmp(clean.data + clean.length - (sizeof REDACTED - 1), REDACTED,
                 sizeof REDACTED - 1) == 0);
    MUST(redact_knows(text.data, text.length));
  }
  redact_hide(REDACT_VARIABLE, NULL);
  return 0;
}
