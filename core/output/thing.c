/* thing.c - one JSON value on its way to the user. */
#include "core/output/thing.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/grammar/flag_table.h"
#include "core/http/exchange.h"
#include "core/json/cursor.h"
#include "core/json/path.h"
#include "core/json/whole.h"
#include "core/json/write.h"
#include "core/output/announce.h"
#include "core/output/filters.h"
#include "core/output/token_part.h"
#include "core/output/view.h"
#include "core/plugin/thing_fields.h"
#include "core/token/token_file.h"

/* Whether nobody looks into it: what may be any JSON is shown as it is, and
 * has no token where nothing was changed; and json-c has no object for null.
 * That it is JSON is seen where it is laid out. */
static int is_passed_on(const struct delivery_task *task, struct span json)
{
  struct scan scan;
  struct span value;

  return task->verb->reply == REPLY_ANY &&
         scan_whole(&scan, json, &value) == 0 &&
         (task->source != DELIVERY_CHANGED || value.text[0] == 'n');
}

/* What of a reply anybody looks at; NULL for all. */
static const struct fields *looked_at(const struct delivery_task *task,
                                      struct fields *fields)
{
  return thing_fields(fields, task->noun, task->verb) &&
                 fields_add_start(fields, token_part_path(task)) == 0
             ? fields
             : NULL;
}

int thing_read(const struct delivery_task *task, struct span json,
               struct json_object **thing, struct error *error)
{
  const uint32_t reply = task->verb->reply;
  struct fields fields = { .count = 0 };
  struct cursor cursor = cursor_of(json);

  *thing = NULL;
  if (is_passed_on(task, json))
    return 0;
  *thing =
      exchange_read(json.text, json.length, looked_at(task, &fields), error);
  if (!*thing)
    return -1;
  cursor_skip_space(&cursor);
  if (reply == NSCALE_REPLY_OBJECT && !cursor_is(&cursor, '{'))
    error_set(error, EXIT_FAILED, "the reply is not a JSON object");
  else if (reply == NSCALE_REPLY_LIST && !cursor_is(&cursor, '['))
    error_set(error, EXIT_FAILED, "the reply is not a list");
  else
    return 0;
  json_object_put(*thing);
  *thing = NULL;
  return -1;
}

int thing_has_details(const struct delivery_task *task)
{
  return task->for_people && task->verb->reply != REPLY_ANY;
}

int thing_write_json(const struct delivery_task *task, struct span json,
                     int secret, struct sink sink, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer laid_out = { .secret = secret };

  if (task->filters->count)
    return filters_run(task->filters, json, secret, sink, error);
  if (json_pretty(&laid_out, json.text, json.length, 0, error) < 0)
    return -1;
  buffer_putc(&laid_out, '\n');
  if (laid_out.failed)
    return error_memory(error);
  return sink_write(sink, laid_out.data, laid_out.length, error);
}

/* Whether details show a value whose label is to be known. */
static int thing_needs_label(const struct nscale_column *column,
                             struct json_object *thing)
{
  struct json_object *value =
      column->choices ? path_get(thing, column->path) : NULL;

  return value && !(column->attributes & NSCALE_COLUMN_NOT_IN_DETAILS) &&
         !(json_object_is_type(value, json_type_array) &&
           json_object_array_length(value) == 0);
}

/* Reads what the ids of a thing stand for.  Only what was read itself waits
 * for that: the result of a mutation is not held back for a courtesy. */
static void thing_learn_labels(const struct delivery_task *task,
                               struct json_object *thing)
{
  const struct nscale_column *const *column = delivery_task_columns(task);

  if (task->verb->effect != NSCALE_EFFECT_READ || !task->learn)
    return;
  for (; column && *column; column++)
    if (thing_needs_label(*column, thing))
      task->learn(task->context, (*column)->choices);
}

int thing_write(const struct delivery_task *task, struct json_object *thing,
                struct span json, struct sink sink, struct error *error)
{
  const struct table_style style = table_style_of_stdout();
  const struct view_details details = {
    .columns = delivery_task_columns(task),
    .secret = task->verb->secret,
    .label = task->label,
    .context = task->context,
    .style = &style,
  };

  if (!thing_has_details(task))
    return thing_write_json(task, json, task->secret, sink, error);
  thing_learn_labels(task, thing);
  return view_details(thing, &details, sink, error);
}

/* Writes the secret to its file, and what is left of the thing. */
static int move_secret(const struct delivery_task *task,
                       struct json_object *thing, const char *token,
                       struct sink sink, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer rest = { .secret = 1 };
  const int result =
      token_file_write(task->token_file, token, strlen(token), error);

  token_part_wipe(token);
  if (result < 0)
    return -1;
  announce_file(task, task->token_file->path);
  (void)path_delete(thing, token_part_path(task));
  if (json_write(&rest, thing, 0) < 0)
    return error_memory(error);
  return thing_write(task, thing, (struct span){ rest.data, rest.length },
                     sink, error);
}

/* Writes a thing that was read, and its secret, if it has one, to its file or
 * with it.  It can be read again: nothing needs to be saved. */
static int deliver_read(const struct delivery_task *task,
                        struct json_object *thing, struct span json,
                        struct sink sink, struct error *error)
{
  const char *token = NULL;
  int result;

  if (task->source == DELIVERY_READ &&
      token_part_find(task, thing, &token, EXIT_FAILED, error) < 0)
    return -1;
  if (token && task->token_file->fd >= 0)
    return move_secret(task, thing, token, sink, error);
  result = thing_write(task, thing, json, sink, error);
  token_part_wipe(token);
  return result;
}

int thing_deliver(const struct delivery_task *task, struct span json,
                  struct output *output, struct error *error)
{
  struct json_object *thing;
  int result = -1;

  if (thing_read(task, json, &thing, error) < 0)
    return -1;
  if (!thing_has_details(task))
    output_json(output, task->filters->count > 0);
  /* With --all the files are all there is. */
  if ((!thing || !task->identify ||
       task->identify(task->context, thing) == 0) &&
      (task->tokens_only ||
       deliver_read(task, thing, json, output_sink(output), error) == 0))
    result = output_end(output, error);
  json_object_put(thing);
  return result;
}
