/* redirect.c - where a Location leads, as libcurl reads addresses. */
#include "core/transport/redirect.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

struct origin {
  char *scheme;
  char *host;
  char *port;
};

static int origin_of(CURLU *url, struct origin *origin)
{
  return curl_url_get(url, CURLUPART_SCHEME, &origin->scheme, 0) ==
                     CURLUE_OK &&
                 curl_url_get(url, CURLUPART_HOST, &origin->host, 0) ==
                     CURLUE_OK &&
                 curl_url_get(url, CURLUPART_PORT, &origin->port,
                              CURLU_DEFAULT_PORT) == CURLUE_OK
             ? 0
             : -1;
}

static void origin_free(struct origin *origin)
{
  curl_free(origin->scheme);
  curl_free(origin->host);
  curl_free(origin->port);
}

/* Takes `url` to where the location leads, while that is within its origin. */
static int follow(CURLU *url, const char *location)
{
  struct origin from __attribute__((cleanup(origin_free))) = { 0 };
  struct origin to __attribute__((cleanup(origin_free))) = { 0 };

  return origin_of(url, &from) == 0 &&
                 curl_url_set(url, CURLUPART_URL, location,
                              CURLU_DISALLOW_USER | CURLU_URLENCODE) ==
                     CURLUE_OK &&
                 curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
                 origin_of(url, &to) == 0 &&
                 strcasecmp(from.scheme, to.scheme) == 0 &&
                 strcasecmp(from.host, to.host) == 0 &&
                 strcmp(from.port, to.port) == 0
             ? 0
             : -1;
}

/* libcurl's releases differ on these: some refuse them, some encode them.  In
 * the name of a host they decode them. */
static int has_control(const char *text)
{
  for (; *text; text++) {
    if ((unsigned char)*text < ' ' || *text == 0x7f)
      return 1;
  }
  return 0;
}

int redirect_resolve(const char *url, const char *location, char *next,
                     size_t size)
{
  CURLU *parts = curl_url();
  char *text = NULL;
  int result = -1;

  *next = '\0';
  if (parts && *location && !has_control(location) &&
      curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
      follow(parts, location) == 0 &&
      curl_url_get(parts, CURLUPART_URL, &text, 0) == CURLUE_OK &&
      !has_control(text) && strlen(text) < size) {
    memcpy(next, text, strlen(text) + 1);
    result = 0;
  }
  curl_free(text);
  curl_url_cleanup(parts);
  return result;
}
