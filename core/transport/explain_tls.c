/* explain_tls.c - why TLS found no trust or no common ground, in plain words.
 *
 * OpenSSL, whose handshake is watched, tells which certificate it was; of
 * other libraries no more is known than what was wrong.
 */
#include <stdio.h>

#include "core/transport/internal.h"

#if LIBCURL_VERSION_NUM < 0x074d00
#define CURLE_SSL_CLIENTCERT ((CURLcode)98)
#endif

/* Alerts of TLS. */
#define ALERT_HANDSHAKE_FAILURE 40
#define ALERT_BAD_CERTIFICATE 42
#define ALERT_CERTIFICATE_UNKNOWN 46
#define ALERT_ACCESS_DENIED 49
#define ALERT_PROTOCOL_VERSION 70
#define ALERT_CERTIFICATE_REQUIRED 116

/* Why a certificate was refused. */
enum refusal {
  REFUSAL_OTHER,
  REFUSAL_UNKNOWN_AUTHORITY,
  REFUSAL_NOT_YET_VALID,
  REFUSAL_EXPIRED,
  REFUSAL_REVOKED,
  REFUSAL_OTHER_HOST
};

/* An authority of the same name signed it; it signed itself. */
#define WRONG_SIGNATURE 7
#define SELF_SIGNED 18

/* X509_V_... of OpenSSL and of those that copy it. */
static enum refusal openssl_refusal(long result)
{
  switch (result) {
  case 2: /* UNABLE_TO_GET_ISSUER_CERT */
  case WRONG_SIGNATURE:
  case SELF_SIGNED:
  case 19: /* SELF_SIGNED_CERT_IN_CHAIN */
  case 20: /* UNABLE_TO_GET_ISSUER_CERT_LOCALLY */
  case 21: /* UNABLE_TO_VERIFY_LEAF_SIGNATURE */
    return REFUSAL_UNKNOWN_AUTHORITY;
  case 9: /* CERT_NOT_YET_VALID */
    return REFUSAL_NOT_YET_VALID;
  case 10: /* CERT_HAS_EXPIRED */
    return REFUSAL_EXPIRED;
  case 23: /* CERT_REVOKED */
    return REFUSAL_REVOKED;
  case 0:  /* OpenSSL was content: it was libcurl, which looks at the name ...
            */
  case 1:  /* ... before it notes that */
  case 62: /* HOSTNAME_MISMATCH */
    return REFUSAL_OTHER_HOST;
  default:
    return REFUSAL_OTHER;
  }
}

/* GNUTLS_CERT_..., of which there may be several. */
static enum refusal gnutls_refusal(long result)
{
  if (result == 0 || result & 1 << 14) /* UNEXPECTED_OWNER */
    return REFUSAL_OTHER_HOST;
  if (result & 1 << 5) /* REVOKED */
    return REFUSAL_REVOKED;
  /* SIGNER_NOT_FOUND, SIGNER_NOT_CA, SIGNATURE_FAILURE */
  if (result & (3 << 6 | 1 << 11))
    return REFUSAL_UNKNOWN_AUTHORITY;
  if (result & 1 << 9) /* NOT_ACTIVATED */
    return REFUSAL_NOT_YET_VALID;
  if (result & 1 << 10) /* EXPIRED */
    return REFUSAL_EXPIRED;
  return REFUSAL_OTHER;
}

/* As OpenSSL said, or libcurl of it: TLS inside TLS makes libcurl forget. */
static enum refusal refusal_of(const struct failure *failure)
{
  long result = failure->transfer->transport->handshake.error;

  if (!result &&
      curl_easy_getinfo(failure->transfer->easy,
                        failure->of_proxy ? CURLINFO_PROXY_SSL_VERIFYRESULT
                                          : CURLINFO_SSL_VERIFYRESULT,
                        &result) != CURLE_OK)
    return REFUSAL_OTHER;
  if (tls_is_openssl())
    return openssl_refusal(result);
  return tls_is_gnutls() ? gnutls_refusal(result) : REFUSAL_OTHER;
}

int is_tls_failure(CURLcode code)
{
  return code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_SSL_CLIENTCERT;
}

/* What was watched of the handshake that failed. */
static const struct handshake *watched(const struct failure *failure)
{
  return &failure->transfer->transport->handshake;
}

static void advise_peer(const struct failure *failure)
{
  if (failure->of_proxy)
    advise_proxy(failure);
  else
    advise_endpoint(failure);
}

/* Nobody who is trusted vouches for it. */
static void explain_authority(const struct failure *failure, const char *whose)
{
  const struct handshake *handshake = watched(failure);
  struct transport_reply *reply = failure->reply;
  const char *signer = handshake->issuer;
  int by_option = reply->certificates == TRANSPORT_CA_OPTION;

  if (by_option)
    advise(reply, "--ca-cert names another authority than the one that signed "
                  "it");
  else
    advise(reply, "name the authority's certificate with --ca-cert FILE");
  if (handshake->error == SELF_SIGNED) {
    say(reply, "the certificate of %s is signed by itself and not trusted",
        whose);
    advise(reply, by_option ? "--ca-cert names another certificate"
                            : "if it is the right one, name it with --ca-cert "
                              "FILE");
  } else if (!handshake->error || !signer[0]) {
    say(reply, "the certificate of %s is not signed by a known authority",
        whose);
  } else if (handshake->error == WRONG_SIGNATURE) {
    say(reply,
        "the certificate of %s comes from an authority \"%s\", but not from "
        "the one that is trusted",
        whose, signer);
  } else if (handshake->depth == 0) {
    say(reply,
        "the certificate of %s is signed by \"%s\", which is not trusted and "
        "whose own certificate was not sent",
        whose, signer);
    advise(reply,
           by_option
               ? "add the certificate of \"%s\" to the file of --ca-cert, or "
                 "have the server send it if it is an intermediate one"
               : "name the certificate of \"%s\" with --ca-cert FILE, or have "
                 "the server send it if it is an intermediate one",
           signer);
  } else {
    say(reply,
        "the certificate of %s comes from the authority \"%s\", which is not "
        "trusted",
        whose, signer);
  }
  if (tls_is_openssl())
    (void)trust_advise(failure->transfer);
}

/* It is too old or too new, or one of those above it. */
static void explain_time(const struct failure *failure, const char *whose,
                         const char *what)
{
  const struct handshake *handshake = watched(failure);

  if (handshake->error && handshake->depth > 0)
    say(failure->reply,
        "the certificate of %s comes from the authority \"%s\", whose own "
        "certificate %s",
        whose, handshake->subject, what);
  else if (handshake->error)
    say(failure->reply, "the certificate of %s %s", whose, what);
  else
    say(failure->reply,
        "the certificate of %s, or of an authority that it comes from, %s",
        whose, what);
}

static void explain_certificate(const struct failure *failure)
{
  const struct handshake *handshake = watched(failure);
  struct transport_reply *reply = failure->reply;
  const char *whose =
      failure->of_proxy ? failure->proxy.name : failure->server;

  reply->permanent = 1;
  switch (refusal_of(failure)) {
  case REFUSAL_EXPIRED:
    explain_time(failure, whose, "has expired");
    break;
  case REFUSAL_NOT_YET_VALID:
    explain_time(failure, whose, "is not yet valid");
    advise(reply, "check the clock of this machine");
    break;
  case REFUSAL_REVOKED:
    say(reply, "the certificate of %s has been revoked", whose);
    break;
  case REFUSAL_UNKNOWN_AUTHORITY:
    explain_authority(failure, whose);
    break;
  case REFUSAL_OTHER_HOST:
    say(reply, "the certificate of %s is for another host", whose);
    advise_peer(failure);
    break;
  default:
    say(reply, "the certificate of %s cannot be verified%s%s", whose,
        handshake->error ? ": " : "",
        handshake->error ? tls_error_text(handshake->error) : "");
    break;
  }
}

/* A file of certificates that TLS cannot use. */
static void explain_bad_file(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;
  struct transport_reply *reply = failure->reply;

  reply->permanent = 1;
  reply->bad_certificates = 1;
  if (transfer->ca_file) {
    say(reply,
        tls_is_openssl() ? "%s contains no CA certificate in PEM form"
                         : "the CA certificates in %s cannot all be read",
        transfer->ca_file);
    advise(reply, "%s names that file", transfer->ca_origin);
  } else {
    say(reply, "cannot read the CA certificates of this system");
    advise(reply, "name them with --ca-cert FILE");
  }
}

/* Whether the other side ended it with one of the alerts that are about a
 * certificate of ours. */
static int is_refused_as_client(const struct handshake *handshake)
{
  int alert = handshake->alert;

  return handshake->wants_certificate && !handshake->alert_sent &&
         (alert == ALERT_HANDSHAKE_FAILURE ||
          alert == ALERT_CERTIFICATE_REQUIRED ||
          alert == ALERT_ACCESS_DENIED ||
          (alert >= ALERT_BAD_CERTIFICATE &&
           alert <= ALERT_CERTIFICATE_UNKNOWN));
}

int explain_wants_certificate(const struct failure *failure)
{
  const struct transfer *transfer = failure->transfer;

  /* On a connection that has had a reply the handshake is over. */
  if ((transfer->started &&
       (transfer->head_lines > 0 || failure->reply->connections == 0)) ||
      !(is_refused_as_client(watched(failure)) ||
        failure->code == CURLE_SSL_CLIENTCERT))
    return 0;
  say(failure->reply,
      "%s wants a certificate of the client, which nscale does not send",
      failure->of_proxy ? failure->proxy.name : failure->endpoint);
  failure->reply->permanent = 1;
  advise_peer(failure);
  return 1;
}

/* They found no common ground. */
static void explain_handshake(const struct failure *failure)
{
  const struct handshake *handshake = watched(failure);
  struct transport_reply *reply = failure->reply;
  const char *peer =
      failure->of_proxy ? failure->proxy.name : failure->endpoint;

  if (handshake->answer == ANSWER_OTHER) {
    say(reply, "%s does not speak TLS", peer);
    reply->permanent = 1;
    advise_peer(failure);
  } else if (handshake->alert == ALERT_PROTOCOL_VERSION) {
    say(reply, "%s speaks no version of TLS that nscale does", peer);
    reply->permanent = 1;
    advise(reply, "nscale speaks TLS 1.2 and later ones");
  } else if (handshake->answer == ANSWER_SILENCE) {
    say(reply, "%s closed the connection before it was secure", peer);
  } else if (handshake->alert && !handshake->alert_sent) {
    say(reply,
        "cannot agree with %s on a secure connection: it answered "
        "\"%s\"",
        peer, tls_alert_text(handshake->alert));
  } else {
    say(reply, "cannot agree with %s on a secure connection", peer);
  }
}

void explain_tls(const struct failure *failure)
{
  if (failure->code == CURLE_SSL_CACERT_BADFILE)
    explain_bad_file(failure);
  else if (failure->code == CURLE_PEER_FAILED_VERIFICATION ||
           watched(failure)->error)
    explain_certificate(failure);
  else
    explain_handshake(failure);
}

void explain_tls_reason(const struct transfer *transfer, CURLcode code,
                        const char *text)
{
  const struct handshake *handshake = &transfer->transport->handshake;
  struct transport_reply *reply = transfer->reply;

  if (!transfer->transport->debug)
    return;
  if (handshake->error)
    (void)snprintf(reply->tls_reason, sizeof reply->tls_reason,
                   "error %d, depth %d, \"%s\": %s", handshake->error,
                   handshake->depth, handshake->subject,
                   tls_error_text(handshake->error));
  else if (handshake->alert)
    (void)snprintf(reply->tls_reason, sizeof reply->tls_reason,
                   "alert %d, %s: %s", handshake->alert,
                   handshake->alert_sent ? "sent" : "received",
                   tls_alert_text(handshake->alert));
  else if (is_tls_failure(code))
    (void)snprintf(reply->tls_reason, sizeof reply->tls_reason, "%s", text);
}
