/* delivery.c - a reply on its way to the user. */
#include "core/output/delivery.h"

#include <unistd.h>

#include "core/base/error.h"
#include "core/json/whole.h"
#include "core/output/filters.h"
#include "core/output/mutation.h"
#include "core/output/raw_text.h"
#include "core/output/thing.h"

#define REPLY_LIMIT ((size_t)512 << 20) /* bytes of a reply kept whole */
#define RESULT_LIMIT ((size_t)16 << 20) /* likewise of a mutation's */
#define REPLY_RESERVE ((size_t)1 << 20) /* room made before a mutation */

static int is_mutation(const struct delivery *delivery)
{
  return delivery->task.source == DELIVERY_CHANGED;
}

static int is_list(const struct delivery *delivery)
{
  return !is_mutation(delivery) &&
         delivery->task.verb->reply == NSCALE_REPLY_LIST;
}

/* Whether the reply is bytes of any kind, and not a text in JSON. */
static int is_bytes(const struct delivery *delivery)
{
  return delivery->task.verb->reply == NSCALE_REPLY_BYTES &&
         !delivery->task.verb->text;
}

static int delivery_open(struct delivery *delivery, struct error *error)
{
  const char *path = delivery->task.file;
  const mode_t mode = delivery->task.secret ? 0600 : 0666;

  if (!path)
    return 0;
  if (output_file_create(&delivery->file, path, mode, error) < 0)
    return -1;
  delivery->output.name = path;
  delivery->output.fd = delivery->file.fd;
  delivery->output.file = &delivery->file;
  return 0;
}

void delivery_begin_text(struct delivery *delivery,
                         const struct delivery_task *task)
{
  *delivery = (struct delivery){
    .task = *task,
    .output = { .fd = STDOUT_FILENO },
    .file = OUTPUT_FILE_NONE,
    .whole = { .limit = REPLY_LIMIT },
  };
}

int delivery_begin(struct delivery *delivery, const struct delivery_task *task,
                   struct error *error)
{
  delivery_begin_text(delivery, task);
  if (is_mutation(delivery))
    delivery->whole.limit = RESULT_LIMIT;
  if (is_mutation(delivery) || task->secret) {
    delivery->whole.secret = 1;
    delivery->output.held.secret = 1;
  }
  if (delivery_open(delivery, error) < 0)
    return -1;
  if (is_bytes(delivery))
    output_plain(&delivery->output);
  if (is_mutation(delivery) &&
      buffer_reserve(&delivery->whole, REPLY_RESERVE) < 0)
    return error_memory(error);
  return is_list(delivery) ? list_begin(&delivery->list, &delivery->task,
                                        &delivery->output, error)
                           : 0;
}

int delivery_data(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  struct delivery *delivery = context;

  if (is_list(delivery))
    return list_data(&delivery->list, bytes, length, error);
  if (is_bytes(delivery) && !is_mutation(delivery))
    return output_write(&delivery->output, bytes, length, error) < 0
               ? -1
               : output_flush(&delivery->output, error);
  buffer_append(&delivery->whole, bytes, length);
  return delivery->whole.failed
             ? error_set(error, EXIT_FAILED, "the reply is too large to keep")
             : 0;
}

int delivery_is_whole(const void *context)
{
  const struct delivery *delivery = context;
  const struct buffer *whole = &delivery->whole;

  if (is_list(delivery))
    return stream_is_closed(&delivery->list.stream);
  if (is_bytes(delivery))
    return 0;
  if (delivery->task.verb->reply == NSCALE_REPLY_NOTHING && !whole->length)
    return 1;
  return scan_is_closed((struct span){ whole->data, whole->length });
}

int delivery_end(struct delivery *delivery, struct error *error)
{
  const struct delivery_task *task = &delivery->task;
  const struct buffer *whole = &delivery->whole;

  if (is_mutation(delivery))
    return mutation_deliver(task, whole, &delivery->output, error);
  if (mutation_expects_nothing(task, whole))
    return 0;
  if (is_list(delivery)) {
    if (list_end(&delivery->list, error) < 0 ||
        output_end(&delivery->output, error) < 0)
      return -1;
    list_hint(&delivery->list);
    return 0;
  }
  if (is_bytes(delivery))
    return output_end(&delivery->output, error);
  return delivery_text(delivery, whole->data, whole->length, error);
}

void delivery_cut(struct delivery *delivery, struct error *error)
{
  mutation_cut(&delivery->task, &delivery->whole, error);
}

int delivery_text(struct delivery *delivery, const char *text, size_t length,
                  struct error *error)
{
  const struct span json = { text, length };

  return delivery->task.verb->text
             ? raw_text_deliver(&delivery->task, json, &delivery->output,
                                error)
             : thing_deliver(&delivery->task, json, &delivery->output, error);
}

int delivery_preview(struct delivery *delivery, const char *text,
                     size_t length, struct error *error)
{
  output_json(&delivery->output, delivery->task.filters->count > 0);
  return thing_write_json(&delivery->task, (struct span){ text, length }, 0,
                          output_sink(&delivery->output), error);
}

void delivery_free(struct delivery *delivery)
{
  output_discard(&delivery->output);
  if (delivery->file.path)
    output_file_abandon(&delivery->file);
  buffer_wipe(&delivery->whole);
  list_free(&delivery->list);
}
