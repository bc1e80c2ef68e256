/* tls.c - what the TLS library knows and libcurl does not pass on.
 *
 * transport.so is linked to libcurl alone.  What stands here of OpenSSL and of
 * GnuTLS is used where libcurl brings it: the symbols are weak, and libcurl
 * says whose pointers it hands out.
 */
#include <stdint.h>

#include "core/transport/internal.h"

#define WEAK __attribute__((weak, visibility("default")))

typedef void tls_watch(int written, int version, int type, const void *bytes,
                       size_t length, void *ssl, void *context);
typedef void *tls_malloc(size_t size, const char *file, int line);

extern void CRYPTO_get_mem_functions(tls_malloc **, void **, void **) WEAK;
extern const char *SSL_get_version(const void *ssl) WEAK;
extern long SSL_CTX_ctrl(void *context, int what, long value, void *data) WEAK;
extern uint64_t SSL_CTX_set_options(void *context, uint64_t options) WEAK;
extern void SSL_CTX_set_msg_callback(void *context, tls_watch *) WEAK;
extern int gnutls_protocol_get_version(void *session) WEAK;
extern const char *gnutls_protocol_get_name(int version) WEAK;

/* The same numbers in all versions of the ABI. */
#define MSG_CALLBACK_ARGUMENT 16
#define CLEANSE_PLAINTEXT ((uint64_t)2)
#define RECORD_HEADER 256 /* stands for the type in what is watched */
#define RECORD_FIRST 20   /* the types of records: change_cipher_spec ... */
#define RECORD_LAST 24    /* ... heartbeat */

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

/* OpenSSL calls for each record that it reads or writes. */
static void on_message(int written, int version, int type, const void *bytes,
                       size_t length, void *ssl, void *context)
{
  struct transport *transport = context;
  int first;

  (void)version, (void)ssl;
  if (written || type != RECORD_HEADER || length == 0 ||
      transport->handshake != HANDSHAKE_SILENT)
    return;
  first = *(const unsigned char *)bytes;
  transport->handshake = first >= RECORD_FIRST && first <= RECORD_LAST
                             ? HANDSHAKE_TLS
                             : HANDSHAKE_OTHER;
}

/* libcurl is about to begin with TLS.  The connection, and with it what is
 * set here, may outlive the request: the context is the transport. */
static CURLcode on_tls(CURL *easy, void *tls, void *context)
{
  struct transport *transport = context;

  (void)easy;
  transport->handshake = HANDSHAKE_SILENT;
  SSL_CTX_set_msg_callback(tls, on_message);
  (void)SSL_CTX_ctrl(tls, MSG_CALLBACK_ARGUMENT, 0, transport);
  /* Where its memory is its own, it can still clear what it decrypted. */
  if (!transport->wiped)
    (void)SSL_CTX_set_options(tls, CLEANSE_PLAINTEXT);
  return CURLE_OK;
}

void tls_apply(struct transport *transport, struct transfer *transfer)
{
  transport->handshake = HANDSHAKE_UNKNOWN;
  if ((transport->wiped && !transport->watches) || !tls_is_openssl() ||
      !SSL_CTX_set_msg_callback || !SSL_CTX_ctrl || !SSL_CTX_set_options)
    return;
  SET(transfer, CURLOPT_SSL_CTX_FUNCTION, on_tls);
  SET(transfer, CURLOPT_SSL_CTX_DATA, transport);
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
