/* internal.h - what the files of transport.so share. */
#ifndef TRANSPORT_INTERNAL_H
#define TRANSPORT_INTERNAL_H

#include <curl/curl.h>
#include <string.h>

#include "core/transport/memory.h"
#include "core/transport/transport.h"

/* Nothing here is visible outside the module. */
#pragma GCC visibility push(hidden)

/* Since 7.80 libcurl says when a request is about to be sent, on reused
 * connections too.  Before, the answer is only known afterwards. */
#if LIBCURL_VERSION_NUM >= 0x075000
#define HAVE_PREREQ 1
#else
#define HAVE_PREREQ 0
#endif

/* Bounds of the heads of one reply, interim ones included. */
#define HEAD_BYTES_MAX 65536
#define HEAD_LINES_MAX 256

#define NAME_SIZE 128 /* of an authority or a server, in a certificate */

/* What came back in a handshake of TLS. */
enum answer {
  ANSWER_UNKNOWN, /* nobody watched, or there was no handshake */
  ANSWER_SILENCE, /* not a byte */
  ANSWER_TLS,     /* it began with a record of TLS */
  ANSWER_OTHER    /* with anything else */
};

/* The last handshake of TLS, as far as it was watched. */
struct handshake {
  enum answer answer;
  const void *context;     /* SSL_CTX, which tells it from that of a proxy */
  int alert;               /* the fatal one that ended it, 0: none */
  int alert_sent;          /* ... by us and not by the server */
  int wants_certificate;   /* the server asked who we are */
  int error;               /* X509_V_ERR_..., 0: none */
  int depth;               /* of that certificate: 0 is the server's own */
  char subject[NAME_SIZE]; /* whose it is; "" where that is unknown */
  char issuer[NAME_SIZE];  /* who signed it */
};

/* How many connections there may be that nobody uses. */
enum pool {
  POOL_OF_ONE,  /* as ever: the one that was used last */
  POOL_OF_TWO,  /* one was made beforehand (ahead.c) */
  POOL_SHRINKS, /* one, once the next transfer has ended well */
};

/* The connection that was used last, as far as that is known. */
struct connection {
  curl_socket_t socket; /* libcurl's; CURL_SOCKET_BAD where it was closed */
  int64_t used;         /* milliseconds of the monotonic clock */
  int talks;            /* HTTP/2: something may arrive at any time */
  char host[256];       /* "" before the first */
  char port[8];
};

struct transport {
  CURLM *multi;     /* whose connections serve later requests */
  CURLSH *share;    /* TLS sessions, for later connections */
  char *ca_file;    /* or NULL */
  char *user_agent; /* or NULL */
  long connect_timeout;
  int debug;
  int whole_store; /* the hashed directory alone was not enough */
  int wiped;       /* what TLS frees is overwritten */
  int watches;     /* handshakes are watched */
  struct handshake handshake;
  char *bundle; /* what of a file of certificates can be read; or NULL */
  size_t bundle_length;
  struct connection last;
  struct ahead *ahead;      /* a GET that goes along (ahead.c); or NULL */
  struct ahead *preconnect; /* a HEAD, for its connection; or NULL */
  enum pool pool;
  const struct memory_functions *memory; /* or NULL */
};

/* One request under way. */
struct transfer {
  const struct transport_request *request;
  struct transport_reply *reply;
  CURL *easy; /* of the attempt under way; or NULL */
  int unset;  /* there was no memory for an option */
  int tried;  /* a connection was: the name of its end was found */
  long connect_timeout;
  char host[256]; /* as in the URL */
  char port[8];
  int tls;
  const char *ca_file;    /* the certificates' file, or NULL */
  const char *ca_origin;  /* what named it: "--ca-cert", a variable */
  const char *ca_folders; /* SSL_CERT_DIR where it counts, or NULL */
  int slow_trust;         /* many certificates are read */
  int started;            /* libcurl began to send the request */
  int has_streams;        /* over HTTP/2 */
  int head_ended;         /* the final head is complete */
  int too_large;          /* the head is past its bounds */
  int stopped;            /* a callback wanted an end */
  int body_begun;         /* some of the body came */
  struct gunzip *gunzip;  /* undoes it; NULL where it came as it is */
  size_t head_bytes;
  size_t head_lines;
  char error[CURL_ERROR_SIZE]; /* libcurl's own words */
  const struct transport *transport;
};

/* What is wrong with the address of a proxy. */
enum proxy_mistake {
  PROXY_MISTAKE_NONE,
  PROXY_UNKNOWN_KIND, /* libcurl cannot use this kind */
  PROXY_UNESCAPED,    /* a character cuts user or password in two */
  PROXY_NO_ADDRESS    /* it is none */
};

/* A proxy that a request goes through. */
struct proxy {
  const char *variable; /* that names it */
  const char *kind;     /* "socks5h", up to its length; borrowed from there */
  int kind_length;
  char host[257]; /* "" where it is unknown */
  long port;
  char name[300]; /* "the proxy squid port 3128" */
  int tls;        /* it is talked to over TLS itself */
  int socks;
  int logs_in; /* there is a user, or a password */
  enum proxy_mistake mistake;
  char unescaped; /* that character */
};

/* A transfer that failed, and who has to do with it. */
struct failure {
  struct transfer *transfer;
  struct transport_reply *reply;
  CURLcode code;
  int proxied;
  int of_proxy;       /* in the TLS with it, not with what is behind */
  struct proxy proxy; /* if it was proxied */
  char server[600];   /* "api.example", or "... behind the proxy ..." */
  char endpoint[620]; /* likewise, "api.example port 443 ..." */
};

/* Sets an option of the transfer's handle.  A text that libcurl has no memory
 * to copy makes it another request than the one that was meant: `unset` then
 * keeps it from being sent.  What a libcurl does not know it does without. */
#define SET(transfer, option, value)                                          \
  do {                                                                        \
    if (curl_easy_setopt((transfer)->easy, option, value) ==                  \
        CURLE_OUT_OF_MEMORY)                                                  \
      (transfer)->unset = 1;                                                  \
  } while (0)

/* The header lines of one request, in a list of our own rather than one of
 * libcurl's, which copies: the token must be in one place, to be wiped. */
struct header_list {
  struct curl_slist *nodes;
  size_t count;
  char *authorization;
  size_t authorization_size;
};

/* Fills an empty list from the request: its lines, what keeps libcurl from
 * adding lines of its own, and the token.  Returns -1, with the sentence and
 * `permanent`, where a line is one that must not be sent. */
int header_list_fill(struct transfer *transfer, struct header_list *list);

/* Overwrites the token and frees the list. */
void header_list_free(struct header_list *list);

/* Chooses the trusted certificates and says so to libcurl: --ca-cert alone, or
 * the file of SSL_CERT_FILE or CURL_CA_BUNDLE and the folders of SSL_CERT_DIR,
 * or else the system's.  `transport->whole_store` asks for all that libcurl
 * was built with.  Returns -1, with message, hint and `permanent` filled in,
 * where a file that was named cannot be read. */
int trust_apply(const struct transport *transport, struct transfer *transfer);

/* The first folder of SSL_CERT_DIR in which OpenSSL finds nothing, as a hint.
 * Returns whether there is one. */
int trust_advise(const struct transfer *transfer);

/* Sorts out what cannot be read of the transfer's file of certificates, of
 * which OpenSSL uses nothing then, or only what comes before: later transfers
 * get the rest, and the note of this one says what is missing.  Returns
 * whether there is something, and something is left. */
int bundle_mend(struct transport *transport, struct transfer *transfer);

/* Has libcurl trust that rest.  Returns 0 where it cannot. */
int bundle_apply(const struct transport *transport, struct transfer *transfer);

/* Host, port and scheme of the URL, for messages and for the choice of TLS. */
CURLcode transfer_name_host(struct transfer *transfer);

/* Sets up a handle of its own, since curl_easy_reset does not tell where
 * memory ran out and leaves half of one.  Connections are the multi handle's,
 * TLS sessions the share's. */
CURLcode transfer_set_up(struct transport *transport,
                         struct transfer *transfer,
                         struct curl_slist *headers);

/* Runs what the multi handle has until the transfer has ended, or the
 * request's `tick` stops that. */
CURLcode transfer_await(struct transport *transport, struct transfer *transfer,
                        const struct transport_request *request);

/* Notes what is known of it, and takes it from the multi handle. */
void transfer_end(struct transport *transport, struct transfer *transfer);

/* Notes a GET that is to go along, in the place of the one before. */
void ahead_plan(struct transport *transport,
                const struct transport_request *request);

/* Notes a HEAD that is to make a second connection, over which a
 * GET can go along with the transfer after the next, likewise. */
void ahead_preconnect(struct transport *transport,
                      const struct transport_request *request);

/* Lets both go along with a transfer: over the same connection, once that has
 * streams; beside one that is being made for want of them; or over the second
 * that was made beforehand. */
void ahead_begin(struct transport *transport, const struct transfer *beside);

/* Notes that one has ended, if the message is of that. */
void ahead_note(struct transport *transport, const struct CURLMsg *message);

/* The transfer beside them has ended: drops what was not sent with it, and
 * after the second the HEAD. */
void ahead_settle(struct transport *transport, CURLcode code);

/* Hands over what came of it, or is to come, where this is what the request
 * asks for.  Returns whether it did; a change drops it. */
int ahead_take(struct transport *transport,
               const struct transport_request *request,
               struct transport_reply *reply);

/* Drops both. */
void ahead_drop(struct transport *transport);

/* Notes the connection of a transfer that has ended: of two that ran beside
 * each other the one that ended last, since libcurl closes the other. */
void reuse_note(struct transport *transport, const struct transfer *transfer);

/* Has a request that asks for it open a connection of its own; each one where
 * something arrived on the connection that is there, which may be taken for
 * its reply; and a mutation also unless that one is alone and was used for the
 * same host within the last second: what was closed meanwhile would leave its
 * outcome unknown. */
void reuse_apply(const struct transport *transport, struct transfer *transfer);
int reuse_is_allowed(const struct transport *transport,
                     const struct transfer *transfer);

/* Overwrites memory in a way that the compiler may not leave out. */
static inline void forget(void *memory, size_t size)
{
  memset(memory, 0, size);
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

/* With this byte gzip begins, and nothing that people read. */
#define GUNZIP_FIRST 0x1f

/* Takes what was compressed.  0, or -1 to end. */
typedef int gunzip_taker(void *context, const void *bytes, size_t length);

/* What undoes gzip, in memory of these functions or, without any, of malloc's;
 * the bytes in it are overwritten when it is freed.  NULL where there is no
 * memory or no zlib. */
struct gunzip *gunzip_new(const struct memory_functions *memory);
void gunzip_free(struct gunzip *gunzip); /* or NULL */

/* Undoes the next piece, and hands over what it was, in pieces that may be
 * empty.  Returns 0; -1 where it is damaged, or `take` returned -1. */
int gunzip_feed(struct gunzip *gunzip, const void *bytes, size_t length,
                gunzip_taker *take, void *context);

/* Whether all came, with a checksum that is right. */
int gunzip_is_whole(const struct gunzip *gunzip);

/* Header and body callbacks of libcurl; the context is the transfer. */
size_t receive_header(char *bytes, size_t size, size_t count, void *context);
size_t receive_body(char *bytes, size_t size, size_t count, void *context);

/* Which library libcurl has for TLS; neither: another. */
int tls_is_openssl(void);
int tls_is_gnutls(void);

/* Whether the TLS library took the functions (NULL: no). */
int tls_is_wiped(const struct memory_functions *memory);

/* Has the transfer keep transport->handshake up to date, unless that would
 * cost it time and transport->watches does not ask for it; and clear what was
 * decrypted, where memory is not overwritten when it is freed. */
void tls_apply(struct transport *transport, struct transfer *transfer);

/* Has every handshake watched from now on.  Returns whether the last one was
 * not. */
int tls_watch_from_now(struct transport *transport);

/* OpenSSL's words for an X509_V_ERR_..., or for an alert. */
const char *tls_error_text(int error);
const char *tls_alert_text(int alert);

/* Whether OpenSSL can read what stands in PEM; -1 where there is none. */
int tls_reads(const char *pem, size_t length);

/* "TLSv1.3", from the library's own table: of the connection that the handle
 * has just now, "" where it has none or the library is another. */
const char *tls_version(CURL *easy);

/* Whether the connection that the handle has just now speaks HTTP/2; 0 where
 * nobody knows. */
int tls_has_streams(CURL *easy);

/* Whether a transfer that ended went through a proxy, or was to, and that. */
int proxy_find(const struct transfer *transfer, struct proxy *proxy);

/* Fills in outcome, message and hint from what libcurl ended with. */
void explain(struct transfer *transfer, CURLcode code);

/* What is wrong with the proxy's address, what it answered in place of leading
 * on, or that it is not there.  Returns whether that is why it failed. */
int explain_proxy(const struct failure *failure);

/* Where the way out is to look at the address that was given: of the proxy, or
 * of the API. */
void advise_proxy(const struct failure *failure);
void advise_endpoint(const struct failure *failure);

/* Why TLS found no trust, or no common ground. */
void explain_tls(const struct failure *failure);

/* Whether a server, or a proxy, hung up since it wants a certificate of the
 * client: it has not looked at the request then, whatever was sent. */
int explain_wants_certificate(const struct failure *failure);

/* Fills in reply->tls_reason, for --debug: what the TLS library says, or
 * libcurl for it in `text`. */
void explain_tls_reason(const struct transfer *transfer, CURLcode code,
                        const char *text);

/* Whether TLS is where it failed. */
int is_tls_failure(CURLcode code);

/* printf to the reply's sentence, or to its hint. */
void say(struct transport_reply *reply, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void advise(struct transport_reply *reply, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#pragma GCC visibility pop

#endif
