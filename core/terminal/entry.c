/* entry.c - a line of text, asked for on a screen and checked as typed. */
#include "core/terminal/entry.h"

#include <string.h>

#include "core/base/text.h"
#include "core/terminal/line.h"
#include "core/terminal/screen.h"

struct state {
  const struct entry *entry;
  struct line line;
  int refused; /* Enter was pressed on a text that is not allowed */
};

/* Whether the text is allowed; else `why` says why not. */
static int is_allowed(const struct state *state, struct buffer *why)
{
  const struct entry *entry = state->entry;

  if (!entry->check ||
      entry->check(entry->context, line_text(&state->line), why) == 0)
    return 1;
  if (!why->length)
    buffer_puts(why, entry->rule ? entry->rule : "not allowed");
  return 0;
}

/* The rule while it is kept or nothing is typed; what is wrong else. */
static void draw_rule(const struct state *state, struct screen *screen)
{
  CLEANUP_BUFFER struct buffer why = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  int allowed = is_allowed(state, &why);
  int begun = state->refused || state->line.text.length;
  const char *rule = allowed || !why.length ? state->entry->rule : why.data;

  if (!rule)
    return;
  if (begun)
    buffer_puts(&text, allowed ? "OK: " : "Not yet: ");
  text_escape(&text, rule, strlen(rule));
  if (text.failed || why.failed)
    screen->text.failed = 1;
  else
    screen_text(screen,
                !begun    ? SCREEN_FAINT
                : allowed ? SCREEN_RIGHT
                          : SCREEN_WRONG,
                text.data, 0, SCREEN_ROWS);
}

static void draw(void *context, struct screen *screen)
{
  const struct state *state = context;
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *label = state->entry->label;
  size_t start;

  text_escape(&text, label, strlen(label));
  buffer_puts(&text, ": ");
  start = text_width(text.data ? text.data : "", text.length);
  /* A label that leaves no room is cut with the text behind it. */
  line_show(&state->line, &text,
            screen->width > start + 1 ? screen->width - start : 1,
            &screen->cursor_column);
  screen->cursor_column += start;
  if (text.failed)
    screen->text.failed = 1;
  else
    screen_line(screen, SCREEN_TITLE, text.data, text.length);
  draw_rule(state, screen);
  screen_text(screen, SCREEN_FAINT, state->entry->keys, 0, SCREEN_ROWS);
}

static int key(void *context, const struct key *key)
{
  struct state *state = context;
  CLEANUP_BUFFER struct buffer why = { 0 };

  if (key->code == KEY_ENTER || key->code == KEY_TAB) {
    state->refused = !is_allowed(state, &why);
    return state->refused ? SCREEN_STAYS : SCREEN_DONE;
  }
  if (line_key(&state->line, key))
    state->refused = 0;
  return SCREEN_STAYS;
}

int entry_run(const struct entry *entry, struct buffer *answer,
              struct error *error)
{
  struct state state = { .entry = entry };
  const struct screen_widget widget = {
    .head = entry->head, .draw = draw, .key = key, .context = &state
  };
  CLEANUP_BUFFER struct buffer first = { 0 };
  int result = SCREEN_FAILED;

  /* Of a text that is too long for a line the beginning is shown. */
  (void)line_set(&state.line, answer->length ? answer->data : "");
  buffer_puts(&first, line_text(&state.line));
  if (first.failed)
    error_memory(error);
  else
    result = screen_run(&widget, error);
  if (result == SCREEN_DONE &&
      strcmp(first.data, line_text(&state.line)) != 0) {
    buffer_clear(answer);
    buffer_puts(answer, line_text(&state.line));
    if (answer->failed) {
      error_memory(error);
      result = SCREEN_FAILED;
    }
  }
  line_free(&state.line);
  return result;
}
