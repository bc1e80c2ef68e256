/* raw.c - the terminal in raw mode, and back again on every path. */
#include "core/terminal/raw.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/message/tty.h"

/* DEC private mode 2004, bracketed paste: what is pasted comes between two
 * marks, so that a newline in it is not Enter.  Terminals without it ignore
 * the sequence. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* Erases the cursor's line and those below.  Not from the first column: tmux
 * keeps what is erased from the first one of the first line. */
#define ERASE "\r\033[K\033[C\033[J\r"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Signals that are handled where raw_read waits, and nowhere else. */
static const int noticed[] = { SIGTSTP, SIGCONT, SIGWINCH };
static struct sigaction noticed_before[COUNT_OF(noticed)];

static volatile sig_atomic_t is_raw;
static volatile sig_atomic_t must_stop, was_resized, was_resumed;
static struct termios cooked, raw;
static sigset_t mask_before; /* outside of raw mode */
static char removal[64];     /* takes the region away */
static int is_aside;         /* the region is on the other screen */

int raw_possible(void)
{
  const char *terminal = environment_value("TERM");

  return terminal && strcmp(terminal, "dumb") != 0 && tty_is(STDIN_FILENO) &&
         tty_is(STDERR_FILENO);
}

/* ---- Back. -------------------------------------------------------- */

/* Only what POSIX allows in a signal handler. */
int raw_restore(void)
{
  sigset_t background, before;

  if (!is_raw)
    return 0;
  is_raw = 0;
  /* Who was put into the background meanwhile may still do this. */
  (void)sigemptyset(&background);
  (void)sigaddset(&background, SIGTTOU);
  (void)sigprocmask(SIG_BLOCK, &background, &before);
  /* A terminal that is gone needs nothing. */
  (void)write_all(STDERR_FILENO, removal, strlen(removal));
  (void)write_all(STDERR_FILENO, PASTE_OFF, sizeof PASTE_OFF - 1);
  (void)tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
  return 1;
}

static void notice(int number)
{
  if (number == SIGTSTP)
    must_stop = 1;
  else if (number == SIGCONT)
    was_resumed = 1;
  else
    was_resized = 1;
}

/* ---- There. ------------------------------------------------------- */

static int set_raw(void)
{
  /* In the background this stops the process until `fg`, before it reads
   * modes that are somebody else's. */
  (void)tcdrain(STDIN_FILENO);
  if (tcgetattr(STDIN_FILENO, &cooked) < 0)
    return -1;
  raw = cooked;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
  /* Also where another program left a terminal without Ctrl-C. */
  raw.c_lflag |= ISIG;
  raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  removal[0] = '\0';
  is_aside = 0;
  /* Before the modes: a signal in between then undoes both. */
  is_raw = 1;
  if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) < 0) {
    is_raw = 0;
    return -1;
  }
  (void)write_all(STDERR_FILENO, PASTE_ON, sizeof PASTE_ON - 1);
  return 0;
}

/* A signal that is ignored stays ignored. */
static void take_signals(void)
{
  struct sigaction action = { .sa_handler = notice };
  sigset_t blocked;
  size_t i;

  (void)sigemptyset(&action.sa_mask);
  (void)sigemptyset(&blocked);
  for (i = 0; i < COUNT_OF(noticed); i++)
    (void)sigaddset(&blocked, noticed[i]);
  (void)sigprocmask(SIG_BLOCK, &blocked, &mask_before);
  must_stop = was_resized = was_resumed = 0;
  for (i = 0; i < COUNT_OF(noticed); i++)
    if (sigaction(noticed[i], NULL, &noticed_before[i]) == 0 &&
        noticed_before[i].sa_handler == SIG_DFL)
      (void)sigaction(noticed[i], &action, NULL);
}

static void put_back_signals(void)
{
  size_t i;

  for (i = 0; i < COUNT_OF(noticed); i++)
    (void)sigaction(noticed[i], &noticed_before[i], NULL);
  (void)sigprocmask(SIG_SETMASK, &mask_before, NULL);
}

int raw_enter(struct error *error)
{
  if (is_raw)
    return 0;
  interrupt_guard();
  take_signals();
  if (set_raw() == 0)
    return 0;
  error_set(error, EXIT_FAILED, "cannot read keys from the terminal: %s",
            strerror(errno));
  put_back_signals();
  return -1;
}

void raw_leave(void)
{
  if (raw_restore())
    put_back_signals();
}

/* Ctrl-Z: what the default action does, with the terminal as it was. */
static int stop(struct error *error)
{
  raw_leave();
  (void)raise(SIGTSTP);
  return raw_enter(error);
}

/* After a stop that could not be caught the terminal has other modes. */
static int resume(struct error *error)
{
  if (is_aside)
    (void)write_all(STDERR_FILENO, removal, strlen(removal));
  removal[0] = '\0';
  is_aside = 0;
  if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) < 0)
    return error_set(error, EXIT_FAILED,
                     "cannot read keys from the terminal: %s",
                     strerror(errno));
  (void)write_all(STDERR_FILENO, PASTE_ON, sizeof PASTE_ON - 1);
  return 0;
}

/* ---- Drawing and reading. ----------------------------------------- */

int raw_draw(const struct buffer *bytes, size_t rows, int aside,
             struct error *error)
{
  static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
  sigset_t all, before;
  char up[24];
  int result;
  size_t i;

  (void)sigfillset(&all);
  for (i = 0; i < COUNT_OF(crashes); i++)
    (void)sigdelset(&all, crashes[i]);
  (void)sigprocmask(SIG_BLOCK, &all, &before);
  result = write_all(STDERR_FILENO, bytes->data, bytes->length);
  is_aside = aside;
  (void)snprintf(up, sizeof up, "\033[%zuA", rows);
  (void)snprintf(removal, sizeof removal, "%s%s" ERASE,
                 aside ? "\033[H\033[J" RAW_NEAR : "", rows ? up : "");
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
  return result == 0
             ? 0
             : error_set(error, EXIT_FAILED,
                         "cannot ask on standard error: %s", strerror(errno));
}

/* Waits with the noticed signals let through, without a gap between the look
 * at their flags and the wait.  Returns what pselect does. */
static int wait_input(int milliseconds)
{
  struct timespec time = { .tv_sec = milliseconds / 1000,
                           .tv_nsec = milliseconds % 1000 * 1000000L };
  sigset_t open;
  fd_set set;
  size_t i;

  (void)sigprocmask(SIG_BLOCK, NULL, &open);
  for (i = 0; i < COUNT_OF(noticed); i++)
    (void)sigdelset(&open, noticed[i]);
  FD_ZERO(&set);
  FD_SET(STDIN_FILENO, &set);
  return pselect(STDIN_FILENO + 1, &set, NULL, NULL,
                 milliseconds < 0 ? NULL : &time, &open);
}

ssize_t raw_read(char *bytes, size_t size, int milliseconds,
                 struct error *error)
{
  for (;;) {
    int ready = wait_input(milliseconds);
    ssize_t count;

    if (must_stop) {
      must_stop = 0;
      return stop(error) < 0 ? RAW_FAILED : RAW_RESUMED;
    }
    if (was_resumed) {
      was_resumed = 0;
      return resume(error) < 0 ? RAW_FAILED : RAW_RESUMED;
    }
    if (was_resized) {
      was_resized = 0;
      return RAW_RESIZED;
    }
    if (ready == 0)
      return RAW_TIMEOUT;
    if (ready < 0 && errno == EINTR)
      continue;
    count = ready < 0 ? -1 : read(STDIN_FILENO, bytes, size);
    if (count > 0)
      return count;
    if (count == 0 || errno == EIO)
      return RAW_ENDED;
    if (errno != EINTR && errno != EAGAIN) {
      error_set(error, EXIT_FAILED, "cannot read the answer: %s",
                strerror(errno));
      return RAW_FAILED;
    }
  }
}

void raw_forget(void)
{
  (void)tcflush(STDIN_FILENO, TCIFLUSH);
}
