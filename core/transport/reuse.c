/* reuse.c - whether the connection that is there may carry a mutation.
 *
 * A server may close a connection while nobody uses it.  libcurl takes what
 * it said last, a close_notify of TLS, GOAWAY of HTTP/2 or a late 408, for a
 * sign of life, sends the request all the same, and then nobody knows whether
 * it was carried out.  A request that only reads is sent again in that case,
 * a mutation must not be.
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

  (void)curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &socket);
  last->socket = socket;
  last->used = now();
  memcpy(last->host, transfer->host, sizeof last->host);
  memcpy(last->port, transfer->port, sizeof last->port);
}

/* Nothing arrived since the last reply, and nothing may have got lost. */
static int is_quiet(const struct connection *last)
{
  struct pollfd poller = { .fd = last->socket, .events = POLLIN };

  return last->socket != CURL_SOCKET_BAD && poll(&poller, 1, 0) == 0 &&
         now() - last->used < IDLE_MOST_MS;
}

void reuse_apply(const struct transport *transport, struct transfer *transfer)
{
  const struct connection *last = &transport->last;

  if (!transfer->request->mutation)
    return;
  if (strcmp(last->host, transfer->host) != 0 ||
      strcmp(last->port, transfer->port) != 0 || !is_quiet(last))
    SET(transfer, CURLOPT_FRESH_CONNECT, 1L);
  /* Nor an older one to the same host. */
  SET(transfer, CURLOPT_MAXAGE_CONN, 1L);
}
