/* send.c - a plan is carried out, request by request. */
#include "core/verb/send.h"

#include <string.h>

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/invocation/find.h"
#include "core/invocation/host.h"
#include "core/json/path.h"
#include "core/message/message.h"
#include "core/output/delivery.h"
#include "core/token/token_folder.h"
#include "core/verb/headline.h"
#include "core/verb/wait.h"

static int send_task(struct invocation *call, struct nscale_request *request,
                     struct delivery *delivery)
{
  int mutation = !request_is_read(request);
  struct exchange_task task = {
    .request = request,
    .subject = { .effect = call->verb->effect,
                 .singular = call->noun->singular,
                 .plural = call->noun->plural,
                 .verb = call->verb->name,
                 .plugin = call->reader.plugin,
                 .name = invocation_target_name(call),
                 .organization =
                     scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION),
                 .show_command = call->show_command },
    .mutation = mutation,
    .secret = invocation_is_secret(call),
    .raw = call->verb->reply == NSCALE_REPLY_BYTES ||
           (mutation && call->verb->reply != NSCALE_REPLY_NOTHING),
    .data = delivery_data,
    .context = delivery,
  };

  if (exchange_run(call->reader.exchange, &task, call->error) == 0)
    return 0;
  if (task.not_found && call->options->target.ignore_not_found) {
    error_clear(call->error);
    invocation_nothing_to_do(call, "is not there");
    return 0;
  }
  if (task.cut && mutation)
    delivery_cut(delivery, call->error);
  return -1;
}

/* Whether the end of what the request begins is to be awaited. */
static int is_awaited(const struct invocation *call,
                      const struct nscale_request *request)
{
  return request->wait_read && (call->options->wait.asked ||
                                !(call->verb->attributes & NSCALE_VERB_WAIT));
}

static int say_done(const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!call->verb->done || !invocation_is_for_people(call))
    return 0;
  headline_fill(&text, call->verb->done, call);
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
static int send_finish(struct invocation *call,
                       const struct delivery *delivery)
{
  struct json_object *reply = NULL;
  int result;

  if (!call->verb->finish || call->verb->reply == NSCALE_REPLY_LIST ||
      call->verb->reply == NSCALE_REPLY_BYTES)
    return 0;
  if (delivery->whole.length) {
    reply = arena_json(&call->arena,
                       exchange_read(delivery->whole.data,
                                     delivery->whole.length, call->error),
                       call->error);
    if (!reply && call->verb->reply == NSCALE_REPLY_OBJECT)
      return -1;
  }
  call->plan.muted = 0;
  result = call->verb->finish(&call->head, host_json_to(reply));
  wipe_token(call, reply);
  return result < 0
             ? error_set(call->error, EXIT_FAILED,
                         "the plugin failed to finish %s", call->verb->name)
             : 0;
}

/* Sends the one request and delivers its reply. */
static int send_request(struct invocation *call,
                        struct nscale_request *request,
                        const struct outlets *outlets, int last)
{
  const struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct lookup lookup = target_lookup(call);

  call->plan.nothing_to_do = 0;
  if (delivery_begin(&delivery, &task, call->error) < 0)
    return -1;
  if (request->pick) {
    lookup.wanted = request->pick;
    return lookup_text(&call->reader, request, &lookup, &text, call->error) < 0
               ? -1
               : delivery_text(&delivery, text.data, text.length, call->error);
  }
  if (send_task(call, request, &delivery) < 0)
    return -1;
  if (call->plan.nothing_to_do)
    return 0;
  if (delivery_end(&delivery, call->error) < 0)
    return -1;
  if (is_awaited(call, request) && wait_condition(call, request) < 0)
    return -1;
  if (!last)
    return 0;
  (void)say_done(call);
  return send_finish(call, &delivery);
}

/* The next of the targets: where its token goes. */
static int begin_target(struct invocation *call, size_t index,
                        struct token_file *token_file)
{
  const char *folder = call->options->token.folder;
  const struct target *target = &call->targets.list[index];
  const char *path;

  if (invocation_turn(call, index) < 0)
    return -1;
  if (!folder)
    return 0;
  path = arena_keep(&call->arena,
                    token_folder_path(folder, target->name, target->id),
                    call->error);
  if (!path)
    return -1;
  return token_file_create(token_file, path, call->error);
}

/* Which of the targets are done, so that what is left can be done by the same
 * command. */
static void write_done(struct buffer *text, const struct invocation *call,
                       size_t done)
{
  buffer_printf(text, "%zu of %zu %s %s done before that: ", done,
                call->targets.count, call->noun->plural,
                done == 1 ? "was" : "were");
  targets_names(&call->targets, done, text);
  buffer_puts(text, "; the same command does the rest");
}

/* One of the targets failed: says which are done. */
static int stopped_among(const struct invocation *call, size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (done == 0)
    return -1;
  write_done(&text, call, done);
  if (!text.failed)
    message_note("%s", text.data);
  if (call->error->exit_status == EXIT_NETWORK ||
      call->error->exit_status == EXIT_INTERRUPTED)
    call->error->exit_status = EXIT_FAILED;
  return -1;
}

/* From here on a signal is no longer one before anything was sent: it says
 * which of the targets are done. */
static void signal_among(struct invocation *call, size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  struct buffer shown = { 0 };
  const char *kept = NULL;

  buffer_puts(&text, "interrupted; ");
  write_done(&text, call, done);
  if (!text.failed)
    text_escape(&shown, text.data, text.length);
  if (!text.failed && !shown.failed)
    kept = arena_keep(&call->arena, buffer_take(&shown), &ignored);
  buffer_free(&shown);
  interrupt_say(EXIT_FAILED,
                kept ? kept : "interrupted; what was done before stays done");
  interrupt_enter(INTERRUPT_WAITS);
}

/* Carries out the plan for each of the targets in turn.  A signal while one is
 * on its way lets it be delivered and ends the rest. */
static int send_targets(struct invocation *call, const struct outlets *outlets)
{
  struct nscale_request *const *plan = call->plan.requests;
  const size_t count = call->plan.count;
  size_t turn = 0;
  size_t i;

  if (call->options->token.folder &&
      token_folder_make(call->options->token.folder, call->error) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    const int first = i == 0 || plan[i]->turn != turn;
    const int last = i + 1 == count || plan[i + 1]->turn != plan[i]->turn;

    turn = plan[i]->turn;
    if (i > 0 && interrupt_count() > 0) {
      error_set(call->error, EXIT_INTERRUPTED, "interrupted");
      return stopped_among(call, turn);
    }
    if ((first && begin_target(call, turn, outlets->token_file) < 0) ||
        send_request(call, plan[i], outlets, last) < 0)
      return stopped_among(call, turn);
    signal_among(call, last ? turn + 1 : turn);
  }
  interrupt_enter(INTERRUPT_IGNORED);
  return 0;
}

/* A later request failed: "not applied" would be wrong of the whole. */
static int stopped_midway(const struct invocation *call, size_t done)
{
  if (call->verb->effect == NSCALE_EFFECT_READ)
    return -1;
  if (call->error->exit_status == EXIT_NETWORK)
    call->error->exit_status = EXIT_FAILED;
  return error_hint(call->error,
                    "%zu of %zu requests were carried out before that", done,
                    call->plan.count);
}

int send_plan(struct invocation *call, const struct outlets *outlets)
{
  size_t i;

  if (call->options->target.all)
    return send_targets(call, outlets);
  if (call->plan.count > 1 &&
      (call->options->token.file || call->options->output.file))
    return error_set(call->error, EXIT_USAGE,
                     "%s plans %zu requests, and --%s "
                     "takes the result of one",
                     call->verb->name, call->plan.count,
                     call->options->output.file ? "output" : "token-file");
  for (i = 0; i < call->plan.count; i++)
    if (send_request(call, call->plan.requests[i], outlets,
                     i + 1 == call->plan.count) < 0)
      return i == 0 ? -1 : stopped_midway(call, i);
    else if (call->verb->effect != NSCALE_EFFECT_READ)
      interrupt_say(EXIT_FAILED, "interrupted between two requests; what was "
                                 "done before stays done");
  return 0;
}

int send_answer(struct invocation *call, const struct outlets *outlets)
{
  const struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };

  if (delivery_begin(&delivery, &task, call->error) < 0 ||
      delivery_data(&delivery, call->plan.answer.data,
                    call->plan.answer.length, call->error) < 0 ||
      delivery_end(&delivery, call->error) < 0)
    return -1;
  return send_finish(call, &delivery);
}
