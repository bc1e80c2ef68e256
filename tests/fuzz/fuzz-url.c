/* fuzz-url.c - addresses (core/http/url.h, core/transport/redirect.h), held
 * against what libcurl, which opens the connections, makes of them.
 *
 * The input is a base address, a Location, and segments and parameters, with
 * a NUL between them.
 */
#include "core/http/url.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/transport/redirect.h"
#include "tests/fuzz/fuzz.h"

#define MOST 8

struct origin {
  char *scheme;
  char *host;
  char *port;
};

static void origin_free(struct origin *origin)
{
  curl_free(origin->scheme);
  curl_free(origin->host);
  curl_free(origin->port);
}

/* Where libcurl would connect to.  Returns 0, or -1 where it would not. */
static int origin_of(const char *url, struct origin *origin)
{
  CURLU *parts = curl_url();
  int result = -1;

  MUST(parts != NULL);
  if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
      curl_url_get(parts, CURLUPART_SCHEME, &origin->scheme, 0) == CURLUE_OK &&
      curl_url_get(parts, CURLUPART_HOST, &origin->host, 0) == CURLUE_OK &&
      curl_url_get(parts, CURLUPART_PORT, &origin->port, CURLU_DEFAULT_PORT) ==
          CURLUE_OK)
    result = 0;
  curl_url_cleanup(parts);
  return result;
}

/* An address that was accepted leads libcurl nowhere else. */
static void check_base(const char *base)
{
  struct origin origin CLEANUP(origin_free) = { 0 };

  if (origin_of(base, &origin) < 0)
    return;
  if (strcasecmp(origin.scheme, "https") == 0)
    return;
  MUST(strcasecmp(origin.scheme, "http") == 0);
  MUST(strcasecmp(origin.host, "localhost") == 0 ||
       strncmp(origin.host, "127.", 4) == 0 ||
       strcmp(origin.host, "[::1]") == 0);
}

/* Both lead libcurl to the same server. */
static void check_same(const char *one, const char *other)
{
  struct origin a CLEANUP(origin_free) = { 0 };
  struct origin b CLEANUP(origin_free) = { 0 };

  if (origin_of(one, &a) < 0)
    return;
  MUST(origin_of(other, &b) == 0);
  MUST(strcasecmp(a.scheme, b.scheme) == 0);
  MUST(strcasecmp(a.host, b.host) == 0);
  MUST(strcmp(a.port, b.port) == 0);
}

static int is_plain(const char *text)
{
  for (; *text; text++)
    if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f ||
        *text == '\\')
      return 0;
  return 1;
}

/* A redirect that is followed stays with its server, and its address is one
 * that a request may have. */
static void check_redirect(const char *url, const char *location)
{
  char next[512];

  if (redirect_resolve(url, location, next, sizeof next) < 0) {
    MUST(!*next);
    return;
  }
  MUST(!strchr(next, '#') && !strpbrk(next, " \t\r\n"));
  check_same(url, next);
}

static int value_of(char digit)
{
  return digit <= '9' ? digit - '0' : digit - 'A' + 10;
}

/* Reads back what url_encode wrote, up to a byte of `ends`. */
static const char *decode(const char *text, const char *ends,
                          struct buffer *result)
{
  buffer_puts(result, "");
  for (; *text && !strchr(ends, *text); text++) {
    if (*text == '%') {
      MUST(text[1] && text[2]);
      buffer_putc(result, (char)(value_of(text[1]) * 16 + value_of(text[2])));
      text += 2;
    } else {
      buffer_putc(result, *text);
    }
  }
  return text;
}

static const char *expect_part(const char *at, const char *ends,
                               const char *wanted)
{
  struct buffer part CLEANUP_BUFFER = { 0 };

  at = decode(at, ends, &part);
  MUST(strcmp(part.data, wanted) == 0);
  return at;
}

/* Every part is found again where it was put, whatever is in it. */
static void check_build(const char *base, char *const *parts, size_t count)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer url CLEANUP_BUFFER = { 0 };
  struct url_parameter parameters[MOST] = { { 0 } };
  const size_t segments = (count + 1) / 2;
  size_t length = strlen(base);
  const char *at;
  int result, empty = 0;

  for (size_t i = 0; i < segments; i++)
    empty |= !*parts[i];
  for (size_t i = segments; i < count; i++)
    parameters[i - segments] =
        (struct url_parameter){ .name = parts[i],
                                .value = i % 2 ? parts[i] : NULL };
  result = url_build(&url,
                     &(struct url_parts){
                         .base = base,
                         .segments = (const char *const *)parts,
                         .segment_count = segments,
                         .parameters = parameters,
                         .parameter_count = count - segments,
                     },
                     &error);
  fuzz_error(result, &error);
  MUST((result < 0) == empty);
  if (empty)
    return;
  while (length && base[length - 1] == '/')
    length--;
  MUST(strncmp(url.data, base, length) == 0 && is_plain(url.data));
  at = url.data + length;
  for (size_t i = 0; i < segments; i++) {
    MUST(*at == '/');
    length = strcspn(at + 1, "/?");
    MUST(length > 2 || strspn(at + 1, ".") < length);
    at = expect_part(at + 1, "/?", parts[i]);
  }
  for (size_t i = segments; i < count; i++) {
    MUST(*at == (i == segments ? '?' : '&'));
    at = expect_part(at + 1, "&=", parts[i]);
    MUST((*at == '=') == (i % 2 != 0));
    if (*at == '=')
      at = expect_part(at + 1, "&", parts[i]);
  }
  MUST(!*at);
  check_same(base, url.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  char *base CLEANUP_FREE = fuzz_next(&input);
  char *location CLEANUP_FREE = fuzz_next(&input);
  char *parts[MOST];
  size_t count = 0;
  int result;

  while (input.size && count < MOST)
    parts[count++] = fuzz_next(&input);
  check_build("https://example.com/base/", parts, count);
  check_redirect("https://example.com/a/b?c", location);
  result = url_check_base(base, "VARIABLE", &error);
  fuzz_error(result, &error);
  if (result == 0) {
    check_base(base);
    check_build(base, parts, count);
    check_redirect(base, location);
  } else {
    MUST(error.exit_status == EXIT_USAGE && error.hint != NULL);
    /* What may hold a password is not repeated. */
    MUST(!strchr(base, '@') || !strchr(error.message, '@'));
  }
  while (count)
    free(parts[--count]);
  return 0;
}
