/* table.c - rows of cells in aligned columns.
 *
 * A row is a run of bytes in one arena, cell after cell, each ended by a
 * NUL.  Cells are escaped before they are kept, so no control is left in
 * them and two are free to mark what is kept packed: a UUID and a time. */
#include "core/output/table.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/output/cell.h"
#include "core/output/order.h"

#define BLOCK_SIZE ((size_t)64 << 10)
#define PIECE_SIZE ((size_t)64 << 10)
#define ROWS_SIZE ((size_t)256 << 20) /* bytes of all rows, at most */

enum {
  PACKED_UUID = 1, /* 16 bytes follow */
  PACKED_TIME = 2, /* 5 bytes: seconds since the year 0, lowest first */
  UUID_LENGTH = 36,
  TIME_LENGTH = 20 /* of 2026-06-01T12:00:00Z, the only form packed */
};

#define YEAR_ZERO INT64_C(-62167219200) /* seconds since 1970 */

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
  struct buffer row;   /* the row at hand, packed */
  struct buffer cell;  /* the cell at hand, escaped */
  struct buffer shown; /* the cell at hand, as it is shown */
  size_t widths[TABLE_COLUMNS];
  int sorted; /* by this column: */
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

/* The value of a lower-case hexadecimal digit, or -1: the upper case would
 * not come back as it was. */
static int hex_value(char byte)
{
  if (byte >= '0' && byte <= '9')
    return byte - '0';
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Packs the UUID that `text` begins with.  Returns 1, or 0 for none. */
static int pack_uuid(const char *text, size_t length, unsigned char *packed)
{
  size_t i, at = 0;

  if (length < UUID_LENGTH || text[8] != '-' || text[13] != '-' ||
      text[18] != '-' || text[23] != '-')
    return 0;
  packed[0] = PACKED_UUID;
  for (i = 0; i < 16; i++) {
    int high, low;

    at += text[at] == '-';
    high = hex_value(text[at]);
    low = hex_value(text[at + 1]);
    if (high < 0 || low < 0)
      return 0;
    packed[i + 1] = (unsigned char)(high << 4 | low);
    at += 2;
  }
  return 1;
}

static void unpack_uuid(const unsigned char *packed, char *text)
{
  static const char digits[] = "0123456789abcdef";
  size_t i, at = 0;

  for (i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      text[at++] = '-';
    text[at++] = digits[packed[i] >> 4];
    text[at++] = digits[packed[i] & 15];
  }
}

/* Packs a whole cell that is a time in its usual form.  Returns 1, or 0. */
static int pack_time(const char *text, size_t length, unsigned char *packed)
{
  int64_t seconds;
  uint64_t count;
  size_t i;

  /* 23:59:60 and small letters are times too, but would come back else. */
  if (length != TIME_LENGTH || text[10] != 'T' || text[19] != 'Z' ||
      text[17] == '6' || time_parse(text, &seconds) < 0)
    return 0;
  packed[0] = PACKED_TIME;
  count = (uint64_t)(seconds - YEAR_ZERO);
  for (i = 0; i < 5; i++)
    packed[i + 1] = (unsigned char)(count >> 8 * i & 0xff);
  return 1;
}

static int64_t unpack_time(const unsigned char *packed)
{
  uint64_t count = 0;
  size_t i;

  for (i = 5; i > 0; i--)
    count = count << 8 | packed[i - 1];
  return (int64_t)count + YEAR_ZERO;
}

/* Appends an escaped cell to the row, packed.  The buffer remembers. */
static void pack(struct buffer *row, uint32_t kind, const char *text,
                 size_t length)
{
  unsigned char packed[17];
  size_t at, from = 0;

  if (kind != TABLE_TEXT && pack_time(text, length, packed)) {
    buffer_append(row, packed, 6);
    buffer_putc(row, '\0');
    return;
  }
  for (at = 0; at + UUID_LENGTH <= length;) {
    if (!pack_uuid(text + at, length - at, packed)) {
      at++;
      continue;
    }
    buffer_append(row, text + from, at - from);
    buffer_append(row, packed, 17);
    at += UUID_LENGTH;
    from = at;
  }
  buffer_append(row, text + from, length - from);
  buffer_putc(row, '\0');
}

/* Reverses pack into an emptied buffer.  Returns where the next cell
 * begins. */
static const unsigned char *unpack(struct buffer *cell,
                                   const unsigned char *at)
{
  char uuid[UUID_LENGTH];
  size_t length;

  buffer_clear(cell);
  while (*at) {
    if (*at == PACKED_UUID) {
      unpack_uuid(at + 1, uuid);
      buffer_append(cell, uuid, sizeof uuid);
      at += 17;
    } else if (*at == PACKED_TIME) {
      time_format(cell, unpack_time(at + 1));
      at += 6;
    } else {
      for (length = 1; at[length] > PACKED_TIME;)
        length++;
      buffer_append(cell, at, length);
      at += length;
    }
  }
  return at + 1;
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

int table_row(struct table *table, const char *const *cells,
              struct error *error)
{
  struct buffer *cell = &table->cell, *shown = &table->shown;
  size_t widths[TABLE_COLUMNS], i;

  buffer_clear(&table->row);
  for (i = 0; i < table->count; i++) {
    const char *text = cells[i] && *cells[i] ? cells[i] : "-";
    uint32_t kind = table->columns[i].kind;

    buffer_clear(cell);
    buffer_clear(shown);
    text_escape(cell, text, strlen(text));
    if (cell->failed)
      return error_memory(error);
    (void)cell_short(shown, kind, cell->data, &table->style);
    if (shown->failed)
      return error_memory(error);
    widths[i] = text_width(shown->data, shown->length);
    pack(&table->row, kind, cell->data, cell->length);
  }
  if (table->row.failed)
    return error_memory(error);
  if (keep_row(table, error) < 0)
    return -1;
  for (i = 0; i < table->count; i++)
    if (widths[i] > table->widths[i])
      table->widths[i] = widths[i];
  return 0;
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

  layout_fit(&layout);
  return layout;
}

/* Appends one cell of a line, padded unless it is the last one. */
static void add_cell(struct buffer *out, const struct buffer *shown,
                     enum cell_colour colour, size_t width, int last)
{
  static const char spaces[] = "                                ";
  size_t before, used, pad, piece;

  buffer_puts(out, cell_colour_on(colour));
  before = out->length;
  text_cut(out, shown->data, shown->length, width);
  if (out->failed)
    return;
  used = text_width(out->data + before, out->length - before);
  buffer_puts(out, cell_colour_off(colour));
  if (last)
    return;
  for (pad = width + 2 - used; pad; pad -= piece) {
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
  CLEANUP_BUFFER struct buffer title = { 0 };
  size_t i, at;

  for (i = 0; i < table->count; i++) {
    if (!layout->widths[i])
      continue;
    buffer_clear(&title);
    buffer_puts(&title, table->columns[i].title);
    if (title.failed) {
      out->failed = 1;
      return;
    }
    for (at = 0; at < title.length; at++)
      title.data[at] = ascii_upper(title.data[at]);
    add_cell(out, &title, CELL_PLAIN, layout->widths[i], i == layout->last);
  }
  end_line(out, 0);
}

/* Where rows are written to, and what that takes. */
struct writing {
  const struct table *table;
  struct layout layout;
  struct buffer out, cell, shown;
  struct sink sink;
  struct error *error;
};

static void writing_free(struct writing *writing)
{
  buffer_free(&writing->out);
  buffer_free(&writing->cell);
  buffer_free(&writing->shown);
}

/* Appends one row.  Returns where the next one begins. */
static const unsigned char *add_row(struct writing *writing,
                                    const unsigned char *at)
{
  const struct table *table = writing->table;
  const struct layout *layout = &writing->layout;
  struct buffer *cell = &writing->cell, *shown = &writing->shown;
  struct buffer *out = &writing->out;
  size_t start = out->length, i;
  enum cell_colour colour;

  for (i = 0; i < table->count; i++) {
    at = unpack(cell, at);
    if (!layout->widths[i])
      continue;
    buffer_clear(shown);
    if (cell->failed) {
      out->failed = 1;
      continue;
    }
    colour =
        cell_short(shown, table->columns[i].kind, cell->data, &table->style);
    if (shown->failed)
      out->failed = 1;
    else
      add_cell(out, shown, colour, layout->widths[i], i == layout->last);
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

/* Adds a row to the order by the cell to sort by.  Returns where the next row
 * begins; NULL without memory. */
static const unsigned char *order_one(struct writing *writing,
                                      const unsigned char *row,
                                      struct order *order)
{
  const struct table *table = writing->table;
  const uint32_t kind = table->columns[table->sort].kind;
  const int is_moment =
      kind == TABLE_TIME || kind == TABLE_EXPIRY || kind == TABLE_AGE;
  const unsigned char *at = row;
  size_t i;

  for (i = 0; i < table->count; i++) {
    at = unpack(&writing->cell, at);
    if (i == table->sort &&
        (writing->cell.failed ||
         order_add(order, row, is_moment, writing->cell.data,
                   writing->cell.length) < 0))
      return NULL;
  }
  return at;
}

/* Calls `write_row` in the order of the sorted column. */
static int write_sorted(struct writing *writing)
{
  CLEANUP_ORDER struct order order = { 0 };
  const struct block *block;
  const unsigned char *at;
  size_t i;

  for (block = writing->table->first; block; block = block->next)
    for (at = block->bytes; at < block->bytes + block->used;) {
      at = order_one(writing, at, &order);
      if (!at)
        return error_memory(writing->error);
    }
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

  if (!table->style.headless)
    add_header(table, &writing.layout, out);
  if ((table->sorted ? write_sorted(&writing) : write_rows(&writing)) < 0)
    return -1;
  if (out->failed)
    return error_memory(error);
  return out->length ? sink_write(sink, out->data, out->length, error) : 0;
}
