/* preview.c - a dry run. */
#include "core/verb/preview.h"

#include <string.h>

#include "core/json/write.h"
#include "core/message/message.h"
#include "core/verb/changes.h"
#include "core/verb/hand_over.h"

/* The method and the address, for people or as JSON. */
static int preview_address(const struct invocation *call,
                           const struct nscale_request *request,
                           const char *url, struct delivery *delivery)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (invocation_is_for_people(call)) {
    buffer_printf(&text, "%s %s\n", request->method, url);
    return text.failed ? error_memory(call->error)
                       : output_write(&delivery->output, text.data,
                                      text.length, call->error);
  }
  buffer_puts(&text, "{\"method\":");
  json_escape(&text, request->method, strlen(request->method));
  buffer_puts(&text, ",\"url\":");
  json_escape(&text, url, strlen(url));
  buffer_putc(&text, '}');
  return text.failed
             ? error_memory(call->error)
             : delivery_preview(delivery, text.data, text.length, call->error);
}

static int preview_request(struct invocation *call,
                           const struct nscale_request *request,
                           struct delivery *delivery)
{
  const struct buffer *body = &request->body;
  CLEANUP_BUFFER struct buffer url = { 0 };

  if (request_url(request, &url, call->error) < 0 ||
      request_tells_nothing(request, url.data, call->error) < 0)
    return -1;
  if (call->options->target.all && invocation_turn(call, request->turn) < 0)
    return -1;
  message_line("Dry run, nothing is sent%s%s: %s %s",
               call->options->target.all ? " for " : "",
               call->options->target.all ? invocation_target_name(call) : "",
               request->method, url.data);
  if (call->draft.before && changes_say(call, request) < 0)
    return -1;
  if (request->json)
    return delivery_preview(delivery, body->data, body->length, call->error);
  if (request->media_type)
    return output_write(&delivery->output, body->data, body->length,
                        call->error);
  return preview_address(call, request, url.data, delivery);
}

/* ---- Several requests, one after the other: one array of them. ---- */

static void write_step(const struct nscale_request *request, const char *url,
                       struct buffer *json)
{
  buffer_puts(json, "{\"method\":");
  json_escape(json, request->method, strlen(request->method));
  buffer_puts(json, ",\"url\":");
  json_escape(json, url, strlen(url));
  if (request->json) {
    buffer_puts(json, ",\"body\":");
    buffer_append(json, request->body.data, request->body.length);
  } else if (request->media_type) {
    buffer_puts(json, ",\"type\":");
    json_escape(json, request->media_type, strlen(request->media_type));
  }
  buffer_putc(json, '}');
}

static int preview_steps(struct invocation *call, struct delivery *delivery)
{
  const struct plan *plan = &call->plan;
  CLEANUP_BUFFER struct buffer json = { 0 };
  size_t i;

  buffer_putc(&json, '[');
  for (i = 0; i < plan->count; i++) {
    const struct nscale_request *request = plan->requests[i];
    CLEANUP_BUFFER struct buffer url = { 0 };

    if (request_url(request, &url, call->error) < 0 ||
        request_tells_nothing(request, url.data, call->error) < 0)
      return -1;
    message_line("Dry run, nothing is sent: step %zu of %zu: %s %s", i + 1,
                 plan->count, request->method, url.data);
    if (call->draft.before && changes_say(call, request) < 0)
      return -1;
    if (i)
      buffer_putc(&json, ',');
    write_step(request, url.data, &json);
  }
  buffer_putc(&json, ']');
  return json.failed
             ? error_memory(call->error)
             : delivery_preview(delivery, json.data, json.length, call->error);
}

/* Whether stdout would have several documents: what has no payload is a line
 * for people.  Plugins from before 1.2 have each request shown by itself. */
static int has_steps(const struct invocation *call)
{
  size_t payloads = 0;
  size_t i;

  for (i = 0; i < call->plan.count; i++)
    payloads += call->plan.requests[i]->media_type != NULL;
  return call->minor >= 2 && call->plan.count > 1 &&
         !call->options->target.all &&
         (payloads || !invocation_is_for_people(call));
}

int preview_plan(struct invocation *call, struct delivery *delivery)
{
  size_t i;

  if (has_steps(call) && preview_steps(call, delivery) < 0)
    return -1;
  for (i = 0; !has_steps(call) && i < call->plan.count; i++)
    if (preview_request(call, call->plan.requests[i], delivery) < 0)
      return -1;
  hand_over_say(call);
  return output_end(&delivery->output, call->error);
}
