/* request.h - one HTTP request in the making, as a plugin plans it.
 *
 * A request belongs to the call that made it and is freed with it.  What a
 * plugin hands over is copied.  Functions return 0, or -1 with the call's
 * error set; a NULL request (an earlier failure) makes them fail too.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/http/url.h"

#define REQUEST_SEGMENTS_MOST 32
#define REQUEST_HEADERS_MOST 32

struct json_object;
struct nscale_pages;

struct nscale_request {
  struct nscale_request *next; /* in the call's list of all its requests */
  struct error *error;         /* the call's */
  const char *plugin;          /* whose it is, for what is wrong about it */
  const char *given;           /* the id that the user gave, borrowed; NULL */
  char method[8];
  char *service;
  char *segments[REQUEST_SEGMENTS_MOST];
  size_t segment_count;
  struct url_parameter query[REQUEST_SEGMENTS_MOST];
  size_t query_count;
  char *headers[REQUEST_HEADERS_MOST]; /* "Name: value" */
  size_t header_count;
  struct json_object *json; /* the body as JSON, or NULL */
  struct buffer body;       /* the body as bytes */
  char *media_type;         /* of the body; NULL where there is none */
  char *pick;               /* id or name of the one element, or NULL */
  struct nscale_request *wait_read; /* repeated until a condition holds: the
                                     * verb's waits, or the next members */
  int wait_of_verb;
  char *wait_path;
  char *wait_value;
  uint32_t wait_seconds_of;
  const struct nscale_pages *pages; /* how a list comes that it asks for;
                                     * borrowed, or NULL */
  int aside;                        /* its reply is not the result */
  int sealed;                       /* it was planned, and stays as it is */
  size_t turn; /* with --all: which of the targets it is about */
};

/* A new request to a service.  Methods: GET POST PUT PATCH DELETE.  What is
 * wrong about it is laid to `plugin`, a borrowed name. */
struct nscale_request *request_new(const char *method, const char *service,
                                   const char *plugin, struct error *error);

/* A segment is neither empty nor a dot or two: EXIT_PLUGIN, or EXIT_USAGE
 * where that is what the user gave.  A header is one of those that plugins may
 * set, with a value that is a line of ASCII (EXIT_PLUGIN). */
int request_segment(struct nscale_request *request, const char *segment);
int request_query(struct nscale_request *request, const char *name,
                  const char *value);
int request_header(struct nscale_request *request, const char *name,
                   const char *value);
int request_json(struct nscale_request *request, struct json_object *json);
int request_bytes(struct nscale_request *request, const void *bytes,
                  size_t length, const char *media_type);
int request_service(struct nscale_request *request, const char *service);
int request_await(struct nscale_request *request, struct nscale_request *read,
                  const char *path, const char *value, uint32_t seconds);
int request_wait(struct nscale_request *request, struct nscale_request *read);
int request_pick(struct nscale_request *request, const char *id);
int request_aside(struct nscale_request *request);

/* Whether it may be repeated freely: a GET. */
int request_is_read(const struct nscale_request *request);

/* Refuses, with EXIT_PLUGIN, one that is to be sent as a read and is none.
 * Returns 0 or -1. */
int request_read(const struct nscale_request *request);

/* Lets nothing change it, nor what it awaits, from now on: EXIT_PLUGIN. */
void request_seal(struct nscale_request *request);

/* Puts a text in the place of another, wherever that is a whole segment or
 * value of the address, a whole text of the JSON, or what is picked; NULL
 * changes nothing.  Returns 1 where it was there, 0 where it was not, -1
 * without memory. */
int request_replace(struct nscale_request *request, const char *from,
                    const char *to);

/* Composes the URL: the service's base (endpoint.h), the segments and the
 * query.  `url` is emptied first.  Fails with EXIT_USAGE where the base URL
 * that the environment names is none. */
int request_url(const struct nscale_request *request, struct buffer *url,
                struct error *error);

/* The same with another query parameter, which takes the place of those of
 * its name. */
int request_url_with(const struct nscale_request *request, const char *name,
                     const char *value, struct buffer *url,
                     struct error *error);

/* Refuses, with EXIT_USAGE, a request in whose address, headers or body a
 * token stands that is known to nscale: it was pasted there by mistake, and
 * belongs into the one header that nobody logs.  Returns 0 or -1. */
int request_tells_nothing(const struct nscale_request *request,
                          const char *url, struct error *error);

void request_free(struct nscale_request *request);

#endif
