/* delivery.c - a reply on its way to the user. */
#include "core/output/delivery.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/output/announce.h"
#include "core/output/view.h"
#include "core/token/mask.h"
#include "core/token/rescue.h"
#include "core/token/token_in_output.h"

#define REPLY_LIMIT ((size_t)512 << 20) /* bytes of a reply kept whole */
#define RESULT_LIMIT ((size_t)16 << 20) /* likewise of a mutation's */
#define REPLY_RESERVE ((size_t)1 << 20) /* room made before a mutation */
#define LIST_LIMIT ((uint64_t)1 << 31)  /* bytes of a list that streams */

static int is_mutation(const struct delivery *delivery)
{
  return delivery->call->verb->effect != NSCALE_EFFECT_READ;
}

static struct table_style style_of_stdout(void)
{
  return (struct table_style){ .terminal = tty_is(STDOUT_FILENO),
                               .colour = tty_colour(STDOUT_FILENO),
                               .width = tty_is(STDOUT_FILENO)
                                            ? tty_width(STDOUT_FILENO)
                                            : 0,
                               .now = (int64_t)time(NULL) };
}

/* Before JSON, or what filters make of it, which may be read by people. */
static void guard_output(struct delivery *delivery)
{
  delivery->output.guarded = tty_is(delivery->output.fd);
}

static const struct nscale_column *const *
columns_of(const struct invocation *call)
{
  return call->verb->columns ? call->verb->columns : call->noun->columns;
}

/* ---- Lists, as they arrive. --------------------------------------- */

/* An element came: shows it if it meets the call's conditions. */
static int on_element(void *context, const char *text, size_t length,
                      struct error *error)
{
  struct delivery *delivery = context;
  const struct conditions *conditions = &delivery->call->conditions;
  int meets = conditions->count
                  ? conditions_meet(conditions, text, length, NULL, error)
                  : 1;

  if (meets <= 0)
    return meets;
  delivery->shown++;
  return delivery->show(delivery, text, length, error);
}

static int on_row(void *context, const char *text, size_t length,
                  struct error *error)
{
  struct delivery *delivery = context;

  return view_row(delivery->view, text, length, error);
}

static int on_json(void *context, const char *text, size_t length,
                   struct error *error)
{
  struct delivery *delivery = context;
  struct buffer *piece = &delivery->piece;

  buffer_clear(piece);
  buffer_puts(piece, delivery->shown > 1 ? ",\n  " : "[\n  ");
  if (json_layout(piece, text, length, 1) < 0)
    return error_memory(error);
  return output_write(&delivery->output, piece->data, piece->length, error);
}

static int on_filtered(void *context, const char *text, size_t length,
                       struct error *error)
{
  struct delivery *delivery = context;

  return filter_list_add(&delivery->filtered, text, length, error);
}

/* Filters see a list of those elements alone that are to be shown. */
static int on_keep(void *context, const char *text, size_t length,
                   struct error *error)
{
  struct delivery *delivery = context;
  struct buffer *whole = &delivery->whole;

  buffer_putc(whole, delivery->shown > 1 ? ',' : '[');
  buffer_append(whole, text, length);
  if (whole->failed)
    return error_set(error, EXIT_FAILED, "the reply is too large to keep");
  return 0;
}

static int end_filters(struct delivery *delivery, struct error *error)
{
  struct buffer *whole = &delivery->whole;

  if (delivery->filtered.filter)
    return filter_list_end(&delivery->filtered, error);
  buffer_puts(whole, delivery->shown ? "]" : "[]");
  if (whole->failed)
    return error_memory(error);
  return filters_run(delivery->filters, whole->data, whole->length,
                     delivery->call->verb->secret != NULL, output_writer,
                     &delivery->output, error);
}

static int end_list(struct delivery *delivery, struct error *error)
{
  const struct invocation *call = delivery->call;
  const uint64_t count = delivery->shown;

  if (stream_end(&delivery->stream, error) < 0)
    return -1;
  if (delivery->filters->count)
    return end_filters(delivery, error);
  if (count == 0)
    message_line("No %s%s.", call->conditions.count ? "matching " : "",
                 call->noun->plural);
  if (call->options->json)
    return output_write(&delivery->output, count ? "\n]\n" : "[]\n", 3, error);
  if (count == 0)
    return 0;
  return view_write(delivery->view, output_writer, &delivery->output, error);
}

/* ---- Set-up. ------------------------------------------------------ */

static int open_output(struct delivery *delivery, struct error *error)
{
  const char *path = delivery->call->options->output;

  delivery->output.fd = STDOUT_FILENO;
  if (!path)
    return 0;
  delivery->output.fd =
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  delivery->output.name = path;
  return delivery->output.fd >= 0
             ? 0
             : error_set(error, EXIT_USAGE, "cannot create %s: %s", path,
                         strerror(errno));
}

/* What a filter makes of a one-time token is written when all is well. */
static void begin_filters(struct delivery *delivery)
{
  struct filter *filter = filters_of_elements(delivery->filters);

  delivery->show = on_keep;
  if (!filter || delivery->call->verb->secret)
    return;
  delivery->show = on_filtered;
  delivery->filtered = (struct filter_list){ .filter = filter,
                                             .write = output_writer,
                                             .context = &delivery->output };
}

int delivery_begin(struct delivery *delivery, struct invocation *call,
                   const struct filters *filters,
                   struct token_file *token_file, struct error *error)
{
  struct table_style style = style_of_stdout();

  *delivery = (struct delivery){ .call = call,
                                 .filters = filters,
                                 .token_file = token_file,
                                 .whole = { .limit = REPLY_LIMIT } };
  if (is_mutation(delivery))
    delivery->whole.limit = RESULT_LIMIT;
  delivery->whole.secret = is_mutation(delivery);
  delivery->output.held.secret = is_mutation(delivery);
  delivery->stream.context = delivery;
  delivery->stream.limit = LIST_LIMIT;
  if (open_output(delivery, error) < 0)
    return -1;
  if (is_mutation(delivery))
    return buffer_reserve(&delivery->whole, REPLY_RESERVE) < 0
               ? error_memory(error)
               : 0;
  if (call->verb->reply != NSCALE_REPLY_LIST)
    return 0;
  delivery->stream.element = on_element;
  delivery->show = call->options->json ? on_json : on_row;
  if (call->options->json || filters->count)
    guard_output(delivery);
  if (filters->count)
    begin_filters(delivery);
  if (delivery->show != on_row)
    return 0;
  style.headless = call->options->headless;
  style.may_omit = !call->options->columns.named;
  delivery->view = view_new(&call->options->columns, &style);
  return delivery->view ? 0 : error_memory(error);
}

/* ---- Whole replies. ----------------------------------------------- */

/* Writes the token to its file and takes it out of what stdout gets. */
static int move_token(struct delivery *delivery, struct json_object *thing,
                      const char *token, struct error *error)
{
  if (token_file_write(delivery->token_file, token, strlen(token), error) < 0)
    return -1;
  /* json-c would free it as it is. */
  wipe((char *)(uintptr_t)token, strlen(token));
  (void)path_delete(thing, delivery->call->verb->secret);
  announce_file(delivery->call, delivery->token_file->path);
  return 0;
}

/* Where a result goes, piece by piece. */
struct sink {
  table_writer *write;
  void *context;
};

static struct sink sink_of(struct delivery *delivery)
{
  return (struct sink){ output_writer, &delivery->output };
}

/* Writes JSON laid out for reading, or what the filters make of it. */
static int write_json(struct delivery *delivery, struct sink sink,
                      const char *text, size_t length, int secret,
                      struct error *error)
{
  struct buffer laid_out = { .secret = secret };
  int result;

  guard_output(delivery);
  if (delivery->filters->count)
    return filters_run(delivery->filters, text, length, secret, sink.write,
                       sink.context, error);
  result = json_pretty(&laid_out, text, length, 0, error);
  buffer_putc(&laid_out, '\n');
  if (result == 0 && laid_out.failed)
    result = error_memory(error);
  if (result == 0)
    result = sink.write(sink.context, laid_out.data, laid_out.length, error);
  buffer_wipe(&laid_out);
  return result;
}

static const char *label(void *context, const struct nscale_choices *choices,
                         const char *value)
{
  return choices_label(context, choices, value);
}

/* Reads what the ids of a thing stand for.  Only what was read itself waits
 * for that: the result of a mutation is not held back for a courtesy. */
static void learn_labels(struct invocation *call, struct json_object *thing)
{
  const struct nscale_column *const *column = columns_of(call);
  struct json_object *value;

  for (; call->verb->effect == NSCALE_EFFECT_READ && column && *column;
       column++) {
    value = (*column)->choices ? path_get(thing, (*column)->path) : NULL;
    if (!value || (*column)->attributes & NSCALE_COLUMN_NOT_IN_DETAILS ||
        (json_object_is_type(value, json_type_array) &&
         json_object_array_length(value) == 0))
      continue;
    choices_try(call, (*column)->choices);
  }
}

static int write_thing(struct delivery *delivery, struct sink sink,
                       struct json_object *thing, const char *text,
                       size_t length, struct error *error)
{
  struct invocation *call = delivery->call;
  const struct view_hints hints = { .apart = call->verb->secret,
                                    .label = label,
                                    .context = call };
  struct table_style style = style_of_stdout();

  if (!invocation_is_for_people(call) || call->verb->reply == REPLY_ANY)
    return write_json(delivery, sink, text, length, invocation_is_secret(call),
                      error);
  learn_labels(call, thing);
  return view_details(thing, columns_of(call), &hints, &style, sink.write,
                      sink.context, error);
}

int delivery_preview(struct delivery *delivery, const char *text,
                     size_t length, struct error *error)
{
  return write_json(delivery, sink_of(delivery), text, length, 0, error);
}

static int check_shape(const struct delivery *delivery,
                       struct json_object *thing, struct error *error)
{
  switch (delivery->call->verb->reply) {
  case NSCALE_REPLY_OBJECT:
    return json_object_is_type(thing, json_type_object)
               ? 0
               : error_set(error, EXIT_FAILED, "the reply is no JSON object");
  case NSCALE_REPLY_LIST:
    return json_object_is_type(thing, json_type_array)
               ? 0
               : error_set(error, EXIT_FAILED, "the reply is not a list");
  default:
    return 0;
  }
}

static int append(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  struct buffer *text = context;

  buffer_append(text, bytes, length);
  return text->failed ? error_memory(error) : 0;
}

/* Writes a result that is to hold the token.  Where it does not
 * (token_in_output.h) the reply is saved and `kept` is its path; where it
 * looks like a typo, nothing is written and the reply is left to what saves
 * undelivered ones. */
static int write_told(struct delivery *delivery, struct json_object *thing,
                      const char *token, const char *text, size_t length,
                      const char **kept, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer result = { .secret = 1 };
  const struct sink sink = { append, &result };

  if (write_thing(delivery, sink, thing, text, length, error) < 0)
    return -1;
  if (!token_in_output(&result, token) || output_is_null(&delivery->output)) {
    if (delivery->filters->count && token_filter_missed(&result))
      return error_set(error, EXIT_FAILED,
                       "no filter finds the new token, "
                       "which can be read this once");
    *kept = rescue_save();
    if (!*kept)
      return error_set(error, EXIT_FAILED,
                       "the output leaves out the new "
                       "token, which can be read this once");
  }
  return output_write(&delivery->output, result.data, result.length, error);
}

/* ---- One reply. --------------------------------------------------- */

/* Where the reply of this call has a one-time token, or NULL.  What a request
 * of the user's own making answers with is not known before. */
static const char *token_path(const struct invocation *call)
{
  if (call->verb->secret)
    return call->verb->secret;
  return invocation_is_secret(call) ? ".status.accessToken" : NULL;
}

/* Delivers one JSON text and the token in it, where there is one to be. */
static int deliver(struct delivery *delivery, const char *text, size_t length,
                   int expect_token, struct error *error)
{
  struct buffer rest = { .secret = 1 };
  struct json_object *thing = exchange_read(text, length, error);
  const char *path = expect_token ? token_path(delivery->call) : NULL;
  const char *token = NULL;
  const char *kept = NULL;
  int result = -1;

  if (!thing)
    return -1;
  if (check_shape(delivery, thing, error) < 0)
    goto end;
  if (path)
    token = path_string(thing, path);
  if (delivery->call->verb->secret && path && (!token || !token[0])) {
    error_set(error, EXIT_FAILED, "the reply holds no token at %s", path);
    goto end;
  }
  if (token && !token[0])
    token = NULL;
  /* Before the token itself can reach a log. */
  if (token)
    mask_token(token);
  if (invocation_identify(delivery->call, thing) < 0)
    goto end;
  if (token && delivery->token_file->fd >= 0) {
    if (move_token(delivery, thing, token, error) < 0)
      goto end;
    if (json_write(&rest, thing, 0) < 0) {
      error_memory(error);
      goto end;
    }
    token = NULL;
    text = rest.data;
    length = rest.length;
  }
  /* With --all the files are all there is. */
  if ((delivery->call->options->all ||
       (token ? write_told(delivery, thing, token, text, length, &kept, error)
              : write_thing(delivery, sink_of(delivery), thing, text, length,
                            error)) == 0) &&
      output_end(&delivery->output, error) == 0)
    result = 0;
  if (result == 0 && kept)
    announce_kept(path, kept);
  else if (result == 0 && token)
    announce_result(delivery->call);

end:
  buffer_wipe(&rest);
  if (token)
    wipe((char *)(uintptr_t)token, strlen(token));
  json_object_put(thing);
  return result;
}

int delivery_text(struct delivery *delivery, const char *text, size_t length,
                  struct error *error)
{
  return deliver(delivery, text, length, 0, error);
}

int delivery_data(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  struct delivery *delivery = context;

  if (delivery->stream.element)
    return stream_feed(&delivery->stream, bytes, length, error);
  if (delivery->call->verb->reply == NSCALE_REPLY_BYTES &&
      !is_mutation(delivery))
    return output_write(&delivery->output, bytes, length, error);
  buffer_append(&delivery->whole, bytes, length);
  if (delivery->whole.failed)
    return error_set(error, EXIT_FAILED, "the reply is too large to keep");
  return 0;
}

/* The mutation was carried out and its result did not arrive: saves the
 * reply and says both. */
static int undelivered(struct delivery *delivery, struct error *error)
{
  const struct invocation *call = delivery->call;
  char cause[300];
  /* An empty file would only look like a reply. */
  const char *path = delivery->whole.length ? rescue_save() : NULL;

  (void)snprintf(cause, sizeof cause, "%s",
                 error->message ? error->message : "out of memory");
  error_clear(error);
  error_set(error, EXIT_UNDELIVERED,
            "%s was done, but its result could not "
            "be delivered: %s",
            call->verb->name, cause);
  if (!delivery->whole.length)
    return call->show_command
               ? error_hint(error,
                            "the reply was empty; look what is there "
                            "now: %s",
                            call->show_command)
               : error_hint(error,
                            "the reply was empty; look what is there "
                            "now: nscale %s list",
                            call->reader.plugin);
  if (path)
    error_hint(error, "the reply was saved to %s", path);
  else if (!tty_is(STDERR_FILENO))
    error_hint(error, "the reply could not be saved anywhere%s",
               invocation_is_secret(call) ? ": a token in it is lost and "
                                            "must be rotated again"
                                          : "");
  /* The path must be told even where memory for the hint ran out. */
  if (!error->hint)
    rescue_announce();
  return -1;
}

/* Whether what arrived, or did not, is of no interest. */
static int expects_nothing(const struct delivery *delivery)
{
  return delivery->call->verb->reply == NSCALE_REPLY_NOTHING ||
         (delivery->call->verb->reply == REPLY_ANY && !delivery->whole.length);
}

static int end_mutation(struct delivery *delivery, struct error *error)
{
  const struct invocation *call = delivery->call;
  int result;

  rescue_hold(delivery->whole.data, delivery->whole.length);
  interrupt_enter(INTERRUPT_RESCUES);
  if (expects_nothing(delivery))
    result = 0;
  else if (call->verb->reply == NSCALE_REPLY_BYTES)
    result = output_write(&delivery->output, delivery->whole.data,
                          delivery->whole.length, error) < 0
                 ? -1
                 : output_end(&delivery->output, error);
  else
    result = deliver(delivery, delivery->whole.data, delivery->whole.length, 1,
                     error);
  if (result < 0)
    (void)undelivered(delivery, error);
  interrupt_enter(INTERRUPT_IGNORED);
  rescue_hold(NULL, 0);
  return result;
}

int delivery_end(struct delivery *delivery, struct error *error)
{
  const struct invocation *call = delivery->call;

  if (is_mutation(delivery))
    return end_mutation(delivery, error);
  if (expects_nothing(delivery))
    return 0;
  if (delivery->stream.element)
    return end_list(delivery, error) < 0
               ? -1
               : output_end(&delivery->output, error);
  if (call->verb->reply == NSCALE_REPLY_BYTES)
    return output_end(&delivery->output, error);
  return deliver(delivery, delivery->whole.data, delivery->whole.length, 0,
                 error);
}

void delivery_cut(struct delivery *delivery, struct error *error)
{
  CLEANUP_BUFFER struct buffer hint = { 0 };
  const char *path;

  if (!delivery->whole.length)
    return;
  rescue_hold(delivery->whole.data, delivery->whole.length);
  /* Not the connection failed, but what was to keep the reply. */
  if (error->exit_status != EXIT_UNKNOWN) {
    (void)undelivered(delivery, error);
    rescue_hold(NULL, 0);
    return;
  }
  path = rescue_save();
  if (path)
    buffer_printf(&hint, "what arrived was saved to %s%s%s", path,
                  error->hint ? "; " : "", error->hint ? error->hint : "");
  if (path && !hint.failed) {
    free(error->hint);
    error->hint = buffer_take(&hint);
  } else {
    rescue_announce();
  }
  rescue_hold(NULL, 0);
}

void delivery_free(struct delivery *delivery)
{
  output_discard(&delivery->output);
  if (delivery->call && delivery->call->options->output &&
      delivery->output.fd >= 0)
    (void)close(delivery->output.fd);
  buffer_wipe(&delivery->whole);
  buffer_wipe(&delivery->piece);
  filter_list_free(&delivery->filtered);
  stream_free(&delivery->stream);
  view_free(delivery->view);
}
