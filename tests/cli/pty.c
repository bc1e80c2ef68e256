/* pty.c - runs a command on a terminal of its own and plays its user
 *
 *   pty [-s COLUMNSxROWS] [-i FILE] [-o FILE] [-e FILE] [-p SCRIPT]
 *       [-t SECONDS] COMMAND [ARGUMENT...]
 *
 *   -s   the size of the terminal (80x24); 0x0 is one that does not tell
 *   -i   a file, not the terminal, is the command's standard input
 *   -o   its standard output
 *   -e   its standard error
 *   -p   a file with what the user does, a line each:
 *            wait TEXT   until the screen shows TEXT, after what was waited
 *                        for before
 *            send TEXT   types TEXT and Enter; TEXT may be absent
 *            type TEXT   types TEXT without Enter
 *            end         types Ctrl-D
 *            stop        types Ctrl-C
 *            run TEXT    runs TEXT by /bin/sh, to its end
 *            pause TIME  types nothing for so many milliseconds: a slow line
 *            hangup      closes the terminal
 *   -t   the time that all of it may take (30)
 *
 * What the terminal shows goes to stdout byte by byte, the echo of what was
 * typed too.  Ends with the status of the command, or 128 and the number of
 * the signal that ended it; 125 where the script could not be played to its
 * end, 124 where the time was up, 126 where there is no terminal.  Nothing
 * sleeps but for a pause: it waits for output and for the end, with a
 * deadline.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { SCRIPT_FAILED = 125, TIME_IS_UP = 124, NO_TERMINAL = 126 };

#define SCREEN_SIZE ((size_t)4 << 20) /* bytes that a test may look at */

struct options {
  struct winsize size;
  const char *files[3]; /* in place of the terminal, or NULL */
  const char *script;
  long seconds;
  char **command;
};

struct session {
  int terminal; /* -1 once it is closed */
  pid_t child;
  struct timespec deadline;
  FILE *script; /* NULL once it is played */
  char *awaited;
  char *screen;
  size_t length;
  size_t seen; /* what was waited for before ends here */
};

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  (void)fputs("pty: ", stderr);
  (void)vfprintf(stderr, format, list);
  (void)fputc('\n', stderr);
  va_end(list);
}

static int usage(void)
{
  say("pty [-s COLUMNSxROWS] [-i FILE] [-o FILE] [-e FILE] [-p SCRIPT] "
      "[-t SECONDS] COMMAND...");
  return -1;
}

static int read_options(int argc, char **argv, struct options *options)
{
  static const char letters[] = "ioe";
  unsigned columns, rows;
  int choice;

  *options = (struct options){ .seconds = 30,
                               .size = { .ws_col = 80, .ws_row = 24 } };
  while ((choice = getopt(argc, argv, "+s:i:o:e:p:t:")) != -1)
    if (choice == 's' && sscanf(optarg, "%ux%u", &columns, &rows) == 2) {
      options->size.ws_col = (unsigned short)columns;
      options->size.ws_row = (unsigned short)rows;
    } else if (choice != '?' && strchr(letters, choice)) {
      options->files[strchr(letters, choice) - letters] = optarg;
    } else if (choice == 'p') {
      options->script = optarg;
    } else if (choice == 't') {
      options->seconds = strtol(optarg, NULL, 10);
    } else {
      return usage();
    }
  options->command = argv + optind;
  return optind < argc ? 0 : usage();
}

/* ---- The command. ------------------------------------------------- */

/* In the child: becomes the command, with the terminal as its own. */
static void become(const struct options *options, const char *name)
{
  int terminal, other, fd;

  (void)setsid();
  terminal = open(name, O_RDWR);
  /* Opening it was enough on Linux; elsewhere it is asked for. */
  if (terminal < 0 || (ioctl(terminal, TIOCSCTTY, 0) < 0 && errno != EPERM))
    _exit(NO_TERMINAL);
  for (fd = 0; fd < 3; fd++) {
    const char *file = options->files[fd];

    other = !file ? terminal
            : fd  ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)
                  : open(file, O_RDONLY | O_CLOEXEC);
    if (other < 0 || dup2(other, fd) < 0)
      _exit(NO_TERMINAL);
  }
  if (terminal > 2)
    (void)close(terminal);
  (void)execvp(options->command[0], options->command);
  say("cannot run %s: %s", options->command[0], strerror(errno));
  _exit(127);
}

static int start(struct session *session, const struct options *options)
{
  const char *name;

  session->terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (session->terminal < 0 || grantpt(session->terminal) < 0 ||
      unlockpt(session->terminal) < 0 || !(name = ptsname(session->terminal)))
    return -1;
  /* The size before the command: nobody may see another one. */
  if (ioctl(session->terminal, TIOCSWINSZ, &options->size) < 0)
    return -1;
  session->child = fork();
  if (session->child == 0)
    become(options, name);
  return session->child < 0 ? -1 : 0;
}

/* ---- The script. -------------------------------------------------- */

static int type(struct session *session, const char *text, size_t length)
{
  while (length) {
    ssize_t count = write(session->terminal, text, length);

    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return -1;
    text += count;
    length -= (size_t)count;
  }
  return 0;
}

/* Whether the screen shows what is waited for. */
static int is_shown(struct session *session)
{
  size_t size = strlen(session->awaited);
  size_t at;

  for (at = session->seen; at + size <= session->length; at++)
    if (memcmp(session->screen + at, session->awaited, size) == 0) {
      session->seen = at + size;
      return 1;
    }
  return 0;
}

/* A shell command, which nobody answers.  Returns 0 where it ended with 0. */
static int run_shell(const char *text)
{
  pid_t child = fork();
  int status = -1;

  if (child == 0) {
    (void)execl("/bin/sh", "sh", "-c", text, (char *)NULL);
    _exit(127);
  }
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  errno = ECHILD;
  return child > 0 && status == 0 ? 0 : -1;
}

/* Returns 0 or -1. */
static int pause_for(const char *milliseconds)
{
  long time = strtol(milliseconds, NULL, 10);

  errno = EINVAL;
  return time > 0 && poll(NULL, 0, (int)time) == 0 ? 0 : -1;
}

static void hang_up(struct session *session)
{
  (void)close(session->terminal);
  session->terminal = -1;
}

/* Does what one line says.  Returns 0 or -1. */
static int act(struct session *session, const char *line)
{
  const char *text = strchr(line, ' ');
  size_t length = text ? (size_t)(text - line) : strlen(line);

  text = text ? text + 1 : "";
  if (length == 4 && strncmp(line, "wait", 4) == 0 && *text)
    return (session->awaited = strdup(text)) ? 0 : -1;
  if (length == 4 && strncmp(line, "send", 4) == 0)
    return type(session, text, strlen(text)) < 0 ? -1 : type(session, "\n", 1);
  if (length == 4 && strncmp(line, "type", 4) == 0)
    return type(session, text, strlen(text));
  if (length == 3 && strncmp(line, "run", 3) == 0)
    return run_shell(text);
  if (length == 5 && strncmp(line, "pause", 5) == 0)
    return pause_for(text);
  if (strcmp(line, "end") == 0)
    return type(session, "\x04", 1);
  if (strcmp(line, "stop") == 0)
    return type(session, "\x03", 1);
  if (strcmp(line, "hangup") == 0) {
    hang_up(session);
    return 0;
  }
  errno = EINVAL;
  return -1;
}

/* Plays the script as far as the screen allows.  Returns 0 or -1. */
static int play(struct session *session)
{
  char line[1024];

  while (session->script) {
    if (session->awaited && !is_shown(session))
      return 0;
    free(session->awaited);
    session->awaited = NULL;
    if (!fgets(line, sizeof line, session->script)) {
      (void)fclose(session->script);
      session->script = NULL;
      return 0;
    }
    line[strcspn(line, "\n")] = '\0';
    if (session->terminal < 0 || act(session, line) < 0) {
      say("cannot do \"%s\": %s", line, strerror(errno));
      return -1;
    }
  }
  return 0;
}

/* ---- The screen. -------------------------------------------------- */

static int left(const struct session *session)
{
  struct timespec now;
  long long milliseconds;

  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  milliseconds = (long long)(session->deadline.tv_sec - now.tv_sec) * 1000 +
                 (session->deadline.tv_nsec - now.tv_nsec) / 1000000;
  return milliseconds > 0 ? (int)milliseconds : 0;
}

/* Reads what the terminal shows.  Returns 1, 0 at the end, or -1 when the
 * time is up. */
static int watch(struct session *session)
{
  struct pollfd poller = { .fd = session->terminal, .events = POLLIN };
  ssize_t count;
  int ready = poll(&poller, 1, left(session));

  if (ready == 0)
    return -1;
  if (ready < 0 || session->length == SCREEN_SIZE)
    return ready < 0 && errno == EINTR ? 1 : 0;
  count = read(session->terminal, session->screen + session->length,
               SCREEN_SIZE - session->length);
  if (count < 0 && errno == EINTR)
    return 1;
  if (count <= 0)
    return 0; /* EIO: nobody has the other side open any more */
  (void)fwrite(session->screen + session->length, 1, (size_t)count, stdout);
  session->length += (size_t)count;
  return 1;
}

/* Waits for the command's end, which the deadline bounds through SIGALRM.
 * Returns the status to end with. */
static int conclude(struct session *session)
{
  int seconds = left(session) / 1000 + 1;
  int status;

  (void)alarm((unsigned)seconds);
  while (waitpid(session->child, &status, 0) < 0)
    if (errno != EINTR || left(session) == 0)
      return TIME_IS_UP;
  (void)alarm(0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run(struct session *session)
{
  int more = 1;
  int status;

  while (more > 0) {
    if (play(session) < 0) {
      (void)kill(session->child, SIGKILL);
      return SCRIPT_FAILED;
    }
    if (session->terminal < 0)
      break;
    more = watch(session);
  }
  if (more < 0) {
    say("the time is up%s%s", session->awaited ? ", still waiting for: " : "",
        session->awaited ? session->awaited : "");
    (void)kill(session->child, SIGKILL);
    return TIME_IS_UP;
  }
  status = conclude(session);
  if (status == TIME_IS_UP)
    (void)kill(session->child, SIGKILL);
  /* What came last may have been waited for. */
  if (session->script && session->terminal >= 0 &&
      (play(session) < 0 || session->script)) {
    say("it ended with %d before it showed: %s", status,
        session->awaited ? session->awaited : "");
    return SCRIPT_FAILED;
  }
  return status;
}

static void on_alarm(int number)
{
  (void)number;
}

int main(int argc, char **argv)
{
  struct session session = { .terminal = -1 };
  struct options options;
  int status = NO_TERMINAL;

  if (read_options(argc, argv, &options) < 0)
    return SCRIPT_FAILED;
  (void)sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm },
                  NULL);
  (void)clock_gettime(CLOCK_MONOTONIC, &session.deadline);
  session.deadline.tv_sec += options.seconds;
  session.screen = malloc(SCREEN_SIZE);
  if (options.script && !(session.script = fopen(options.script, "re"))) {
    say("cannot read %s: %s", options.script, strerror(errno));
    status = SCRIPT_FAILED;
  } else if (session.screen && start(&session, &options) == 0) {
    status = run(&session);
  } else {
    say("no terminal: %s", strerror(errno));
  }
  if (session.script)
    (void)fclose(session.script);
  free(session.awaited);
  free(session.screen);
  if (fflush(stdout) == EOF)
    return SCRIPT_FAILED;
  return status;
}
