/* tty.c - what is at the other end of a descriptor. */
#include "core/message/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/environment.h"

#define WIDTH_LEAST 20
#define WIDTH_MOST 1000
#define WIDTH_DEFAULT 80
#define HEIGHT_LEAST 2
#define HEIGHT_DEFAULT 24

static enum tty_colours colours = TTY_AUTO;

void tty_setup(enum tty_colours when)
{
  colours = when;
}

int tty_is(int fd)
{
  int saved = errno;
  int is = isatty(fd) == 1;

  errno = saved;
  return is;
}

int tty_is_attended(void)
{
  return tty_is(STDIN_FILENO) && tty_is(STDOUT_FILENO) &&
         tty_is(STDERR_FILENO) && !environment_value("CI");
}

int tty_open(int shown)
{
  int saved = errno;
  int fd = -1;

  /* tcgetpgrp knows no terminal but the process's own. */
  if (!environment_value("CI") && tcgetpgrp(shown) == getpgrp())
    fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  errno = saved;
  return fd;
}

/* What COLUMNS says; 0 where that is not a number. */
static size_t columns(void)
{
  const char *digit = environment_value("COLUMNS");
  size_t width = 0;

  for (; digit && *digit; digit++) {
    if (!ascii_is_digit(*digit))
      return 0;
    if (width <= WIDTH_MOST)
      width = width * 10 + (size_t)(*digit - '0');
  }
  return width;
}

/* Sets what the terminal tells, and 0 where it does not. */
static void size_of(int fd, size_t *width, size_t *height)
{
#ifdef TIOCGWINSZ
  struct winsize size;
  int saved = errno;

  if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
    *width = size.ws_col;
    *height = size.ws_row;
  }
  errno = saved;
#else
  (void)fd;
#endif
}

static size_t bounded(size_t width)
{
  return width < WIDTH_LEAST  ? WIDTH_LEAST
         : width > WIDTH_MOST ? WIDTH_MOST
                              : width;
}

size_t tty_width_given(void)
{
  const size_t width = columns();

  return width ? bounded(width) : 0;
}

size_t tty_width(int fd)
{
  size_t width = 0, height = 0;

  size_of(fd, &width, &height);
  if (!width)
    width = columns();
  return bounded(width ? width : WIDTH_DEFAULT);
}

size_t tty_height(int fd)
{
  size_t width = 0, height = 0;

  size_of(fd, &width, &height);
  return !height                 ? HEIGHT_DEFAULT
         : height < HEIGHT_LEAST ? HEIGHT_LEAST
                                 : height;
}

int tty_for_people(int fd)
{
  return colours == TTY_ALWAYS || tty_is(fd);
}

/* Whether a variable is 0 (`zero` 1), or anything else but empty (0). */
static int says(const char *name, int zero)
{
  const char *value = environment_value(name);

  return value && (strcmp(value, "0") == 0) == zero;
}

int tty_colour(int fd)
{
  const char *terminal = environment_value("TERM");

  if (colours != TTY_AUTO)
    return colours == TTY_ALWAYS;
  if (environment_value("NO_COLOR"))
    return 0;
  if (says("FORCE_COLOR", 0) || says("CLICOLOR_FORCE", 0))
    return 1;
  return !says("CLICOLOR", 1) && terminal && strcmp(terminal, "dumb") != 0 &&
         tty_is(fd);
}

int tty_utf8(void)
{
  const char *locale = environment_value("LC_ALL");

  if (!locale)
    locale = environment_value("LC_CTYPE");
  if (!locale)
    locale = environment_value("LANG");
  for (; locale && *locale; locale++)
    if (strncasecmp(locale, "UTF-8", 5) == 0 ||
        strncasecmp(locale, "utf8", 4) == 0)
      return 1;
  return 0;
}
