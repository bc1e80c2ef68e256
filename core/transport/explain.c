/* explain.c - what libcurl ended with, in plain words.
 *
 * Decided by codes and numbers alone.  libcurl's own texts name options that
 * mean nothing to whoever types a command, and change with each version: they
 * are not read, and shown only for --debug.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/transport/internal.h"

void say(struct transport_reply *reply, const char *format, ...)
{
  va_list list;

  va_start(list, format);
  (void)vsnprintf(reply->message, sizeof reply->message, format, list);
  va_end(list);
}

void advise(struct transport_reply *reply, const char *format, ...)
{
  va_list list;

  va_start(list, format);
  (void)vsnprintf(reply->hint, sizeof reply->hint, format, list);
  va_end(list);
}

/* 30000 as "30 seconds", 250 as "0.25 seconds". */
static const char *seconds(long milliseconds, char text[32])
{
  int digits;

  if (milliseconds == 1000) {
    (void)snprintf(text, 32, "1 second");
  } else if (milliseconds % 1000 == 0) {
    (void)snprintf(text, 32, "%ld seconds", milliseconds / 1000);
  } else {
    digits = milliseconds % 100 == 0 ? 1 : milliseconds % 10 == 0 ? 2 : 3;
    (void)snprintf(text, 32, "%.*f seconds", digits,
                   (double)milliseconds / 1000);
  }
  return text;
}

void advise_endpoint(const struct failure *failure)
{
  const struct transport_request *request = failure->transfer->request;

  if (request->endpoint)
    advise(failure->reply, "check %s, and the network and its proxy",
           request->endpoint);
  else
    advise(failure->reply, "check the network, and HTTPS_PROXY where it "
                           "needs a proxy");
}

static void explain_connect(const struct failure *failure)
{
  const char *cause = "";
  long number = 0;

  (void)curl_easy_getinfo(failure->transfer->easy, CURLINFO_OS_ERRNO, &number);
  if (number != 0)
    cause = strerror((int)number);
  say(failure->reply, "cannot connect to %s%s%s", failure->endpoint,
      *cause ? ": " : "", cause);
  advise_endpoint(failure);
}

/* The time for a connection was up. */
static void explain_slow_connect(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;
  long limit = transfer->request->timeout;
  curl_off_t resolved = 0;
  char text[32];

  if (limit <= 0 || limit > transfer->connect_timeout)
    limit = transfer->connect_timeout;
  (void)curl_easy_getinfo(transfer->easy, CURLINFO_NAMELOOKUP_TIME_T,
                          &resolved);
  if (resolved == 0)
    say(reply, "cannot find the address of %s%s within %s",
        failure->proxied ? "the proxy " : "",
        failure->proxied ? failure->proxy.host : transfer->host,
        seconds(limit, text));
  else if (failure->proxied)
    say(reply, "%s gave no connection to %s within %s", failure->proxy.name,
        transfer->host, seconds(limit, text));
  else
    say(reply, "cannot connect to %s within %s", failure->endpoint,
        seconds(limit, text));
  if (failure->proxied)
    advise_proxy(failure);
  else
    advise_endpoint(failure);
}

static void explain_timeout(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;
  long limit = transfer->request->timeout;
  char text[32];

  reply->timed_out = 1;
  if (transfer->head_ended) {
    say(reply, "the reply of %s was not complete within %s", failure->server,
        seconds(limit, text));
    advise(reply, "allow more with --timeout SECONDS");
  } else if (transfer->started) {
    say(reply, "no reply from %s within %s", failure->server,
        seconds(limit, text));
  } else {
    explain_slow_connect(failure);
  }
}

/* The request never left. */
static void explain_unsent(const struct failure *failure)
{
  struct transport_reply *reply = failure->reply;

  if (failure->proxied && explain_proxy(failure))
    return;
  switch (failure->code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    say(reply, "cannot find the address of %s: unknown host",
        failure->transfer->host);
    advise_endpoint(failure);
    break;
  case CURLE_OPERATION_TIMEDOUT:
    explain_timeout(failure);
    break;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CONNECT_ERROR:
    explain_tls(failure);
    break;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL:
    reply->permanent = 1;
    say(reply, "the address is not a valid http or https URL");
    advise_endpoint(failure);
    break;
  case CURLE_OUT_OF_MEMORY:
    reply->permanent = 1;
    say(reply, "out of memory");
    break;
  default:
    explain_connect(failure);
    break;
  }
}

/* It was sent, but no whole head came back. */
static void explain_no_reply(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;

  if (transfer->too_large)
    say(reply, "the head of the reply of %s is too large", failure->server);
  else if (failure->code == CURLE_OPERATION_TIMEDOUT)
    explain_timeout(failure);
  else if (failure->code == CURLE_OUT_OF_MEMORY)
    say(reply, "out of memory for the reply of %s", failure->server);
  else if (failure->code == CURLE_UNSUPPORTED_PROTOCOL ||
           failure->code == CURLE_WEIRD_SERVER_REPLY)
    say(reply, "%s did not answer in HTTP", failure->endpoint);
  else if (transfer->head_lines > 0)
    say(reply, "the reply of %s was cut short in its head", failure->server);
  else
    say(reply, "%s closed the connection without a reply", failure->server);
}

/* A part of the reply came. */
static void explain_cut(const struct failure *failure)
{
  struct transport_reply *reply = failure->reply;
  const char *server = failure->server;

  if (failure->code == CURLE_OPERATION_TIMEDOUT)
    explain_timeout(failure);
  else if (failure->code == CURLE_OUT_OF_MEMORY)
    say(reply, "out of memory after %llu bytes of the reply of %s",
        (unsigned long long)reply->received, server);
  else if (failure->code == CURLE_BAD_CONTENT_ENCODING)
    say(reply, "the reply of %s cannot be decompressed", server);
  else
    say(reply, "the reply of %s was cut short after %llu bytes", server,
        (unsigned long long)reply->received);
}

/* Whether it failed with the proxy's TLS and not with the server behind it. */
static int is_proxy_tls(const struct failure *failure)
{
  long answer = 0;

  (void)curl_easy_getinfo(failure->transfer->easy, CURLINFO_HTTP_CONNECTCODE,
                          &answer);
  return failure->proxied && failure->proxy.tls && answer == 0;
}

/* Who has to do with it: a server behind a proxy may never have been asked,
 * and what came back may be the proxy's. */
static void name_them(struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  const char *behind = "";
  const char *proxy = "";

  /* Which proxy takes memory to find. */
  failure->proxied = failure->code != CURLE_OUT_OF_MEMORY &&
                     proxy_find(transfer, &failure->proxy);
  failure->of_proxy = is_proxy_tls(failure);
  if (failure->proxied) {
    behind = " behind ";
    proxy = failure->proxy.name;
  }
  (void)snprintf(failure->server, sizeof failure->server, "%s%s%s",
                 transfer->host, behind, proxy);
  (void)snprintf(failure->endpoint, sizeof failure->endpoint, "%s port %s%s%s",
                 transfer->host, transfer->port, behind, proxy);
}

/* What it ended with, of a reply that libcurl has not decompressed too. */
static CURLcode with_gunzip(const struct transfer *transfer, CURLcode code)
{
  if (!transfer->gunzip || gunzip_is_whole(transfer->gunzip))
    return code;
  return code == CURLE_OK || code == CURLE_WRITE_ERROR
             ? CURLE_BAD_CONTENT_ENCODING
             : code;
}

void explain(struct transfer *transfer, CURLcode code)
{
  struct transport_reply *reply = transfer->reply;
  struct failure failure = { .transfer = transfer,
                             .reply = reply,
                             .code = with_gunzip(transfer, code) };

  reply->sent = transfer->started;
  if (!transfer->head_ended)
    reply->status = 0; /* of an interim head, or of one that broke off */
  if (transfer->stopped) {
    reply->outcome = TRANSPORT_STOPPED;
    return;
  }
  if (failure.code == CURLE_OK && transfer->head_ended) {
    reply->outcome = TRANSPORT_DONE;
    return;
  }
  name_them(&failure);
  if (explain_wants_certificate(&failure)) {
    reply->sent = 0;
    reply->outcome = TRANSPORT_NOT_SENT;
  } else if (!transfer->started) {
    reply->outcome = TRANSPORT_NOT_SENT;
    explain_unsent(&failure);
  } else if (!transfer->head_ended) {
    /* libcurl takes a head that ends with the connection for a success. */
    reply->outcome = TRANSPORT_NO_REPLY;
    explain_no_reply(&failure);
  } else {
    reply->outcome = TRANSPORT_CUT;
    explain_cut(&failure);
  }
}
