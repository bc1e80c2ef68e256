/* tty.c - what is at the other end of a descriptor. */
#include "core/terminal/tty.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_LEAST 20
#define WIDTH_MOST 1000
#define WIDTH_DEFAULT 80

int tty_is(int fd)
{
  int saved = errno;
  int is = isatty(fd) == 1;

  errno = saved;
  return is;
}

/* The value of a variable, NULL where it is unset or empty. */
static const char *variable(const char *name)
{
  const char *value = getenv(name);

  return value && *value ? value : NULL;
}

/* What COLUMNS says; 0 where that is no number. */
static size_t columns(void)
{
  const char *digit = variable("COLUMNS");
  size_t width = 0;

  for (; digit && *digit; digit++) {
    if (*digit < '0' || *digit > '9')
      return 0;
    if (width <= WIDTH_MOST)
      width = width * 10 + (size_t)(*digit - '0');
  }
  return width;
}

size_t tty_width(int fd)
{
  size_t width = 0;
#ifdef TIOCGWINSZ
  struct winsize size;
  int saved = errno;

  if (ioctl(fd, TIOCGWINSZ, &size) == 0)
    width = size.ws_col;
  errno = saved;
#else
  (void)fd;
#endif
  if (!width)
    width = columns();
  if (!width)
    width = WIDTH_DEFAULT;
  return width < WIDTH_LEAST  ? WIDTH_LEAST
         : width > WIDTH_MOST ? WIDTH_MOST
                              : width;
}

int tty_colour(int fd)
{
  const char *terminal = variable("TERM");

  return terminal && strcmp(terminal, "dumb") != 0 && !variable("NO_COLOR") &&
         tty_is(fd);
}

int tty_utf8(void)
{
  const char *locale = variable("LC_ALL");

  if (!locale)
    locale = variable("LC_CTYPE");
  if (!locale)
    locale = variable("LANG");
  for (; locale && *locale; locale++)
    if (strncasecmp(locale, "UTF-8", 5) == 0 ||
        strncasecmp(locale, "utf8", 4) == 0)
      return 1;
  return 0;
}
