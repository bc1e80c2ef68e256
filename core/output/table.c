/* table.c - rows of cells in aligned columns.
 *
 * A row is a run of bytes in one arena, cell after cell (pack.h). */
#include "core/output/table.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/output/cell.h"
#include "core/output/cut.h"
#include "core/output/order.h"
#include "core/output/pack.h"

#define BLOCK_SIZE ((size_t)64 << 10)
#define PIECE_SIZE ((size_t)64 << 10)
#define ROWS_SIZE ((size_t)256 << 20) /* bytes of all rows, at most */
#define WHOLE_MOST ((size_t)40)       /* columns of what is surely no text */

struct block {
  struct block *next;
  size_t used;
  size_t size;
  unsigned char bytes[];
};

struct table {
  const struct table_column *columns;
  size_t count;
  struct table_style style;
  size_t size; /* of all blocks, in bytes */
  struct block *first;
  struct block *last;
  struct pack pack;
  struct buffer row;   /* the row at hand, packed */
  struct buffer cell;  /* the cell at hand, escaped */
  struct buffer shown; /* the cell at hand, as it is shown */
  size_t widths[TABLE_COLUMNS];
  size_t row_widths[TABLE_COLUMNS]; /* of the row at hand */
  int has_ids[TABLE_COLUMNS];       /* cells that begin with a UUID */
  int sorted;                       /* by this column: */
  size_t sort;
  int backwards;
  int hides_last;
};

struct table *table_new(const struct table_column *columns, size_t count,
                        const struct table_style *style)
{
  struct table *table;
  size_t i;

  if (!count || count > TABLE_COLUMNS)
    return NULL;
  table = calloc(1, sizeof *table);
  if (!table)
    return NULL;
  table->columns = columns;
  table->count = count;
  table->style = *style;
  for (i = 0; i < count; i++)
    table->widths[i] = text_width(columns[i].title, strlen(columns[i].title));
  return table;
}

void table_free(struct table *table)
{
  if (!table)
    return;
  while (table->first) {
    struct block *next = table->first->next;

    free(table->first);
    table->first = next;
  }
  buffer_free(&table->row);
  buffer_free(&table->cell);
  buffer_free(&table->shown);
  free(table);
}

void table_sort(struct table *table, size_t column, int backwards)
{
  table->sorted = 1;
  table->sort = column;
  table->backwards = backwards;
}

void table_hide_last(struct table *table)
{
  table->hides_last = 1;
}

/* Copies the row at hand into the arena. */
static int keep_row(struct table *table, struct error *error)
{
  size_t length = table->row.length;
  struct block *block = table->last;

  if (!block || block->size - block->used < length) {
    size_t size = length > BLOCK_SIZE ? length : BLOCK_SIZE;

    if (size > ROWS_SIZE - table->size) {
      error_set(error, EXIT_FAILED,
                "the list is too long for a table: more "
                "than %zu MiB",
                ROWS_SIZE >> 20);
      return error_hint(error, "add --json, which writes it as it arrives");
    }
    block = malloc(sizeof *block + size);
    if (!block)
      return error_memory(error);
    table->size += size;
    block->next = NULL;
    block->used = 0;
    block->size = size;
    if (table->last)
      table->last->next = block;
    else
      table->first = block;
    table->last = block;
  }
  memcpy(block->bytes + block->used, table->row.data, length);
  block->used += length;
  return 0;
}

/* Whether a table shows a cell of a kind as it is kept. */
static int shows_as_kept(const struct table_style *style, uint32_t kind)
{
  return !style->terminal ||
         (kind != TABLE_TIME && kind != TABLE_EXPIRY && kind != TABLE_AGE);
}

/* Packs the cell of a column and says how wide it is shown.  Returns 0, or -1
 * without memory. */
static int add_packed(struct table *table, size_t column,
                      struct table_cell cell, size_t *width)
{
  const uint32_t kind = table->columns[column].kind;
  struct buffer *escaped = &table->cell, *shown = &table->shown;
  int known = kind == TABLE_STATUS ? PACK_STATE
              : kind != TABLE_TEXT ? PACK_MOMENT
                                   : 0;

  if (!cell.length)
    cell = (struct table_cell){ "-", 1, 1 };
  if (!cell.plain || !shows_as_kept(&table->style, kind)) {
    buffer_clear(escaped);
    text_escape(escaped, cell.text, cell.length);
    if (escaped->failed)
      return -1;
    cell.text = escaped->data;
    cell.length = escaped->length;
    cell.plain = text_plain(cell.text, cell.length) == cell.length;
  }
  *width = cell.length;
  if (!shows_as_kept(&table->style, kind)) {
    buffer_clear(shown);
    (void)cell_short(shown, kind, cell.text, &table->style);
    *width = shown->failed ? 0 : text_width(shown->data, shown->length);
  } else if (!cell.plain) {
    *width = text_width(cell.text, cell.length);
  }
  table->has_ids[column] |=
      pack_cell(&table->pack, &table->row,
                known | (cell.plain ? PACK_ASCII : 0), cell.text, cell.length);
  return shown->failed ? -1 : 0;
}

int table_add(struct table *table, const struct table_cell *cells,
              struct error *error)
{
  size_t i;

  buffer_clear(&table->row);
  for (i = 0; i < table->count; i++)
    if (add_packed(table, i, cells[i], &table->row_widths[i]) < 0)
      return error_memory(error);
  if (table->row.failed)
    return error_memory(error);
  if (keep_row(table, error) < 0)
    return -1;
  for (i = 0; i < table->count; i++)
    if (table->row_widths[i] > table->widths[i])
      table->widths[i] = table->row_widths[i];
  return 0;
}

int table_row(struct table *table, const char *const *cells,
              struct error *error)
{
  struct table_cell list[TABLE_COLUMNS];
  size_t i;

  for (i = 0; i < table->count; i++)
    list[i] =
        (struct table_cell){ cells[i], cells[i] ? strlen(cells[i]) : 0, 0 };
  return table_add(table, list, error);
}

/* Whether what a column has is never cut: it is an id, or no text at all. */
static int is_whole(const struct table *table, size_t i)
{
  const struct table_column *column = &table->columns[i];

  if (column->cut == TABLE_CUT_LAST)
    return 0;
  return column->cut == TABLE_CUT_NEVER || table->has_ids[i] ||
         (column->kind != TABLE_TEXT && table->widths[i] <= WHOLE_MOST);
}

/* Fits the columns into the terminal. */
static struct layout fit_columns(const struct table *table)
{
  struct layout layout = {
    .columns = table->columns,
    .natural = table->widths,
    .size = table->count - (size_t)table->hides_last,
    .width = table->style.terminal ? table->style.width : 0,
    .may_omit = table->style.may_omit,
  };
  size_t i;

  for (i = 0; i < layout.size; i++)
    layout.whole[i] = is_whole(table, i);
  layout_fit(&layout);
  return layout;
}

int table_leaves_out(const struct table *table, size_t column)
{
  const struct layout layout = fit_columns(table);

  return column < layout.size && !layout.widths[column];
}

/* Appends blanks up to the width of a column and the space behind it. */
static void add_blanks(struct buffer *out, size_t used, size_t width)
{
  static const char spaces[] = "                                ";
  size_t pad = used < width ? width + 2 - used : 2, piece;

  for (; pad; pad -= piece) {
    piece = pad < sizeof spaces - 1 ? pad : sizeof spaces - 1;
    buffer_append(out, spaces, piece); /* it remembers a failure */
  }
}

/* Ends a line that began at `start`, without blanks at its end. */
static void end_line(struct buffer *out, size_t start)
{
  while (out->length > start && out->data[out->length - 1] == ' ')
    out->length--;
  buffer_putc(out, '\n');
}

static void add_header(const struct table *table, const struct layout *layout,
                       struct buffer *out)
{
  size_t i, at;

  for (i = 0; i < table->count; i++) {
    const char *title = table->columns[i].title;

    if (!layout->widths[i])
      continue;
    for (at = 0; title[at]; at++)
      buffer_putc(out, ascii_upper(title[at]));
    if (i != layout->last)
      add_blanks(out, text_width(title, at), layout->widths[i]);
  }
  end_line(out, 0);
}

/* Where rows are written to, and what that takes. */
struct writing {
  const struct table *table;
  struct layout layout;
  struct cut cuts[TABLE_COLUMNS];
  struct buffer out, cell, shown;
  struct sink sink;
  struct error *error;
};

static void writing_free(struct writing *writing)
{
  size_t i;

  for (i = 0; i < TABLE_COLUMNS; i++)
    cut_free(&writing->cuts[i]);
  buffer_free(&writing->out);
  buffer_free(&writing->cell);
  buffer_free(&writing->shown);
}

/* Puts the text of a packed cell in the place of what `text` has. */
static const unsigned char *
unpack(const struct table *table, struct buffer *text, const unsigned char *at)
{
  int ascii;

  buffer_clear(text);
  buffer_puts(text, "");
  return pack_undo(&table->pack, text, at, &ascii);
}

/* Makes the shown text of the cell that begins at `at`.  Returns where the
 * next one begins; the buffer remembers a failure. */
static const unsigned char *show_cell(struct writing *writing, size_t column,
                                      const unsigned char *at,
                                      enum cell_colour *colour)
{
  const struct table *table = writing->table;
  struct buffer *cell = &writing->cell, *shown = &writing->shown;

  at = unpack(table, cell, at);
  buffer_clear(shown);
  *colour = CELL_PLAIN;
  if (!cell->failed)
    *colour = cell_short(shown, table->columns[column].kind, cell->data,
                         &table->style);
  shown->failed |= cell->failed;
  return at;
}

/* Appends the cell that begins at `at` as it is shown where it is cut, has a
 * colour or says something else.  Returns where the next one begins; `*used`
 * is how wide it is. */
static const unsigned char *add_shown(struct writing *writing, size_t column,
                                      const unsigned char *at, size_t *used)
{
  struct buffer *out = &writing->out;
  enum cell_colour colour;
  size_t before;

  at = show_cell(writing, column, at, &colour);
  out->failed |= writing->shown.failed;
  if (out->failed)
    return at;
  buffer_puts(out, cell_colour_on(colour));
  before = out->length;
  cut_apply(&writing->cuts[column], out, &writing->shown);
  if (out->failed)
    return at;
  *used = text_width(out->data + before, out->length - before);
  buffer_puts(out, cell_colour_off(colour));
  return at;
}

/* Likewise as it is kept. */
static const unsigned char *add_kept(struct writing *writing,
                                     const unsigned char *at, size_t *used)
{
  struct buffer *out = &writing->out;
  const size_t before = out->length;
  int ascii;

  at = pack_undo(&writing->table->pack, out, at, &ascii);
  if (out->failed)
    return at;
  *used = ascii ? out->length - before
                : text_width(out->data + before, out->length - before);
  return at;
}

/* Appends one row.  Returns where the next one begins. */
static const unsigned char *add_row(struct writing *writing,
                                    const unsigned char *at)
{
  const struct table *table = writing->table;
  const struct layout *layout = &writing->layout;
  struct buffer *out = &writing->out;
  size_t start = out->length, used = 0, i;

  for (i = 0; i < table->count; i++) {
    if (!layout->widths[i]) {
      at = pack_skip(at);
      continue;
    }
    if (!writing->cuts[i].width && !table->style.colour &&
        shows_as_kept(&table->style, table->columns[i].kind))
      at = add_kept(writing, at, &used);
    else
      at = add_shown(writing, i, at, &used);
    if (i != layout->last)
      add_blanks(out, used, layout->widths[i]);
  }
  end_line(out, start);
  return at;
}

/* Writes one row, and what is complete of a piece.  Returns where the next
 * row begins; NULL with the error set. */
static const unsigned char *write_row(struct writing *writing,
                                      const unsigned char *at)
{
  struct buffer *out = &writing->out;

  at = add_row(writing, at);
  if (out->failed) {
    error_memory(writing->error);
    return NULL;
  }
  if (out->length < PIECE_SIZE)
    return at;
  if (sink_write(writing->sink, out->data, out->length, writing->error) < 0)
    return NULL;
  buffer_clear(out);
  return at;
}

/* Where the cell of a column begins, in the row at `at`. */
static const unsigned char *find_cell(const unsigned char *at, size_t column)
{
  while (column-- > 0)
    at = pack_skip(at);
  return at;
}

/* A walk over all rows, in the order in which they came, that stops at the
 * cell of one column. */
struct walk {
  struct writing *writing;
  size_t column;
  const struct block *block;
  const unsigned char *row; /* the one at hand */
  const unsigned char *next;
};

/* Where the cell in the next row begins; NULL behind the last one. */
static const unsigned char *walk_on(struct walk *walk)
{
  const size_t after = walk->writing->table->count - walk->column;
  const unsigned char *cell;

  while (walk->block && walk->next == walk->block->bytes + walk->block->used) {
    walk->block = walk->block->next;
    walk->next = walk->block ? walk->block->bytes : NULL;
  }
  if (!walk->block)
    return NULL;
  walk->row = walk->next;
  cell = find_cell(walk->row, walk->column);
  walk->next = find_cell(cell, after);
  return cell;
}

static struct walk walk_start(struct writing *writing, size_t column)
{
  const struct block *first = writing->table->first;

  return (struct walk){ .writing = writing,
                        .column = column,
                        .block = first,
                        .next = first ? first->bytes : NULL };
}

/* What the cells of a column show, for cut_choose. */
static int walk_shown(void *context,
                      int (*each)(void *to, const struct buffer *text),
                      void *to)
{
  struct walk walk = *(const struct walk *)context;
  struct buffer *shown = &walk.writing->shown;
  const unsigned char *cell;
  enum cell_colour colour;

  while ((cell = walk_on(&walk))) {
    (void)show_cell(walk.writing, walk.column, cell, &colour);
    if (shown->failed || each(to, shown) < 0)
      return -1;
  }
  return 0;
}

/* Finds where to cut the columns that have less room than they would take. */
static int choose_cuts(struct writing *writing)
{
  const struct layout *layout = &writing->layout;
  size_t i;

  for (i = 0; i < layout->size; i++) {
    struct walk walk = walk_start(writing, i);

    if (layout->widths[i] && layout->widths[i] < layout->natural[i] &&
        cut_choose(&writing->cuts[i], layout->widths[i],
                   (struct cut_texts){ walk_shown, &walk }) < 0)
      return error_memory(writing->error);
  }
  return 0;
}

/* Adds all rows to the order by the cell to sort by.  0, or -1 without
 * memory. */
static int order_rows(struct writing *writing, struct order *order)
{
  const struct table *table = writing->table;
  const uint32_t kind = table->columns[table->sort].kind;
  const int is_moment =
      kind == TABLE_TIME || kind == TABLE_EXPIRY || kind == TABLE_AGE;
  struct walk walk = walk_start(writing, table->sort);
  struct buffer *text = &writing->cell;
  const unsigned char *cell;

  while ((cell = walk_on(&walk))) {
    (void)unpack(table, text, cell);
    if (text->failed ||
        order_add(order, walk.row, is_moment, text->data, text->length) < 0)
      return -1;
  }
  return 0;
}

/* Calls `write_row` in the order of the sorted column. */
static int write_sorted(struct writing *writing)
{
  CLEANUP_ORDER struct order order = { 0 };
  size_t i;

  if (order_rows(writing, &order) < 0)
    return error_memory(writing->error);
  order_sort(&order, writing->table->backwards);
  for (i = 0; i < order.count; i++)
    if (!write_row(writing, order_row(&order, i)))
      return -1;
  return 0;
}

static int write_rows(struct writing *writing)
{
  const struct block *block;
  const unsigned char *at;

  for (block = writing->table->first; block; block = block->next)
    for (at = block->bytes; at < block->bytes + block->used;) {
      at = write_row(writing, at);
      if (!at)
        return -1;
    }
  return 0;
}

int table_write(const struct table *table, struct sink sink,
                struct error *error)
{
  CLEANUP(writing_free)
  struct writing writing = {
    .table = table, .layout = fit_columns(table), .sink = sink, .error = error
  };
  struct buffer *out = &writing.out;

  if (choose_cuts(&writing) < 0)
    return -1;
  if (!table->style.headless)
    add_header(table, &writing.layout, out);
  if ((table->sorted ? write_sorted(&writing) : write_rows(&writing)) < 0)
    return -1;
  if (out->failed)
    return error_memory(error);
  return out->length ? sink_write(sink, out->data, out->length, error) : 0;
}
