/* loopback.h - a scripted HTTP server on loopback, for a unit test.
 *
 * A server is a thread with a script: for each request, in the order in which
 * they come, what it sends and what it does then.  It serves one connection
 * at a time.  For the one file that includes it.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/unit.h"

enum { KEEP, CLOSE, HOLD, UNREAD };

struct action {
  const char *send;
  int then; /* KEEP the connection, CLOSE it, HOLD it open to the end; UNREAD:
             * CLOSE after the first bytes of the request */
  size_t length; /* of `send`; 0: up to its NUL */
};

struct server {
  int listener;
  int end[2]; /* a pipe: closed to end the thread */
  char url[64];
  int port;
  const struct action *actions;
  size_t action_count;
  size_t requests;
  int connections;
  char seen[8192]; /* the last request */
  pthread_t thread;
};

static int wait_for(const struct server *server, int fd)
{
  struct pollfd polled[] = { { .fd = fd, .events = POLLIN },
                             { .fd = server->end[0], .events = POLLIN } };

  while (poll(polled, 2, -1) < 0)
    ;
  return polled[1].revents == 0;
}

/* Whether a whole request came. */
static int read_request(struct server *server, int fd, int part)
{
  size_t used = 0;

  for (;;) {
    const char *body;
    const char *field;
    ssize_t count;

    if (!wait_for(server, fd))
      return 0;
    count = recv(fd, server->seen + used, sizeof server->seen - 1 - used, 0);
    if (count <= 0)
      return 0;
    used += (size_t)count;
    server->seen[used] = '\0';
    body = strstr(server->seen, "\r\n\r\n");
    field = strstr(server->seen, "Content-Length: ");
    if (part ||
        (body != NULL &&
         (field == NULL || strlen(body + 4) >= strtoul(field + 16, NULL, 10))))
      return 1;
  }
}

static void converse(struct server *server, int fd)
{
  while (server->requests < server->action_count) {
    const struct action *action = &server->actions[server->requests];

    if (!read_request(server, fd, action->then == UNREAD))
      return;
    server->requests++;
    if (action->send != NULL)
      (void)send(fd, action->send,
                 action->length ? action->length : strlen(action->send),
                 MSG_NOSIGNAL);
    if (action->then == HOLD)
      (void)wait_for(server, server->end[0]);
    if (action->then != KEEP)
      return;
  }
  (void)wait_for(server, fd);
}

static void *serve(void *argument)
{
  struct server *server = argument;

  while (wait_for(server, server->listener)) {
    int fd = accept(server->listener, NULL, NULL);

    server->connections++;
    converse(server, fd);
    (void)close(fd);
  }
  return NULL;
}

static void listen_anywhere(struct server *server, int backlog)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;

  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server->listener = socket(AF_INET, SOCK_STREAM, 0);
  ck_assert_int_eq(bind(server->listener, (struct sockaddr *)&address, length),
                   0);
  if (backlog > 0)
    ck_assert_int_eq(listen(server->listener, backlog), 0);
  ck_assert_int_eq(
      getsockname(server->listener, (struct sockaddr *)&address, &length), 0);
  server->port = ntohs(address.sin_port);
  (void)snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d/a",
                 server->port);
}

static void start(struct server *server, const struct action *actions,
                  size_t count)
{
  *server = (struct server){ .actions = actions, .action_count = count };
  ck_assert_int_eq(pipe(server->end), 0);
  listen_anywhere(server, 8);
  ck_assert_int_eq(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void stop(struct server *server)
{
  (void)close(server->end[1]);
  (void)pthread_join(server->thread, NULL);
  (void)close(server->end[0]);
  (void)close(server->listener);
}

#endif
