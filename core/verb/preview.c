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

int preview_plan(struct invocation *call, struct delivery *delivery)
{
  size_t i;

  for (i = 0; i < call->plan.count; i++)
    if (preview_request(call, call->plan.requests[i], delivery) < 0)
      return -1;
  hand_over_say(call);
  return output_end(&delivery->output, call->error);
}
