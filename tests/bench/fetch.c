/* fetch.c - the least that a fetch over libcurl costs: a floor.
 *
 *   fetch URL CA_FILE TOKEN
 *
 * Reads the reply with libcurl as it is, and throws it away.
 */
#include <curl/curl.h>
#include <stdio.h>

static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
  (void)bytes;
  (void)context;
  return size * count;
}

int main(int argc, char **argv)
{
  struct curl_slist *headers;
  char line[256];
  CURLcode code;
  CURL *easy;

  if (argc != 4) {
    (void)fputs("usage: fetch URL CA_FILE TOKEN\n", stderr);
    return 2;
  }
  (void)curl_global_init(CURL_GLOBAL_DEFAULT);
  easy = curl_easy_init();
  (void)snprintf(line, sizeof line, "Authorization: Bearer %s", argv[3]);
  headers = curl_slist_append(NULL, line);
  (void)curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
  (void)curl_easy_setopt(easy, CURLOPT_CAINFO, argv[2]);
  (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  (void)curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
  (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
  code = curl_easy_perform(easy);
  if (code != CURLE_OK)
    (void)fprintf(stderr, "fetch: %s\n", curl_easy_strerror(code));
  curl_slist_free_all(headers);
  curl_easy_cleanup(easy);
  curl_global_cleanup();
  return code != CURLE_OK;
}
