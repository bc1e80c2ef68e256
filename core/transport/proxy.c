/* proxy.c - through which proxy a request goes, and what its variable says. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/environment.h"
#include "core/transport/internal.h"

/* Since 8.7.  An older libcurl says that it knows no such thing. */
#if LIBCURL_VERSION_NUM < 0x080700
#define CURLINFO_USED_PROXY ((CURLINFO)(CURLINFO_LONG + 66))
#endif

/* What libcurl takes where the variable has none. */
#define PORT_DEFAULT 1080
#define PORT_DEFAULT_TLS 443

/* libcurl's order; http alone has no variable in capitals. */
static const char *find_variable(const struct transfer *transfer)
{
  static const char *const names[] = { "http_proxy", "https_proxy",
                                       "HTTPS_PROXY", "all_proxy",
                                       "ALL_PROXY" };
  const char *value;
  size_t i;

  for (i = 0; i < sizeof names / sizeof *names; i++) {
    if (i < 3 && (i == 0) == transfer->tls)
      continue;
    value = environment_value(names[i]);
    if (value && *value)
      return names[i];
  }
  return NULL;
}

static int socket_port(const struct curl_sockaddr *address)
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
  *(int *)context = socket_port(address);
  return CURL_SOCKET_BAD;
}

/* Whether the host is one of those that need no proxy, which libcurl before
 * 8.7 does not tell: a handle that is given a proxy, and no socket, shows
 * where it would have gone. */
static int would_use_proxy(const struct transfer *transfer)
{
  int decoy = strcmp(transfer->port, "1") == 0 ? 2 : 1;
  int port = 0;
  char proxy[32];
  char address[300];
  CURL *easy = curl_easy_init();
  struct curl_slist *addresses = NULL;

  (void)snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", decoy);
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

/* Whether libcurl can use this kind of proxy: "http", up to its length. */
static int is_known(const char *scheme, size_t length)
{
  static const char *const known[] = { "http",    "https",  "socks",  "socks4",
                                       "socks4a", "socks5", "socks5h" };
  size_t i;

  if (length == 5 && strncasecmp(scheme, "https", 5) == 0)
    return (curl_version_info(CURLVERSION_NOW)->features &
            CURL_VERSION_HTTPS_PROXY) != 0;
  for (i = 0; i < sizeof known / sizeof *known; i++)
    if (strlen(known[i]) == length &&
        strncasecmp(known[i], scheme, length) == 0)
      return 1;
  return 0;
}

/* Notes host and port of the address as libcurl understands it.  -1 where it
 * does not. */
static int read_address(struct proxy *proxy, const char *value)
{
  CURLU *url = curl_url();
  char *host = NULL;
  char *port = NULL;
  int result = -1;

  if (url &&
      curl_url_set(url, CURLUPART_URL, value,
                   CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) ==
          CURLUE_OK &&
      curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
    (void)snprintf(proxy->host, sizeof proxy->host, "%s", host);
    if (curl_url_get(url, CURLUPART_PORT, &port, 0) == CURLUE_OK)
      proxy->port = strtol(port, NULL, 10);
    result = 0;
  }
  curl_free(host);
  curl_free(port);
  curl_url_cleanup(url);
  return result;
}

static const char scheme_letters[] = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";

/* Reads what the variable says.  A host that libcurl finds before the last
 * "@" is a piece of the user's name or password, which a character that ought
 * to be escaped cut in two: it is not kept. */
static void read_variable(struct proxy *proxy, const char *value)
{
  const char *rest = value + strspn(value, scheme_letters);
  const char *at;

  if (strncmp(rest, "://", 3) != 0)
    rest = NULL;
  proxy->kind_length = rest ? (int)(rest - value) : 0;
  proxy->kind = value;
  proxy->tls = rest && strncasecmp(value, "https://", 8) == 0;
  proxy->socks = rest && strncasecmp(value, "socks", 5) == 0;
  proxy->port = proxy->tls ? PORT_DEFAULT_TLS : PORT_DEFAULT;
  if (rest && !is_known(value, (size_t)(rest - value)))
    proxy->mistake = PROXY_UNKNOWN_KIND;
  else if (read_address(proxy, value) < 0)
    proxy->mistake = PROXY_NO_ADDRESS;
  rest = rest ? rest + 3 : value;
  at = strrchr(rest, '@');
  proxy->logs_in = at != NULL;
  if (!at || proxy->mistake == PROXY_UNKNOWN_KIND ||
      (!proxy->mistake &&
       strncasecmp(at + 1, proxy->host, strlen(proxy->host)) == 0))
    return;
  rest += strcspn(rest, "@#/?");
  if (rest < at) {
    proxy->host[0] = '\0';
    proxy->mistake = PROXY_UNESCAPED;
    proxy->unescaped = *rest;
  }
}

int proxy_find(const struct transfer *transfer, struct proxy *proxy)
{
  long used = 0;

  *proxy = (struct proxy){ .variable = find_variable(transfer) };
  if (!transfer->easy || !proxy->variable ||
      (!transfer->tls && transfer->request->token))
    return 0;
  read_variable(proxy, environment_value(proxy->variable));
  if (curl_easy_getinfo(transfer->easy, CURLINFO_USED_PROXY, &used) !=
          CURLE_OK ||
      (!used && proxy->mistake))
    used = would_use_proxy(transfer);
  if (proxy->host[0])
    (void)snprintf(proxy->name, sizeof proxy->name, "the proxy %s port %ld",
                   proxy->host, proxy->port);
  else
    (void)snprintf(proxy->name, sizeof proxy->name, "the proxy");
  return used != 0;
}
