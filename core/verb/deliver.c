/* deliver.c - what an invocation means for the delivery of its result. */
#include "core/verb/deliver.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/base/cleanup.h"
#include "core/invocation/choices.h"
#include "core/message/tty.h"
#include "core/verb/hand_over.h"

int deliver_compile(struct filters *filters, const struct invocation *call)
{
  const size_t count = call->options->output.query_count;
  CLEANUP_FREE const char **texts = NULL;
  size_t at = 0, i;

  if (count == 0)
    return 0;
  texts = calloc(count, sizeof *texts);
  if (!texts)
    return error_memory(call->error);
  for (i = 0; i < count; i++)
    texts[i] = flags_next(call->flags, "query", &at);
  if (filters_compile(filters, texts, count, call->error) < 0)
    return -1;
  if (tty_for_people(STDOUT_FILENO))
    filters_mark(filters);
  return 0;
}

static int is_wanted(void *context, const char *text, size_t length,
                     struct error *error)
{
  struct invocation *call = context;

  return left_out_judge(&call->left_out, call->noun, &call->conditions,
                        (struct span){ text, length }, error);
}

static int identify(void *context, struct json_object *thing)
{
  return invocation_identify(context, thing);
}

static void learn(void *context, const struct nscale_choices *choices)
{
  choices_try(context, choices);
}

static const char *label(void *context, const struct nscale_choices *choices,
                         const char *value)
{
  const struct invocation *call = context;

  return choices ? choices_label(call, choices, value)
                 : neighbours_name(&call->neighbours, value);
}

struct subject deliver_subject(struct invocation *call)
{
  return (struct subject){
    .effect = call->verb->effect,
    .singular = call->noun->singular,
    .plural = call->noun->plural,
    .verb = call->verb->name,
    .command = call->command,
    .name = invocation_target_name(call),
    .organization = scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION),
    .verbs = call->noun->verbs,
    .secret = call->verb->secret != NULL,
    .show_command = call->show_command,
  };
}

struct delivery_task deliver_task(struct invocation *call,
                                  const struct outlets *outlets)
{
  const struct options *options = call->options;

  return (struct delivery_task){
    .noun = call->noun,
    .verb = call->verb,
    .filters = outlets->filters,
    .token_file = outlets->token_file,
    .subject = deliver_subject(call),
    .file = options->output.file,
    .columns = &options->output.columns,
    .headless = options->output.headless,
    .json = options->output.json,
    .for_people = invocation_is_for_people(call),
    .secret = invocation_is_secret(call),
    .tokens_only = invocation_is_of_many(call),
    .context = call,
    .is_sieved = call->conditions.count > 0,
    .is_wanted = is_wanted,
    .identify = identify,
    .hand_over = options->token.hook.command ? hand_over_token : NULL,
    .learn = learn,
    .label = label,
  };
}
