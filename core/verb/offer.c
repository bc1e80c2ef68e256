/* offer.c - what a command is about, chosen at a terminal where it was not
 * named. */
#include "core/verb/offer.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/grammar/noun.h"
#include "core/terminal/picker.h"
#include "core/terminal/raw.h"
#include "core/terminal/screen.h"
#include "core/verb/collection.h"
#include "core/verb/interactive.h"
#include "core/verb/selection.h"

/* `Service account`, as a screen is headed. */
static void write_label(struct buffer *label, const char *singular)
{
  buffer_putc(label, ascii_upper(singular[0]));
  buffer_puts(label, singular + 1);
}

static int gave_up(const struct invocation *call)
{
  return error_set(call->error, EXIT_FAILED,
                   call->verb->effect == NSCALE_EFFECT_READ
                       ? "nothing was chosen"
                       : "declined, nothing was changed");
}

/* Has one of them chosen. */
static int choose(struct invocation *call, struct selection *selection)
{
  CLEANUP_BUFFER struct buffer label = { 0 };
  const struct prompt_item *items = selection->items;
  int result;

  write_label(&label, call->noun->singular);
  if (label.failed)
    return error_memory(call->error);
  if (!raw_possible())
    return prompt_choose(
        &(struct prompt_choice){ .label = label.data,
                                 .items = items,
                                 .count = selection->count,
                                 .chosen = selection->chosen },
        call->error);
  result =
      picker_run(&(struct picker){ .label = label.data,
                                   .items = items,
                                   .count = selection->count,
                                   .filter = 1,
                                   .keys = "Type to filter. Enter: choose. "
                                           "Esc: quit." },
                 selection->chosen, call->error);
  return result == SCREEN_BACK   ? gave_up(call)
         : result == SCREEN_DONE ? 0
                                 : -1;
}

/* Takes the chosen one for what the user would have typed. */
static int take(struct invocation *call, const struct selection *selection)
{
  size_t i = 0;

  while (i < selection->count && !selection->chosen[i])
    i++;
  if (i == selection->count)
    return gave_up(call);
  call->options->target.id =
      arena_keep(&call->arena, strdup(selection->items[i].value), call->error);
  return call->options->target.id ? 0 : -1;
}

/* Reads the things in a call of the verb that lists them, and has one
 * chosen. */
static int choose_of_list(struct invocation *call, struct invocation *list)
{
  const struct nscale_noun *noun = call->noun;
  struct nscale_request *request = collection_plan(list);
  CLEANUP_SELECTION struct selection selection = { 0 };
  struct json_object *things;

  if (!request)
    return error_plugin(call->error, call->reader.plugin,
                        "plans no list of its %s", noun->plural);
  things =
      fetch_list(&list->reader, request, invocation_names(list), call->error);
  if (!things ||
      selection_of_list(
          &selection,
          &(struct selection_list){ things, noun->id_path, noun->name_path },
          NULL, call->error) < 0)
    return -1;
  if (!selection.count)
    return error_set(call->error, EXIT_NOT_FOUND, "there is no %s to choose",
                     noun->singular);
  if (choose(call, &selection) < 0)
    return -1;
  exchange_note_question(call->reader.exchange);
  return take(call, &selection);
}

static int offer(struct invocation *call)
{
  const uint32_t bit = NSCALE_SCOPE_ORGANIZATION;
  const uint32_t scopes = noun_list(call->noun, call->flags)->scopes;
  CLEANUP_INVOCATION struct invocation list;

  if (call->verb->scopes & scopes & bit && interactive_scope(call) < 0)
    return -1;
  return collection_begin(&list, call) < 0 ? -1 : choose_of_list(call, &list);
}

int offer_target(struct invocation *call)
{
  return call->options->target.unnamed ? offer(call) : 0;
}
