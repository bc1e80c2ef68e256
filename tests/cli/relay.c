/* relay.c - runs a command beside a port that leads to another.
 *
 *   relay [--tls FILE] MODE PORT LOG COMMAND [ARGUMENT...]
 *
 * The port that stands in $RELAY_PORT leads to PORT of 127.0.0.1.  As MODE is
 *
 *   ipv6           it is one of ::1, and leads there at once
 *   proxy          it is one of 127.0.0.1, and leads there whatever host it is
 *                  asked for with CONNECT
 *   login          likewise, but only for "user" with the password "w@r#d"
 *   STATUS         it is a proxy that refuses, with this status of HTTP
 *   STATUS METHOD  likewise, and logs in by this method: "407 NTLM"
 *   close          it is one that hangs up on whoever asks
 *   hang           it is one that says nothing
 *   hollow         it is one that agrees, and hangs up then
 *   greet          it says something at once, as no server of TLS does
 *   socks          it is a proxy of SOCKS 5
 *   socks CODE     likewise, and refuses with this code
 *   socks login    likewise, but takes no user and no password
 *
 * With --tls it speaks TLS with whoever connects: FILE has its certificate and
 * its key.  For each connection LOG gets what came before the relay began,
 * which is all that a proxy can read.  Ends when COMMAND does, with its exit
 * status; 77 where there is no ::1, and 99 on other errors.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/cli/loopback.h"
#include "tests/cli/relay_tls.h"

#define HEAD_MOST 4096

static const char established[] = "HTTP/1.1 200 Established\r\n\r\n";
/* "user:w@r#d" */
static const char login[] =
    "\r\nProxy-Authorization: Basic dXNlcjp3QHIjZA==\r";

/* Where the other end is gone there is nothing left to do. */
static void write_all(int fd, const char *bytes, size_t length)
{
  if (loopback_write(fd, bytes, length) < 0)
    _exit(0);
}

/* Passes on what comes at either end, until both have ended. */
static void relay(int client, int server)
{
  struct pollfd ends[2] = { { .fd = client, .events = POLLIN },
                            { .fd = server, .events = POLLIN } };
  static char bytes[65536];
  int i;

  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (poll(ends, 2, -1) < 0)
      _exit(99);
    for (i = 0; i < 2; i++) {
      ssize_t count;

      if (ends[i].fd < 0 || ends[i].revents == 0)
        continue;
      count = read(ends[i].fd, bytes, sizeof bytes);
      if (count > 0) {
        write_all(i == 0 ? server : client, bytes, (size_t)count);
        continue;
      }
      ends[i].fd = -1;
      (void)shutdown(i == 0 ? server : client, SHUT_WR);
    }
  }
}

/* Reads the head of a request, and nothing of what follows. */
static size_t read_head(int fd, char head[HEAD_MOST])
{
  size_t length = 0;

  while (length < HEAD_MOST - 1) {
    if (read(fd, head + length, 1) != 1)
      break;
    head[++length] = '\0';
    if (strstr(head, "\r\n\r\n"))
      break;
  }
  return length;
}

/* Until the client closes: to close before would be to reset. */
static void read_all(int fd)
{
  static char bytes[65536];

  while (read(fd, bytes, sizeof bytes) > 0)
    ;
}

/* Refuses with a status, and names a method to log in where there is one. */
static void refuse(int client, const char *status)
{
  const char *method = strchr(status, ' ');
  char text[256];
  int length = snprintf(text, sizeof text,
                        "HTTP/1.1 %.3s Refused\r\n%s%s%s"
                        "Content-Length: 0\r\n\r\n",
                        status, method ? "Proxy-Authenticate:" : "",
                        method ? method : "", method ? "\r\n" : "");

  write_all(client, text, (size_t)length);
}

static void read_exactly(int fd, unsigned char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t count = read(fd, bytes, length);

    if (count <= 0)
      _exit(0);
    bytes += count;
    length -= (size_t)count;
  }
}

/* Plays a proxy of SOCKS 5 as far as it is asked to.  Returns whether it is to
 * lead on. */
static int agree_on_socks(int client, const char *what)
{
  unsigned char bytes[300];
  char answer[10] = { 5, 0, 0, 1 };
  int logs_in = strcmp(what, " login") == 0;

  read_exactly(client, bytes, 2);
  read_exactly(client, bytes + 2, bytes[1]);
  logs_in = logs_in && memchr(bytes + 2, 2, bytes[1]);
  answer[1] = strcmp(what, " login") != 0 ? 0 : logs_in ? 2 : (char)0xff;
  write_all(client, answer, 2);
  if (logs_in) {
    read_exactly(client, bytes, 2);
    read_exactly(client, bytes + 2, bytes[1] + 1U);
    read_exactly(client, bytes + 3, bytes[bytes[1] + 2]);
    answer[0] = answer[1] = 1;
    write_all(client, answer, 2);
  }
  if (answer[1] != 0)
    return 0;
  read_exactly(client, bytes, 5);
  read_exactly(client, bytes + 5, bytes[3] == 3 ? bytes[4] + 2U : 5);
  answer[1] = (char)strtol(what, NULL, 10);
  write_all(client, answer, sizeof answer);
  return answer[1] == 0;
}

/* Answers whoever connected.  Returns whether it is to lead on. */
static int agree(int client, const char *mode, const char *head)
{
  if (strcmp(mode, "ipv6") == 0)
    return 1;
  if (strncmp(mode, "socks", 5) == 0)
    return agree_on_socks(client, mode + 5);
  if (strcmp(mode, "hang") == 0)
    read_all(client);
  if (strcmp(mode, "login") == 0 && !strstr(head, login))
    mode = "407 Basic";
  if (mode[0] >= '0' && mode[0] <= '9')
    refuse(client, mode);
  if (strcmp(mode, "proxy") != 0 && strcmp(mode, "login") != 0 &&
      strcmp(mode, "hollow") != 0)
    return 0;
  write_all(client, established, sizeof established - 1);
  return strcmp(mode, "hollow") != 0;
}

/* How it is to serve. */
struct service {
  const char *mode;
  const char *port;
  const char *log;
  const char *certificate; /* NULL: no TLS */
};

static void serve(void *context, int client)
{
  const struct service *service = context;
  const char *mode = service->mode;
  char head[HEAD_MOST] = "connection\n";
  size_t length = strlen(head);
  int fd = open(service->log, O_WRONLY | O_CREAT | O_APPEND, 0600);

  if (service->certificate)
    client = relay_unwrap(client, service->certificate);
  if (strcmp(mode, "greet") == 0) {
    refuse(client, "403");
    (void)shutdown(client, SHUT_WR);
    read_all(client);
    return;
  }
  if (strcmp(mode, "ipv6") != 0 && strncmp(mode, "socks", 5) != 0)
    length = read_head(client, head);
  write_all(fd, head, length);
  if (agree(client, mode, head))
    relay(client, loopback_connect(service->port));
}

int main(int argc, char **argv)
{
  struct service service = { .certificate = NULL };

  if (argc > 2 && strcmp(argv[1], "--tls") == 0) {
    service.certificate = argv[2];
    argc -= 2;
    argv += 2;
  }
  if (argc < 5)
    return 99;
  service.mode = argv[1];
  service.port = argv[2];
  service.log = argv[3];
  return loopback_run(
      loopback_listen(strcmp(argv[1], "ipv6") == 0, "RELAY_PORT"), argv + 4,
      serve, &service);
}
