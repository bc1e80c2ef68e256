/* ahead.c - a GET that goes along with another.
 *
 * Reads that do not depend on one another need one round trip where the
 * connection has streams (HTTP/2), which is known when the first is about to
 * be sent.  Where it was chosen that there are none, since a token is to come,
 * the second has a connection of its own, which is made beside that of the
 * first; where that is there already it would be ready too late.  The server's
 * choice of HTTP/1.1 is heard too late as well.  What cannot go along is sent
 * when it is asked for.  So is what fails, whose reasons nobody hears.
 *
 * Two reads may depend on a third, which makes the connection.  Then a second
 * one is made beside it (preconnect), by a HEAD of the same address, without
 * the token: its reply is nothing to anybody, but its connection is there when
 * the second of the two needs one.  libcurl makes none without a request.
 */
#include <stdlib.h>

#include "core/transport/internal.h"

#define KEPT_MOST ((size_t)4 << 20) /* bytes of a reply */

struct ahead {
  struct transport_request request;
  struct transport_reply reply;
  struct transfer transfer; /* with a handle once it has begun */
  struct header_list list;
  char *url;
  char *bytes; /* that came */
  size_t length;
  int is_done;
  curl_socket_t socket; /* of its connection, once it is done */
  CURLcode code;        /* how it ended */
  int reads;            /* that ended since it was planned */
};

#define CONNECTIONS_USUAL 1L /* the last one alone: reuse.c knows no other */

static void drop_bytes(struct ahead *ahead)
{
  if (ahead->bytes)
    forget(ahead->bytes, ahead->length);
  free(ahead->bytes);
}

static int keep(void *context, const void *bytes, size_t length)
{
  struct ahead *ahead = context;
  char *grown = ahead->length + length > KEPT_MOST
                    ? NULL
                    : malloc(ahead->length + length);

  if (!grown)
    return -1;
  if (ahead->length)
    memcpy(grown, ahead->bytes, ahead->length);
  memcpy(grown + ahead->length, bytes, length);
  drop_bytes(ahead);
  ahead->bytes = grown;
  ahead->length += length;
  return 0;
}

/* Takes it out of its place, and away. */
static void drop(struct transport *transport, struct ahead **place)
{
  struct ahead *ahead = *place;

  if (!ahead)
    return;
  *place = NULL;
  if (ahead->transfer.easy) {
    (void)curl_multi_remove_handle(transport->multi, ahead->transfer.easy);
    (void)curl_multi_setopt(transport->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                            0L);
  }
  gunzip_free(ahead->transfer.gunzip);
  curl_easy_cleanup(ahead->transfer.easy);
  header_list_free(&ahead->list);
  free(ahead->url);
  drop_bytes(ahead);
  free(ahead);
}

/* Says how many connections are kept while nobody uses them.  libcurl closes
 * one too many when the next transfer ends. */
static CURLMcode keep_connections(struct transport *transport, long most)
{
  if (most > CONNECTIONS_USUAL)
    transport->pool = POOL_OF_TWO;
  else if (transport->pool == POOL_OF_TWO)
    transport->pool = POOL_SHRINKS;
  return curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, most);
}

static void drop_preconnect(struct transport *transport)
{
  drop(transport, &transport->preconnect);
  /* To ignore the result is to open a connection for the change. */
  (void)keep_connections(transport, CONNECTIONS_USUAL);
}

void ahead_drop(struct transport *transport)
{
  drop(transport, &transport->ahead);
  if (transport->preconnect)
    drop_preconnect(transport);
}

static void plan(struct transport *transport, struct ahead **place,
                 const struct transport_request *request)
{
  struct ahead *ahead = calloc(1, sizeof *ahead);

  drop(transport, place);
  if (!ahead)
    return;
  *place = ahead;
  ahead->url = strdup(request->url);
  ahead->request = *request;
  ahead->request.url = ahead->url;
  ahead->request.wake_fd = -1;
  ahead->request.context = ahead;
  ahead->request.head = NULL;
  ahead->request.data = keep;
  ahead->request.tick = NULL;
  ahead->transfer = (struct transfer){
    .request = &ahead->request,
    .reply = &ahead->reply,
    .connect_timeout = transport->connect_timeout,
    .transport = transport,
  };
  if (!ahead->url || header_list_fill(&ahead->transfer, &ahead->list) != 0 ||
      transfer_name_host(&ahead->transfer) != CURLE_OK)
    drop(transport, place);
  else
    ahead->request.token = NULL; /* it stands in the list */
}

void ahead_plan(struct transport *transport,
                const struct transport_request *request)
{
  plan(transport, &transport->ahead, request);
}

void ahead_preconnect(struct transport *transport,
                      const struct transport_request *request)
{
  plan(transport, &transport->preconnect, request);
}

/* Lets what stands in a place go along, over `most` connections to the host at
 * the most, 0 for any number; or drops it. */
static void begin(struct transport *transport, struct ahead **place,
                  const struct transfer *beside, long most)
{
  struct transfer *transfer = &(*place)->transfer;

  if (beside->request->mutation ||
      beside->request->secret != (*place)->request.secret ||
      strcmp(beside->host, transfer->host) != 0 ||
      strcmp(beside->port, transfer->port) != 0 ||
      transfer_set_up(transport, transfer, (*place)->list.nodes) != CURLE_OK ||
      curl_multi_setopt(transport->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                        most) != CURLM_OK ||
      curl_multi_add_handle(transport->multi, transfer->easy) != CURLM_OK)
    drop(transport, place);
}

/* Whether a connection is being made, to an address that is known by now. */
static int connects(const struct transfer *beside)
{
  return beside->tried && !beside->started;
}

/* Whether there is a second connection, made beforehand. */
static int has_second(const struct transport *transport,
                      const struct transfer *beside)
{
  const struct ahead *preconnect = transport->preconnect;
  curl_socket_t socket = CURL_SOCKET_BAD;

  (void)curl_easy_getinfo(beside->easy, CURLINFO_ACTIVESOCKET, &socket);
  return preconnect && preconnect->is_done &&
         preconnect->socket != CURL_SOCKET_BAD && preconnect->socket != socket;
}

/* Whether the one that it goes along with has streams, which is known once it
 * is sent, or will have none and makes a connection, or there is a second. */
static int is_time(const struct transport *transport,
                   const struct transfer *beside)
{
  if (beside->request->secret && connects(beside))
    return 1;
  return (beside->request->secret ? has_second(transport, beside)
                                  : beside->has_streams) &&
         reuse_is_allowed(transport, beside);
}

void ahead_begin(struct transport *transport, const struct transfer *beside)
{
  const struct ahead *preconnect = transport->preconnect;
  const struct ahead *ahead = transport->ahead;
  const int secret = beside->request->secret;

  /* Without TLS the server is this very machine: nothing is far away. */
  if (preconnect && !preconnect->transfer.easy && secret && beside->tls &&
      connects(beside) && keep_connections(transport, 2L) == CURLM_OK)
    begin(transport, &transport->preconnect, beside, 0L);
  if (ahead && !ahead->transfer.easy && is_time(transport, beside) &&
      keep_connections(transport, CONNECTIONS_USUAL) == CURLM_OK)
    begin(transport, &transport->ahead, beside, secret ? 0L : 1L);
}

void ahead_note(struct transport *transport, const struct CURLMsg *message)
{
  struct ahead *const both[] = { transport->ahead, transport->preconnect };
  size_t i;

  for (i = 0; i < sizeof both / sizeof both[0]; i++) {
    if (!both[i] || both[i]->transfer.easy != message->easy_handle)
      continue;
    both[i]->is_done = 1;
    both[i]->code = message->data.result;
    reuse_note(transport, &both[i]->transfer);
    both[i]->socket = transport->last.socket;
  }
}

void ahead_settle(struct transport *transport, CURLcode code)
{
  const struct ahead *ahead = transport->ahead;
  struct ahead *preconnect = transport->preconnect;

  if (code == CURLE_OK && transport->pool == POOL_SHRINKS)
    transport->pool = POOL_OF_ONE;
  if (ahead && (code != CURLE_OK || !ahead->transfer.started))
    drop(transport, &transport->ahead);
  if (preconnect &&
      (code != CURLE_OK || !preconnect->transfer.easy || preconnect->reads++))
    drop_preconnect(transport);
}

/* Hands over what was kept. */
static void hand_over(const struct ahead *ahead,
                      const struct transport_request *request,
                      struct transport_reply *reply)
{
  *reply = ahead->reply;
  if ((request->head && request->head(request->context, reply)) ||
      (ahead->length && request->data &&
       request->data(request->context, ahead->bytes, ahead->length)))
    reply->outcome = TRANSPORT_STOPPED;
}

int ahead_take(struct transport *transport,
               const struct transport_request *request,
               struct transport_reply *reply)
{
  struct ahead *ahead = transport->ahead;
  int taken = 0;

  if (!ahead || !ahead->transfer.easy)
    return 0;
  if (strcmp(ahead->url, request->url) == 0 && !request->mutation &&
      request->secret == ahead->request.secret && !request->fresh) {
    if (!ahead->is_done) {
      ahead->code = transfer_await(transport, &ahead->transfer, request);
      reuse_note(transport, &ahead->transfer);
    }
    transfer_end(transport, &ahead->transfer);
    explain(&ahead->transfer, ahead->code);
    taken = ahead->reply.outcome == TRANSPORT_DONE;
    if (taken)
      hand_over(ahead, request, reply);
  } else if (!request->mutation) {
    return 0;
  }
  ahead_drop(transport);
  return taken;
}
