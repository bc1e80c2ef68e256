/* send.c - a plan is carried out, request by request. */
#include "core/verb/send.h"

#include <string.h>

#include "core/base/interrupt.h"
#include "core/http/pages.h"
#include "core/invocation/choices.h"
#include "core/invocation/enter.h"
#include "core/invocation/find.h"
#include "core/invocation/later.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/output/delivery.h"
#include "core/plugin/thing_fields.h"
#include "core/verb/deliver.h"
#include "core/verb/follow.h"
#include "core/verb/headline.h"
#include "core/verb/wait.h"

#define DONE_MOST 4 /* requests that are named where a later one fails */

static int send_task(struct invocation *call, struct nscale_request *request,
                     struct delivery *delivery)
{
  int mutation = !request_is_read(request);
  struct exchange_task task = {
    .request = request,
    .subject = deliver_subject(call),
    .mutation = mutation,
    .secret = invocation_is_secret(call),
    .raw = call->verb->reply == NSCALE_REPLY_BYTES && !call->verb->text,
    .data = delivery_data,
    .is_whole = delivery_is_whole,
    .context = delivery,
  };

  parent_name(&call->parent, request, &task.subject);
  if (pages_run(call->reader.exchange, &task, 0, call->error) == 0)
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

/* json-c would free the token that was read as it is. */
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
    reply =
        arena_json(&call->arena,
                   exchange_read(delivery->whole.data, delivery->whole.length,
                                 NULL, call->error),
                   call->error);
    if (!reply && call->verb->reply == NSCALE_REPLY_OBJECT)
      return -1;
  }
  call->plan.muted = 0;
  result = enter_finish(call, reply);
  wipe_token(call, reply);
  return result < 0 ? error_plugin(call->error, call->reader.plugin,
                                   "fails to finish %s and says no reason",
                                   call->verb->name)
                    : 0;
}

/* Whether the result is what the last look at what is awaited shows. */
static int is_held(const struct invocation *call,
                   const struct nscale_request *request)
{
  return is_awaited(call, request) && request->wait_of_verb &&
         call->verb->reply == NSCALE_REPLY_OBJECT && !call->verb->secret;
}

/* Takes from a reply what later requests need.  Returns whether it is the
 * result, or what is put aside; one with the secret always is the result: it
 * exists only here. */
static int note_later(struct invocation *call,
                      const struct nscale_request *request,
                      const struct buffer *reply)
{
  CLEANUP_JSON struct json_object *json = NULL;
  CLEANUP_ERROR struct error ignored = { 0 };
  int is_result = !request->aside;

  if ((call->laters || request->aside) && reply->length)
    json = exchange_read(reply->data, reply->length, NULL, &ignored);
  later_note(call, request, json);
  if (json && call->verb->secret && path_get(json, call->verb->secret))
    is_result = 1;
  wipe_token(call, json);
  return is_result;
}

/* Learns from the reply what the thing is called. */
static int note_reply(struct invocation *call, const struct buffer *reply)
{
  struct fields fields = { .count = 0 };
  CLEANUP_JSON struct json_object *thing = exchange_read(
      reply->data, reply->length,
      thing_fields(&fields, call->noun, call->verb), call->error);

  return thing ? invocation_identify(call, thing) : -1;
}

/* Waits first, and shows what was seen last, or without that the reply: also
 * where the waiting ends badly, so that people know what there is. */
static int wait_and_deliver(struct invocation *call,
                            const struct nscale_request *request,
                            struct delivery *delivery)
{
  CLEANUP_BUFFER struct buffer last = { 0 };
  CLEANUP_ERROR struct error other = { 0 };
  struct error *error = call->error;
  const struct buffer *shown;
  int delivered;
  int result;

  if (delivery->whole.length && note_reply(call, &delivery->whole) < 0) {
    error_clear(error);
    return delivery_end(delivery, error); /* which says what is wrong */
  }
  result = later_settle(call, request->wait_read) < 0
               ? -1
               : wait_condition(call, request, &last);
  shown = last.length ? &last : &delivery->whole;
  if (!shown->length)
    return result < 0 ? -1 : delivery_end(delivery, error);
  call->error = result < 0 ? &other : error;
  delivered = delivery_text(delivery, shown->data, shown->length, call->error);
  call->error = error;
  return result < 0 ? -1 : delivered;
}

/* The reply is whole: shows it, and awaits what it begins. */
static int end_request(struct invocation *call,
                       const struct nscale_request *request,
                       struct delivery *delivery)
{
  CLEANUP_BUFFER struct buffer ignored = { 0 };
  const int is_result = note_later(call, request, &delivery->whole);

  if (is_held(call, request) && is_result)
    return wait_and_deliver(call, request, delivery);
  if (is_result && delivery_end(delivery, call->error) < 0)
    return -1;
  if (!is_awaited(call, request))
    return 0;
  return later_settle(call, request->wait_read) < 0
             ? -1
             : wait_condition(call, request, &ignored);
}

/* The reply is a list, of which one element is asked for. */
static int send_pick(struct invocation *call, struct nscale_request *request,
                     struct delivery *delivery)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (target_text(call, request, request->pick, &text) < 0)
    return -1;
  return note_later(call, request, &text)
             ? delivery_text(delivery, text.data, text.length, call->error)
             : 0;
}

/* What the details show by name comes along with the thing. */
static void read_labels_ahead(struct invocation *call,
                              const struct delivery_task *task)
{
  const struct nscale_column *const *column = delivery_task_columns(task);

  if (!task->for_people || call->verb->effect != NSCALE_EFFECT_READ)
    return;
  for (; column && *column; column++)
    if (!((*column)->attributes & NSCALE_COLUMN_NOT_IN_DETAILS))
      choices_ahead(call, (*column)->choices);
}

int send_request(struct invocation *call, struct nscale_request *request,
                 const struct outlets *outlets, int last)
{
  const int mutation = !request_is_read(request);
  struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };

  if (later_settle(call, request) < 0)
    return -1;
  if (is_awaited(call, request))
    wait_prepare(call, request);
  task.sent = request->json;
  task.source = mutation ? DELIVERY_CHANGED : DELIVERY_READ;
  call->plan.nothing_to_do = 0;
  if (delivery_begin(&delivery, &task, call->error) < 0)
    return -1;
  if (request->pick) {
    read_labels_ahead(call, &task);
    return send_pick(call, request, &delivery);
  }
  if (send_task(call, request, &delivery) < 0)
    return -1;
  if (call->plan.nothing_to_do)
    return 0;
  if (end_request(call, request, &delivery) < 0)
    return -1;
  if (!last)
    return 0;
  (void)say_done(call);
  return send_finish(call, &delivery);
}

/* `POST /api/v2/machines, PUT ...`: what was done, as far as it fits. */
static void write_done(const struct plan *plan, size_t done,
                       struct buffer *text)
{
  size_t i, k;

  for (i = 0; i < done && i < DONE_MOST; i++) {
    const struct nscale_request *request = plan->requests[i];

    buffer_printf(text, "%s%s ", i ? ", " : "", request->method);
    for (k = 0; k < request->segment_count; k++)
      buffer_printf(text, "/%s", request->segments[k]);
  }
  if (done > DONE_MOST)
    buffer_puts(text, ", ...");
}

/* A later request failed: "not applied" would be wrong of the whole. */
static int stopped_midway(const struct invocation *call, size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (call->verb->effect == NSCALE_EFFECT_READ)
    return -1;
  if (call->error->exit_status == EXIT_NETWORK)
    call->error->exit_status = EXIT_FAILED;
  write_done(&call->plan, done, &text);
  return error_hint(call->error,
                    "%zu of %zu requests were carried out before that: %s",
                    done, call->plan.count, text.failed ? "" : text.data);
}

/* How many of its replies are results. */
static size_t count_results(const struct plan *plan)
{
  size_t count = 0;
  size_t i;

  for (i = 0; i < plan->count; i++)
    count += !plan->requests[i]->aside;
  return count;
}

/* What is followed has no end that another request could wait for. */
static int send_followed(struct invocation *call)
{
  return call->plan.count == 1
             ? follow_text(call, call->plan.requests[0])
             : error_plugin(call->error, call->reader.plugin,
                            "plans %zu requests for %s --follow",
                            call->plan.count, call->verb->name);
}

int send_plan(struct invocation *call, const struct outlets *outlets)
{
  size_t i;

  if (call->options->output.follow)
    return send_followed(call);
  if (count_results(&call->plan) > 1 &&
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
  struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };

  task.source = DELIVERY_READ;
  if (delivery_begin(&delivery, &task, call->error) < 0 ||
      delivery_data(&delivery, call->plan.answer.data,
                    call->plan.answer.length, call->error) < 0 ||
      delivery_end(&delivery, call->error) < 0)
    return -1;
  return send_finish(call, &delivery);
}
