/* listen.c - starts a server at a port that the kernel chooses.
 *
 *   listen COMMAND [ARGUMENT...]
 *
 * Listens at a free port of 127.0.0.1, starts COMMAND with that socket as its
 * descriptor 3 and the port in $LISTEN_PORT, prints the port and the process,
 * and ends: who connects from now on waits in the socket's queue until
 * COMMAND gets there, so that nobody needs to ask whether it has started.
 * Its stdout is /dev/null, since listen's own may be a pipe that is read to
 * its end.  Exits with 1 where there is no port or process.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTENING 3
#define QUEUE 16

static int failed(const char *what)
{
  perror(what);
  return 1;
}

/* Listens at descriptor LISTENING.  Returns the port, or 0. */
static unsigned listen_anywhere(void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 ||
      listen(fd, QUEUE) < 0 ||
      getsockname(fd, (struct sockaddr *)&address, &length) < 0 ||
      (fd != LISTENING && dup2(fd, LISTENING) < 0))
    return 0;
  if (fd != LISTENING)
    (void)close(fd);
  return ntohs(address.sin_port);
}

static int run(char **command, const char *port)
{
  int nothing = open("/dev/null", O_WRONLY);

  if (nothing < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
      setenv("LISTEN_PORT", port, 1) < 0)
    return failed("listen");
  (void)close(nothing);
  (void)execvp(command[0], command);
  return failed(command[0]);
}

int main(int argc, char **argv)
{
  char port[8];
  pid_t child;

  if (argc < 2)
    return 1;
  (void)snprintf(port, sizeof port, "%u", listen_anywhere());
  if (port[0] == '0')
    return failed("listen");
  child = fork();
  if (child < 0)
    return failed("fork");
  if (child == 0)
    return run(argv + 1, port);
  return printf("%s %ld\n", port, (long)child) < 0;
}
