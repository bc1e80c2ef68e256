/* perform.c - one HTTP request at a time, over libcurl.
 *
 * A mutation must not be sent twice.  libcurl sends a request again by
 * itself when a reused connection dies before a byte came back, and when a
 * HTTP/2 server refuses a stream; it cannot know that the first copy was not
 * carried out.  So once a mutation was about to be sent (PREREQFUNCTION)
 * every further sending is refused, and so is every further connection.
 */
#include "core/transport/transport.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/transport/internal.h"
#include "core/transport/redirect.h"

#define CONNECT_TIMEOUT_MS 10000L
#define TICK_MS 150

/* From Linux and the BSDs; elsewhere close-on-exec is libcurl's affair. */
#ifndef SOCK_CLOEXEC
#define SOCK_CLOEXEC 0
#endif

_Static_assert(sizeof PACKAGE_VERSION <= MODULE_BUILD_SIZE,
               "the version is too long for the prefix of a module");

static void open_reserve(const struct transport *transport)
{
  if (transport->memory)
    transport->memory->reserve_open();
}

#if HAVE_PREREQ
static void note_tls_version(struct transfer *transfer)
{
  struct transport_reply *reply = transfer->reply;

  if (transfer->transport->debug && transfer->tls)
    (void)snprintf(reply->tls_version, sizeof reply->tls_version, "%s",
                   tls_version(transfer->easy));
}

/* libcurl is about to send the request. */
static int on_send(void *context, char *address, char *local, int port,
                   int local_port)
{
  struct transfer *transfer = context;

  (void)address, (void)local, (void)port, (void)local_port;
  if (transfer->started && transfer->request->mutation)
    return CURL_PREREQFUNC_ABORT;
  transfer->started = 1;
  transfer->has_streams = transfer->tls && tls_has_streams(transfer->easy);
  note_tls_version(transfer);
  if (transfer->request->mutation)
    open_reserve(transfer->transport);
  return CURL_PREREQFUNC_OK;
}
#endif

/* libcurl wants a connection. */
static curl_socket_t on_socket(void *context, curlsocktype purpose,
                               struct curl_sockaddr *address)
{
  struct transfer *transfer = context;

  (void)purpose;
  transfer->tried = 1;
  if (transfer->started && transfer->request->mutation)
    return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

CURLcode transfer_name_host(struct transfer *transfer)
{
  CURLU *url = curl_url();
  CURLUcode code = CURLUE_OUT_OF_MEMORY;
  char *host = NULL;
  char *port = NULL;
  char *scheme = NULL;

  if (url)
    code = curl_url_set(url, CURLUPART_URL, transfer->request->url, 0);
  if (code == CURLUE_OK)
    code = curl_url_get(url, CURLUPART_HOST, &host, 0);
  if (code == CURLUE_OK)
    code = curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
  if (code == CURLUE_OK)
    code = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
  if (code == CURLUE_OK) {
    (void)snprintf(transfer->host, sizeof transfer->host, "%s", host);
    (void)snprintf(transfer->port, sizeof transfer->port, "%s", port);
    transfer->tls = strcmp(scheme, "https") == 0;
  }
  curl_free(host);
  curl_free(port);
  curl_free(scheme);
  curl_url_cleanup(url);
  return code == CURLUE_OK              ? CURLE_OK
         : code == CURLUE_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY
                                        : CURLE_URL_MALFORMAT;
}

static void set_method(struct transfer *transfer)
{
  const struct transport_request *request = transfer->request;
  const char *method = request->method;

  if (strcmp(method, "HEAD") == 0) {
    SET(transfer, CURLOPT_NOBODY, 1L);
    return;
  }
  /* A POST without a body still says `Content-Length: 0`. */
  if (request->body || strcmp(method, "POST") == 0 ||
      strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0) {
    SET(transfer, CURLOPT_POST, 1L);
    SET(transfer, CURLOPT_POSTFIELDS, request->body ? request->body : "");
    SET(transfer, CURLOPT_POSTFIELDSIZE_LARGE,
        request->body ? (curl_off_t)request->body_length : (curl_off_t)0);
  }
  SET(transfer, CURLOPT_CUSTOMREQUEST, method);
}

static void set_limits(struct transfer *transfer)
{
#if LIBCURL_VERSION_NUM >= 0x075500
  SET(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
  SET(transfer, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
  SET(transfer, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
  /* A name server that does not answer must not hold up the end. */
  SET(transfer, CURLOPT_QUICK_EXIT, 1L);
#endif
  SET(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  /* Whatever the TLS library is configured to. */
  SET(transfer, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(transfer, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(transfer, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  SET(transfer, CURLOPT_PATH_AS_IS, 1L);
  SET(transfer, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(transfer, CURLOPT_TIMEOUT_MS, transfer->request->timeout);
  SET(transfer, CURLOPT_CONNECTTIMEOUT_MS, transfer->connect_timeout);
  /* No SIGALRM; SIGPIPE is our own affair then. */
  SET(transfer, CURLOPT_NOSIGNAL, 1L);
}

static void set_callbacks(struct transport *transport,
                          struct transfer *transfer)
{
  SET(transfer, CURLOPT_HEADERFUNCTION, receive_header);
  SET(transfer, CURLOPT_HEADERDATA, transfer);
  SET(transfer, CURLOPT_WRITEFUNCTION, receive_body);
  SET(transfer, CURLOPT_WRITEDATA, transfer);
  SET(transfer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(transfer, CURLOPT_OPENSOCKETFUNCTION, on_socket);
  SET(transfer, CURLOPT_OPENSOCKETDATA, transfer);
#if HAVE_PREREQ
  SET(transfer, CURLOPT_PREREQFUNCTION, on_send);
  SET(transfer, CURLOPT_PREREQDATA, transfer);
#else
  /* Nothing to hold a resend back with: leave libcurl no reason for one. */
  if (transfer->request->mutation)
    SET(transfer, CURLOPT_FRESH_CONNECT, 1L);
#endif
  tls_apply(transport, transfer);
}

/* A libcurl without zlib would ask for gzip all the same. */
static int can_inflate(void)
{
  return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_LIBZ) !=
         0;
}

static void set_options(struct transport *transport, struct transfer *transfer,
                        struct curl_slist *headers)
{
  long version = CURL_HTTP_VERSION_2TLS;

  /* HTTP/2 is nghttp2's, whose memory has no reserve. */
  if (transfer->request->secret)
    version = CURL_HTTP_VERSION_1_1;
#if !HAVE_PREREQ
  if (transfer->request->mutation) {
    version = CURL_HTTP_VERSION_1_1;
    open_reserve(transport);
  }
#endif
  SET(transfer, CURLOPT_SHARE, transport->share);
  set_limits(transfer);
  SET(transfer, CURLOPT_ERRORBUFFER, transfer->error);
  set_callbacks(transport, transfer);
  reuse_apply(transport, transfer);
  set_method(transfer);
  SET(transfer, CURLOPT_URL, transfer->request->url);
  SET(transfer, CURLOPT_HTTPHEADER, headers);
  /* Without TLS a proxy would read the token, and where there is none the
   * server is this very machine. */
  if (!transfer->tls && transfer->request->token)
    SET(transfer, CURLOPT_PROXY, "");
  /* What is for the server is not for its proxy. */
  SET(transfer, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
  SET(transfer, CURLOPT_USERAGENT, transport->user_agent);
  SET(transfer, CURLOPT_HTTP_VERSION, version);
  /* Four TLS records at a time: a long list is a lot of them. */
  SET(transfer, CURLOPT_BUFFERSIZE, 65536L);
  /* gzip is what every server has; the rest that libcurl can undo would only
   * be more code between the network and us. */
  if (transfer->request->compressed && can_inflate())
    SET(transfer, CURLOPT_ACCEPT_ENCODING, "gzip");
}

static long milliseconds(CURL *easy, CURLINFO info)
{
  curl_off_t microseconds = 0;

  if (curl_easy_getinfo(easy, info, &microseconds) != CURLE_OK)
    return 0;
  return (long)(microseconds / 1000);
}

static void collect_facts(struct transfer *transfer)
{
  struct transport_reply *reply = transfer->reply;
  CURL *easy = transfer->easy;
  char *address = NULL;
  long version = 0;
  long connections = 0;

  if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK &&
      address)
    (void)snprintf(reply->address, sizeof reply->address, "%s", address);
  (void)curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &reply->port);
  (void)curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connections);
  (void)curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
  reply->connections = (int)connections;
  reply->http_version = version == CURL_HTTP_VERSION_1_0   ? 10
                        : version == CURL_HTTP_VERSION_1_1 ? 11
                        : version == CURL_HTTP_VERSION_2_0 ? 20
                        : version == 30                    ? 30
                                                           : 0;
  reply->resolve_ms = milliseconds(easy, CURLINFO_NAMELOOKUP_TIME_T);
  reply->connect_ms = milliseconds(easy, CURLINFO_CONNECT_TIME_T);
  reply->tls_ms = milliseconds(easy, CURLINFO_APPCONNECT_TIME_T);
  reply->sent_ms = milliseconds(easy, CURLINFO_PRETRANSFER_TIME_T);
  reply->first_ms = milliseconds(easy, CURLINFO_STARTTRANSFER_TIME_T);
  reply->total_ms = milliseconds(easy, CURLINFO_TOTAL_TIME_T);
#if !HAVE_PREREQ
  {
    curl_off_t sent = 0;

    (void)curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
    transfer->started = sent > 0;
  }
#endif
}

/* What libcurl's own wait would do, with our descriptor beside its. */
CURLcode transfer_await(struct transport *transport, struct transfer *transfer,
                        const struct transport_request *request)
{
  CURLM *multi = transport->multi;
  struct curl_waitfd wake = { .fd = request->wake_fd,
                              .events = CURL_WAIT_POLLIN };
  unsigned int extra = request->wake_fd >= 0 ? 1 : 0;
  CURLMcode failure = CURLM_OK;
  int running = 1;
  int left;

  while (failure == CURLM_OK && running > 0) {
    const struct CURLMsg *message;

    failure = curl_multi_perform(multi, &running);
    if (failure != CURLM_OK)
      break;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE)
        continue;
      if (message->easy_handle == transfer->easy)
        return message->data.result;
      ahead_note(transport, message);
    }
    if (request->tick && request->tick(request->context)) {
      transfer->stopped = 1;
      break;
    }
    ahead_begin(transport, transfer);
    /* A signal that is caught ends the wait like a descriptor does. */
    failure = curl_multi_poll(multi, &wake, extra, TICK_MS, NULL);
  }
  return failure == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY
                                        : CURLE_FAILED_INIT;
}

void transfer_end(struct transport *transport, struct transfer *transfer)
{
  collect_facts(transfer);
  (void)curl_multi_remove_handle(transport->multi, transfer->easy);
}

/* Runs the transfer that was set up to its end, or until a callback stops
 * it. */
static CURLcode drive(struct transport *transport, struct transfer *transfer)
{
  CURLMcode failure = curl_multi_add_handle(transport->multi, transfer->easy);
  CURLcode code = CURLE_FAILED_INIT;

  if (failure == CURLM_OUT_OF_MEMORY)
    code = CURLE_OUT_OF_MEMORY;
  if (failure == CURLM_OK)
    code = transfer_await(transport, transfer, transfer->request);
  reuse_note(transport, transfer);
  transfer_end(transport, transfer);
  ahead_settle(transport, code);
  return code;
}

CURLcode transfer_set_up(struct transport *transport,
                         struct transfer *transfer, struct curl_slist *headers)
{
  curl_easy_cleanup(transfer->easy);
  transfer->easy = curl_easy_init();
  if (!transfer->easy)
    return CURLE_OUT_OF_MEMORY;
  if (transfer->tls && trust_apply(transport, transfer) != 0)
    return CURLE_ABORTED_BY_CALLBACK;
  set_options(transport, transfer, headers);
  return transfer->unset ? CURLE_OUT_OF_MEMORY : CURLE_OK;
}

/* One attempt, from a clean slate. */
static CURLcode attempt(struct transport *transport, struct transfer *transfer,
                        struct curl_slist *headers)
{
  const CURLcode code = transfer_set_up(transport, transfer, headers);

  return code == CURLE_OK ? drive(transport, transfer) : code;
}

/* TLS failed.  Has another attempt trust all that there is to trust, or watch
 * to tell why.  Returns whether that makes a difference. */
static int prepare_again(struct transport *transport,
                         struct transfer *transfer, CURLcode code)
{
  int untrusted = code == CURLE_PEER_FAILED_VERIFICATION ||
                  code == CURLE_SSL_CACERT_BADFILE ||
                  transport->handshake.error;
  int again = 0;

  /* A directory in which one administrator hashed one certificate is not the
   * system's whole store: ask that before the server is called unknown. */
  if (untrusted && transfer->reply->certificates == TRANSPORT_CA_DIRECTORY)
    again = transport->whole_store = 1;
  if (untrusted && bundle_mend(transport, transfer))
    again = 1;
  if (code != CURLE_SSL_CACERT_BADFILE && tls_watch_from_now(transport))
    again = 1;
  return again;
}

static void run_transfer(struct transport *transport,
                         struct transfer *transfer)
{
  struct header_list list
      __attribute__((cleanup(header_list_free))) = { .nodes = NULL };
  CURLcode code;

  transfer->reply->outcome = TRANSPORT_NOT_SENT;
  if (header_list_fill(transfer, &list) != 0)
    return;
  code = transfer_name_host(transfer);
  if (code != CURLE_OK) {
    explain(transfer, code);
    return;
  }
  code = attempt(transport, transfer, list.nodes);
  if (!transfer->started && is_tls_failure(code) &&
      prepare_again(transport, transfer, code))
    code = attempt(transport, transfer, list.nodes);
  explain_tls_reason(transfer, code, transfer->error);
  if (transfer->reply->message[0] == '\0')
    explain(transfer, code);
  gunzip_free(transfer->gunzip);
  /* Before the headers are. */
  curl_easy_cleanup(transfer->easy);
}

/* A server that hangs up must not end the process. */
static void ignore_sigpipe(struct sigaction *before)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN };

  (void)sigemptyset(&ignore.sa_mask);
  (void)sigaction(SIGPIPE, &ignore, before);
}

static int transport_perform(struct transport *transport,
                             const struct transport_request *request,
                             struct transport_reply *reply)
{
  struct sigaction before;
  struct transfer transfer = {
    .request = request,
    .reply = reply,
    .connect_timeout = transport->connect_timeout,
    .transport = transport,
  };

  *reply = (struct transport_reply){ .outcome = TRANSPORT_NOT_SENT };
  ignore_sigpipe(&before);
  if (!ahead_take(transport, request, reply))
    run_transfer(transport, &transfer);
  if (reply->status >= 301 && reply->status <= 308)
    (void)redirect_resolve(request->url, reply->location, reply->redirect,
                           sizeof reply->redirect);
  if (reply->has_next)
    (void)redirect_resolve(request->url, reply->link, reply->next,
                           sizeof reply->next);
  if (transport->memory)
    transport->memory->reserve_close();
  (void)sigaction(SIGPIPE, &before, NULL);
  return reply->outcome;
}

static void transport_close(struct transport *transport)
{
  struct sigaction before;

  if (!transport)
    return;
  ignore_sigpipe(&before);
  ahead_drop(transport);
  if (transport->multi)
    (void)curl_multi_cleanup(transport->multi);
  if (transport->share)
    (void)curl_share_cleanup(transport->share);
  curl_global_cleanup();
  (void)sigaction(SIGPIPE, &before, NULL);
  free(transport->bundle);
  free(transport->ca_file);
  free(transport->user_agent);
  free(transport);
}

static int transport_is_wiped(const struct transport *transport)
{
  return transport->wiped;
}

static CURLcode initialise(const struct memory_functions *memory)
{
  if (!memory)
    return curl_global_init(CURL_GLOBAL_DEFAULT);
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, memory->allocate,
                              memory->release, memory->reallocate,
                              memory->duplicate, memory->allocate_cleared);
}

static struct transport *
transport_open(const struct transport_settings *settings)
{
  struct transport *transport = calloc(1, sizeof *transport);

  if (!transport)
    return NULL;
  transport->memory = settings->memory;
  if (initialise(settings->memory) != CURLE_OK) {
    free(transport);
    return NULL;
  }
  transport->wiped = tls_is_wiped(settings->memory);
  transport->debug = settings->debug;
  transport->connect_timeout = settings->connect_timeout > 0
                                   ? settings->connect_timeout
                                   : CONNECT_TIMEOUT_MS;
  transport->multi = curl_multi_init();
  transport->share = curl_share_init();
  if (settings->ca_file)
    transport->ca_file = strdup(settings->ca_file);
  if (settings->user_agent)
    transport->user_agent = strdup(settings->user_agent);
  /* The last one alone: reuse_apply knows no other. */
  if (!transport->multi || !transport->share ||
      curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, 1L) !=
          CURLM_OK ||
      curl_share_setopt(transport->share, CURLSHOPT_SHARE,
                        CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK ||
      (settings->ca_file && !transport->ca_file) ||
      (settings->user_agent && !transport->user_agent)) {
    transport_close(transport);
    return NULL;
  }
  return transport;
}

const struct transport_module nscale_transport_module = {
  .prefix = { .build = PACKAGE_VERSION,
              .size = sizeof(struct transport_module) },
  .open = transport_open,
  .is_wiped = transport_is_wiped,
  /* Else nobody knows whether it was sent. */
  .ahead = HAVE_PREREQ ? ahead_plan : NULL,
  .preconnect = HAVE_PREREQ ? ahead_preconnect : NULL,
  .perform = transport_perform,
  .close = transport_close,
};
