/* ahead.c - a GET that goes along with another.
 *
 * Reads that do not depend on one another need one round trip where the
 * connection has streams (HTTP/2), which is known when the first is about to
 * be sent.  Where it was chosen that there are none, since a token is to come,
 * the second has a connection of its own, which is made beside that of the
 * first; where that is there already it would be ready too late.  The server's
 * choice of HTTP/1.1 is heard too late as well.  What cannot go along is sent
 * when it is asked for.  So is what fails, whose reasons nobody hears.
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
  CURLcode code; /* how it ended */
};

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

void ahead_drop(struct transport *transport)
{
  struct ahead *ahead = transport->ahead;

  if (!ahead)
    return;
  transport->ahead = NULL;
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

void ahead_plan(struct transport *transport,
                const struct transport_request *request)
{
  struct ahead *ahead = calloc(1, sizeof *ahead);

  ahead_drop(transport);
  if (!ahead)
    return;
  transport->ahead = ahead;
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
    ahead_drop(transport);
  else
    ahead->request.token = NULL; /* it stands in the list */
}

/* Whether the one that it goes along with has streams, which is known once it
 * is sent, or will have none and makes a connection, to an address that both
 * know then. */
static int is_time(const struct transport *transport,
                   const struct transfer *beside)
{
  return beside->request->secret
             ? beside->tried && !beside->started
             : beside->has_streams && reuse_is_allowed(transport, beside);
}

void ahead_begin(struct transport *transport, const struct transfer *beside)
{
  struct ahead *ahead = transport->ahead;
  struct transfer *transfer = ahead ? &ahead->transfer : NULL;
  /* Over that connection, or none. */
  const long most = beside->request->secret ? 0L : 1L;

  if (!ahead || transfer->easy || !is_time(transport, beside))
    return;
  if (beside->request->mutation ||
      beside->request->secret != ahead->request.secret ||
      strcmp(beside->host, transfer->host) != 0 ||
      strcmp(beside->port, transfer->port) != 0 ||
      transfer_set_up(transport, transfer, ahead->list.nodes) != CURLE_OK ||
      curl_multi_setopt(transport->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                        most) != CURLM_OK ||
      curl_multi_add_handle(transport->multi, transfer->easy) != CURLM_OK)
    ahead_drop(transport);
}

void ahead_note(struct transport *transport, const struct CURLMsg *message)
{
  struct ahead *ahead = transport->ahead;

  if (!ahead || ahead->transfer.easy != message->easy_handle)
    return;
  ahead->is_done = 1;
  ahead->code = message->data.result;
  reuse_note(transport, &ahead->transfer);
}

void ahead_settle(struct transport *transport, CURLcode code)
{
  const struct ahead *ahead = transport->ahead;

  if (ahead && (code != CURLE_OK || !ahead->transfer.started))
    ahead_drop(transport);
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
