/* request.h - one request as it came in. */
#ifndef SANDBOX_REQUEST_H
#define SANDBOX_REQUEST_H

#include "core/base/buffer.h"

/* Most bytes that a body may have; more is answered with 413. */
#define REQUEST_BODY_MAX ((size_t)1 << 20)

/* Made by the server, which owns all of it until the reply is sent. */
struct request {
  const char *method;
  char *path;        /* as it was sent, still percent-encoded */
  const char *query; /* after the "?", or NULL; points into path's memory */
  const char *authorization; /* headers: NULL when absent */
  const char *content_type;
  const char *host;
  const char *user_agent;
  const char *accept;
  const char *accept_encoding;
  unsigned int port; /* the client's, which tells connections apart; or 0 */
  struct buffer body;
  size_t received; /* bytes of body seen, whether they were kept or not */
  int started;
};

#endif
