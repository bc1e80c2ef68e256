/* trips.c - how many round trips a command takes to a server.
 *
 *   trips PORT LOG COMMAND [ARGUMENT...]
 *
 * The port in $RELAY_PORT leads to PORT of 127.0.0.1, as if that were far
 * away.  LOG gets how many connections and how many round trips it took, "1
 * 4".  Ends when COMMAND does, with its exit status; 99 on errors.
 *
 * Time is not measured: what the command sends is a trip further than all that
 * it has had by then, and what the server says to that ends the trip.  To make
 * a connection is a trip as well.  What arrives is held back for a moment, so
 * that what is sent at once is of the same trip; and while the command is at
 * work (where Linux tells), or another connection has not had what is of an
 * earlier trip, which takes as long there.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/cli/loopback.h"

#define LINES_MOST 16
#define HELD_MS 30
/* What is shorter asks for nothing: a word of HTTP/2, that it has understood
 * or has room again, or of TLS, in its wrapping. */
#define REQUEST_LEAST 80

/* What the server said at one moment, until the command gets it. */
struct piece {
  struct piece *next;
  int64_t due;
  unsigned trip;
  size_t length;
  char bytes[16384];
};

static struct line {
  int client; /* -1: closed */
  int server;
  unsigned trip; /* that the command sent last */
  unsigned had;  /* that it has had */
  struct piece *first;
  struct piece **last;
} lines[LINES_MOST];

static unsigned connections;
static unsigned trips; /* that have ended */
static pid_t command;

static int64_t now(void)
{
  struct timespec time;

  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Whether the command does anything but wait. */
static int is_at_work(void)
{
  char path[40], text[256] = "";
  const char *name;
  FILE *file;

  (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)command);
  file = fopen(path, "r");
  if (!file)
    return 0;
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  (void)fclose(file);
  /* `1234 (name) S ...` */
  name = strrchr(text, ')');
  return name && strchr("RD", name[1] ? name[2] : 'S') != NULL;
}

static void accept_line(int listener, const char *port)
{
  struct line *line = &lines[connections];
  const int client = accept(listener, NULL, NULL), at_once = 1;

  /* A small piece does not wait until the one before it is acknowledged. */
  if (client < 0 || connections == LINES_MOST ||
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once) <
          0)
    _exit(99);
  connections++;
  *line = (struct line){ .client = client,
                         .server = loopback_connect(port),
                         .trip = trips + 1,
                         .last = &line->first };
  /* The trip of the connection itself has no bytes of its own. */
  line->trip++;
}

static void close_line(struct line *line)
{
  struct piece *piece;

  (void)close(line->client);
  (void)close(line->server);
  line->client = line->server = -1;
  while ((piece = line->first)) {
    line->first = piece->next;
    free(piece);
  }
}

/* The command says something, or ends the connection. */
static void from_client(struct line *line)
{
  static char bytes[16384];
  ssize_t count = read(line->client, bytes, sizeof bytes);

  if (count <= 0 || loopback_write(line->server, bytes, (size_t)count) < 0) {
    close_line(line);
    return;
  }
  if (count >= REQUEST_LEAST && line->trip < trips + 1)
    line->trip = trips + 1;
}

static void from_server(struct line *line)
{
  struct piece *piece = malloc(sizeof *piece);
  ssize_t count;

  if (!piece)
    _exit(99);
  count = read(line->server, piece->bytes, sizeof piece->bytes);
  piece->length = count > 0 ? (size_t)count : 0;
  piece->trip = line->trip;
  piece->due = now() + HELD_MS;
  piece->next = NULL;
  *line->last = piece;
  line->last = &piece->next;
}

/* Whether a connection waits for what is of an earlier trip, or would have it
 * handed over later for having been held back. */
static int is_behind(unsigned trip)
{
  unsigned i;

  for (i = 0; i < connections; i++)
    if (lines[i].client >= 0 &&
        ((lines[i].had < lines[i].trip && lines[i].trip < trip) ||
         (lines[i].first && lines[i].first->trip < trip)))
      return 1;
  return 0;
}

/* Hands over what is due.  Returns how long the next has to wait, -1 where
 * nothing is held. */
static int deliver(struct line *line)
{
  struct piece *piece;

  while ((piece = line->first) && piece->due <= now()) {
    if (is_behind(piece->trip) || is_at_work()) {
      piece->due = now() + HELD_MS;
      break;
    }
    if (!piece->length ||
        loopback_write(line->client, piece->bytes, piece->length) < 0) {
      close_line(line);
      return -1;
    }
    if (trips < piece->trip)
      trips = piece->trip;
    line->had = piece->trip;
    line->first = piece->next;
    if (!line->first)
      line->last = &line->first;
    free(piece);
  }
  return piece ? (int)(piece->due - now()) : -1;
}

/* Whether the server has not ended the connection yet. */
static int is_heard(const struct line *line)
{
  const struct piece *piece = line->first;

  while (piece && piece->next)
    piece = piece->next;
  return !piece || piece->length;
}

static void relay(int listener, const char *port, int ending)
{
  struct pollfd ends[2 + 2 * LINES_MOST] = {
    { .fd = ending, .events = POLLIN }, { .fd = listener, .events = POLLIN }
  };
  unsigned i;

  while (!ends[0].revents) {
    int wait = -1;

    for (i = 0; i < connections; i++) {
      struct line *line = &lines[i];
      const int due = line->client < 0 ? -1 : deliver(line);

      if (due >= 0 && (wait < 0 || due < wait))
        wait = due > 0 ? due : 0;
      ends[2 + 2 * i] = (struct pollfd){ line->client, POLLIN, 0 };
      ends[3 + 2 * i] = (struct pollfd){
        line->client >= 0 && is_heard(line) ? line->server : -1, POLLIN, 0
      };
    }
    if (poll(ends, 2 + 2 * connections, wait) < 0)
      _exit(99);
    for (i = connections; i-- > 0;) {
      if (ends[2 + 2 * i].revents)
        from_client(&lines[i]);
      if (ends[3 + 2 * i].revents && lines[i].client >= 0)
        from_server(&lines[i]);
    }
    if (ends[1].revents)
      accept_line(listener, port);
  }
}

int main(int argc, char **argv)
{
  int listener = loopback_listen(0, "RELAY_PORT");
  int ending[2], status;
  FILE *log;
  pid_t child;

  if (argc < 4 || pipe(ending) < 0)
    return 99;
  child = fork();
  if (child == 0) {
    /* It keeps the other end of the pipe, which closes when it ends. */
    (void)close(listener);
    (void)close(ending[0]);
    (void)execvp(argv[3], argv + 3);
    _exit(99);
  }
  (void)close(ending[1]);
  command = child;
  (void)signal(SIGPIPE, SIG_IGN);
  relay(listener, argv[1], ending[0]);
  log = fopen(argv[2], "w");
  if (!log || fprintf(log, "%u %u\n", connections, trips) < 0 ||
      fclose(log) != 0 || waitpid(child, &status, 0) != child ||
      !WIFEXITED(status))
    return 99;
  return WEXITSTATUS(status);
}
