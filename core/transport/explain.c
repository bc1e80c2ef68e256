/* explain.c - what libcurl ended with, in plain words.
 *
 * libcurl's own texts name options and codes that mean nothing to whoever
 * types a command; they are looked into only for facts that no other call
 * gives away, and never shown.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* What X509_verify_cert_error says in OpenSSL and those that copy it. */
enum {
  VERIFY_NO_ISSUER = 2,
  VERIFY_NOT_YET_VALID = 9,
  VERIFY_EXPIRED = 10,
  VERIFY_SELF_SIGNED = 18,
  VERIFY_SELF_SIGNED_IN_CHAIN = 19,
  VERIFY_NO_LOCAL_ISSUER = 20,
  VERIFY_NO_LEAF_SIGNATURE = 21,
  VERIFY_REVOKED = 23,
  VERIFY_OTHER_HOST = 62
};

static long verify_result(const struct transfer *transfer)
{
  long result = 0;

  (void)curl_easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &result);
  if (result == 0)
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_PROXY_SSL_VERIFYRESULT,
                            &result);
  return result;
}

static int mentions(const struct transfer *transfer, const char *text)
{
  return strstr(transfer->error, text) != NULL;
}

int is_unknown_authority(const struct transfer *transfer, CURLcode code)
{
  if (code != CURLE_PEER_FAILED_VERIFICATION)
    return 0;
  switch (verify_result(transfer)) {
  case VERIFY_NO_ISSUER:
  case VERIFY_SELF_SIGNED:
  case VERIFY_SELF_SIGNED_IN_CHAIN:
  case VERIFY_NO_LOCAL_ISSUER:
  case VERIFY_NO_LEAF_SIGNATURE:
    return 1;
  default:
    return mentions(transfer, "CAfile");
  }
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

/* Where the way out is to look at the address that was given. */
static void advise_endpoint(const struct transfer *transfer)
{
  if (transfer->request->endpoint != NULL)
    advise(transfer->reply, "check %s, and the network and its proxy",
           transfer->request->endpoint);
  else
    advise(transfer->reply, "check the network, and HTTPS_PROXY where it "
                            "needs a proxy");
}

static void explain_certificate(struct transfer *transfer, CURLcode code)
{
  struct transport_reply *reply = transfer->reply;
  const char *host = transfer->host;
  long result = verify_result(transfer);

  reply->permanent = 1;
  if (result == VERIFY_EXPIRED || mentions(transfer, "expired")) {
    say(reply, "the certificate of %s has expired", host);
  } else if (result == VERIFY_NOT_YET_VALID) {
    say(reply, "the certificate of %s is not yet valid", host);
    advise(reply, "check the clock of this machine");
  } else if (result == VERIFY_REVOKED) {
    say(reply, "the certificate of %s has been revoked", host);
  } else if (is_unknown_authority(transfer, code)) {
    say(reply, "the certificate of %s is not signed by a known authority",
        host);
    if (reply->certificates == TRANSPORT_CA_OPTION)
      advise(reply, "--ca-cert names another authority than the one that "
                    "signed it");
    else
      advise(reply, "name the authority's certificate with --ca-cert FILE");
  } else if (result == VERIFY_OTHER_HOST || mentions(transfer, "match")) {
    say(reply, "the certificate of %s is for another host", host);
    advise_endpoint(transfer);
  } else {
    say(reply, "the certificate of %s cannot be verified", host);
  }
}

/* "Failed to connect to NAME port N after ...": with a proxy it is that
 * whose name stands there. */
static void explain_connect(struct transfer *transfer)
{
  struct transport_reply *reply = transfer->reply;
  char host[256] = "";
  char port[8] = "";
  const char *cause = "";
  const char *proxy = "";
  long number = 0;
  long code = 0;

  (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &code);
  if (code >= 300) {
    say(reply, "the proxy refused a connection to %s (HTTP %ld)",
        transfer->host, code);
    advise(reply, "check HTTPS_PROXY and NO_PROXY");
    reply->permanent = code == 403 || code == 407;
    return;
  }
  if (sscanf(transfer->error, "Failed to connect to %255s port %7[0-9]", host,
             port) == 2 &&
      (strcasecmp(port, transfer->port) != 0 ||
       strstr(transfer->host, host) == NULL))
    proxy = "the proxy ";
  else
    host[0] = '\0';
  (void)curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
  if (number != 0)
    cause = strerror((int)number);
  say(reply, "cannot connect to %s%s port %s%s%s", proxy,
      host[0] != '\0' ? host : transfer->host,
      host[0] != '\0' ? port : transfer->port, *cause ? ": " : "", cause);
  if (proxy[0] != '\0')
    advise(reply, "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY");
  else
    advise_endpoint(transfer);
}

static void explain_timeout(struct transfer *transfer)
{
  struct transport_reply *reply = transfer->reply;
  long limit = transfer->request->timeout;
  curl_off_t resolved = 0;
  char text[32];

  reply->timed_out = 1;
  if (transfer->head_ended) {
    say(reply, "the reply of %s was not complete within %s", transfer->host,
        seconds(limit, text));
    advise(reply, "allow more with --timeout SECONDS");
    return;
  }
  if (transfer->started) {
    say(reply, "no reply from %s within %s", transfer->host,
        seconds(limit, text));
    return;
  }
  if (limit <= 0 || limit > transfer->connect_timeout)
    limit = transfer->connect_timeout;
  (void)curl_easy_getinfo(transfer->easy, CURLINFO_NAMELOOKUP_TIME_T,
                          &resolved);
  if (resolved == 0)
    say(reply, "cannot find the address of %s within %s", transfer->host,
        seconds(limit, text));
  else
    say(reply, "cannot connect to %s port %s within %s", transfer->host,
        transfer->port, seconds(limit, text));
  advise_endpoint(transfer);
}

static void explain_tls(struct transfer *transfer)
{
  struct transport_reply *reply = transfer->reply;

  if (mentions(transfer, "wrong version number") ||
      mentions(transfer, "packet length too long") ||
      mentions(transfer, "unexpected TLS packet")) {
    say(reply, "%s port %s does not speak TLS", transfer->host,
        transfer->port);
    reply->permanent = 1;
    advise_endpoint(transfer);
  } else if (mentions(transfer, "SYSCALL") || mentions(transfer, "eof") ||
             mentions(transfer, "reset")) {
    say(reply, "%s port %s closed the connection before it was secure",
        transfer->host, transfer->port);
  } else {
    say(reply, "cannot agree with %s port %s on a secure connection",
        transfer->host, transfer->port);
  }
}

/* The request never left. */
static void explain_unsent(struct transfer *transfer, CURLcode code)
{
  struct transport_reply *reply = transfer->reply;
  const char *host = transfer->host;

  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    say(reply, "cannot find the address of %s: unknown host", host);
    advise_endpoint(transfer);
    break;
  case CURLE_COULDNT_RESOLVE_PROXY:
    say(reply, "cannot find the address of the proxy: unknown host");
    advise(reply, "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY");
    break;
  case CURLE_OPERATION_TIMEDOUT:
    explain_timeout(transfer);
    break;
  case CURLE_PEER_FAILED_VERIFICATION:
    explain_certificate(transfer, code);
    break;
  case CURLE_SSL_CACERT_BADFILE:
    reply->permanent = 1;
    reply->bad_certificates = 1;
    if (transfer->ca_file != NULL) {
      say(reply, "%s holds no CA certificate", transfer->ca_file);
      advise(reply, "%s names that file", transfer->ca_origin);
    } else {
      say(reply, "cannot read the CA certificates of this system");
      advise(reply, "name them with --ca-cert FILE");
    }
    break;
  case CURLE_SSL_CONNECT_ERROR:
    explain_tls(transfer);
    break;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL:
    reply->permanent = 1;
    say(reply, "the address is no valid http or https URL");
    advise_endpoint(transfer);
    break;
  case CURLE_OUT_OF_MEMORY:
    reply->permanent = 1;
    say(reply, "out of memory");
    break;
  default:
    explain_connect(transfer);
    break;
  }
}

/* It was sent, but no whole head came back. */
static void explain_no_reply(struct transfer *transfer, CURLcode code)
{
  struct transport_reply *reply = transfer->reply;
  const char *host = transfer->host;

  if (transfer->too_large)
    say(reply, "the head of the reply of %s is too large", host);
  else if (code == CURLE_OPERATION_TIMEDOUT)
    explain_timeout(transfer);
  else if (code == CURLE_OUT_OF_MEMORY)
    say(reply, "out of memory for the reply of %s", host);
  else if (code == CURLE_UNSUPPORTED_PROTOCOL ||
           code == CURLE_WEIRD_SERVER_REPLY)
    say(reply, "%s port %s did not answer in HTTP", host, transfer->port);
  else if (transfer->head_lines > 0)
    say(reply, "the reply of %s was cut short in its head", host);
  else
    say(reply, "%s closed the connection without a reply", host);
}

void explain(struct transfer *transfer, CURLcode code)
{
  struct transport_reply *reply = transfer->reply;

  reply->sent = transfer->started;
  if (!transfer->head_ended)
    reply->status = 0; /* of an interim head, or of one that broke off */
  if (transfer->stopped) {
    reply->outcome = TRANSPORT_STOPPED;
  } else if (code == CURLE_OK && transfer->head_ended) {
    reply->outcome = TRANSPORT_DONE;
  } else if (!transfer->started) {
    reply->outcome = TRANSPORT_NOT_SENT;
    explain_unsent(transfer, code);
  } else if (!transfer->head_ended) {
    /* libcurl takes a head that ends with the connection for a success. */
    reply->outcome = TRANSPORT_NO_REPLY;
    explain_no_reply(transfer, code);
  } else {
    reply->outcome = TRANSPORT_CUT;
    if (code == CURLE_OPERATION_TIMEDOUT)
      explain_timeout(transfer);
    else if (code == CURLE_OUT_OF_MEMORY)
      say(reply, "out of memory after %llu bytes of the reply of %s",
          (unsigned long long)reply->received, transfer->host);
    else if (code == CURLE_BAD_CONTENT_ENCODING)
      say(reply, "the reply of %s cannot be decompressed", transfer->host);
    else
      say(reply, "the reply of %s was cut short after %llu bytes",
          transfer->host, (unsigned long long)reply->received);
  }
}
