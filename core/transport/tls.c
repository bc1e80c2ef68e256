/* tls.c - what the TLS library knows and libcurl does not pass on.
 *
 * transport.so is linked to libcurl alone.  What stands here of OpenSSL and of
 * GnuTLS is used where libcurl brings it: the symbols are weak, and libcurl
 * says whose pointers it hands out.
 */
#include <stdint.h>
#include <stdio.h>

#include "core/transport/internal.h"

#define WEAK __attribute__((weak, visibility("default")))

typedef void tls_watch(int written, int version, int type, const void *bytes,
                       size_t length, void *ssl, void *context);
typedef int tls_verify(void *store, void *context);
typedef void *tls_malloc(size_t size, const char *file, int line);

extern void CRYPTO_get_mem_functions(tls_malloc **, void **, void **) WEAK;
extern const char *SSL_get_version(const void *ssl) WEAK;
extern void SSL_get0_alpn_selected(const void *ssl, const unsigned char **name,
                                   unsigned int *length) WEAK;
extern long SSL_CTX_ctrl(void *context, int what, long value, void *data) WEAK;
extern uint64_t SSL_CTX_set_options(void *context, uint64_t options) WEAK;
extern void SSL_CTX_set_msg_callback(void *context, tls_watch *) WEAK;
extern void SSL_CTX_set_cert_verify_callback(void *context, tls_verify *,
                                             void *argument) WEAK;
extern void *SSL_get_SSL_CTX(const void *ssl) WEAK;
extern const char *SSL_alert_desc_string_long(int value) WEAK;
extern int X509_verify_cert(void *store) WEAK;
extern const char *X509_verify_cert_error_string(long error) WEAK;
extern int X509_STORE_CTX_get_error(const void *store) WEAK;
extern int X509_STORE_CTX_get_error_depth(const void *store) WEAK;
extern void *X509_STORE_CTX_get_current_cert(const void *store) WEAK;
extern void *X509_get_subject_name(const void *certificate) WEAK;
extern void *X509_get_issuer_name(const void *certificate) WEAK;
extern int X509_NAME_get_text_by_NID(void *name, int nid, char *text,
                                     int size) WEAK;
extern void *BIO_new_mem_buf(const void *bytes, int length) WEAK;
extern int BIO_free(void *bio) WEAK;
extern void *PEM_X509_INFO_read_bio(void *bio, void *list, void *ask,
                                    void *context) WEAK;
extern void X509_INFO_free(void *info) WEAK;
extern int OPENSSL_sk_num(const void *list) WEAK;
extern void OPENSSL_sk_pop_free(void *list, void (*release)(void *)) WEAK;
extern void ERR_clear_error(void) WEAK;
extern int gnutls_protocol_get_version(void *session) WEAK;
extern const char *gnutls_protocol_get_name(int version) WEAK;

/* The same numbers in all versions of the ABI. */
#define MSG_CALLBACK_ARGUMENT 16
#define CLEANSE_PLAINTEXT ((uint64_t)2)
#define RECORD_HEADER 256    /* stands for the type in what is watched */
#define RECORD_FIRST 20      /* the types of records: change_cipher_spec ... */
#define RECORD_LAST 24       /* ... heartbeat */
#define TYPE_ALERT 21        /* the types of messages */
#define TYPE_HANDSHAKE 22    /* whose first byte says which it is */
#define CERTIFICATE_ASKED 13 /* CertificateRequest */
#define ALERT_FATAL 2        /* their first byte; the second says which */
#define NID_COMMON_NAME 13
#define NID_ORGANIZATION 17

/* Once libcurl is initialised this chooses nothing any more. */
static int has_backend(curl_sslbackend backend)
{
  return curl_global_sslset(backend, NULL, NULL) == CURLSSLSET_OK;
}

int tls_is_openssl(void)
{
  return has_backend(CURLSSLBACKEND_OPENSSL);
}

int tls_is_gnutls(void)
{
  return has_backend(CURLSSLBACKEND_GNUTLS);
}

int tls_is_wiped(const struct memory_functions *memory)
{
  tls_malloc *allocate = NULL;
  void *others[2] = { NULL, NULL };

  if (!memory || !tls_is_openssl() || !CRYPTO_get_mem_functions)
    return 0;
  CRYPTO_get_mem_functions(&allocate, &others[0], &others[1]);
  return allocate == memory->allocate_for_tls;
}

/* What the first bytes that come back are. */
static void note_header(struct handshake *handshake, int first)
{
  if (handshake->answer == ANSWER_SILENCE)
    handshake->answer = first >= RECORD_FIRST && first <= RECORD_LAST
                            ? ANSWER_TLS
                            : ANSWER_OTHER;
}

/* OpenSSL calls for each record and message that it reads or writes, of a
 * proxy's TLS as well while the server's begins inside. */
static void on_message(int written, int version, int type, const void *bytes,
                       size_t length, void *ssl, void *context)
{
  struct transport *transport = context;
  struct handshake *handshake = &transport->handshake;
  const unsigned char *byte = bytes;

  (void)version;
  if (length == 0 || SSL_get_SSL_CTX(ssl) != handshake->context)
    return;
  if (type == TYPE_ALERT && length >= 2 && byte[0] == ALERT_FATAL) {
    handshake->alert = byte[1];
    handshake->alert_sent = written;
  } else if (!written && type == RECORD_HEADER) {
    note_header(handshake, byte[0]);
  } else if (!written && type == TYPE_HANDSHAKE &&
             byte[0] == CERTIFICATE_ASKED) {
    handshake->wants_certificate = 1;
  }
}

/* The name that people know; "" where it has none. */
static void copy_name(void *name, char text[NAME_SIZE])
{
  if (X509_NAME_get_text_by_NID(name, NID_COMMON_NAME, text, NAME_SIZE) <= 0 &&
      X509_NAME_get_text_by_NID(name, NID_ORGANIZATION, text, NAME_SIZE) <= 0)
    text[0] = '\0';
}

/* What OpenSSL does where nobody sets a function, and why it refused. */
static int on_verify(void *store, void *context)
{
  struct transport *transport = context;
  struct handshake *handshake = &transport->handshake;
  int good = X509_verify_cert(store);
  void *certificate;

  if (good > 0)
    return good;
  handshake->error = X509_STORE_CTX_get_error(store);
  handshake->depth = X509_STORE_CTX_get_error_depth(store);
  certificate = X509_STORE_CTX_get_current_cert(store);
  if (certificate) {
    copy_name(X509_get_subject_name(certificate), handshake->subject);
    copy_name(X509_get_issuer_name(certificate), handshake->issuer);
  }
  return 0;
}

/* libcurl is about to begin with TLS.  The connection, and with it what is
 * set here, may outlive the request: the context is the transport. */
static CURLcode on_tls(CURL *easy, void *tls, void *context)
{
  struct transport *transport = context;

  (void)easy;
  transport->handshake =
      (struct handshake){ .answer = ANSWER_SILENCE, .context = tls };
  SSL_CTX_set_msg_callback(tls, on_message);
  (void)SSL_CTX_ctrl(tls, MSG_CALLBACK_ARGUMENT, 0, transport);
  SSL_CTX_set_cert_verify_callback(tls, on_verify, transport);
  /* Where its memory is its own, it can still clear what it decrypted. */
  if (!transport->wiped)
    (void)SSL_CTX_set_options(tls, CLEANSE_PLAINTEXT);
  return CURLE_OK;
}

/* Whether libcurl brings all that watching takes. */
static int can_watch(void)
{
  return tls_is_openssl() && SSL_CTX_set_msg_callback && SSL_CTX_ctrl &&
         SSL_CTX_set_options && SSL_CTX_set_cert_verify_callback &&
         SSL_get_SSL_CTX && X509_verify_cert && X509_STORE_CTX_get_error &&
         X509_STORE_CTX_get_error_depth && X509_STORE_CTX_get_current_cert &&
         X509_get_subject_name && X509_get_issuer_name &&
         X509_NAME_get_text_by_NID;
}

/* With a function to watch by, libcurl reads the trusted certificates before
 * it greets the server and not while it waits.  That costs nothing where few
 * are read; a mutation has to know whether a server that wants a certificate
 * hung up, which one of TLS 1.3 does after the request was sent. */
void tls_apply(struct transport *transport, struct transfer *transfer)
{
  transport->handshake = (struct handshake){ .answer = ANSWER_UNKNOWN };
  if ((transport->wiped && !transport->watches && transfer->slow_trust &&
       !transfer->request->mutation) ||
      !can_watch())
    return;
  SET(transfer, CURLOPT_SSL_CTX_FUNCTION, on_tls);
  SET(transfer, CURLOPT_SSL_CTX_DATA, transport);
}

int tls_watch_from_now(struct transport *transport)
{
  transport->watches = can_watch();
  return transport->watches && transport->handshake.answer == ANSWER_UNKNOWN;
}

const char *tls_version(CURL *easy)
{
  const struct curl_tlssessioninfo *session = NULL;
  const char *name = NULL;

  if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
      !session || !session->internals)
    return "";
  if (session->backend == CURLSSLBACKEND_OPENSSL && SSL_get_version)
    name = SSL_get_version(session->internals);
  if (session->backend == CURLSSLBACKEND_GNUTLS &&
      gnutls_protocol_get_version && gnutls_protocol_get_name)
    name = gnutls_protocol_get_name(
        gnutls_protocol_get_version(session->internals));
  return name ? name : "";
}

int tls_has_streams(CURL *easy)
{
  const struct curl_tlssessioninfo *session = NULL;
  const unsigned char *name = NULL;
  unsigned int length = 0;

  if (!SSL_get0_alpn_selected ||
      curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
      !session || !session->internals ||
      session->backend != CURLSSLBACKEND_OPENSSL)
    return 0;
  SSL_get0_alpn_selected(session->internals, &name, &length);
  return length == 2 && memcmp(name, "h2", 2) == 0;
}

const char *tls_error_text(int error)
{
  return X509_verify_cert_error_string ? X509_verify_cert_error_string(error)
                                       : "";
}

const char *tls_alert_text(int alert)
{
  return SSL_alert_desc_string_long ? SSL_alert_desc_string_long(alert) : "";
}

int tls_reads(const char *pem, size_t length)
{
  void *bio;
  void *list = NULL;
  int count = 0;

  if (!tls_is_openssl() || !BIO_new_mem_buf || !BIO_free ||
      !PEM_X509_INFO_read_bio || !X509_INFO_free || !OPENSSL_sk_num ||
      !OPENSSL_sk_pop_free || !ERR_clear_error)
    return -1;
  bio = BIO_new_mem_buf(pem, (int)length);
  if (bio)
    list = PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL);
  if (list)
    count = OPENSSL_sk_num(list);
  (void)BIO_free(bio);
  OPENSSL_sk_pop_free(list, X509_INFO_free);
  ERR_clear_error();
  return count > 0;
}
