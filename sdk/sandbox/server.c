/* server.c - HTTP or HTTPS on the loopback address. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "api.h"
#include "control.h"
#include "faults.h"
#include "journal.h"
#include "responses.h"
#include "stopping.h"

/* Bytes of a body that is too large which are read and dropped, so that the
 * client gets its 413; one that sends yet more is cut off. */
#define DROPPED_MAX ((size_t)64 << 20)

/* Memory of a connection, which bounds its headers both ways. */
#define CONNECTION_MEMORY ((size_t)256 << 10)

/* The first thing that is known of a request is its target. */
static void *begin(void *context, const char *target,
                   struct MHD_Connection *connection)
{
  struct request *request = calloc(1, sizeof *request);
  char *query;

  (void)context;
  (void)connection;
  if (!request || !(request->path = strdup(target))) {
    free(request);
    return NULL;
  }
  query = strchr(request->path, '?');
  if (query) {
    *query = '\0';
    request->query = query + 1;
  }
  return request;
}

static void end(void *context, struct MHD_Connection *connection, void **slot,
                enum MHD_RequestTerminationCode code)
{
  struct request *request = *slot;

  (void)context;
  (void)connection;
  (void)code;
  if (!request)
    return;
  buffer_free(&request->body);
  free(request->path);
  free(request);
  *slot = NULL;
}

/* Paths stay as they were sent: tests look at what went over the wire. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection,
                           char *text)
{
  (void)context;
  (void)connection;
  return strlen(text);
}

static const char *header_of(struct MHD_Connection *connection,
                             const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static int is_control(const char *path)
{
  static const char prefix[] = "/sandbox";

  return strncmp(path, prefix, sizeof prefix - 1) == 0 &&
         (path[sizeof prefix - 1] == '/' || path[sizeof prefix - 1] == '\0');
}

static int socket_of(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

  return info ? (int)info->connect_fd : -1;
}

static unsigned int port_of(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  struct sockaddr_in address = { 0 };

  /* IPv4, since that is what the server listens on. */
  if (info)
    memcpy(&address, info->client_addr, sizeof address);
  return ntohs(address.sin_port);
}

/* Lets the fault do what it does at that moment.  Returns -1 when there will
 * be no reply. */
static int suffer(const struct fault *fault, enum fault_moment moment,
                  struct MHD_Connection *connection)
{
  if (moment == FAULT_BEFORE && fault->delay > 0)
    stopping_wait(-1, fault->delay);
  if (fault->hang == moment)
    stopping_wait(socket_of(connection), -1);
  return fault->hang == moment || fault->cut == moment ? -1 : 0;
}

/* What the fault makes of the true reply.  Returns 0, or -1 when there is no
 * memory. */
static int disguise(const struct fault *fault, struct reply *reply)
{
  const struct header *header;

  if (fault->stop) /* the operation answered for itself */
    return 0;
  if (fault->status && !fault->applied)
    reply_error(reply, fault->status, "a fault was armed in the sandbox");
  if (fault->status)
    reply->status = fault->status;
  if (fault->body)
    reply_body(reply, body_hold(fault->body));
  else if (fault->repeat)
    reply_body(reply, NULL);
  for (header = fault->headers; header; header = header->next)
    if (reply_header(reply, header->name, header->value) < 0)
      return -1;
  return 0;
}

/* One request of the API, through the fault that it may meet. */
static enum MHD_Result answer_api(struct state *state,
                                  struct MHD_Connection *connection,
                                  const struct request *request)
{
  uint64_t number = journal_arrived(request);
  struct fault *fault = faults_take(request->method, request->path);
  struct reply reply CLEANUP(reply_free) = { 0 };
  enum MHD_Result result = MHD_NO;

  if (fault && suffer(fault, FAULT_BEFORE, connection) < 0)
    goto done;
  if (!fault || !fault->status || fault->applied || fault->stop)
    api_answer(state, request, fault, &reply);
  if (reply.dropped)
    goto done;
  if (fault && (disguise(fault, &reply) < 0 ||
                suffer(fault, FAULT_AFTER, connection) < 0))
    goto done;
  journal_answered(number, reply.status);
  result = responses_queue(connection, &reply, fault);
done:
  fault_release(fault);
  return result;
}

static enum MHD_Result answer(struct state *state,
                              struct MHD_Connection *connection,
                              struct request *request)
{
  struct reply reply CLEANUP(reply_free) = { 0 };

  request->authorization = header_of(connection, "Authorization");
  request->content_type = header_of(connection, "Content-Type");
  request->host = header_of(connection, "Host");
  request->user_agent = header_of(connection, "User-Agent");
  request->accept = header_of(connection, "Accept");
  request->accept_encoding = header_of(connection, "Accept-Encoding");
  request->port = port_of(connection);
  if (!is_control(request->path))
    return answer_api(state, connection, request);
  control_answer(state, request, &reply);
  return responses_queue(connection, &reply, NULL);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *data,
                              size_t *length, void **slot)
{
  struct request *request = *slot;

  (void)url;
  (void)version;
  if (!request)
    return MHD_NO;
  if (!request->started) {
    request->started = 1;
    request->method = method;
    return MHD_YES;
  }
  if (*length == 0)
    return answer(context, connection, request);
  request->received += *length;
  if (request->received <= REQUEST_BODY_MAX)
    buffer_append(&request->body, data, *length);
  if (request->body.failed)
    return MHD_NO;
  *length = 0;
  return request->received > DROPPED_MAX ? MHD_NO : MHD_YES;
}

struct MHD_Daemon *server_start(struct state *state, uint16_t *port,
                                const struct certificate *certificate)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons(*port),
    .sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) },
  };
  struct MHD_OptionItem secure[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, certificate ? certificate->pem : NULL },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, certificate ? certificate->key : NULL },
    { MHD_OPTION_END, 0, NULL },
  };
  unsigned int flags = MHD_USE_POLL_INTERNAL_THREAD |
                       MHD_USE_THREAD_PER_CONNECTION |
                       (certificate ? MHD_USE_TLS : 0);
  const union MHD_DaemonInfo *info;
  struct MHD_Daemon *daemon;

  if (!certificate)
    secure[0].option = MHD_OPTION_END;
  errno = 0;
  daemon = MHD_start_daemon(
      flags, 0, NULL, NULL, handle, state, MHD_OPTION_SOCK_ADDR, &address,
      MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED,
      end, NULL, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_ARRAY,
      secure, MHD_OPTION_END);
  if (!daemon)
    return NULL;
  info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  if (info)
    *port = info->port;
  return daemon;
}

void server_stop(struct MHD_Daemon *daemon)
{
  journal_stop();
  stopping_announce();
  MHD_stop_daemon(daemon);
}
