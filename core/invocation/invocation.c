/* invocation.c - one run of one verb: what the user asked for, and what is
 * known. */
#include "core/invocation/invocation.h"

#include <stdio.h>
#include <string.h>

#include "core/http/explain.h"
#include "core/message/message.h"
#include "core/plugin/thing_fields.h"

/* What stands before a verb of the noun; completion of the core's own commands
 * has neither a plugin nor a name. */
static void write_command(const struct invocation_setup *setup, char *command,
                          size_t size)
{
  const char *plugin = setup->plugin ? setup->plugin : "";
  const char *noun = setup->noun->name;
  const int nested = noun && strcmp(noun, plugin) != 0;

  (void)snprintf(command, size, "%s%s%s", plugin, nested ? " " : "",
                 nested ? noun : "");
}

void invocation_begin(struct invocation *call,
                      const struct invocation_setup *setup,
                      struct error *error)
{
  *call = (struct invocation){
    .head = { .struct_size = sizeof call->head, .host = setup->host },
    .error = error,
    .minor = setup->minor,
    .noun = setup->noun,
    .verb = setup->verb,
    .flags = setup->flags,
    .options = setup->options,
    .reader = { .exchange = setup->exchange,
                .plugin = setup->plugin,
                .arena = &call->arena,
                .parent = &call->parent },
    .arena = { .plugin = setup->plugin },
    .token_folder = { .fd = -1 },
  };
  write_command(setup, call->command, sizeof call->command);
  scopes_read(&call->scopes, setup->verb, setup->flags);
}

struct thing_names invocation_names(const struct invocation *call)
{
  return (struct thing_names){ call->noun->singular, call->noun->plural };
}

int invocation_is_secret(const struct invocation *call)
{
  return call->verb->secret != NULL ||
         (call->verb->reply == REPLY_ANY &&
          call->verb->effect != NSCALE_EFFECT_READ);
}

int invocation_is_for_people(const struct invocation *call)
{
  return !call->options->output.json && !call->options->output.query_count;
}

int invocation_is_of_many(const struct invocation *call)
{
  return call->options->target.all && call->verb->effect != NSCALE_EFFECT_READ;
}

int invocation_is_patch(const struct invocation *call)
{
  return call->verb->effect == NSCALE_EFFECT_UPDATE &&
         !call->options->document.replace;
}

const char *invocation_target_name(const struct invocation *call)
{
  if (call->target.name)
    return call->target.name;
  return call->options->target.id ? call->options->target.id : call->target.id;
}

struct json_object *invocation_read(struct invocation *call, const char *text,
                                    size_t length)
{
  struct fields fields = { .count = 0 };

  return arena_json(
      &call->arena,
      exchange_read(text, length,
                    thing_fields(&fields, call->noun, call->verb),
                    call->error),
      call->error);
}

int invocation_identify(struct invocation *call, struct json_object *thing)
{
  return target_set_json(&call->target, call->noun, thing, call->error);
}

int invocation_turn(struct invocation *call, size_t index)
{
  const struct target *target = &call->targets.list[index];

  call->targets.turn = index;
  call->found = NULL;
  if (target_set_expiry(&call->target, target->expiry, call->error) < 0)
    return -1;
  return target_set(&call->target, target->id,
                    target->name ? target->name : target->id, call->error);
}

void invocation_asks_list(const struct invocation *call,
                          struct nscale_request *request)
{
  if (request)
    request->pages = call->noun->pages;
}

void invocation_nothing_to_do(struct invocation *call, const char *why)
{
  call->plan.nothing_to_do = 1;
  if (call->plan.muted)
    message_line("Nothing to do: somebody else has %s %s \"%s\", which %s.",
                 explain_participle(call->verb->effect), call->noun->singular,
                 invocation_target_name(call), why);
  else
    message_line("Nothing to do: %s \"%s\" %s.", call->noun->singular,
                 invocation_target_name(call), why);
}

void invocation_forget(struct invocation *call)
{
  plan_clear(&call->plan);
  call->laters = NULL;
  call->found = NULL;
  call->draft.before = NULL;
}

void invocation_free(struct invocation *call)
{
  token_folder_close(&call->token_folder);
  plan_free(&call->plan);
  draft_free(&call->draft);
  targets_free(&call->targets);
  left_out_free(&call->left_out);
  target_free(&call->target);
  neighbours_free(&call->neighbours);
  scopes_free(&call->scopes);
  arena_free(&call->arena);
}
