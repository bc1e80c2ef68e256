/* screen.c - a few lines below the prompt that a widget draws and keys
 * change. */
#include "core/terminal/screen.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/base/width.h"
#include "core/message/tty.h"
#include "core/terminal/prompt.h"
#include "core/terminal/raw.h"

#define WIDGET_ROWS 8 /* that a head leaves to the widget */
#define INDENT 2      /* blanks before a line of a text */
#define HANG 4        /* and before what continues one */

#define HOME "\033[H"
#define NO_WRAP "\033[?7l" /* DECAWM, for widths that a terminal sees */
#define WRAP "\033[?7h"    /* otherwise than we do */
#define ERASE_LINE "\033[K"
#define ERASE_BELOW "\033[J"

/* SGR, ECMA-48 8.3.117. */
static const char *const sequences[] = {
  [SCREEN_PLAIN] = "",         [SCREEN_TITLE] = "\033[1m",
  [SCREEN_FAINT] = "\033[2m",  [SCREEN_CHOSEN] = "\033[36m",
  [SCREEN_WRONG] = "\033[31m", [SCREEN_RIGHT] = "\033[32m",
  [SCREEN_SIGNED] = "",
};

/* Of a key that has begun: what follows may be for the next widget. */
static struct keys keys;

/* What is below the prompt.  Since the size changed it is below no more but on
 * the other screen: a terminal breaks the lines of the usual one anew, and
 * keeps copies of those that it pushes out. */
struct drawn {
  size_t cursor_row, cursor_column;
  size_t widths[SCREEN_ROWS];
  size_t columns, lines; /* of the terminal */
  int is_aside;
};

/* ---- Making the picture. ------------------------------------------ */

void screen_line(struct screen *screen, enum screen_style style,
                 const char *text, size_t length)
{
  const char *sequence = screen->colour ? sequences[style] : "";
  size_t start;

  if (screen->rows == screen->height)
    return;
  if (screen->rows)
    buffer_puts(&screen->text, "\r\n");
  buffer_puts(&screen->text, sequence);
  start = screen->text.length;
  text_cut(&screen->text, text, length, screen->width);
  screen->widths[screen->rows++] =
      screen->text.failed
          ? 0
          : text_width(screen->text.data + start, screen->text.length - start);
  if (*sequence)
    buffer_puts(&screen->text, "\033[0m");
  buffer_puts(&screen->text, ERASE_LINE);
}

/* How many bytes of a text of `length` bytes go into a line: up to the last
 * blank that fits, or else as many characters as fit, but one at least. */
static size_t fitting(const char *text, size_t length, size_t width)
{
  size_t used = 0, columns = 0, blank = 0;

  while (used < length) {
    uint32_t code = 0;
    size_t size = text_decode(text + used, length - used, &code);

    columns += size ? width_of(code) : 1;
    if (text[used] == ' ' && used)
      blank = used;
    if (columns > width && used)
      return blank ? blank : used;
    used += size ? size : 1;
  }
  return length;
}

static void add_part(struct screen *screen, enum screen_style style,
                     size_t indent, const char *text, size_t length)
{
  CLEANUP_BUFFER struct buffer line = { 0 };

  buffer_printf(&line, "%*s", (int)indent, "");
  buffer_append(&line, text, length);
  if (line.failed)
    screen->text.failed = 1;
  else
    screen_line(screen, style, line.data, line.length);
}

static enum screen_style style_of_line(enum screen_style style,
                                       const char *line)
{
  if (style != SCREEN_SIGNED)
    return style;
  line += strspn(line, " ");
  return line[0] && line[1] != ' ' ? SCREEN_PLAIN
         : line[0] == '-'          ? SCREEN_WRONG
         : line[0] == '+'          ? SCREEN_RIGHT
                                   : SCREEN_PLAIN;
}

size_t screen_text(struct screen *screen, enum screen_style style,
                   const char *text, size_t skip, size_t room)
{
  size_t rows = 0;
  size_t before = INDENT;
  enum screen_style line_style = style_of_line(style, text);

  while (*text) {
    size_t left = strcspn(text, "\n");
    size_t width = screen->width > before ? screen->width - before : 1;
    size_t length = fitting(text, left, width);

    if (rows >= skip && rows - skip < room)
      add_part(screen, line_style, before, text, length);
    rows++;
    text += length;
    before = length < left ? HANG : INDENT;
    while (length < left && *text == ' ')
      text++;
    if (*text == '\n')
      line_style = style_of_line(style, ++text);
  }
  return rows;
}

/* ---- Showing it. -------------------------------------------------- */

/* How far the cursor is below the first line.  A terminal that became
 * narrower may have broken the lines that were drawn anew. */
static size_t rows_above(const struct drawn *drawn, size_t columns)
{
  size_t rows = drawn->cursor_column / columns;
  size_t i;

  for (i = 0; i < drawn->cursor_row; i++)
    rows += drawn->widths[i] ? (drawn->widths[i] + columns - 1) / columns : 1;
  return rows;
}

/* Puts the lines on the terminal, and the cursor into line `row`. */
static int show(struct screen *screen, size_t row, struct drawn *drawn,
                struct error *error)
{
  CLEANUP_BUFFER struct buffer bytes = { 0 };
  size_t up = rows_above(drawn, screen->width + 1);

  if (drawn->is_aside)
    buffer_puts(&bytes, HOME);
  else if (up)
    buffer_printf(&bytes, "\033[%zuA", up);
  buffer_puts(&bytes, "\r" NO_WRAP);
  buffer_append(&bytes, screen->text.data, screen->text.length);
  buffer_puts(&bytes, ERASE_BELOW WRAP "\r");
  if (screen->rows > row + 1)
    buffer_printf(&bytes, "\033[%zuA", screen->rows - row - 1);
  if (screen->cursor_column)
    buffer_printf(&bytes, "\033[%zuC", screen->cursor_column);
  if (bytes.failed || screen->text.failed)
    return error_memory(error);
  if (!drawn->is_aside) {
    up = drawn->cursor_row = row;
    drawn->cursor_column = screen->cursor_column;
    memcpy(drawn->widths, screen->widths, sizeof drawn->widths);
  }
  return raw_draw(&bytes, up, drawn->is_aside, error);
}

/* Goes to the other screen, if the size is another one.  A terminal that has
 * none keeps what it shows above its first line, where people find it. */
static int step_aside(struct drawn *drawn, struct error *error)
{
  CLEANUP_BUFFER struct buffer bytes = { 0 };
  const size_t columns = tty_width(STDERR_FILENO);
  const size_t lines = tty_height(STDERR_FILENO);
  size_t i;

  /* Before anything is drawn there is nothing to leave behind. */
  if (!drawn->columns || drawn->is_aside ||
      (drawn->columns == columns && drawn->lines == lines))
    return 0;
  buffer_printf(&bytes, RAW_ASIDE "\033[%zuB", lines);
  for (i = 0; i < lines; i++)
    buffer_putc(&bytes, '\n');
  if (bytes.failed)
    return error_memory(error);
  drawn->is_aside = 1;
  return raw_draw(&bytes, rows_above(drawn, columns), 1, error);
}

/* The last lines of the head for which there is room. */
static void draw_head(struct screen *screen, const char *head)
{
  size_t room =
      screen->height > WIDGET_ROWS ? screen->height - WIDGET_ROWS : 0;
  size_t lines = 0;
  const char *line;

  for (line = head; line && *line; line++)
    lines += *line == '\n';
  for (line = head; line && *line; lines--) {
    size_t length = strcspn(line, "\n");

    if (lines <= room)
      screen_line(screen, SCREEN_PLAIN, line, length);
    line += length + (line[length] != '\0');
  }
}

/* The last column stays free, for terminals that wrap there all the same,
 * and so does the last line. */
static int draw(const struct screen_widget *widget, struct drawn *drawn,
                struct error *error)
{
  const size_t columns = tty_width(STDERR_FILENO);
  const size_t lines = tty_height(STDERR_FILENO);
  struct screen screen = { .width = columns - 1,
                           .height =
                               lines <= SCREEN_ROWS ? lines - 1 : SCREEN_ROWS,
                           .colour = tty_colour(STDERR_FILENO) };
  size_t row;
  int result;

  draw_head(&screen, widget->head);
  row = screen.rows;
  drawn->columns = columns;
  drawn->lines = lines;
  widget->draw(widget->context, &screen);
  result = show(&screen, row, drawn, error);
  buffer_free(&screen.text);
  return result;
}

/* ---- Running it. -------------------------------------------------- */

static int went_away(struct error *error)
{
  error_set(error, EXIT_FAILED, "no answer, nothing was sent");
  return SCREEN_FAILED;
}

static int went_unanswered(struct error *error)
{
  (void)prompt_unanswered(PROMPT_SECONDS, error);
  return SCREEN_FAILED;
}

static int take_key(const struct screen_widget *widget, const struct key *key)
{
  return key->code == KEY_ESCAPE ? SCREEN_BACK
                                 : widget->key(widget->context, key);
}

/* Reads byte by byte, so that what was typed ahead stays for the next
 * question, and draws when nothing is left to read. */
static int loop(const struct screen_widget *widget, struct error *error)
{
  struct drawn drawn = { 0 };
  struct key key;
  unsigned char byte;
  int result = SCREEN_STAYS;
  int must_draw = 1;

  while (result == SCREEN_STAYS) {
    int pause = must_draw           ? 0
                : keys_timed(&keys) ? KEYS_PAUSE
                                    : PROMPT_SECONDS * 1000;
    ssize_t count =
        keys_held(&keys, &byte) ? 1 : raw_read((char *)&byte, 1, pause, error);

    if (count == RAW_TIMEOUT && must_draw) {
      if (draw(widget, &drawn, error) < 0)
        return SCREEN_FAILED;
      must_draw = 0;
      continue;
    }
    if (count == RAW_TIMEOUT && !keys_timed(&keys))
      return went_unanswered(error);
    if (count == RAW_FAILED || count == RAW_ENDED)
      return count == RAW_ENDED ? went_away(error) : SCREEN_FAILED;
    if (count == RAW_RESIZED && step_aside(&drawn, error) < 0)
      return SCREEN_FAILED;
    if (count == RAW_RESIZED)
      must_draw = 1;
    if (count == RAW_RESUMED) {
      drawn = (struct drawn){ 0 };
      must_draw = 1;
    }
    if (count > 0 ? keys_feed(&keys, byte, &key)
                  : count == RAW_TIMEOUT && keys_timeout(&keys, &key)) {
      result = take_key(widget, &key);
      must_draw = 1;
    }
  }
  return result;
}

void screen_forget(void)
{
  keys = (struct keys){ 0 };
  raw_forget();
}

int screen_run(const struct screen_widget *widget, struct error *error)
{
  int result;

  if (raw_enter(error) < 0)
    return SCREEN_FAILED;
  result = loop(widget, error);
  raw_leave();
  return result;
}
