/* send.c - a plan is carried out, request by request. */
#include "core/verb/send.h"

#include <string.h>

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/invocation/host.h"
#include "core/invocation/lookup.h"
#include "core/json/path.h"
#include "core/output/delivery.h"
#include "core/token/token_folder.h"
#include "core/verb/confirm.h"
#include "core/verb/wait.h"

static int send_one(struct invocation *call, struct nscale_request *request,
                    struct delivery *delivery, struct error *error)
{
  int mutation = !request_is_read(request);
  struct exchange_task task = {
    .request = request,
    .effect = call->verb->effect,
    .mutation = mutation,
    .secret = invocation_is_secret(call),
    .raw = call->verb->reply == NSCALE_REPLY_BYTES ||
           (mutation && call->verb->reply != NSCALE_REPLY_NOTHING),
    .singular = call->noun->singular,
    .plural = call->noun->plural,
    .verb = call->verb->name,
    .plugin = call->plugin_name,
    .name = invocation_target_name(call),
    .organization = call->scope_ids[0],
    .look = call->look,
    .data = delivery_data,
    .context = delivery,
  };

  if (exchange_run(call->exchange, &task, error) == 0)
    return 0;
  if (task.not_found && call->options->ignore_not_found) {
    error_clear(error);
    invocation_settle(call, "is not there");
    return 0;
  }
  if (task.cut && mutation)
    delivery_cut(delivery, error);
  return -1;
}

/* Whether the end of what the request begins is to be awaited. */
static int is_awaited(const struct invocation *call,
                      const struct nscale_request *request)
{
  return request->wait_read &&
         (call->options->wait || !(call->verb->attributes & NSCALE_VERB_WAIT));
}

static int say_done(const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!call->verb->done || !invocation_is_for_people(call))
    return 0;
  confirm_fill(&text, call->verb->done, call);
  message_line("%s", text.failed ? call->verb->done : text.data);
  return 0;
}

/* json-c would free the token that the plugin has seen as it is. */
static void wipe_token(const struct invocation *call,
                       struct json_object *reply)
{
  const char *token = reply && call->verb->secret
                          ? path_string(reply, call->verb->secret)
                          : NULL;

  if (token)
    wipe((char *)(uintptr_t)token, strlen(token));
}

/* The plugin's last word, which may refuse but not withhold: the result is
 * out already. */
static int finish(struct invocation *call, const struct delivery *delivery,
                  struct error *error)
{
  struct json_object *reply = NULL;
  int result;

  if (!call->verb->finish || call->verb->reply == NSCALE_REPLY_LIST ||
      call->verb->reply == NSCALE_REPLY_BYTES)
    return 0;
  if (delivery->whole.length) {
    reply = invocation_keep_json(
        call,
        exchange_read(delivery->whole.data, delivery->whole.length, error));
    if (!reply && call->verb->reply == NSCALE_REPLY_OBJECT)
      return -1;
  }
  call->muted = 0;
  result = call->verb->finish(&call->head, host_json_to(reply));
  wipe_token(call, reply);
  return result < 0
             ? error_set(error, EXIT_FAILED, "the plugin failed to finish %s",
                         call->verb->name)
             : 0;
}

/* Sends the one request and delivers its reply. */
static int carry_out(struct invocation *call, struct nscale_request *request,
                     const struct filters *filters,
                     struct token_file *token_file, int last,
                     struct error *error)
{
  CLEANUP_DELIVERY struct delivery delivery = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct lookup lookup = lookup_of_target(call);

  call->settled = 0;
  if (delivery_begin(&delivery, call, filters, token_file, error) < 0)
    return -1;
  if (request->pick) {
    lookup.wanted = request->pick;
    return lookup_text(call, request, &lookup, &text) < 0
               ? -1
               : delivery_text(&delivery, text.data, text.length, error);
  }
  if (send_one(call, request, &delivery, error) < 0)
    return -1;
  if (call->settled)
    return 0;
  if (delivery_end(&delivery, error) < 0)
    return -1;
  if (is_awaited(call, request) && wait_condition(call, request, error) < 0)
    return -1;
  if (!last)
    return 0;
  (void)say_done(call);
  return finish(call, &delivery, error);
}

/* The next of the things: where its token goes. */
static int begin_thing(struct invocation *call, size_t index,
                       struct token_file *token_file, struct error *error)
{
  const char *folder = call->options->output_dir;
  const char *path;

  if (targets_turn(call, index) < 0)
    return -1;
  if (!folder)
    return 0;
  path = invocation_keep_text(
      call, token_folder_path(folder, &call->things.list[index]));
  if (!path)
    return error_memory(error);
  return token_file_create(token_file, path, error);
}

/* Which of the things are done, so that what is left can be done by the same
 * command. */
static void write_done(struct buffer *text, const struct invocation *call,
                       size_t done)
{
  (void)buffer_printf(text, "%zu of %zu %s %s done before that: ", done,
                      call->things.count, call->noun->plural,
                      done == 1 ? "was" : "were");
  targets_names(&call->things, done, text);
  (void)buffer_puts(text, "; the same command does the rest");
}

/* One of the things failed: says which are done. */
static int stopped_among(const struct invocation *call, size_t done,
                         struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (done == 0)
    return -1;
  write_done(&text, call, done);
  if (!text.failed)
    message_note("%s", text.data);
  if (error->exit_status == EXIT_NETWORK ||
      error->exit_status == EXIT_INTERRUPTED)
    error->exit_status = EXIT_FAILED;
  return -1;
}

/* From here on a signal is no longer one before anything was sent: it says
 * which of the things are done. */
static void signal_among(struct invocation *call, size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct buffer shown = { 0 };
  const char *kept = NULL;

  (void)buffer_puts(&text, "interrupted; ");
  write_done(&text, call, done);
  if (!text.failed && text_escape(&shown, text.data, text.length) == 0)
    kept = invocation_keep_text(call, buffer_take(&shown));
  buffer_free(&shown);
  interrupt_say(EXIT_FAILED,
                kept ? kept : "interrupted; what was done before stays done");
  interrupt_enter(INTERRUPT_WAITS);
}

/* Carries out the plan for each of the things in turn.  A signal while one is
 * on its way lets it be delivered and ends the rest. */
static int send_things(struct invocation *call, const struct filters *filters,
                       struct token_file *token_file, struct error *error)
{
  struct nscale_request *const *plan = call->plan;
  const size_t count = call->plan_count;
  size_t i;
  size_t thing = 0;

  if (call->options->output_dir &&
      token_folder_make(call->options->output_dir, error) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    const int first = i == 0 || plan[i]->thing != thing;
    const int last = i + 1 == count || plan[i + 1]->thing != plan[i]->thing;

    thing = plan[i]->thing;
    if (i > 0 && interrupt_count() > 0) {
      error_set(error, EXIT_INTERRUPTED, "interrupted");
      return stopped_among(call, thing, error);
    }
    if ((first && begin_thing(call, thing, token_file, error) < 0) ||
        carry_out(call, plan[i], filters, token_file, last, error) < 0)
      return stopped_among(call, thing, error);
    signal_among(call, last ? thing + 1 : thing);
  }
  interrupt_enter(INTERRUPT_IGNORED);
  return 0;
}

/* A later request failed: "not applied" would be wrong of the whole. */
static int stopped_midway(const struct invocation *call, size_t done,
                          struct error *error)
{
  if (call->verb->effect == NSCALE_EFFECT_READ)
    return -1;
  if (error->exit_status == EXIT_NETWORK)
    error->exit_status = EXIT_FAILED;
  return error_hint(error, "%zu of %zu requests were carried out before that",
                    done, call->plan_count);
}

int send_plan(struct invocation *call, const struct filters *filters,
              struct token_file *token_file, struct error *error)
{
  size_t i;

  if (call->options->all)
    return send_things(call, filters, token_file, error);
  if (call->plan_count > 1 &&
      (call->options->token_file || call->options->output))
    return error_set(error, EXIT_USAGE,
                     "%s plans %zu requests, and --%s "
                     "takes the result of one",
                     call->verb->name, call->plan_count,
                     call->options->output ? "output" : "token-file");
  for (i = 0; i < call->plan_count; i++)
    if (carry_out(call, call->plan[i], filters, token_file,
                  i + 1 == call->plan_count, error) < 0)
      return i == 0 ? -1 : stopped_midway(call, i, error);
    else if (call->verb->effect != NSCALE_EFFECT_READ)
      interrupt_say(EXIT_FAILED, "interrupted between two requests; what was "
                                 "done before stays done");
  return 0;
}

int send_answer(struct invocation *call, const struct filters *filters,
                struct token_file *token_file, struct error *error)
{
  CLEANUP_DELIVERY struct delivery delivery = { 0 };

  if (delivery_begin(&delivery, call, filters, token_file, error) < 0 ||
      delivery_data(&delivery, call->answer.data, call->answer.length, error) <
          0 ||
      delivery_end(&delivery, error) < 0)
    return -1;
  return finish(call, &delivery, error);
}
