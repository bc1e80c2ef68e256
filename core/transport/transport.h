/* transport.h - one HTTP request at a time, over libcurl.
 *
 * transport.so is a private module of the core (see core/base/module.h): the
 * only part that is linked to libcurl.  It exports `nscale_transport_module`
 * and needs nothing of the executable.  It prints nothing, follows no
 * redirect, repeats no mutation, and decides nothing about exit statuses: it
 * says what happened in `struct transport_reply`.
 *
 * While `perform` and `close` run SIGPIPE is ignored, in callbacks too: a
 * write to a closed pipe fails there with EPIPE.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/module.h"

struct memory_functions;
struct transport;
struct transport_reply;

enum transport_outcome {
  TRANSPORT_DONE = 0, /* a whole reply, whatever its status */
  TRANSPORT_NOT_SENT, /* the request provably never left */
  TRANSPORT_NO_REPLY, /* sent; no reply, or only a part of its head */
  TRANSPORT_CUT,      /* the head came, but the body was cut short */
  TRANSPORT_STOPPED   /* a callback stopped it; see `sent` and `status` */
};

struct transport_settings {
  /* For libcurl, from memory_prepare(): borrowed until the process ends.
   * NULL: libcurl's own. */
  const struct memory_functions *memory;
  const char *ca_file;    /* --ca-cert, or NULL */
  const char *user_agent; /* "nscale/1.0.0", or NULL for none */
  long connect_timeout;   /* milliseconds; 0 for 10 000 */
  int debug;              /* fill in `tls_version` as well */
};

/* All of it is borrowed until `perform` returns. */
struct transport_request {
  const char *method; /* "GET", "POST", ... */
  const char *url;    /* absolute, http or https */
  /* "Name: value", NULL-terminated, or NULL.  Never Authorization.  One
   * without a value is not sent. */
  const char *const *headers;
  const char *token;    /* sent as a bearer token; NULL for none */
  const void *body;     /* NULL for none */
  size_t body_length;   /* bytes */
  long timeout;         /* of the whole request, milliseconds; 0: none */
  int mutation;         /* must not be sent twice, whatever happens */
  int secret;           /* its reply exists only once, or that of a later one:
                         * received even where memory runs out, and over
                         * HTTP/1.1 for that */
  int fresh;            /* over a connection of its own: those that are open
                         * were idle for nobody knows how long */
  int bytes;            /* its reply is handed over as it comes; of any other
                         * gzip is undone that nobody asked for */
  int compressed;       /* the server may compress the reply; `data` and
                         * `received` are what it is of */
  const char *endpoint; /* the variable that the host came from, named in
                         * hints; NULL when it is the default */
  int wake_fd; /* readable when `tick` is to be called at once, or -1; `tick`
                * must drain it.  A signal that is caught has the same
                * effect, but for one that comes right before the wait. */

  /* All may be NULL.  A result other than 0 ends the request with
   * TRANSPORT_STOPPED. */
  void *context;
  /* Once, when the status and the fields of the final reply are known: 1xx
   * and what a proxy said are not it. */
  int (*head)(void *context, const struct transport_reply *reply);
  int (*data)(void *context, const void *bytes, size_t length);
  int (*tick)(void *context); /* at least every 150 ms while waiting */
};

/* What happened.  Header fields are "" where absent, or where longer than
 * their room: a part of an address or a date is worse than none.  They are
 * the server's bytes: escape them before people read them. */
struct transport_reply {
  int outcome;          /* enum transport_outcome */
  int sent;             /* the request may have reached the server */
  int permanent;        /* not sent, and trying again cannot help */
  int bad_certificates; /* not sent: a file of certificates is unusable */
  int timed_out;        /* one of the time limits ended it */
  long status;          /* HTTP status, 0 before it is known */
  int http_version;     /* 10, 11, 20 or 30; 0 when unknown */
  char content_type[128];
  char location[4096]; /* as the server sent it */
  char redirect[4096]; /* where it leads, within the origin of the request's
                        * URL: "" where it leads out of it, or nowhere */
  int has_next;        /* a Link field says that there is a next page */
  char link[4096];     /* at this address, as the server sent it */
  char next[4096];     /* which means this one, within the origin; "" where it
                        * leads out of it, or nowhere */
  char retry_after[64];
  char date[64];
  char trace[128];   /* the id in traceparent, else x-trace-id or
                      * x-request-id */
  uint64_t received; /* bytes of the body */

  /* Unless done or stopped: one sentence without a full stop, in plain words;
   * and the way out, "" where there is none. */
  char message[1024];
  char hint[512];
  /* Something that people should know whatever came of it, likewise; "" most
   * of the time. */
  char note[512];

  /* Facts for --debug. */
  char address[64]; /* of the server or proxy, "" when never connected */
  long port;
  char tls_version[16]; /* "TLSv1.3"; only with settings.debug */
  char tls_reason[512]; /* the TLS library's own, for a failure of it; only
                         * with settings.debug */
  int connections;      /* new ones opened for it: 0 means one was reused */
  int certificates;     /* TRANSPORT_CA_..., below */
  long resolve_ms;      /* since the start; 0 when not reached */
  long connect_ms;
  long tls_ms;
  long sent_ms;  /* just before the request was sent */
  long first_ms; /* first byte of the reply */
  long total_ms;
};

/* Where the trusted certificates came from. */
enum transport_certificates {
  TRANSPORT_CA_NONE = 0,  /* no TLS */
  TRANSPORT_CA_OPTION,    /* --ca-cert */
  TRANSPORT_CA_VARIABLE,  /* SSL_CERT_FILE, CURL_CA_BUNDLE, SSL_CERT_DIR */
  TRANSPORT_CA_DIRECTORY, /* the system's hashed directory */
  TRANSPORT_CA_DEFAULT    /* what libcurl was built with */
};

struct transport_module {
  struct module_prefix prefix;

  /* A handle that keeps connections from one request to the next; the
   * settings are copied.  NULL when there is no memory. */
  struct transport *(*open)(const struct transport_settings *settings);

  /* Whether what the TLS library frees is overwritten too. */
  int (*is_wiped)(const struct transport *transport);

  /* Has a GET go along with the next that is carried out, where it can; what
   * comes of it is kept for when it is carried out itself.  Nothing of the
   * request is borrowed.  NULL with a libcurl that is too old. */
  void (*ahead)(struct transport *transport,
                const struct transport_request *request);

  /* Has a HEAD go along with the next that is carried out, where that makes a
   * connection and is secret: a second connection then is there for the
   * `ahead` of the one after it.  Nobody hears of its reply. */
  void (*preconnect)(struct transport *transport,
                     const struct transport_request *request);

  /* Carries out one request and fills the reply, which need not be
   * initialised.  Returns reply->outcome. */
  int (*perform)(struct transport *transport,
                 const struct transport_request *request,
                 struct transport_reply *reply);

  /* Closes connections and frees the handle.  Accepts NULL. */
  void (*close)(struct transport *transport);
};

extern const struct transport_module nscale_transport_module MODULE_EXPORT;

/* What module_open opens it by. */
#define TRANSPORT_MODULE                                                      \
  {                                                                           \
    .name = "transport", .symbol = "nscale_transport_module",                 \
    .size = sizeof(struct transport_module)                                   \
  }

#endif
