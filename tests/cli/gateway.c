/* gateway.c - runs a command beside a gateway that ends replies in odd ways.
 *
 *   gateway MODE PORT LOG COMMAND [ARGUMENT...]
 *
 * The gateway speaks TLS at $GATEWAY_PORT of 127.0.0.1, with the certificate
 * in LOG.pem, and has its replies from the HTTP server at PORT.  It keeps a
 * connection open, but for
 *
 *   honest  nothing
 *   bye     close_notify and the end of the connection after each reply
 *   late    the same after an answer of 408 to no request
 *   length  a Content-Length that is one too large, and then the end
 *   chunk   chunks without the last one, and then the end
 *   open    no length at all, and an end without close_notify
 *
 * What ends a connection leaves together with the reply before it.  LOG gets a
 * line for each thing that happens: `open` or `resumed`, a connection;
 * `METHOD PATH`, a request; `closed`, by the gateway; `unread`, of what came
 * on a connection after that.  Ends when COMMAND does, with its exit status;
 * 99 on errors.
 */
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "sdk/sandbox/certificate.h"
#include "tests/cli/loopback.h"

static const char timeout[] = "HTTP/1.1 408 Request Timeout\r\n"
                              "Content-Length: 0\r\n"
                              "Connection: close\r\n\r\n";

/* What all connections have in common. */
struct gateway {
  const char *mode;
  const char *port; /* of the server behind it */
  int log;
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t tickets; /* the key of sessions that can be resumed */
};

/* One connection. */
struct client {
  const struct gateway *gateway;
  int fd;
  gnutls_session_t tls;
  struct buffer request; /* what came and was not answered */
};

static int is_mode(const struct client *client, const char *mode)
{
  return strcmp(client->gateway->mode, mode) == 0;
}

/* In one write, so that lines of two connections do not mix. */
static void note(const struct client *client, const char *text, size_t length)
{
  char line[512];
  int count = snprintf(line, sizeof line, "%.*s\n", (int)length, text);

  if (write(client->gateway->log, line, (size_t)count) != count)
    _exit(99);
}

/* ---- Sockets. ----------------------------------------------------------- */

static void write_to(int fd, const char *bytes, size_t length)
{
  if (loopback_write(fd, bytes, length) < 0)
    _exit(99);
}

/* Until the end of the connection. */
static void read_from(int fd, struct buffer *text)
{
  char bytes[16384];
  ssize_t count;

  while ((count = read(fd, bytes, sizeof bytes)) > 0)
    buffer_append(text, bytes, (size_t)count);
}

/* ---- Requests and replies. ---------------------------------------------- */

/* The line of a head that begins so, regardless of case, or NULL. */
static const char *find_line(const char *head, const char *end,
                             const char *name)
{
  while (head < end) {
    if (strncasecmp(head, name, strlen(name)) == 0)
      return head;
    head = strchr(head, '\n') + 1;
  }
  return NULL;
}

/* The length of the head of what is in the buffer; 0 where it is not whole. */
static size_t head_of(const struct buffer *text)
{
  const char *end = text->data ? strstr(text->data, "\r\n\r\n") : NULL;

  return end ? (size_t)(end + 4 - text->data) : 0;
}

/* Reads one request, head and body.  0 where none comes any more. */
static int read_request(struct client *client)
{
  struct buffer *request = &client->request;
  char bytes[16384];
  size_t head = 0;
  size_t length = 0;

  while ((head = head_of(request)) == 0 || request->length < length) {
    const char *line;
    ssize_t count = gnutls_record_recv(client->tls, bytes, sizeof bytes);

    if (count == GNUTLS_E_INTERRUPTED || count == GNUTLS_E_AGAIN)
      continue;
    if (count <= 0)
      return 0;
    buffer_append(request, bytes, (size_t)count);
    head = head_of(request);
    line = find_line(request->data, request->data + head, "content-length:");
    length = head + (line ? strtoul(line + 15, NULL, 10) : 0);
  }
  return 1;
}

/* Has the request answered by the server. */
static void ask_server(struct client *client, struct buffer *reply)
{
  static const char close_line[] = "Connection: close\r\n";
  const struct buffer *request = &client->request;
  const char *rest = strchr(request->data, '\n') + 1;
  int fd = loopback_connect(client->gateway->port);

  write_to(fd, request->data, (size_t)(rest - request->data));
  write_to(fd, close_line, sizeof close_line - 1);
  write_to(fd, rest, request->length - (size_t)(rest - request->data));
  read_from(fd, reply);
  (void)close(fd);
}

/* Appends the head of the server's reply, without what frames it. */
static void copy_head(const char *head, const char *end, struct buffer *text)
{
  while (head < end - 2) {
    const char *next = strchr(head, '\n') + 1;

    if (strncasecmp(head, "content-length:", 15) != 0 &&
        strncasecmp(head, "connection:", 11) != 0)
      buffer_append(text, head, (size_t)(next - head));
    head = next;
  }
}

/* The reply as it is to be sent, whole or not. */
static void frame(const struct client *client, const struct buffer *reply,
                  struct buffer *text)
{
  size_t head = head_of(reply);
  size_t length = reply->length - head;

  if (head == 0)
    _exit(99);
  copy_head(reply->data, reply->data + head, text);
  if (is_mode(client, "chunk"))
    buffer_puts(text, "Transfer-Encoding: chunked\r\n\r\n");
  else if (is_mode(client, "open"))
    buffer_puts(text, "Connection: close\r\n\r\n");
  else
    buffer_printf(text, "Content-Length: %zu\r\n\r\n",
                  length + (size_t)is_mode(client, "length"));
  if (is_mode(client, "chunk") && length > 0)
    buffer_printf(text, "%zx\r\n", length);
  buffer_append(text, reply->data + head, length);
  if (is_mode(client, "chunk") && length > 0)
    buffer_puts(text, "\r\n");
}

static void send_text(struct client *client, const char *text, size_t length)
{
  while (length > 0) {
    ssize_t count = gnutls_record_send(client->tls, text, length);

    if (count == GNUTLS_E_INTERRUPTED || count == GNUTLS_E_AGAIN)
      continue;
    if (count <= 0)
      _exit(0);
    text += count;
    length -= (size_t)count;
  }
}

/* What leaves meanwhile leaves together, in as few packets as hold it. */
static void hold_back(int fd, int on)
{
#ifdef TCP_CORK
  (void)setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
#else
  (void)fd, (void)on;
#endif
}

/* Ends the connection from this side, and waits for the other. */
static void end_connection(struct client *client)
{
  char bytes[4096];

  if (is_mode(client, "late"))
    send_text(client, timeout, sizeof timeout - 1);
  if (!is_mode(client, "open"))
    (void)gnutls_bye(client->tls, GNUTLS_SHUT_WR);
  (void)shutdown(client->fd, SHUT_WR);
  hold_back(client->fd, 0);
  note(client, "closed", 6);
  while (gnutls_record_recv(client->tls, bytes, sizeof bytes) > 0)
    note(client, "unread", 6);
}

/* ---- Connections. ------------------------------------------------------- */

static int handshake(struct client *client)
{
  int result;

  if (gnutls_init(&client->tls, GNUTLS_SERVER) < 0 ||
      gnutls_set_default_priority(client->tls) < 0 ||
      gnutls_credentials_set(client->tls, GNUTLS_CRD_CERTIFICATE,
                             client->gateway->credentials) < 0 ||
      gnutls_session_ticket_enable_server(client->tls,
                                          &client->gateway->tickets) < 0)
    _exit(99);
  gnutls_transport_set_int(client->tls, client->fd);
  do
    result = gnutls_handshake(client->tls);
  while (result < 0 && !gnutls_error_is_fatal(result));
  return result;
}

static void serve(struct client *client)
{
  if (handshake(client) < 0)
    return;
  if (gnutls_session_is_resumed(client->tls))
    note(client, "resumed", 7);
  else
    note(client, "open", 4);
  while (read_request(client)) {
    struct buffer reply = { 0 };
    struct buffer text = { 0 };

    note(client, client->request.data,
         strcspn(client->request.data, "\r") - strlen(" HTTP/1.1"));
    ask_server(client, &reply);
    frame(client, &reply, &text);
    hold_back(client->fd, 1);
    send_text(client, text.data, text.length);
    if (!is_mode(client, "honest")) {
      end_connection(client);
      return;
    }
    hold_back(client->fd, 0);
    buffer_clear(&client->request);
    buffer_free(&reply);
    buffer_free(&text);
  }
}

/* Makes the certificate and has clients find it. */
static void prepare(struct gateway *gateway, const char *log)
{
  struct certificate made = { 0 };
  gnutls_datum_t pem, key;
  const char *problem;
  char path[4096];
  int fd;

  if (certificate_make(&made, NULL, 0, &problem) < 0)
    _exit(99);
  (void)snprintf(path, sizeof path, "%s.pem", log);
  fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  gateway->log = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (fd < 0 || gateway->log < 0)
    _exit(99);
  write_to(fd, made.pem, strlen(made.pem));
  (void)close(fd);
  pem = (gnutls_datum_t){ (unsigned char *)made.pem,
                          (unsigned)strlen(made.pem) };
  key = (gnutls_datum_t){ (unsigned char *)made.key,
                          (unsigned)strlen(made.key) };
  if (gnutls_certificate_allocate_credentials(&gateway->credentials) < 0 ||
      gnutls_certificate_set_x509_key_mem(gateway->credentials, &pem, &key,
                                          GNUTLS_X509_FMT_PEM) < 0 ||
      gnutls_session_ticket_key_generate(&gateway->tickets) < 0)
    _exit(99);
  certificate_free(&made);
}

static void serve_one(void *context, int fd)
{
  serve(&(struct client){ .gateway = context, .fd = fd });
}

int main(int argc, char **argv)
{
  struct gateway gateway = { .log = -1 };

  if (argc < 5)
    return 99;
  gateway.mode = argv[1];
  gateway.port = argv[2];
  prepare(&gateway, argv[3]);
  return loopback_run(loopback_listen(0, "GATEWAY_PORT"), argv + 4, serve_one,
                      &gateway);
}
