/* loopback.c - a command that runs beside a server of ours on loopback. */
#include "tests/cli/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int loopback_listen(int six, const char *variable)
{
  struct sockaddr_in6 address6 = { .sin6_family = AF_INET6,
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
  struct sockaddr_in address = { .sin_family = AF_INET };
  struct sockaddr *any = six ? (void *)&address6 : (void *)&address;
  socklen_t length = six ? sizeof address6 : sizeof address;
  char port[8];
  int fd = socket(any->sa_family, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, any, length) < 0)
    _exit(six ? 77 : 99);
  if (listen(fd, 64) < 0 || getsockname(fd, any, &length) < 0)
    _exit(99);
  (void)snprintf(port, sizeof port, "%u",
                 (unsigned)ntohs(six ? address6.sin6_port : address.sin_port));
  if (setenv(variable, port, 1) < 0)
    _exit(99);
  return fd;
}

int loopback_connect(const char *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  int fd = socket(AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
  if (fd < 0 ||
      connect(fd, (const struct sockaddr *)&address, sizeof address) < 0)
    _exit(99);
  return fd;
}

int loopback_write(int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t count = write(fd, bytes, length);

    if (count <= 0)
      return -1;
    bytes += count;
    length -= (size_t)count;
  }
  return 0;
}

int loopback_run(int listener, char **command,
                 void (*serve)(void *context, int client), void *context)
{
  struct pollfd ready[2] = { { .fd = listener, .events = POLLIN },
                             { .events = POLLIN } };
  int ending[2], status;
  pid_t child;

  if (pipe(ending) < 0)
    return 99;
  ready[1].fd = ending[0];
  child = fork();
  if (child == 0) {
    /* It keeps the other end of the pipe, which closes when it ends. */
    (void)close(listener);
    (void)execvp(command[0], command);
    _exit(99);
  }
  (void)close(ending[1]);
  (void)signal(SIGPIPE, SIG_IGN);
  while (poll(ready, 2, -1) > 0 && ready[1].revents == 0) {
    int client = accept(listener, NULL, NULL);

    if (client >= 0 && fork() == 0) {
      serve(context, client);
      _exit(0);
    }
    (void)close(client);
  }
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
    return 99;
  return WEXITSTATUS(status);
}
