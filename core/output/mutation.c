/* mutation.c - the reply of a mutation on its way to the user. */
#include "core/output/mutation.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/interrupt.h"
#include "core/grammar/flag_table.h"
#include "core/http/explain.h"
#include "core/json/path.h"
#include "core/json/whole.h"
#include "core/json/write.h"
#include "core/message/tty.h"
#include "core/output/announce.h"
#include "core/output/filters.h"
#include "core/output/fresh.h"
#include "core/output/thing.h"
#include "core/output/token_part.h"
#include "core/token/rescue.h"
#include "core/token/token_file.h"
#include "core/token/token_in_output.h"

int mutation_expects_nothing(const struct delivery_task *task,
                             const struct buffer *reply)
{
  return task->verb->reply == NSCALE_REPLY_NOTHING ||
         (task->verb->reply == REPLY_ANY && !reply->length);
}

/* ---- The result. -------------------------------------------------- */

/* One reply that is being delivered. */
struct mutation {
  const struct delivery_task *task;
  struct json_object *thing;
  struct span reply; /* as it came */
  struct span json;  /* the text of the thing */
  struct output *output;
};

static int mutation_write(const struct mutation *mutation, struct error *error)
{
  if (mutation->task->tokens_only)
    return 0;
  return thing_write(mutation->task, mutation->thing, mutation->json,
                     output_sink(mutation->output), error);
}

/* Writes what is left of a reply whose token is where it should be. */
static int mutation_write_rest(struct mutation *mutation, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer rest = { .secret = 1 };

  (void)path_delete(mutation->thing, token_part_path(mutation->task));
  if (json_write(&rest, mutation->thing, 0) < 0)
    return error_memory(error);
  mutation->json = (struct span){ rest.data, rest.length };
  return mutation_write(mutation, error) < 0
             ? -1
             : output_end(mutation->output, error);
}

/* Has the token taken to the place that uses it.  It is alone in a file
 * before that begins, whatever ends us meanwhile: in `file`, or without one in
 * a new file, which goes when it has arrived. */
static int mutation_hand_over(const struct mutation *mutation,
                              const char *token, const char *file,
                              struct error *error)
{
  const struct delivery_task *task = mutation->task;
  CLEANUP(buffer_wipe) struct buffer line = { .secret = 1 };
  int result;

  buffer_printf(&line, "%s\n", token);
  if (line.failed)
    return error_memory(error);
  rescue_hold_token(line.data, line.length, file);
  result = task->hand_over(task->context, token, rescue_save());
  if (result < 0) {
    if (!rescue_save())
      rescue_announce();
    interrupt_enter(INTERRUPT_IGNORED); /* what is held goes with `line` */
    return -1;
  }
  if (!file)
    rescue_discard();
  rescue_hold(mutation->reply.text, mutation->reply.length);
  return 0;
}

/* Takes the token to its file and to its command, whichever there is. */
static int mutation_move_token(const struct mutation *mutation,
                               const char *token, struct error *error)
{
  const struct delivery_task *task = mutation->task;
  const char *file = task->token_file->fd >= 0 ? task->token_file->path : NULL;

  if (file &&
      token_file_write(task->token_file, token, strlen(token), error) < 0)
    return -1;
  if (task->hand_over && mutation_hand_over(mutation, token, file, error) < 0)
    return -1;
  if (file)
    announce_file(task, file);
  return 0;
}

/* A result that is to hold the token, on its way out. */
struct token_result {
  const struct mutation *mutation;
  const char *token;
  const char *kept;    /* where the reply was saved, or NULL */
  struct buffer start; /* of it, until it is judged */
  int is_judged;
};

/* Looks for the token in what there is of the result, and writes that.  Where
 * it is not there (token_in_output.h) the reply is saved; where that looks
 * like a typo, nothing is written and the reply is left to what saves
 * undelivered ones. */
static int token_result_judge(struct token_result *result, struct error *error)
{
  const struct mutation *mutation = result->mutation;
  const struct buffer *start = &result->start;

  result->is_judged = 1;
  if (!token_in_output(start, result->token) ||
      output_is_null(mutation->output)) {
    if (mutation->task->filters->count && token_filter_missed(start))
      return error_set(
          error, EXIT_FAILED,
          "no filter finds the new token, which can be read only this once");
    result->kept = rescue_save();
    if (!result->kept)
      return error_set(error, EXIT_FAILED,
                       "the output leaves out the new token, which can be "
                       "read only this once");
  }
  return output_write(mutation->output, start->data, start->length, error);
}

/* What does not end is not waited for: a result that is larger than what is
 * held of any is judged by its start. */
static int token_result_write(void *context, const char *bytes, size_t length,
                              struct error *error)
{
  struct token_result *result = context;

  if (result->is_judged)
    return output_write(result->mutation->output, bytes, length, error);
  buffer_append(&result->start, bytes, length);
  if (result->start.failed)
    return error_memory(error);
  return result->start.length > OUTPUT_HELD ? token_result_judge(result, error)
                                            : 0;
}

/* Writes a result that is to hold the token; `kept` is where the reply was
 * saved, if it was. */
static int mutation_write_token(const struct mutation *mutation,
                                const char *token, const char **kept,
                                struct error *error)
{
  struct token_result result = { .mutation = mutation,
                                 .token = token,
                                 .start = { .secret = 1 } };
  int failed =
      thing_write(mutation->task, mutation->thing, mutation->json,
                  (struct sink){ token_result_write, &result }, error) < 0 ||
      (!result.is_judged && token_result_judge(&result, error) < 0);

  buffer_wipe(&result.start);
  *kept = result.kept;
  return failed ? -1 : 0;
}

/* Delivers a reply with this token, which the thing has and which is
 * overwritten then. */
static int mutation_deliver_token(struct mutation *mutation, const char *token,
                                  struct error *error)
{
  const struct delivery_task *task = mutation->task;
  const char *kept = NULL;
  int result = 0;

  if (task->token_file->fd >= 0 || task->hand_over) {
    result = mutation_move_token(mutation, token, error);
    token_part_wipe(token);
    return result < 0 ? -1 : mutation_write_rest(mutation, error);
  }
  if (!task->tokens_only)
    result = mutation_write_token(mutation, token, &kept, error);
  if (result == 0)
    result = output_end(mutation->output, error);
  if (result == 0 && kept)
    announce_kept(token_part_path(task), kept);
  else if (result == 0)
    announce_result(task);
  token_part_wipe(token);
  return result;
}

/* Has the thing as it is now in the place of a reply that is from before the
 * change.  `text` takes its JSON then. */
static int mutation_freshen(struct mutation *mutation, struct buffer *text,
                            struct error *error)
{
  const int changed = fresh_put(mutation->task, mutation->thing);

  if (changed < 0 || (changed && json_write(text, mutation->thing, 0) < 0))
    return error_memory(error);
  if (changed)
    mutation->json = (struct span){ text->data, text->length };
  return 0;
}

/* Whether a reply that could not be read is at fault, and not a lack of
 * memory. */
static int is_foreign(const struct delivery_task *task, struct span json)
{
  struct scan scan;
  struct span value;

  return scan_whole(&scan, json, &value) != 0 ||
         (task->verb->reply == NSCALE_REPLY_OBJECT && value.text[0] != '{');
}

/* Delivers a reply that is one JSON text. */
static int mutation_deliver_json(const struct delivery_task *task,
                                 struct span json, struct output *output,
                                 struct error *error)
{
  struct mutation mutation = {
    .task = task, .reply = json, .json = json, .output = output
  };
  CLEANUP(buffer_wipe) struct buffer fresh = { .secret = 1 };
  const char *token = NULL;
  int result = -1;

  if (thing_read(task, json, &mutation.thing, error) < 0) {
    if (is_foreign(task, json))
      error->exit_status = EXIT_UNKNOWN;
    return -1;
  }
  if (!thing_has_details(task))
    output_json(output, task->filters->count > 0);
  if (token_part_find(task, mutation.thing, &token, EXIT_UNKNOWN, error) ==
      0) {
    if (mutation_freshen(&mutation, &fresh, error) < 0 ||
        (mutation.thing && task->identify &&
         task->identify(task->context, mutation.thing) < 0)) {
      token_part_wipe(token);
    } else if (token) {
      result = mutation_deliver_token(&mutation, token, error);
    } else if (mutation_write(&mutation, error) == 0) {
      result = output_end(output, error);
    }
  }
  json_object_put(mutation.thing);
  return result;
}

/* ---- What could not be delivered. --------------------------------- */

/* The mutation was carried out and its result did not arrive: saves the
 * reply and says both. */
static void undelivered(const struct delivery_task *task,
                        const struct buffer *reply, struct error *error)
{
  char cause[300];
  /* An empty file would only look like a reply. */
  const char *path = reply->length ? rescue_save() : NULL;

  (void)snprintf(cause, sizeof cause, "%s",
                 error->message ? error->message : "out of memory");
  error_clear(error);
  error_set(error, EXIT_UNDELIVERED,
            "%s was done, but its result could not "
            "be delivered: %s",
            task->verb->name, cause);
  if (!reply->length)
    return;
  if (path)
    error_hint(error, "the reply was saved to %s", path);
  else if (!tty_is(STDERR_FILENO))
    error_hint(error, "the reply could not be saved anywhere%s",
               task->secret ? ": a token in it is lost and "
                              "must be rotated again"
                            : "");
  /* The path must be told even where memory for the hint ran out. */
  if (!error->hint)
    rescue_announce();
}

/* Saves what arrived of a reply and says so before the error's hint. */
static void save_part(struct error *error)
{
  CLEANUP_BUFFER struct buffer hint = { 0 };
  const char *path = rescue_save();

  if (path)
    buffer_printf(&hint, "what arrived was saved to %s%s%s", path,
                  error->hint ? "; " : "", error->hint ? error->hint : "");
  if (!path || hint.failed) {
    rescue_announce();
    return;
  }
  free(error->hint);
  error->hint = buffer_take(&hint);
}

/* The reply is not one that the API gives to this: whether the mutation was
 * carried out is not known.  It is kept all the same, as it may hold a token
 * elsewhere. */
static void foreign(const struct delivery_task *task,
                    const struct buffer *reply, struct error *error)
{
  char cause[300];

  (void)snprintf(cause, sizeof cause, "%s",
                 error->message ? error->message : "out of memory");
  error_clear(error);
  explain_unknown(&task->subject, cause, error);
  if (reply->length)
    save_part(error);
}

int mutation_deliver(const struct delivery_task *task,
                     const struct buffer *reply, struct output *output,
                     struct error *error)
{
  int result;

  rescue_hold(reply->data, reply->length);
  interrupt_enter(INTERRUPT_RESCUES);
  if (mutation_expects_nothing(task, reply))
    result = 0;
  else if (task->verb->reply == NSCALE_REPLY_BYTES)
    result = output_write(output, reply->data, reply->length, error) < 0
                 ? -1
                 : output_end(output, error);
  else
    result = mutation_deliver_json(
        task, (struct span){ reply->data, reply->length }, output, error);
  if (result < 0 && error->exit_status == EXIT_UNKNOWN)
    foreign(task, reply, error);
  else if (result < 0 && error->exit_status != EXIT_UNDELIVERED)
    undelivered(task, reply, error);
  interrupt_enter(INTERRUPT_IGNORED);
  rescue_hold(NULL, 0);
  return result;
}

void mutation_cut(const struct delivery_task *task, const struct buffer *reply,
                  struct error *error)
{
  if (!reply->length)
    return;
  rescue_hold(reply->data, reply->length);
  /* Else not the connection failed, but what was to keep the reply. */
  if (error->exit_status == EXIT_UNKNOWN)
    save_part(error);
  else
    undelivered(task, reply, error);
  rescue_hold(NULL, 0);
}
