/* progress.c - a line on stderr that says that a reply takes its time. */
#include "core/message/progress.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/environment.h"
#include "core/base/io.h"
#include "core/base/text.h"
#include "core/message/tty.h"

#define CLEAR "\r\x1b[K" /* ECMA-48: carriage return, erase in line */

static int waits;
static char waited_for[128]; /* escaped and cut */
static struct timespec start;
static long shown_seconds;
static volatile sig_atomic_t is_shown;
static int is_held;

/* A terminal that cannot erase would keep every line. */
static int is_able(void)
{
  const char *term = environment_value("TERM");

  return tty_is(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void progress_begin(const char *host, size_t length)
{
  CLEANUP_BUFFER struct buffer safe = { 0 };
  CLEANUP_BUFFER struct buffer cut = { 0 };

  progress_end();
  if (!is_able())
    return;
  text_escape(&safe, host, length);
  text_cut(&cut, safe.data ? safe.data : "", safe.length, 30);
  if (safe.failed || cut.failed || cut.length >= sizeof waited_for ||
      clock_gettime(CLOCK_MONOTONIC, &start) < 0)
    return;
  memcpy(waited_for, cut.data, cut.length);
  waited_for[cut.length] = '\0';
  shown_seconds = 0;
  waits = 1;
}

void progress_tick(void)
{
  CLEANUP_BUFFER struct buffer line = { 0 };
  CLEANUP_BUFFER struct buffer out = { 0 };
  struct timespec now;
  long seconds;

  if (!waits || is_held || clock_gettime(CLOCK_MONOTONIC, &now) < 0)
    return;
  seconds = (long)(now.tv_sec - start.tv_sec) - (now.tv_nsec < start.tv_nsec);
  if (seconds < 1 || (is_shown && seconds == shown_seconds))
    return;
  shown_seconds = seconds;
  buffer_printf(&line, "Waiting %ld s for %s", seconds, waited_for);
  buffer_puts(&out, CLEAR);
  /* A line that wraps could not be taken back. */
  if (!line.failed)
    text_cut(&out, line.data, line.length, tty_width(STDERR_FILENO) - 1);
  if (line.failed || out.failed)
    return;
  is_shown = 1;
  (void)write_all(STDERR_FILENO, out.data, out.length); /* a courtesy */
}

void progress_clear(void)
{
  if (!is_shown)
    return;
  is_shown = 0;
  (void)write_all(STDERR_FILENO, CLEAR, strlen(CLEAR)); /* a courtesy */
}

void progress_end(void)
{
  progress_clear();
  waits = 0;
}

void progress_hold(int hold)
{
  is_held = hold;
}
