/* proxy.c - through which proxy a request went. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/transport/internal.h"

/* Since 8.7.  An older libcurl says that it knows no such thing. */
#if LIBCURL_VERSION_NUM < 0x080700
#define CURLINFO_USED_PROXY ((CURLINFO)(CURLINFO_LONG + 66))
#endif

/* libcurl's order; http alone has no variable in capitals. */
static const char *variable(const struct transfer *transfer)
{
  static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
                                       "all_proxy", "ALL_PROXY" };
  const char *value = NULL;

  if (!transfer->tls)
    value = getenv("http_proxy");
  for (size_t i = transfer->tls ? 0 : 2;
       (!value || *value == '\0') && i < sizeof names / sizeof *names; i++)
    value = getenv(names[i]);
  return value && *value ? value : NULL;
}

long socket_port(const struct curl_sockaddr *address)
{
  const struct sockaddr *any = &address->addr;

  if (address->family == AF_INET)
    return ntohs(((const struct sockaddr_in *)(const void *)any)->sin_port);
  if (address->family == AF_INET6)
    return ntohs(((const struct sockaddr_in6 *)(const void *)any)->sin6_port);
  return 0;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose,
                               struct curl_sockaddr *address)
{
  (void)purpose;
  *(long *)context = socket_port(address);
  return CURL_SOCKET_BAD;
}

/* Whether the host is one of those that need no proxy, which libcurl before
 * 8.7 does not tell: a handle that is given a proxy, and no socket, shows
 * where it would have gone. */
static int would_use_proxy(const struct transfer *transfer)
{
  long decoy = strcmp(transfer->port, "1") == 0 ? 2 : 1;
  long port = 0;
  char proxy[32];
  char address[300];
  CURL *easy = curl_easy_init();
  struct curl_slist *addresses = NULL;

  (void)snprintf(proxy, sizeof proxy, "http://127.0.0.1:%ld", decoy);
  (void)snprintf(address, sizeof address, "%s:%s:127.0.0.1", transfer->host,
                 transfer->port);
  addresses = curl_slist_append(NULL, address);
  if (easy && addresses &&
      curl_easy_setopt(easy, CURLOPT_URL, transfer->request->url) ==
          CURLE_OK &&
      curl_easy_setopt(easy, CURLOPT_PROXY, proxy) == CURLE_OK) {
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_RESOLVE, addresses);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &port);
    (void)curl_easy_perform(easy);
  }
  curl_easy_cleanup(easy);
  curl_slist_free_all(addresses);
  return port == decoy;
}

static int used_proxy(const struct transfer *transfer)
{
  long used = 0;

  if (curl_easy_getinfo(transfer->easy, CURLINFO_USED_PROXY, &used) ==
      CURLE_OK)
    return used != 0;
  return variable(transfer) && (transfer->tls || !transfer->request->token) &&
         would_use_proxy(transfer);
}

int proxy_find(const struct transfer *transfer, struct proxy *proxy)
{
  const char *value = variable(transfer);
  CURLU *url = NULL;
  char *host = NULL;

  *proxy = (struct proxy){ .port = transfer->tried_port };
  if (!transfer->easy || !used_proxy(transfer))
    return 0;
  proxy->tls = value && strncasecmp(value, "https://", 8) == 0;
  url = curl_url();
  if (url && value &&
      curl_url_set(url, CURLUPART_URL, value,
                   CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) ==
          CURLUE_OK &&
      curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK)
    (void)snprintf(proxy->host, sizeof proxy->host, " %s", host);
  curl_free(host);
  curl_url_cleanup(url);
  return 1;
}
