/* modes.c - the modes of the terminal, kept over a child that may change
 * them. */
#include "core/base/modes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/io.h"

/* What full-screen programs set, and would have put back themselves.  The
 * cursor is saved first: leaving another screen restores it, which where
 * there is none would go to where some earlier program had it. */
static const char leave[] =
    "\0337\033[r\0338"       /* DECSTBM: all lines scroll */
    "\033[?1049l"            /* the screen from before */
    "\033[0m\033(B\017"      /* no colour; letters, not line drawing */
    "\033[?7h\033[?25h"      /* lines wrap, the cursor is seen */
    "\033[?1l\033>"          /* arrows and keypad as usual */
    "\033[?1000l\033[?1002l" /* the mouse is the terminal's */
    "\033[?1003l\033[?1006l" /* again */
    "\033[?1004l\033[?2004l" /* no word of focus, no marks of a paste */
    "\033[>4m\033[<u";       /* keys as usual: xterm's way, kitty's way */

static volatile sig_atomic_t terminal = -1;
static volatile sig_atomic_t is_plain; /* it understands no sequences */
static struct termios kept;

static int is_in_front(void)
{
  return tcgetpgrp((int)terminal) == getpgrp();
}

static int is_changed(const struct termios *now)
{
  return now->c_iflag != kept.c_iflag || now->c_oflag != kept.c_oflag ||
         now->c_cflag != kept.c_cflag || now->c_lflag != kept.c_lflag ||
         memcmp(now->c_cc, kept.c_cc, sizeof kept.c_cc) != 0;
}

void modes_keep(void)
{
  const char *name = environment_value("TERM");
  int saved = errno;
  int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (fd >= 0 && tcgetattr(fd, &kept) < 0) {
    (void)close(fd);
    fd = -1;
  }
  is_plain = !name || strcmp(name, "dumb") == 0;
  terminal = fd;
  if (fd >= 0 && !is_in_front()) {
    terminal = -1;
    (void)close(fd);
  }
  errno = saved;
}

void modes_put_back(void)
{
  const int fd = (int)terminal;
  const int saved = errno;
  struct termios now;

  if (fd < 0)
    return;
  if (tcgetattr(fd, &now) == 0 && is_changed(&now) && is_in_front()) {
    /* Not TCSAFLUSH, which would wait for output that Ctrl-S holds. */
    (void)tcsetattr(fd, TCSANOW, &kept);
    (void)tcflush(fd, TCIFLUSH);
    if (!is_plain)
      (void)write_all(fd, leave, sizeof leave - 1);
  }
  terminal = -1;
  (void)close(fd);
  errno = saved;
}
