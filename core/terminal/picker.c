/* picker.c - one or several of a list, chosen on a screen. */
#include "core/terminal/picker.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/output/cut.h"
#include "core/terminal/line.h"
#include "core/terminal/screen.h"

#define LIST_ROWS 12   /* items of a list that are shown at once, at most */
#define LABEL_WIDTH 32 /* that others are aligned with */
#define LABEL_LEAST                                                           \
  12                  /* that is left of one, so that what is behind it fits */
#define VALUE_START 9 /* of an id, where there is no room for all of it */
#define TEXT_PAGE 5   /* lines of a text that Page Up and Page Down move by */

struct state {
  const struct picker *picker;
  unsigned char *chosen;
  struct line typed; /* the filter; in a menu a word */
  size_t *shown;     /* indexes of the items that the filter lets through */
  size_t count;      /* of those */
  size_t at;         /* the cursor, in `shown`; `count` for at no item */
  size_t top;        /* the first one on the screen */
  size_t scroll;     /* lines of the text that are above the screen */
  size_t lines;      /* of the text, as they were broken last */
  size_t width;      /* of the labels, for what stands behind them */
  size_t widest;     /* of all labels */
  size_t values;     /* the most columns that stand behind one */
  struct cut cut;    /* of the labels, so that these have room */
  size_t cut_for;    /* columns of the screen that this is for */
};

static const char *label_of(const struct prompt_item *item)
{
  return item->label ? item->label : item->value;
}

/* ---- The filter. -------------------------------------------------- */

static int begins(const char *text, const char *with)
{
  while (*with && ascii_lower(*text) == ascii_lower(*with)) {
    text++;
    with++;
  }
  return !*with;
}

static int holds(const char *text, const char *part)
{
  do
    if (begins(text, part))
      return 1;
  while (*text++);
  return 0;
}

static int is_filtered(const struct state *state)
{
  return state->picker->filter && state->typed.text.length > 0;
}

/* Appends the items that the filter lets through: the chosen ones, the
 * others, or with -1 both. */
static void show_items(struct state *state, int chosen)
{
  const char *text = line_text(&state->typed);
  size_t i;

  for (i = 0; i < state->picker->count; i++) {
    const struct prompt_item *item = &state->picker->items[i];

    if ((chosen < 0 || (state->chosen[i] != 0) == chosen) &&
        (!*text || holds(label_of(item), text) || holds(item->value, text)))
      state->shown[state->count++] = i;
  }
}

/* Fills `shown`.  The cursor stays on its item where that is still there, and
 * goes to what is chosen where all is shown again. */
static void apply_filter(struct state *state)
{
  const int all = state->picker->multiple && !is_filtered(state);
  size_t before = state->at < state->count ? state->shown[state->at] : 0;
  size_t i;

  state->count = state->at = state->top = 0;
  if (all)
    show_items(state, 1);
  if (state->count && !state->chosen[before])
    before = state->shown[0];
  show_items(state, all ? 0 : -1);
  for (i = 0; i < state->count; i++)
    if (state->shown[i] == before)
      state->at = i;
}

static void clear_typed(struct state *state)
{
  (void)line_set(&state->typed, "");
}

/* ---- Drawing. ----------------------------------------------------- */

static void add_text(struct screen *screen, enum screen_style style,
                     const struct buffer *text)
{
  if (text->failed)
    screen->text.failed = 1;
  else if (text->length)
    screen_line(screen, style, text->data, text->length);
  else
    screen_line(screen, style, "", 0);
}

static void draw_title(const struct state *state, struct screen *screen)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *label = state->picker->label;

  text_escape(&text, label, strlen(label));
  if (state->picker->filter) {
    buffer_puts(&text, ": ");
    screen->cursor_column =
        text_width(text.data ? text.data : "", text.length);
    if (screen->cursor_column + 1 < screen->width) {
      size_t column;

      if (state->typed.text.length)
        line_show(&state->typed, &text, screen->width - screen->cursor_column,
                  &column);
      else
        column = 0;
      screen->cursor_column += column;
    } else {
      screen->cursor_column = screen->width - 1;
    }
  }
  add_text(screen, SCREEN_TITLE, &text);
}

static int has_value(const struct prompt_item *item)
{
  return item->value[0] && strcmp(label_of(item), item->value) != 0;
}

/* Columns before a label. */
static size_t indent_of(const struct state *state)
{
  return state->picker->multiple ? 6 : 2;
}

static int each_label(void *context,
                      int (*each)(void *to, const struct buffer *text),
                      void *to)
{
  const struct state *state = context;
  CLEANUP_BUFFER struct buffer text = { 0 };
  int result = 0;
  size_t i;

  for (i = 0; result == 0 && i < state->picker->count; i++) {
    const char *label = label_of(&state->picker->items[i]);

    buffer_clear(&text);
    text_escape(&text, label, strlen(label));
    result = text.failed ? -1 : each(to, &text);
  }
  return result;
}

/* Two things may have one name: leaves room for what tells them apart, all of
 * it or its start. */
static void cut_labels(struct state *state, struct screen *screen)
{
  const size_t least = indent_of(state) + LABEL_LEAST + 2;
  size_t behind = state->values ? 2 + state->values : 0;

  if (screen->width == state->cut_for)
    return;
  state->cut_for = screen->width;
  cut_free(&state->cut);
  if (behind && least + state->values > screen->width)
    behind = 2 + VALUE_START;
  behind += indent_of(state);
  if (behind < screen->width &&
      cut_choose(&state->cut, screen->width - behind,
                 (struct cut_texts){ each_label, state }) < 0)
    screen->text.failed = 1;
}

/* Columns that all labels take that are not wider than others are aligned
 * with. */
static size_t column_of(const struct state *state)
{
  const size_t room = state->cut.width;
  const size_t widest = room && room < state->widest ? room : state->widest;

  return widest <= LABEL_WIDTH ? widest : state->width;
}

static void draw_item(const struct state *state, struct screen *screen,
                      size_t at)
{
  const struct prompt_item *item = &state->picker->items[state->shown[at]];
  const char *label = label_of(item);
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer whole = { 0 };
  const size_t column = column_of(state);
  size_t start, width;

  buffer_puts(&text, at == state->at ? "> " : "  ");
  if (state->picker->multiple)
    buffer_puts(&text, state->chosen[state->shown[at]] ? "[x] " : "[ ] ");
  start = text.length;
  buffer_puts(&whole, "");
  text_escape(&whole, label, strlen(label));
  if (whole.failed)
    text.failed = 1;
  else
    cut_apply(&state->cut, &text, &whole);
  if (has_value(item)) {
    width =
        text.failed ? 0 : text_width(text.data + start, text.length - start);
    if (width < column)
      buffer_printf(&text, "%*s", (int)(column - width), "");
    buffer_puts(&text, "  ");
    text_escape(&text, item->value, strlen(item->value));
  }
  add_text(screen, at == state->at ? SCREEN_CHOSEN : SCREEN_PLAIN, &text);
}

/* How much of the list is there, and of it chosen. */
static void draw_counts(const struct state *state, struct screen *screen,
                        size_t rows)
{
  const struct picker *picker = state->picker;
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t chosen = 0;
  size_t i;

  for (i = 0; i < picker->count; i++)
    chosen += state->chosen[i] != 0;
  buffer_puts(&text, "  ");
  if (!state->count)
    buffer_puts(&text, "nothing matches");
  else if (rows < state->count)
    buffer_printf(&text, "%zu to %zu of %zu", state->top + 1,
                  state->top + rows, state->count);
  else
    buffer_printf(&text, "%zu of %zu", state->count, picker->count);
  if (picker->multiple)
    buffer_printf(&text, ", %zu chosen", chosen);
  add_text(screen, SCREEN_FAINT, &text);
}

/* Moves the window so that the cursor is in it. */
static void follow(struct state *state, size_t rows)
{
  if (state->at == state->count)
    state->top = 0;
  else if (state->at < state->top)
    state->top = state->at;
  else if (state->at >= state->top + rows)
    state->top = state->at - rows + 1;
  if (state->top + rows > state->count)
    state->top = state->count > rows ? state->count - rows : 0;
}

/* What the keys do now. */
static const char *keys_of(const struct state *state)
{
  const struct picker *picker = state->picker;

  return picker->keys_filtered && is_filtered(state) ? picker->keys_filtered
                                                     : picker->keys;
}

/* What of the room goes where. */
struct layout {
  size_t rows; /* items */
  size_t text; /* lines of the text */
  int is_cut;  /* and one that says that there are more */
  int has_counts;
  int has_keys;
};

/* The title comes first.  Where there is little room the keys go first, then
 * the counts, then the text; of a menu all is shown, of a list some. */
static struct layout lay_out(struct state *state, struct screen *screen)
{
  const struct picker *picker = state->picker;
  struct layout layout = { 0 };
  size_t keys = screen_text(screen, SCREEN_FAINT, keys_of(state), 0, 0);
  size_t left = screen->height - screen->rows;

  left = left > 1 ? left - 1 : 1;
  layout.has_counts = picker->filter && left > 2;
  left -= (size_t)layout.has_counts;
  layout.has_keys = left >= keys + (state->count < 4 ? state->count : 4);
  left -= layout.has_keys ? keys : 0;
  layout.rows = picker->filter && left > LIST_ROWS ? LIST_ROWS : left;
  if (layout.rows > state->count)
    layout.rows = state->count;
  left -= layout.rows;
  state->lines =
      picker->text ? screen_text(screen, SCREEN_PLAIN, picker->text, 0, 0) : 0;
  layout.is_cut = state->lines > left && left > 1;
  layout.text = left - (size_t)layout.is_cut;
  if (state->scroll + layout.text > state->lines)
    state->scroll =
        state->lines > layout.text ? state->lines - layout.text : 0;
  return layout;
}

static void draw(void *context, struct screen *screen)
{
  static const char more[] = "  ... Page Up, Page Down: more";
  struct state *state = context;
  struct layout layout = lay_out(state, screen);
  size_t i;

  follow(state, layout.rows);
  cut_labels(state, screen);
  draw_title(state, screen);
  if (state->picker->text)
    (void)screen_text(screen, SCREEN_SIGNED, state->picker->text,
                      state->scroll, layout.text);
  if (layout.is_cut)
    screen_line(screen, SCREEN_FAINT, more, sizeof more - 1);
  for (i = state->top; i < state->top + layout.rows; i++)
    draw_item(state, screen, i);
  if (layout.has_counts)
    draw_counts(state, screen, layout.rows);
  if (layout.has_keys)
    (void)screen_text(screen, SCREEN_FAINT, keys_of(state), 0, SCREEN_ROWS);
}

/* ---- Keys. -------------------------------------------------------- */

static void move(struct state *state, size_t steps, int down)
{
  size_t last = state->count ? state->count - 1 : 0;

  if (down && state->at == state->count)
    state->at = 0;
  else if (down)
    state->at = steps < last - state->at ? state->at + steps : last;
  else
    state->at = steps < state->at ? state->at - steps : 0;
}

/* Page keys scroll a text where there is one, else the list. */
static void turn_page(struct state *state, int down)
{
  if (!state->lines)
    move(state, LIST_ROWS - 1, down);
  else if (down)
    state->scroll += TEXT_PAGE; /* draw bounds it */
  else
    state->scroll -= state->scroll < TEXT_PAGE ? state->scroll : TEXT_PAGE;
}

static void toggle(struct state *state)
{
  if (state->at < state->count)
    state->chosen[state->shown[state->at]] ^= 1;
}

/* The place of the item whose label begins with a text; the count for
 * none. */
static size_t place_of(const struct state *state, const char *text)
{
  size_t at = 0;

  while (at < state->count &&
         !begins(label_of(&state->picker->items[state->shown[at]]), text))
    at++;
  return at;
}

/* In a menu: moves to the item that begins with all that was typed, or else
 * with the last character. */
static void jump(struct state *state, const struct key *key)
{
  size_t at;

  (void)line_key(&state->typed, key);
  at = place_of(state, line_text(&state->typed));
  if (at == state->count) {
    at = place_of(state, key->text);
    if (at == 0 && state->picker->deliberate)
      at = state->count;
  }
  if (at < state->count || state->picker->deliberate)
    state->at = at;
}

static int enter(struct state *state)
{
  if (state->picker->multiple && !is_filtered(state))
    return SCREEN_DONE;
  if (state->at == state->count)
    return SCREEN_STAYS;
  if (state->picker->multiple) {
    state->chosen[state->shown[state->at]] = 1;
    clear_typed(state);
    apply_filter(state);
    return SCREEN_STAYS;
  }
  memset(state->chosen, 0, state->picker->count);
  toggle(state);
  return SCREEN_DONE;
}

static int tab(struct state *state)
{
  if (!state->picker->filter)
    move(state, 1, 1);
  else if (!state->picker->multiple)
    return enter(state);
  else
    toggle(state);
  return SCREEN_STAYS;
}

/* In a list: changes the filter. */
static void type(struct state *state, const struct key *key)
{
  size_t length = state->typed.text.length;

  if (state->picker->multiple && !length && !key->pasted &&
      strcmp(key->text, " ") == 0) {
    toggle(state);
    return;
  }
  (void)line_key(&state->typed, key);
  if (state->typed.text.length != length)
    apply_filter(state);
}

static int key(void *context, const struct key *key)
{
  struct state *state = context;

  if (!state->picker->filter && key->code == KEY_TEXT) {
    jump(state, key);
    return SCREEN_STAYS;
  }
  if (!state->picker->filter)
    clear_typed(state);
  switch (key->code) {
  case KEY_ENTER:
    return enter(state);
  case KEY_TAB:
    return tab(state);
  case KEY_UP:
    move(state, 1, 0);
    break;
  case KEY_DOWN:
    move(state, 1, 1);
    break;
  case KEY_PAGE_UP:
    turn_page(state, 0);
    break;
  case KEY_PAGE_DOWN:
    turn_page(state, 1);
    break;
  case KEY_HOME:
    state->at = 0;
    break;
  case KEY_END:
    move(state, state->count, 1);
    break;
  default:
    if (state->picker->filter)
      type(state, key);
  }
  return SCREEN_STAYS;
}

/* ---- The whole. --------------------------------------------------- */

/* The cursor begins at the first item that is chosen, in a deliberate menu at
 * none. */
static void begin(struct state *state)
{
  size_t i;

  apply_filter(state);
  if (state->picker->deliberate)
    state->at = state->count;
  for (i = state->picker->count; i-- > 0;) {
    const char *label = label_of(&state->picker->items[i]);
    size_t width = text_width(label, strlen(label));

    if (state->chosen[i] && !state->picker->multiple)
      state->at = i;
    if (width > state->width && width <= LABEL_WIDTH)
      state->width = width;
    if (width > state->widest)
      state->widest = width;
    if (has_value(&state->picker->items[i])) {
      const char *value = state->picker->items[i].value;

      width = text_width(value, strlen(value));
      if (width > state->values)
        state->values = width;
    }
  }
}

int picker_run(const struct picker *picker, unsigned char *chosen,
               struct error *error)
{
  struct state state = { .picker = picker };
  const struct screen_widget widget = {
    .head = picker->head, .draw = draw, .key = key, .context = &state
  };
  int result = SCREEN_FAILED;

  if (!picker->count) {
    error_set(error, EXIT_FAILED, "there is nothing to choose from: %s",
              picker->label);
    return SCREEN_FAILED;
  }
  state.shown = calloc(picker->count, sizeof *state.shown);
  state.chosen = calloc(picker->count, 1);
  if (state.shown && state.chosen) {
    memcpy(state.chosen, chosen, picker->count);
    begin(&state);
    result = screen_run(&widget, error);
    if (result == SCREEN_DONE)
      memcpy(chosen, state.chosen, picker->count);
  } else {
    error_memory(error);
  }
  cut_free(&state.cut);
  line_free(&state.typed);
  free(state.shown);
  free(state.chosen);
  return result;
}
