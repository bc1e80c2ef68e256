/* reuse.c - whether the connection that is there may carry a request.
 *
 * A server may close a connection while nobody uses it.  libcurl takes what
 * it said last, a close_notify of TLS, GOAWAY of HTTP/2 or a late 408, for a
 * sign of life, sends the request all the same, and then nobody knows whether
 * it was carried out.  A request that only reads is sent again in that case,
 * a mutation must not be.  A late 408 is taken for the reply of either.
 */
#include <poll.h>
#include <string.h>
#include <time.h>

#include "core/transport/internal.h"

#define IDLE_MOST_MS 1000

static int64_t now(void)
{
  struct timespec time = { 0 };

  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void reuse_note(struct transport *transport, const struct transfer *transfer)
{
  struct connection *last = &transport->last;
  curl_socket_t socket = CURL_SOCKET_BAD;
  long version = 0;

  (void)curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &socket);
  (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version);
  last->socket = socket;
  last->used = now();
  last->talks = version >= CURL_HTTP_VERSION_2_0;
  memcpy(last->host, transfer->host, sizeof last->host);
  memcpy(last->port, transfer->port, sizeof last->port);
}

static int is_same_host(const struct connection *last,
                        const struct transfer *transfer)
{
  return strcmp(last->host, transfer->host) == 0 &&
         strcmp(last->port, transfer->port) == 0;
}

/* Nothing arrived since the last reply. */
static int is_quiet(const struct connection *last)
{
  struct pollfd poller = { .fd = last->socket, .events = POLLIN };

  return last->socket != CURL_SOCKET_BAD && poll(&poller, 1, 0) == 0;
}

int reuse_is_allowed(const struct transport *transport,
                     const struct transfer *transfer)
{
  const struct connection *last = &transport->last;
  const int mutation = transfer->request->mutation;

  if (transfer->request->fresh || (mutation && transport->pool != POOL_OF_ONE))
    return 0;
  if (!is_same_host(last, transfer))
    return !mutation;
  if (!is_quiet(last))
    return !mutation && last->talks;
  return !mutation || now() - last->used < IDLE_MOST_MS;
}

void reuse_apply(const struct transport *transport, struct transfer *transfer)
{
  if (!reuse_is_allowed(transport, transfer))
    SET(transfer, CURLOPT_FRESH_CONNECT, 1L);
}
