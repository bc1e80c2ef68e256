/* server.h - HTTP or HTTPS on the loopback address. */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include <stdint.h>

#include "certificate.h"
#include "state.h"

struct MHD_Daemon;

/* Listens on 127.0.0.1; port 0 lets the kernel pick one, and `*port` says
 * which it is.  https with a certificate, which must outlive the server,
 * else http.  Each connection has a thread of its own.  Returns the server,
 * or NULL with errno. */
struct MHD_Daemon *server_start(struct state *state, uint16_t *port,
                                const struct certificate *certificate);

/* Ends all connections, those that hang on purpose too. */
void server_stop(struct MHD_Daemon *daemon);

#endif
