/* view.c - payloads as people see them: columns applied to JSON. */
#include "core/output/view.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/join.h"
#include "core/base/time.h"
#include "core/http/exchange.h"
#include "core/json/cursor.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/output/details.h"

#define VALUES_MOST 256 /* of one array that details show */

struct view {
  const struct nscale_column *columns[TABLE_COLUMNS];
  struct table_column described[TABLE_COLUMNS]; /* the table borrows it */
  size_t count;
  int fixed; /* the user cannot choose the columns */
  struct table *table;
  struct fields fields; /* the paths, where all are plain members */
  int is_plain;         /* so they are; else how they begin */
  const struct fields
      *looked_at;      /* those, or NULL where one may be anything */
  struct buffer cells; /* of the row at hand, each followed by a NUL */
};

/* The same numbers on both sides, so that no table translates them. */
_Static_assert(NSCALE_COLUMN_TIME == TABLE_TIME &&
                   NSCALE_COLUMN_EXPIRY == TABLE_EXPIRY &&
                   NSCALE_COLUMN_AGE == TABLE_AGE &&
                   NSCALE_COLUMN_STATUS == TABLE_STATUS,
               "the kinds of columns are those of the ABI");

/* Some paths are not plain: notes what of an element they lead to. */
static void find_starts(struct view *view)
{
  size_t i = 0;

  view->fields.count = 0;
  while (i < view->count &&
         fields_add_start(&view->fields, view->columns[i]->path) == 0)
    i++;
  view->looked_at = i == view->count ? &view->fields : NULL;
}

/* Whether a column shows what a path of its noun leads to. */
static int is_at(const struct nscale_column *column, const char *path)
{
  return path && strcmp(column->path, path) == 0;
}

static struct table_column describe(const struct columns *columns, size_t i)
{
  const struct nscale_column *column = columns->list[i];

  return (struct table_column){
    .title = column->title,
    .kind = column->kind,
    .priority = (int)column->priority,
    .cut = is_at(column, columns->id_path)     ? TABLE_CUT_NEVER
           : is_at(column, columns->name_path) ? TABLE_CUT_LAST
                                               : TABLE_CUT,
  };
}

struct view *view_new(const struct columns *columns,
                      const struct table_style *style)
{
  struct view *view = calloc(1, sizeof *view);
  size_t i;

  if (!view)
    return NULL;
  view->is_plain = 1;
  view->count = columns->count;
  view->fixed = columns->fixed;
  for (i = 0; i < columns->count; i++) {
    view->columns[i] = columns->list[i];
    view->described[i] = describe(columns, i);
    if (fields_add(&view->fields, columns->list[i]->path) < 0)
      view->is_plain = 0;
  }
  if (!view->is_plain)
    find_starts(view);
  view->table = table_new(view->described, view->count, style);
  if (!view->table) {
    view_free(view);
    return NULL;
  }
  if (columns->shown < columns->count)
    table_hide_last(view->table);
  if (columns->sort < columns->count)
    table_sort(view->table, columns->sort, columns->backwards);
  return view;
}

void view_free(struct view *view)
{
  if (!view)
    return;
  table_free(view->table);
  buffer_free(&view->cells);
  free(view);
}

/* Appends one value as text. */
static void append_value(struct buffer *text, struct json_object *value)
{
  const char *name = path_string(value, ".name");
  const char *content = path_string(value, ".value");

  if (json_object_is_type(value, json_type_string))
    buffer_append(text, json_object_get_string(value),
                  (size_t)json_object_get_string_len(value));
  else if (name && content && json_object_object_length(value) == 2)
    buffer_printf(text, "%s=%s", name, content);
  else
    (void)json_write(text, value, 0);
}

static int is_moment(const struct nscale_column *column)
{
  return column->kind == NSCALE_COLUMN_TIME ||
         column->kind == NSCALE_COLUMN_EXPIRY ||
         column->kind == NSCALE_COLUMN_AGE;
}

/* A column of times takes a number as seconds since 1970, as the claims of a
 * token have them.  Returns whether this was one. */
static int append_moment(struct buffer *text, struct json_object *value,
                         const struct nscale_column *column)
{
  const int is_number = json_object_is_type(value, json_type_int) ||
                        json_object_is_type(value, json_type_double);

  return is_number && !json_kept(value) && is_moment(column) &&
         time_format(text, json_object_get_int64(value)) == 0;
}

static void append_count(struct buffer *text, size_t count)
{
  if (count < 10)
    buffer_putc(text, (char)('0' + count));
  else
    buffer_printf(text, "%zu", count);
}

/* Appends what a column shows of a value; nothing where it is absent. */
static void append_cell(struct buffer *text, struct json_object *value,
                        const struct nscale_column *column)
{
  int is_array = json_object_is_type(value, json_type_array);
  size_t count = is_array ? json_object_array_length(value) : 0;
  size_t i;

  if (!value)
    return;
  if (column->kind == NSCALE_COLUMN_COUNT) {
    append_count(text, count);
    return;
  }
  if (!is_array) {
    if (!append_moment(text, value, column))
      append_value(text, value);
    return;
  }
  for (i = 0; i < count; i++) {
    if (i)
      buffer_putc(text, ',');
    append_value(text, json_object_array_get_idx(value, i));
  }
}

/* A column that shows an element of an array, whatever it is. */
static const struct nscale_column plain_text = { .struct_size = 0 };

/* How many elements an array has; 0 for a string or an object. */
static size_t count_elements(struct json value)
{
  struct cursor cursor = cursor_in(value);
  struct json element;
  size_t count = 0;

  if (cursor_is(&cursor, '['))
    while (cursor_element(&cursor, &element))
      count++;
  return count;
}

/* The same for a value that was found in the text and is no array: what is no
 * string is rare enough for a tree, where that does not take too much. */
static void append_found(struct buffer *cells, struct json found,
                         const struct nscale_column *column)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_JSON struct json_object *value = NULL;

  if (json_is_string(found)) {
    json_decode(cells, found);
    return;
  }
  value = json_read(found.text, found.length, "", &ignored);
  if (value)
    append_cell(cells, value, column);
  else
    (void)json_layout(cells, found, -1);
}

static void append_json(struct buffer *cells, struct json value,
                        const struct nscale_column *column)
{
  struct cursor cursor = cursor_in(value);
  struct json element;
  size_t count = 0;

  if (!value.text)
    return;
  if (column->kind == NSCALE_COLUMN_COUNT) {
    append_count(cells, count_elements(value));
    return;
  }
  if (!cursor_is(&cursor, '[')) {
    append_found(cells, value, column);
    return;
  }
  while (cursor_element(&cursor, &element)) {
    if (count++)
      buffer_putc(cells, ',');
    append_found(cells, element, &plain_text);
  }
}

/* Spells the NULs of the text that begins at `start`, which would end it
 * early. */
static void spell_nuls(struct buffer *cells, size_t start)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = cells->secret };
  size_t at = 0;
  size_t length;

  if (cells->failed || cells->length == start ||
      !memchr(cells->data + start, '\0', cells->length - start))
    return;
  buffer_append(&text, cells->data + start, cells->length - start);
  cells->failed |= text.failed;
  buffer_cut(cells, start);
  for (; at < text.length; at += length + 1) {
    length = strnlen(text.data + at, text.length - at);
    buffer_append(cells, text.data + at, length);
    if (at + length < text.length)
      buffer_puts(cells, "\\u0000");
  }
}

/* Ends the text that begins at `start`, which shows a value of a column, with
 * a NUL; `unset` stands for a time that was never set. */
static void end_cell(struct buffer *cells, size_t start,
                     const struct nscale_column *column, const char *unset)
{
  spell_nuls(cells, start);
  buffer_putc(cells, '\0');
  if (cells->failed || !is_moment(column) ||
      !time_is_unset(cells->data + start))
    return;
  buffer_cut(cells, start);
  buffer_puts(cells, unset);
  buffer_putc(cells, '\0');
}

/* Whether a cell can be shown from where it stands in the element. */
static int shows_from_there(struct json value,
                            const struct nscale_column *column)
{
  return json_is_string(value) && json_is_plain(value) &&
         column->kind != NSCALE_COLUMN_COUNT &&
         !(is_moment(column) && value.text[1] == '0');
}

/* Makes the cells of one element from its text.  What is put together goes to
 * `cells`, and its place there to `starts`. */
static void find_cells(struct view *view, struct json element,
                       struct table_cell *cells, size_t *starts)
{
  struct json values[FIELDS_PATHS];
  size_t i;

  fields_run(&view->fields, element, values);
  for (i = 0; i < view->count; i++) {
    const struct nscale_column *column = view->columns[i];

    if (shows_from_there(values[i], column)) {
      cells[i] =
          (struct table_cell){ values[i].text + 1, values[i].length - 2, 1 };
      continue;
    }
    cells[i] = (struct table_cell){ 0 };
    starts[i] = view->cells.length;
    append_json(&view->cells, values[i], column);
    end_cell(&view->cells, starts[i], column, "");
  }
}

/* Likewise from its tree.  Returns 0, or -1 with the error set. */
static int build_cells(struct view *view, struct json element,
                       struct table_cell *cells, size_t *starts,
                       struct error *error)
{
  struct json_object *thing =
      exchange_read(element.text, element.length, view->looked_at, error);
  size_t i;

  if (!thing)
    return -1;
  for (i = 0; i < view->count; i++) {
    cells[i] = (struct table_cell){ 0 };
    starts[i] = view->cells.length;
    append_cell(&view->cells, path_get(thing, view->columns[i]->path),
                view->columns[i]);
    end_cell(&view->cells, starts[i], view->columns[i], "");
  }
  json_object_put(thing);
  return 0;
}

int view_row(struct view *view, struct json element, struct error *error)
{
  struct table_cell cells[TABLE_COLUMNS];
  size_t starts[TABLE_COLUMNS];
  size_t i;

  buffer_clear(&view->cells);
  if (element.text[0] != '{')
    return error_set(error, EXIT_FAILED,
                     "the reply is a list with an element "
                     "that is not an object");
  if (view->is_plain)
    find_cells(view, element, cells, starts);
  else if (build_cells(view, element, cells, starts, error) < 0)
    return -1;
  if (view->cells.failed)
    return error_memory(error);
  for (i = 0; i < view->count; i++)
    if (!cells[i].text) {
      cells[i].text = view->cells.data + starts[i];
      cells[i].length = strlen(cells[i].text);
    }
  return table_add(view->table, cells, error);
}

int view_write(struct view *view, struct sink sink, struct error *error)
{
  return table_write(view->table, sink, error);
}

/* Appends names of columns for --columns: those that are left out, or the
 * column of names before them. */
static void add_names(const struct view *view, struct buffer *names,
                      int left_out)
{
  size_t i;

  for (i = 0; i < view->count; i++) {
    const int is_name = view->described[i].cut == TABLE_CUT_LAST;

    if (left_out ? is_name || !table_leaves_out(view->table, i) : !is_name)
      continue;
    if (names->length)
      buffer_putc(names, ',');
    columns_name(names, view->columns[i]);
  }
}

void view_hint(const struct view *view, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer names = { 0 };
  size_t count = 0, index = 0, i;

  for (i = 0; i < view->count; i++)
    count += (size_t)table_leaves_out(view->table, i);
  if (!count)
    return;
  buffer_puts(text, "no room for ");
  for (i = 0; i < view->count; i++)
    if (table_leaves_out(view->table, i))
      join_and(text, index++, count, view->columns[i]->title);
  add_names(view, &names, 0);
  add_names(view, &names, 1);
  buffer_printf(text, "; --%s%s shows %s", view->fixed ? "json" : "columns ",
                view->fixed || !names.data ? "" : names.data,
                count == 1 ? "it" : "them");
  text->failed |= names.failed;
}

/* "CREATED BY" becomes "Created by"; words of two letters stay: "ID". */
static void append_label(struct buffer *text, const char *title)
{
  size_t i;

  if (strlen(title) <= 2) {
    buffer_puts(text, title);
    return;
  }
  buffer_putc(text, title[0]);
  for (i = 1; title[i]; i++)
    buffer_putc(text, ascii_lower(title[i]));
}

/* Appends a value of a line of details, an element of an array perhaps, with
 * its label before it. */
static void append_labelled(struct buffer *text, struct json_object *value,
                            int is_element, const struct nscale_column *column,
                            const struct view_details *how)
{
  const char *label = NULL;

  if (how->label &&
      (column->choices || column->attributes & NSCALE_COLUMN_NEIGHBOUR) &&
      json_object_is_type(value, json_type_string) &&
      strlen(json_object_get_string(value)) ==
          (size_t)json_object_get_string_len(value))
    label = how->label(how->context, column->choices,
                       json_object_get_string(value));
  if (label)
    buffer_printf(text, "%s (", label);
  if (is_element)
    append_value(text, value);
  else
    append_cell(text, value, column);
  if (label)
    buffer_putc(text, ')');
}

/* The values of one line of details, as texts that follow one another in
 * `text`; their offsets go to `starts`.  Returns how many. */
static size_t collect_values(struct buffer *text, struct json_object *thing,
                             const struct nscale_column *column,
                             const struct view_details *how, size_t *starts)
{
  struct json_object *value = path_get(thing, column->path);
  int is_list = json_object_is_type(value, json_type_array) &&
                column->kind != NSCALE_COLUMN_COUNT;
  size_t count = is_list ? json_object_array_length(value) : 1;
  size_t i;

  if (!value)
    return 0;
  if (count > VALUES_MOST)
    count = VALUES_MOST;
  for (i = 0; i < count; i++) {
    starts[i] = text->length;
    append_labelled(text,
                    is_list ? json_object_array_get_idx(value, i) : value,
                    is_list, column, how);
    end_cell(text, starts[i], column, "never set");
  }
  return count;
}

/* The lines of details and the texts they are made of. */
struct lines {
  struct details_field fields[TABLE_COLUMNS];
  size_t count;
  struct buffer text;
  size_t labels[TABLE_COLUMNS];
  size_t firsts[TABLE_COLUMNS];
  size_t starts[TABLE_COLUMNS * VALUES_MOST];
  const char *values[TABLE_COLUMNS * VALUES_MOST];
  size_t total;
};

static void collect_lines(struct lines *lines, struct json_object *thing,
                          const struct view_details *how)
{
  const struct nscale_column *const *columns = how->columns;
  size_t count;

  for (; columns && *columns && lines->count < TABLE_COLUMNS; columns++) {
    if ((*columns)->attributes & NSCALE_COLUMN_NOT_IN_DETAILS ||
        !path_get(thing, (*columns)->path))
      continue;
    lines->labels[lines->count] = lines->text.length;
    append_label(&lines->text, (*columns)->title);
    buffer_putc(&lines->text, '\0');
    count = collect_values(&lines->text, thing, *columns, how,
                           lines->starts + lines->total);
    lines->firsts[lines->count] = lines->total;
    lines->fields[lines->count].kind = (*columns)->kind;
    lines->fields[lines->count].secret =
        how->secret && strcmp(how->secret, (*columns)->path) == 0;
    lines->fields[lines->count].count = count;
    lines->total += count;
    lines->count++;
  }
}

int view_details(struct json_object *thing, const struct view_details *how,
                 struct sink sink, struct error *error)
{
  struct lines *lines = calloc(1, sizeof *lines);
  int result = -1;
  size_t i;

  if (!lines)
    return error_memory(error);
  lines->text.secret = 1;
  collect_lines(lines, thing, how);
  if (lines->text.failed) {
    error_memory(error);
    goto end;
  }
  for (i = 0; i < lines->total; i++)
    lines->values[i] = lines->text.data + lines->starts[i];
  for (i = 0; i < lines->count; i++) {
    lines->fields[i].label = lines->text.data + lines->labels[i];
    lines->fields[i].values = lines->values + lines->firsts[i];
  }
  result = details_write(lines->fields, lines->count, how->style, sink, error);

end:
  /* It may have held a one-time token. */
  buffer_wipe(&lines->text);
  free(lines);
  return result;
}
