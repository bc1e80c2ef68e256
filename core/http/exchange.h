/* exchange.h - a request and its reply, with retries, redirects and errors.
 *
 * The transport module is opened, and the token looked at, when the first
 * request is sent: a command that sends none needs neither.
 *
 * Which replies are what, by "The wire" of the design: a GET that fails is
 * FAILED unless its status has an exit status of its own, a reply that was
 * cut short is NETWORK; a mutation that was sent and met 5xx, silence or a
 * cut-off reply is UNKNOWN and never repeated, one that never left is NETWORK.
 * A reply is not cut off where its end alone is broken (a length that is too
 * large, no last chunk, no close_notify) and what is needed of it arrived: a
 * note says so.  Nor is one that refuses, whose status says all.
 * Reads of the service may be behind its writes: for some seconds after a
 * change of the same command a GET that meets 404 or 401 is sent again, and so
 * is one that does not show what is looked for (lookup.h).
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/http/explain.h"
#include "core/http/request.h"

struct fields;
struct json_object;
struct transport;
struct transport_module;

struct exchange_options {
  const char *ca_cert; /* a PEM file, or NULL */
  long timeout;        /* milliseconds for one request */
  long max_wait;       /* seconds; the most that Retry-After may ask for */
  int debug;
};

/* What is kept from one request of a call to the next. */
struct exchange {
  const struct exchange_options *options;
  const struct transport_module *module; /* NULL until it is needed */
  struct transport *transport;
  const char *token; /* borrowed from secret.h */
  int secret;        /* a reply of this command holds a one-time secret: all of
                      * it speaks HTTP/1.1, and so over one connection */
  struct buffer ahead; /* the address of exchange_ahead, or empty */
  int preconnect;      /* exchange_preconnect was called for the next read */
  int stale;           /* a question was open since the last request, and the
                        * connection idle for as long */
  int64_t written;     /* when a change was accepted last (clock_now); 0: none
                        * was.  A DELETE is none: what it leaves is absence */
  int64_t asked;       /* seconds that the last reply asked to wait; -1 where
                        * it did not */
};

/* A request, what it is about, and where its reply goes. */
struct exchange_task {
  const struct nscale_request *request;
  const char *address; /* of it, in the place of what it says itself, with the
                        * same origin; or NULL */
  struct subject subject;
  int mutation; /* it has an effect: never sent twice, and the end of its
                 * reply is awaited */
  int secret;   /* the reply holds a one-time secret */
  int raw;      /* the reply may be bytes of any kind, pages for browsers
                 * too; else a page is not handed over but fails */
  /* Called with the pieces of a reply of status 2xx, never of another.  -1
   * with the error set ends the exchange with that error. */
  int (*data)(void *context, const char *bytes, size_t length,
              struct error *error);
  /* Whether what was handed over is all that is needed, should the end of the
   * reply be missing.  NULL: nobody knows, so that it is not. */
  int (*is_whole)(const void *context);
  void *context;
  struct buffer *next; /* takes the address of the next page that the reply
                        * links to, within the origin; or NULL */
  int strays;    /* set: there is one, but it leads elsewhere, or nowhere */
  long status;   /* set: of the reply, 0 without one */
  int cut;       /* set: a 2xx reply was cut short after some bytes */
  int not_found; /* set: the API says that it is not there (404) */
};

/* Sends the request and hands the reply's body over.  Returns 0 when a whole
 * reply of status 2xx was handed over, else -1 with the error set. */
int exchange_run(struct exchange *exchange, struct exchange_task *task,
                 struct error *error);

/* Has a GET go along with the next one, where the protocol has streams, or
 * over a connection of its own where it was chosen that there are none: it
 * will probably be needed, and does not depend on that.  Whoever asks for it
 * then has its reply sooner.  Where that cannot be, nothing happens. */
void exchange_ahead(struct exchange *exchange,
                    const struct nscale_request *request);

/* Says, before a read that two others depend on, that those will not depend on
 * each other: where they need a connection each, both are made now, the second
 * by a HEAD of the same address without the token. */
void exchange_preconnect(struct exchange *exchange);

/* Says that a question was asked.  Nobody knows how long it was open, so the
 * next request opens a connection: the read before a change, where there is
 * one, and the change goes over the same. */
void exchange_note_question(struct exchange *exchange);

/* Goes on with the token in this file (secret_renew).  Returns 0, or -1 with
 * the error set. */
int exchange_renew(struct exchange *exchange, int folder, const char *path,
                   struct error *error);

/* Whether reads may still be behind a change of the same command, and waiting
 * is allowed (max_wait). */
int exchange_may_lag(const struct exchange *exchange);

/* What a read has just shown is absence, or a refusal: where that may be
 * because it is behind (exchange_may_lag), waits for a moment and returns 1,
 * to read again; else 0.  A signal ends it. */
int exchange_look_again(const struct exchange *exchange);

/* Whether any request was sent, or tried. */
int exchange_is_used(const struct exchange *exchange);

/* Reads a reply as JSON, of which nobody looks at more than the fields (see
 * json_read_fields).  What is wrong with a reply is no usage error:
 * EXIT_FAILED. */
struct json_object *exchange_read(const char *text, size_t length,
                                  const struct fields *fields,
                                  struct error *error);

/* Closes connections and the module's handle. */
void exchange_close(struct exchange *exchange);

#define CLEANUP_EXCHANGE CLEANUP(exchange_close)

#endif
