/* screen.h - a few lines below the prompt that a widget draws and keys
 * change.
 *
 * It draws in place, with plain ECMA-48 sequences that every terminal of the
 * last decades has, and without terminfo; what was on the screen before stays
 * above.  Each line is cut to the width, so that none wraps, and the whole to
 * the height.  Once the terminal's size changes they are on its other screen.
 * When it ends, the lines are gone and the terminal is as it was, whatever the
 * end is (raw.h).
 *
 * Global state: the bytes of a key that has begun.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stddef.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/terminal/keys.h"

#define SCREEN_ROWS 200 /* at most; what a terminal has more stays unused */

/* How a line looks where there are colours.  What it means must be in its
 * words as well. */
enum screen_style {
  SCREEN_PLAIN,
  SCREEN_TITLE,  /* bold: what is asked */
  SCREEN_FAINT,  /* help, what is less important */
  SCREEN_CHOSEN, /* the line that Enter is about */
  SCREEN_WRONG,  /* red */
  SCREEN_RIGHT,  /* green */
  SCREEN_SIGNED  /* in a text: red and green lines where `- ` and `+ ` begin
                  * them, behind blanks; all others are plain */
};

/* One picture of the lines.  The cursor stands in the widget's first. */
struct screen {
  size_t width;  /* columns that a line may have */
  size_t height; /* lines that there may be */
  size_t rows;   /* lines that there are */
  size_t cursor_column;
  struct buffer text;
  size_t widths[SCREEN_ROWS]; /* the columns of each line */
  int colour;
};

/* What a widget answers to a key, and screen_run returns. */
enum {
  SCREEN_FAILED = -1, /* the error is set */
  SCREEN_STAYS = 0,   /* draw, and wait for the next key */
  SCREEN_DONE = 1,    /* Enter */
  SCREEN_BACK = 2     /* Esc */
};

/* What draws itself and takes keys; `draw` adds lines to an empty screen and
 * sets the cursor; memory that fails is noticed in the screen's buffer. */
struct screen_widget {
  const char *head; /* lines above it, escaped; NULL: none */
  void (*draw)(void *context, struct screen *screen);
  int (*key)(void *context, const struct key *key);
  void *context;
};

/* Adds a line, escaped already; what is wider is cut.  One beyond the height
 * is left out. */
void screen_line(struct screen *screen, enum screen_style style,
                 const char *text, size_t length);

/* Adds a text, escaped already, whose lines are broken where they do not
 * fit, at blanks where there are any.  Each is begun with two blanks, what
 * continues one with four.  The first `skip` lines that this makes, and those
 * beyond `room` more, are left out.  Returns how many there are in all. */
size_t screen_text(struct screen *screen, enum screen_style style,
                   const char *text, size_t skip, size_t room);

/* Forgets what was typed ahead. */
void screen_forget(void);

/* Runs a widget until it is done.  Returns SCREEN_DONE, SCREEN_BACK, or
 * SCREEN_FAILED: EXIT_FAILED where the terminal went away or does not work,
 * or there is no memory.  Ctrl-C ends the process (interrupt.h). */
int screen_run(const struct screen_widget *widget, struct error *error);

#endif
