/* deaf.c - runs a command beside a port that nobody answers at.
 *
 *   deaf [-6 PORT] COMMAND [ARGUMENT...]
 *
 * The port of 127.0.0.1 that stands in $DEAF_PORT, or PORT of ::1, is
 * listened at, but its queue of connections is full and never emptied:
 * another one is neither accepted nor refused.  The sockets stay open because
 * COMMAND inherits them.  Exits with 77 where the system has no such thing,
 * and 99 on other errors.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MOST 64
#define PATIENCE 300 /* milliseconds, for what loopback does at once */

/* An address of loopback: IPv6 with a port, else IPv4 without. */
struct address {
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
  } is;
  socklen_t length;
};

static void choose(struct address *address, const char *port)
{
  *address = (struct address){ .length = sizeof address->is.four };
  if (!port) {
    address->is.four.sin_family = AF_INET;
    address->is.four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return;
  }
  address->length = sizeof address->is.six;
  address->is.six.sin6_family = AF_INET6;
  address->is.six.sin6_addr = in6addr_loopback;
  address->is.six.sin6_port = htons((uint16_t)strtoul(port, NULL, 10));
}

static int listen_at(struct address *address)
{
  int fd = socket(address->is.any.sa_family, SOCK_STREAM, 0);

  if (fd < 0 || bind(fd, &address->is.any, address->length) < 0)
    return 77;
  return listen(fd, 0) < 0 ||
                 getsockname(fd, &address->is.any, &address->length) < 0
             ? 99
             : 0;
}

/* One more connection.  Returns 1 when it was answered, 0 when it was not,
 * -1 when it cannot be told. */
static int is_answered(const struct address *address)
{
  struct pollfd ready = { .events = POLLOUT };
  int cause = 0;
  socklen_t length = sizeof cause;

  ready.fd = socket(address->is.any.sa_family, SOCK_STREAM, 0);
  if (ready.fd < 0 || fcntl(ready.fd, F_SETFL, O_NONBLOCK) < 0)
    return -1;
  if (connect(ready.fd, &address->is.any, address->length) == 0)
    return 1;
  if (errno != EINPROGRESS)
    return -1;
  if (poll(&ready, 1, PATIENCE) == 0)
    return 0;
  if (getsockopt(ready.fd, SOL_SOCKET, SO_ERROR, &cause, &length) < 0 ||
      cause != 0)
    return -1;
  return 1;
}

int main(int argc, char **argv)
{
  const int six = argc > 3 && strcmp(argv[1], "-6") == 0;
  struct address address;
  char port[8];
  int answered = 1;
  int i;

  if (argc < 2)
    return 99;
  choose(&address, six ? argv[2] : NULL);
  argv += six ? 3 : 1;
  i = listen_at(&address);
  if (i != 0)
    return i;
  for (i = 0; i < CONNECTIONS_MOST && answered > 0; i++)
    answered = is_answered(&address);
  if (answered != 0)
    return 77;
  /* Ports stand at the same place in both kinds of address. */
  (void)snprintf(port, sizeof port, "%u",
                 (unsigned)ntohs(address.is.four.sin_port));
  if (setenv("DEAF_PORT", port, 1) < 0)
    return 99;
  (void)execvp(argv[0], argv);
  return 99;
}
