/* list.c - a list on its way to the user, element by element. */
#include "core/output/list.h"

#include "core/base/error.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/filters.h"
#include "core/output/view.h"

#define LIST_LIMIT ((uint64_t)1 << 31)  /* bytes of a list that streams */
#define WHOLE_LIMIT ((size_t)512 << 20) /* of one that is kept for filters */

/* An element came: shows it if it is wanted. */
static int list_element(void *context, const char *text, size_t length,
                        struct error *error)
{
  struct list *list = context;
  const struct delivery_task *task = list->task;
  int wanted = task->is_wanted
                   ? task->is_wanted(task->context, text, length, error)
                   : 1;

  if (wanted > 1)
    list->unsure = 1;
  if (wanted != 1)
    return wanted < 0 ? -1 : 0;
  list->shown++;
  return list->show(list, (struct json){ text, length, list->stream.mark },
                    error);
}

static int list_show_row(struct list *list, struct json element,
                         struct error *error)
{
  return view_row(list->view, element, error);
}

/* Writes the elements that are laid out: as many together as output.h holds,
 * so that it copies none. */
static int list_write_piece(struct list *list, struct error *error)
{
  struct buffer *piece = &list->piece;
  int result = 0;

  if (piece->length)
    result = output_write(list->output, piece->data, piece->length, error);
  buffer_clear(piece);
  return result;
}

static int list_show_json(struct list *list, struct json element,
                          struct error *error)
{
  struct buffer *piece = &list->piece;
  int result;

  buffer_puts(piece, list->shown > 1 ? ",\n  " : "[\n  ");
  result = json_layout(piece, element, 1);
  if (result != 0)
    return json_refuse_layout(result, error);
  return piece->length > OUTPUT_HELD ? list_write_piece(list, error) : 0;
}

static int list_show_filtered(struct list *list, struct json element,
                              struct error *error)
{
  return filter_list_add(&list->filtered, element, error);
}

/* Filters see a list of those elements alone that are wanted. */
static int list_keep(struct list *list, struct json element,
                     struct error *error)
{
  struct buffer *whole = &list->whole;

  buffer_putc(whole, list->shown > 1 ? ',' : '[');
  buffer_append(whole, element.text, element.length);
  return whole->failed
             ? error_set(error, EXIT_FAILED, "the reply is too large to keep")
             : 0;
}

/* What a filter makes of a one-time token is written when all is well, so
 * that such a list is needed whole. */
static void list_begin_filters(struct list *list)
{
  const struct delivery_task *task = list->task;
  struct filter *filter = filters_of_elements(task->filters);

  list->show = list_keep;
  list->whole.limit = WHOLE_LIMIT;
  if (!filter || task->verb->secret)
    return;
  list->show = list_show_filtered;
  list->filtered = (struct filter_list){ .filter = filter,
                                         .sink = output_sink(list->output) };
}

static int list_begin_table(struct list *list, struct error *error)
{
  const struct delivery_task *task = list->task;
  struct table_style style = table_style_of_stdout();

  style.headless = task->headless;
  style.may_omit = !task->columns->named;
  list->show = list_show_row;
  list->view = view_new(task->columns, &style);
  return list->view ? 0 : error_memory(error);
}

int list_begin(struct list *list, const struct delivery_task *task,
               struct output *output, struct error *error)
{
  *list = (struct list){
    .task = task,
    .output = output,
    .stream = { .element = list_element,
                .context = list,
                .limit = LIST_LIMIT },
  };
  if (!task->json && !task->filters->count)
    return list_begin_table(list, error);
  output_json(output, task->filters->count > 0);
  list->show = list_show_json;
  if (task->filters->count)
    list_begin_filters(list);
  return 0;
}

int list_data(struct list *list, const char *bytes, size_t length,
              struct error *error)
{
  return stream_feed(&list->stream, bytes, length, error);
}

static int list_end_filters(struct list *list, struct error *error)
{
  const struct delivery_task *task = list->task;
  struct buffer *whole = &list->whole;

  if (list->filtered.filter)
    return filter_list_end(&list->filtered, error);
  buffer_puts(whole, list->shown ? "]" : "[]");
  if (whole->failed)
    return error_memory(error);
  return filters_run(
      task->filters, (struct span){ whole->data, whole->length },
      task->verb->secret != NULL, output_sink(list->output), error);
}

int list_end(struct list *list, struct error *error)
{
  const struct delivery_task *task = list->task;

  if (stream_end(&list->stream, error) < 0)
    return -1;
  if (task->filters->count)
    return list_end_filters(list, error);
  if (list->shown == 0 && !list->unsure)
    message_line("No %s%s.", task->is_sieved ? "matching " : "",
                 task->noun->plural);
  if (task->json)
    return list_write_piece(list, error) < 0
               ? -1
               : output_write(list->output, list->shown ? "\n]\n" : "[]\n", 3,
                              error);
  return list->shown ? view_write(list->view, output_sink(list->output), error)
                     : 0;
}

void list_hint(const struct list *list)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!list->view || !list->shown)
    return;
  view_hint(list->view, &text);
  if (text.length && !text.failed)
    message_line("hint: %s", text.data);
}

void list_free(struct list *list)
{
  stream_free(&list->stream);
  view_free(list->view);
  filter_list_free(&list->filtered);
  buffer_wipe(&list->whole);
  buffer_wipe(&list->piece);
}
