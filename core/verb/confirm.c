/* confirm.c - the user's yes to a mutation, and the preview without one. */
#include "core/verb/confirm.h"

#include <json-c/json.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/document/merge.h"
#include "core/invocation/choices.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/message/tty.h"
#include "core/terminal/prompt.h"

int confirm_possible(const struct invocation *call, struct error *error)
{
  const char *file = call->options->file;

  if (file && strcmp(file, "-") == 0) {
    error_set(error, EXIT_USAGE,
              "%s cannot ask: standard input is the "
              "document",
              call->verb->name);
    return error_hint(error, "add --yes, or look first with --dry-run");
  }
  if (tty_is(STDIN_FILENO) && tty_is(STDERR_FILENO))
    return 0;
  error_set(error, EXIT_USAGE,
            "%s cannot ask: standard input and standard "
            "error are not both terminals",
            call->verb->name);
  return error_hint(error, "add --yes, or look first with --dry-run");
}

void confirm_fill(struct buffer *text, const char *sentence,
                  const struct invocation *call)
{
  static const char *const holders[] = { "{name}", "{id}", "{organization}" };
  const char *values[] = { invocation_target_name(call), call->target_id,
                           call->scope_ids[0] };
  size_t i;

  while (*sentence) {
    for (i = 0; i < 3; i++)
      if (strncmp(sentence, holders[i], strlen(holders[i])) == 0)
        break;
    if (i < 3) {
      (void)buffer_puts(text, values[i] ? values[i] : "?");
      sentence += strlen(holders[i]);
    } else {
      (void)buffer_putc(text, *sentence++);
    }
  }
}

void confirm_headline(struct buffer *text, const struct invocation *call)
{
  const char *verb = call->verb->name;
  const char *name = invocation_target_name(call);
  const char *id = call->target_id;

  (void)buffer_printf(text, "%c%s %s",
                      verb[0] >= 'a' && verb[0] <= 'z' ? verb[0] - 32
                                                       : verb[0],
                      verb + 1, call->noun->singular);
  if (name)
    (void)buffer_printf(text, " \"%s\"", name);
  if (id && name && strcmp(id, name) != 0)
    (void)buffer_printf(text, " (%s)", id);
}

/* `Rotate 2 service accounts in organization ID:` and a line for each. */
static void headline_of_all(const struct invocation *call)
{
  const struct targets *things = &call->things;
  const char *verb = call->verb->name;
  const struct target *thing;
  size_t i;

  message_line("%c%s %zu %s%s%s:",
               verb[0] >= 'a' && verb[0] <= 'z' ? verb[0] - 32 : verb[0],
               verb + 1, things->count,
               things->count == 1 ? call->noun->singular : call->noun->plural,
               call->scope_ids[0] ? " in organization " : "",
               call->scope_ids[0] ? call->scope_ids[0] : "");
  for (i = 0; i < things->count; i++) {
    thing = &things->list[i];
    if (thing->name)
      message_line("  %s (%s)", thing->name, thing->id);
    else
      message_line("  %s", thing->id);
  }
}

/* The field that a line of a difference calls so, or NULL. */
static const struct nscale_field *field_of(const struct invocation *call,
                                           const char *name)
{
  const struct nscale_field *const *field = call->noun->fields;

  for (; field && *field; field++)
    if (strcmp((*field)->path + ((*field)->path[0] == '.'), name) == 0)
      return *field;
  return NULL;
}

static const char *label(void *context, const char *name, const char *value)
{
  const struct invocation *call = context;
  const struct nscale_field *field = field_of(call, name);

  return field ? choices_label(call, field->choices, value) : NULL;
}

struct difference_labels confirm_labels(struct invocation *call)
{
  return (struct difference_labels){ .label = label, .context = call };
}

/* Whoever is asked is told what ids stand for, where they change. */
static void learn_labels(struct invocation *call, struct json_object *before,
                         struct json_object *after)
{
  const struct nscale_field *const *field = call->noun->fields;

  for (; field && *field; field++)
    if ((*field)->choices && !json_same(path_get(before, (*field)->path),
                                        path_get(after, (*field)->path)))
      choices_try(call, (*field)->choices);
}

/* Prints the lines of a difference, each of which has its end, one by one. */
static void print_lines(char *text)
{
  char *end;

  while (text && (end = strchr(text, '\n'))) {
    *end = '\0';
    message_change(text[0], "%s", text + 2);
    text = end + 1;
  }
}

/* What the request would change: its body against what is there, which is an
 * object without fields where the thing is new. */
static int print_difference(struct invocation *call,
                            const struct nscale_request *request, int asked,
                            struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct difference_labels labels = confirm_labels(call);
  struct json_object *before;
  int result;

  if (!request->json)
    return 0;
  before =
      call->before ? json_object_get(call->before) : json_object_new_object();
  if (before && asked)
    learn_labels(call, before, request->json);
  result = before ? difference(&text, before, request->json, &labels) : -1;
  json_object_put(before);
  if (result < 0)
    return error_memory(error);
  print_lines(text.data);
  return 0;
}

/* "Its token stops working.", of one thing or each of many. */
static void say_consequence(const struct invocation *call,
                            const char *sentence)
{
  if (call->options->all && sentence[0])
    message_line("For each of them: %c%s", text_lower(sentence[0]),
                 sentence + 1);
  else
    message_line("%s", sentence);
}

int confirm_ask(struct invocation *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i;
  int answer;

  if (call->options->all) {
    headline_of_all(call);
  } else {
    confirm_headline(&text, call);
    if (call->scope_ids[0])
      (void)buffer_printf(&text, " in organization %s", call->scope_ids[0]);
    if (text.failed)
      return error_memory(error);
    message_line("%s", text.data);
  }
  for (i = 0; i < call->plan_count; i++)
    if (print_difference(call, call->plan[i], 1, error) < 0)
      return -1;
  if (call->verb->consequence) {
    buffer_clear(&text);
    confirm_fill(&text, call->verb->consequence, call);
    say_consequence(call, text.failed ? call->verb->consequence : text.data);
  }
  answer = prompt_confirm("Continue?", error);
  if (answer < 0)
    return -1;
  return answer
             ? 0
             : error_set(error, EXIT_FAILED, "declined, nothing was changed");
}

/* The preview of a request without a body. */
static int preview_address(const struct nscale_request *request,
                           const char *url, struct invocation *call,
                           struct delivery *delivery, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (invocation_is_for_people(call)) {
    (void)buffer_printf(&text, "%s %s\n", request->method, url);
    return text.failed ? error_memory(error)
                       : output_write(&delivery->output, text.data,
                                      text.length, error);
  }
  (void)buffer_puts(&text, "{\"method\":");
  (void)json_escape(&text, request->method, strlen(request->method));
  (void)buffer_puts(&text, ",\"url\":");
  (void)json_escape(&text, url, strlen(url));
  (void)buffer_putc(&text, '}');
  return text.failed
             ? error_memory(error)
             : delivery_preview(delivery, text.data, text.length, error);
}

int confirm_preview(struct invocation *call, struct delivery *delivery,
                    struct error *error)
{
  CLEANUP_BUFFER struct buffer url = { 0 };
  const struct nscale_request *request;
  size_t i;
  int result;

  for (i = 0; i < call->plan_count; i++) {
    request = call->plan[i];
    if (request_url(request, &url, error) < 0)
      return -1;
    if (call->options->all && targets_turn(call, request->thing) < 0)
      return -1;
    message_line("Dry run, nothing is sent%s%s: %s %s",
                 call->options->all ? " for " : "",
                 call->options->all ? invocation_target_name(call) : "",
                 request->method, url.data);
    if (call->before && print_difference(call, request, 0, error) < 0)
      return -1;
    if (request->json)
      result = delivery_preview(delivery, request->body.data,
                                request->body.length, error);
    else if (request->media_type)
      result = output_write(&delivery->output, request->body.data,
                            request->body.length, error);
    else
      result = preview_address(request, url.data, call, delivery, error);
    if (result < 0)
      return -1;
  }
  return output_end(&delivery->output, error);
}
