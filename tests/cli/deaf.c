/* deaf.c - runs a command beside a port that nobody answers at.
 *
 *   deaf COMMAND [ARGUMENT...]
 *
 * The port of 127.0.0.1 that stands in $DEAF_PORT is listened at, but its
 * queue of connections is full and never emptied: another one is neither
 * accepted nor refused.  The sockets stay open because COMMAND inherits them.
 * Exits with 77 where the system has no such thing, and 99 on other errors.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MOST 64
#define PATIENCE 300 /* milliseconds, for what loopback does at once */

static int listen_somewhere(struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);

  *address = (struct sockaddr_in){ .sin_family = AF_INET };
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, (struct sockaddr *)address, length) < 0 ||
      listen(fd, 0) < 0 ||
      getsockname(fd, (struct sockaddr *)address, &length) < 0)
    return -1;
  return 0;
}

/* One more connection.  Returns 1 when it was answered, 0 when it was not,
 * -1 when it cannot be told. */
static int is_answered(const struct sockaddr_in *address)
{
  struct pollfd ready = { .events = POLLOUT };
  int cause = 0;
  socklen_t length = sizeof cause;

  ready.fd = socket(AF_INET, SOCK_STREAM, 0);
  if (ready.fd < 0 || fcntl(ready.fd, F_SETFL, O_NONBLOCK) < 0)
    return -1;
  if (connect(ready.fd, (const struct sockaddr *)address, sizeof *address) ==
      0)
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
  struct sockaddr_in address;
  char port[8];
  int answered = 1;
  int i;

  if (argc < 2 || listen_somewhere(&address) < 0)
    return 99;
  for (i = 0; i < CONNECTIONS_MOST && answered > 0; i++)
    answered = is_answered(&address);
  if (answered != 0)
    return 77;
  (void)snprintf(port, sizeof port, "%u", (unsigned)ntohs(address.sin_port));
  if (setenv("DEAF_PORT", port, 1) < 0)
    return 99;
  (void)execvp(argv[1], argv + 1);
  return 99;
}
