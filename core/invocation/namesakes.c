/* namesakes.c - the things of one name in a collection, and what tells them
 * apart. */
#include "core/invocation/namesakes.h"

#include <json-c/json.h>
#include <string.h>

#include "core/invocation/choices.h"
#include "core/json/cursor.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/view.h"
#include "core/plugin/thing_fields.h"

/* ---- In the collection of a create. -------------------------------- */

struct twin_search {
  const struct invocation *call;
  const char *name;
  struct twins *twins;
  struct fields names; /* where names are, if that is a plain path */
};

/* Whether an element may have the name, before a tree is made of it. */
static int may_have_name(const struct twin_search *search, const char *bytes,
                         size_t length)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  struct json value = { 0 };

  if (!search->names.count)
    return 1;
  fields_run(&search->names, (struct json){ bytes, length, NULL }, &value);
  if (!json_is_string(value))
    return 0;
  span_decode(&name, json_span(value));
  return name.failed || strcmp(name.data, search->name) == 0;
}

static int on_element(void *context, const char *bytes, size_t length,
                      struct error *error)
{
  const struct twin_search *search = context;
  const struct nscale_noun *noun = search->call->noun;
  struct fields fields = { .count = 0 };
  struct json_object *thing;
  const char *name;

  if (bytes[0] != '{')
    return error_set(
        error, EXIT_FAILED,
        "the reply is a list with an element that is not an object");
  if (!may_have_name(search, bytes, length))
    return 0;
  thing = exchange_read(
      bytes, length, thing_fields(&fields, noun, search->call->verb), error);
  if (!thing)
    return -1;
  name = path_string(thing, noun->name_path);
  if (name && strcmp(name, search->name) == 0 &&
      !target_is_leaving(noun, thing))
    twins_add(search->twins, bytes, length, path_string(thing, noun->id_path));
  json_object_put(thing);
  return 0;
}

static int on_value(void *context, const char *bytes, size_t length,
                    struct error *error)
{
  (void)context, (void)bytes, (void)length;
  return error_set(error, EXIT_FAILED, "the reply is not a list");
}

/* The GET of the address that a POST goes to. */
static struct nscale_request *
collection_of(struct invocation *call, const struct nscale_request *create)
{
  struct nscale_request *list =
      arena_request(&call->arena, "GET", create->service, call->error);
  size_t i;

  for (i = 0; list && i < create->segment_count; i++)
    if (request_segment(list, create->segments[i]) < 0)
      list = NULL;
  return list;
}

void namesakes_ahead(struct invocation *call,
                     const struct nscale_request *create)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct error *error = call->error;
  const struct nscale_request *list;

  call->error = &ignored;
  list = collection_of(call, create);
  call->error = error;
  if (list)
    exchange_ahead(call->reader.exchange, list);
}

int namesakes_read(struct invocation *call,
                   const struct nscale_request *create, const char *name,
                   struct twins *twins)
{
  struct twin_search search = { .call = call, .name = name, .twins = twins };
  struct stream stream = { .element = on_element,
                           .value = on_value,
                           .context = &search };
  struct nscale_request *list = collection_of(call, create);
  int result;

  if (!list)
    return -1;
  invocation_asks_list(call, list);
  (void)fields_add(&search.names, call->noun->name_path);
  result = fetch_stream(&call->reader, list, invocation_names(call), &stream,
                        call->error);
  stream_free(&stream);
  if (result == 0 && (twins->texts.failed || twins->ids.failed))
    return error_memory(call->error);
  return result;
}

/* All that were kept, as an array that the arena has. */
static struct json_object *read_kept(struct invocation *call,
                                     const struct twins *twins,
                                     struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_putc(&text, '[');
  buffer_append(&text, twins->texts.data, twins->texts.length);
  buffer_putc(&text, ']');
  if (text.failed) {
    error_memory(error);
    return NULL;
  }
  return arena_json(&call->arena,
                    exchange_read(text.data, text.length, NULL, error), error);
}

struct json_object *namesakes_first(struct invocation *call,
                                    const struct twins *twins)
{
  struct cursor cursor =
      cursor_of((struct span){ twins->texts.data, twins->texts.length });
  const struct span first = cursor_value(&cursor);

  return invocation_read(call, first.text, first.length);
}

/* ---- On stderr. ----------------------------------------------------- */

/* The column that shows in words what another counts, else that one. */
static const struct nscale_column *in_words(const struct nscale_noun *noun,
                                            const struct nscale_column *count)
{
  const struct nscale_column *const *column = noun->columns;

  for (; count->kind == NSCALE_COLUMN_COUNT && *column; column++)
    if ((*column)->kind == NSCALE_COLUMN_TEXT && (*column)->choices &&
        strcmp((*column)->path, count->path) == 0)
      return *column;
  return count;
}

/* Those of a list, but for the name, which is the same. */
static void choose_columns(struct columns *columns,
                           const struct nscale_noun *noun)
{
  const struct nscale_column *const *column = noun->columns;

  *columns = (struct columns){ .sort = TABLE_COLUMNS,
                               .id_path = noun->id_path,
                               .name_path = noun->name_path };
  for (; column && *column && columns->count < TABLE_COLUMNS; column++)
    if (!((*column)->attributes & NSCALE_COLUMN_NOT_IN_LIST) &&
        strcmp((*column)->path, noun->name_path) != 0)
      columns->list[columns->count++] = in_words(noun, *column);
  columns->shown = columns->count;
}

/* Puts a label in the place of the element of an array; without memory the
 * value stays. */
static void put_label(const struct invocation *call,
                      const struct nscale_column *column,
                      struct json_object *array, size_t index)
{
  const char *value =
      json_object_get_string(json_object_array_get_idx(array, index));
  const char *label =
      value ? choices_label(call, column->choices, value) : NULL;
  struct json_object *text = label ? json_object_new_string(label) : NULL;

  if (text && json_object_array_put_idx(array, index, text) < 0)
    json_object_put(text);
}

/* Likewise of all ids that one of the columns shows. */
static void put_labels(struct invocation *call, const struct columns *columns,
                       struct json_object *thing)
{
  size_t i, j;

  for (i = 0; i < columns->count; i++) {
    struct json_object *array = path_get(thing, columns->list[i]->path);

    if (!columns->list[i]->choices ||
        !json_object_is_type(array, json_type_array) ||
        json_object_array_length(array) == 0)
      continue;
    choices_try(call, columns->list[i]->choices);
    for (j = 0; j < json_object_array_length(array); j++)
      put_label(call, columns->list[i], array, j);
  }
}

static int write_table(struct invocation *call, const struct columns *columns,
                       struct json_object *all, struct buffer *table,
                       struct error *error)
{
  const struct table_style style = table_style_of_stderr();
  struct view *view = view_new(columns, &style);
  int result = view ? 0 : -1;
  size_t i;

  for (i = 0; result == 0 && i < json_object_array_length(all); i++) {
    CLEANUP_BUFFER struct buffer text = { 0 };
    struct json_object *thing = json_object_array_get_idx(all, i);

    put_labels(call, columns, thing);
    result =
        json_write(&text, thing, 0) < 0
            ? -1
            : view_row(view, (struct json){ text.data, text.length, NULL },
                       error);
  }
  if (result == 0)
    result = view_write(view, sink_to_buffer(table), error);
  view_free(view);
  return result;
}

void namesakes_say(struct invocation *call, const struct twins *twins)
{
  CLEANUP_BUFFER struct buffer table = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  struct json_object *all =
      message_is_json() ? NULL : read_kept(call, twins, &ignored);
  struct columns columns;
  char *line, *end;

  choose_columns(&columns, call->noun);
  if (!all || !columns.count ||
      write_table(call, &columns, all, &table, &ignored) < 0 || table.failed)
    return;
  for (line = table.data; line && (end = strchr(line, '\n')); line = end + 1) {
    *end = '\0';
    message_line("%s", line);
  }
  if (twins->count > TWINS_MOST)
    message_line("... and %zu more", twins->count - TWINS_MOST);
}
