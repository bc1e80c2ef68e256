/* relay_tls.c - TLS for the relay of tests. */
#include "tests/cli/relay_tls.h"

#include <gnutls/gnutls.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A session as a server; what fails ends the process. */
static gnutls_session_t begin(int client, const char *file)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;

  if (gnutls_certificate_allocate_credentials(&credentials) < 0 ||
      gnutls_certificate_set_x509_key_file(credentials, file, file,
                                           GNUTLS_X509_FMT_PEM) < 0 ||
      gnutls_init(&session, GNUTLS_SERVER) < 0 ||
      gnutls_set_default_priority(session) < 0 ||
      gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials) < 0)
    _exit(99);
  gnutls_transport_set_int(session, client);
  if (gnutls_handshake(session) < 0)
    _exit(0);
  return session;
}

/* Passes on what comes at either end, until one of them has ended. */
static void pump(gnutls_session_t session, int client, int clear)
{
  struct pollfd ends[2] = { { .fd = client, .events = POLLIN },
                            { .fd = clear, .events = POLLIN } };
  static char bytes[65536];
  ssize_t count = 1;

  while (count > 0) {
    int pending = gnutls_record_check_pending(session) > 0;

    if (!pending && poll(ends, 2, -1) < 0)
      return;
    if (pending || ends[0].revents) {
      count = gnutls_record_recv(session, bytes, sizeof bytes);
      if (count == GNUTLS_E_AGAIN || count == GNUTLS_E_INTERRUPTED)
        count = 1;
      else if (count <= 0 || write(clear, bytes, (size_t)count) != count)
        return;
    } else if (ends[1].revents) {
      count = read(clear, bytes, sizeof bytes);
      if (count > 0 &&
          gnutls_record_send(session, bytes, (size_t)count) != count)
        return;
    }
  }
  (void)gnutls_bye(session, GNUTLS_SHUT_WR);
}

int relay_unwrap(int client, const char *file)
{
  gnutls_session_t session = begin(client, file);
  int ends[2];
  pid_t child;

  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || (child = fork()) < 0)
    _exit(99);
  if (child == 0) {
    (void)close(ends[1]);
    pump(session, client, ends[0]);
    _exit(0);
  }
  (void)close(client);
  (void)close(ends[0]);
  return ends[1];
}
