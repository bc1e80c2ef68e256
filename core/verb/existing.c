/* existing.c - a create that meets a thing of the name that it is to have. */
#include "core/verb/existing.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/document/complete.h"
#include "core/document/patch.h"
#include "core/invocation/field_listed.h"
#include "core/invocation/namesakes.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/json/tree.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/delivery.h"
#include "core/output/fresh.h"
#include "core/verb/changes.h"
#include "core/verb/collection.h"

/* The POST that makes the thing, and the name that it gives it. */
struct creation {
  const struct nscale_request *request;
  const char *name; /* NULL: it is not to be looked for */
};

int existing_is_looked_for(const struct invocation *call)
{
  return call->verb->attributes & NSCALE_VERB_UNIQUE &&
         !call->options->target.allow_duplicate;
}

static struct creation creation_of(const struct invocation *call)
{
  struct creation creation = { 0 };
  size_t i;

  if (!existing_is_looked_for(call))
    return creation;
  for (i = 0; i < call->plan.count && !creation.name; i++) {
    creation.request = call->plan.requests[i];
    if (strcmp(creation.request->method, "POST") == 0)
      creation.name =
          path_string(creation.request->json, call->noun->name_path);
  }
  return creation;
}

/* ---- The look. ------------------------------------------------------ */

void existing_expect(struct invocation *call)
{
  if (existing_is_looked_for(call) &&
      field_listed_in(call, call->draft.document))
    collection_expect_two(call);
}

static int refuse_one(struct invocation *call, const struct creation *creation,
                      const char *id)
{
  error_set(call->error, EXIT_CONFLICT, "%s \"%s\" is there already: %s",
            call->noun->singular, creation->name, id);
  return error_hint(call->error,
                    "add --if-not-exists to take that one, or "
                    "--allow-duplicate to make another of the name");
}

static int refuse_several(struct invocation *call,
                          const struct creation *creation,
                          const struct twins *twins)
{
  namesakes_say(call, twins);
  error_set(call->error, EXIT_CONFLICT, "%zu %s are named \"%s\" already: %s",
            twins->count, call->noun->plural, creation->name, twins->ids.data);
  return error_hint(call->error,
                    "name one by its id to work with it, or add "
                    "--allow-duplicate to make another of the name");
}

void existing_look_along(struct invocation *call)
{
  const struct creation creation = creation_of(call);

  if (creation.name)
    namesakes_ahead(call, creation.request);
}

int existing_look(struct invocation *call)
{
  const struct creation creation = creation_of(call);
  CLEANUP_TWINS struct twins twins = { 0 };

  if (!creation.name || (call->options->consent.dry_run &&
                         !exchange_is_used(call->reader.exchange)))
    return 0;
  if (namesakes_read(call, creation.request, creation.name, &twins) < 0)
    return -1;
  if (twins.count > 1)
    return refuse_several(call, &creation, &twins);
  if (!twins.count)
    return 0;
  if (!call->options->target.if_not_exists)
    return refuse_one(call, &creation, twins.ids.data);
  call->found = namesakes_first(call, &twins);
  call->plan.existing = 1;
  return call->found ? invocation_identify(call, call->found) : -1;
}

/* ---- What is there, as the result. ---------------------------------- */

/* Puts what is there in the place of an array that has the same in another
 * order: the order of groups and tags means nothing. */
static int forget_order(struct json_object *before, struct json_object *after,
                        const struct nscale_field *field)
{
  struct json_object *there = path_get(before, field->path);
  struct json_object *asked = path_get(after, field->path);
  struct json_object *copy;

  if (!json_object_is_type(there, json_type_array) ||
      !fresh_is_same(there, asked))
    return 0;
  copy = json_copy(there);
  if (copy && path_set(after, field->path, copy) == 0)
    return 0;
  json_object_put(copy);
  return -1;
}

static int say_differences(struct invocation *call)
{
  const struct nscale_field *const *field = call->noun->fields;
  struct draft *draft = &call->draft;
  CLEANUP_JSON struct json_object *after = NULL;

  draft->before =
      arena_json(&call->arena, json_copy(call->found), call->error);
  if (!draft->before)
    return error_memory(call->error);
  (void)document_strip(draft->before, call->noun->fields);
  after = merge_patch(draft->before,
                      draft->asked ? draft->asked : draft->document);
  if (!after)
    return error_memory(call->error);
  for (; field && *field; field++)
    if (forget_order(draft->before, after, *field) < 0)
      return error_memory(call->error);
  if (json_same(draft->before, after))
    return 0;
  message_line("It differs from what was asked for:");
  changes_learn_labels(call, after);
  return changes_between(call, draft->before, after);
}

/* Whether a filter is one of the token: what it makes of the thing with a
 * token in it is a text that has it. */
/* Whether a result that begins so is no string, or may be none. */
static int is_json(char first)
{
  return first == '{' || first == '[' || first == RESULT_JSON;
}

static int is_of_token(struct invocation *call, const struct filters *filter)
{
  static const char token[] = "nscale-has-no-token-here";
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_JSON struct json_object *thing = json_copy(call->found);
  struct json_object *text = json_object_new_string(token);
  CLEANUP_BUFFER struct buffer json = { 0 };
  CLEANUP_BUFFER struct buffer result = { 0 };

  if (!thing || !text || path_set(thing, call->verb->secret, text) < 0) {
    json_object_put(text);
    return 0;
  }
  return json_write(&json, thing, 0) == 0 &&
         filters_run(filter, (struct span){ json.data, json.length }, 0,
                     sink_to_buffer(&result), &ignored) == 0 &&
         result.length && !is_json(result.data[0]) &&
         strstr(result.data, token);
}

/* The result, by one filter after the other. */
static int deliver_filtered(struct invocation *call,
                            const struct delivery_task *task,
                            const struct buffer *json)
{
  struct output output = { .fd = STDOUT_FILENO };
  int result = 0;
  size_t i;

  output_json(&output, 1);
  for (i = 0; result == 0 && i < task->filters->count; i++) {
    const struct filters one = { .list = &task->filters->list[i], .count = 1 };

    if (!call->verb->secret || !is_of_token(call, &one))
      result = filters_run(&one, (struct span){ json->data, json->length }, 0,
                           output_sink(&output), call->error);
  }
  if (result == 0)
    result = output_end(&output, call->error);
  output_discard(&output);
  return result;
}

int existing_deliver(struct invocation *call, const struct outlets *outlets)
{
  const struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };
  CLEANUP_BUFFER struct buffer json = { 0 };

  message_line("Nothing to do: %s \"%s\" is there already (%s).",
               call->noun->singular, invocation_target_name(call),
               call->target.id ? call->target.id : "?");
  if (json_write(&json, call->found, 0) < 0)
    return error_memory(call->error);
  if (say_differences(call) < 0)
    return -1;
  if (task.filters->count)
    return deliver_filtered(call, &task, &json);
  delivery_begin_text(&delivery, &task);
  return delivery_text(&delivery, json.data, json.length, call->error);
}

/* ---- What a dry run leaves open. ------------------------------------- */

void existing_say_unchecked(const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t count = 0;

  if (creation_of(call).name && !exchange_is_used(call->reader.exchange)) {
    buffer_puts(&text, "the name");
    count++;
  }
  count += field_listed_write(call, &text);
  if (count && !text.failed)
    message_line("%c%s %s not checked: that takes a request.",
                 ascii_upper(text.data[0]), text.data + 1,
                 count > 1 || text.data[text.length - 1] == 's' ? "were"
                                                                : "was");
}
