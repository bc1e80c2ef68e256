/* run.c - one verb from its flags to its exit status. */
#include "core/verb/run.h"

#include <json-c/json.h>
#include <string.h>
#include <unistd.h>

#include "core/document/document.h"
#include "core/document/merge.h"
#include "core/invocation/field_values.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/output/delivery.h"
#include "core/output/filters.h"
#include "core/plugin/field_flags.h"
#include "core/token/rescue.h"
#include "core/token/token_file.h"
#include "core/token/token_folder.h"
#include "core/verb/confirm.h"
#include "core/verb/interactive.h"
#include "core/verb/send.h"

/* ---- The document. ------------------------------------------------ */

/* `context` is the name of the document, NULL where flags made it. */
static int say_absent(void *context, const char *sentence)
{
  const char *name = context;

  message_note("%s%s%s", name ? name : "", name ? ": " : "", sentence);
  return 0;
}

static int is_patch(const struct invocation *call)
{
  return call->verb->effect == NSCALE_EFFECT_UPDATE && !call->options->replace;
}

/* How much of the fields a document of this call must have. */
static int wholeness(const struct invocation *call)
{
  return is_patch(call)           ? DOCUMENT_PATCH
         : call->options->replace ? DOCUMENT_WHOLE
                                  : DOCUMENT_DEFAULTS;
}

/* Completes a document that is sent as it stands; an update is laid over what
 * is there by invocation_merge. */
static int complete(struct invocation *call, const char *name,
                    struct error *error)
{
  const struct nscale_field *const *fields = call->noun->fields;

  if (is_patch(call))
    return 0;
  if (call->verb->effect != NSCALE_EFFECT_UPDATE)
    (void)document_strip(call->document, fields);
  return document_complete(call->document, fields, say_absent,
                           (void *)(uintptr_t)name, error);
}

/* Reads and checks the user's document, and amends it by the flags. */
static int read_document(struct invocation *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct nscale_field *const *fields = call->noun->fields;
  const char *name = document_name(call->options->file);

  if (document_read(call->options->file, &text, error) < 0)
    return -1;
  call->document = json_read_strictly(text.data, text.length, name, error);
  if (!call->document)
    return -1;
  /* A noun of the core's own that takes any document. */
  if (!fields)
    return 0;
  /* As it is, then as a whole: a flag may bring what it lacks. */
  if (document_check(call->document, fields, DOCUMENT_PATCH, name, error) <
          0 ||
      field_values_document(call, error) < 0 ||
      document_check(call->document, fields, wholeness(call), name, error) <
          0 ||
      field_values_lists(call, error) < 0)
    return -1;
  return complete(call, name, error);
}

/* Refuses flags that leave out what must be there. */
static int refuse_missing(const struct invocation *call,
                          const struct nscale_field *field,
                          struct error *error)
{
  const char *name = field->path + (*field->path == '.');
  const struct nscale_flag *const *flag = call->verb->flags;

  if (!field->flag) {
    error_set(error, EXIT_USAGE, "%s needs %s", call->verb->name, name);
    return error_hint(error, "name it in a document: --file FILE or --stdin");
  }
  while (strcmp((*flag)->name, field->flag) != 0)
    flag++; /* it is there: field_flags_add */
  error_set(error, EXIT_USAGE, "%s needs --%s", call->verb->name, field->flag);
  return error_hint(error,
                    "add --%s %s, or name it in a document: --file "
                    "FILE or --stdin",
                    field->flag, (*flag)->value);
}

/* Whether somebody is there to say what is missing. */
static int can_ask(const struct invocation *call)
{
  return call->verb->effect == NSCALE_EFFECT_CREATE &&
         interactive_possible(call);
}

/* Makes the document of flags alone.  At a terminal what they leave out and
 * must be there is asked for, and nothing else. */
static int make_document(struct invocation *call, struct error *error)
{
  const struct nscale_field *const *fields = call->noun->fields;
  const struct nscale_field *missing;

  call->document = json_object_new_object();
  if (!call->document)
    return error_memory(error);
  if (can_ask(call) && interactive_scope(call, error) < 0)
    return -1;
  if (field_values_document(call, error) < 0)
    return -1;
  while (!is_patch(call) &&
         (missing = document_missing(call->document, fields, wholeness(call))))
    if (!missing->prompt || !can_ask(call))
      return refuse_missing(call, missing, error);
    else if (interactive_field(call, missing) < 0)
      return -1;
  return field_values_lists(call, error) < 0 ? -1
                                             : complete(call, NULL, error);
}

/* Says what a verb that was given neither document nor flags takes. */
static int refuse_nothing(const struct invocation *call, struct error *error)
{
  const struct nscale_field *const *field = call->noun->fields;
  const struct nscale_field *first = NULL;

  for (; field && *field; field++)
    if ((*field)->flag && !first)
      first = *field;
  error_set(error, EXIT_USAGE, "%s needs a document", call->verb->name);
  if (!first || !field_flags_taken(call->verb))
    return error_hint(error, "add --file FILE or --stdin");
  return error_hint(error,
                    "add --file FILE or --stdin, or flags such as "
                    "--%s",
                    first->flag);
}

/* An update that is asked for is planned with a document that changes
 * nothing, which reads what is there; the answers follow, see run. */
static int start_changes(struct invocation *call, struct error *error)
{
  if (interactive_scope(call, error) < 0)
    return -1;
  call->asking = 1;
  call->document = json_object_new_object();
  return call->document ? 0 : error_memory(error);
}

/* The document from wherever it comes, where the verb takes one. */
static int take_document(struct invocation *call, struct error *error)
{
  if (!(call->verb->attributes & NSCALE_VERB_DOCUMENT))
    return 0;
  if (field_values_check(call, error) < 0)
    return -1;
  if (call->options->file)
    return read_document(call, error);
  if (field_values_given(call))
    return make_document(call, error);
  if (can_ask(call))
    return interactive_document(call, error);
  if (interactive_possible(call) && is_patch(call))
    return start_changes(call, error);
  return refuse_nothing(call, error);
}

/* ---- The plan. ---------------------------------------------------- */

/* Plans what is to be done, with --all for the thing in turn. */
static int plan(struct invocation *call, struct error *error)
{
  int result;

  call->plan_start = call->plan_count;
  result = call->verb->plan(&call->head);
  if (call->settled) {
    call->plan_count = 0;
    return 0;
  }
  if (result < 0)
    return error_set(error, EXIT_PLUGIN, "the plugin failed to plan %s",
                     call->verb->name);
  if (call->answer.length && call->plan_count)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin both answers %s and "
                     "plans a request for it",
                     call->verb->name);
  if (call->plan_count == call->plan_start && !call->answer.length)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin planned no request for %s", call->verb->name);
  if (field_values_are_relative(call) && !call->merged)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin plans %s without "
                     "nscale_merge, which these flags need",
                     call->verb->name);
  /* A new thing is called what its document calls it. */
  if (call->document && !call->thing && !call->options->id)
    return invocation_identify(call, call->document);
  return 0;
}

/* Plans for each of the things in turn, the first of which the first plan
 * finds. */
static int plan_all(struct invocation *call, struct error *error)
{
  struct targets *things = &call->things;

  if (plan(call, error) < 0 || call->settled)
    return call->settled ? 0 : -1;
  if (!things->known)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin plans %s --all without "
                     "a look at what there is",
                     call->verb->name);
  while (things->turn + 1 < things->count)
    if (targets_turn(call, things->turn + 1) < 0 || plan(call, error) < 0)
      return -1;
  if (call->verb->secret && call->plan_count != things->count)
    return error_set(error, EXIT_PLUGIN,
                     "the plugin plans more than one "
                     "request for a token");
  return call->options->output_dir
             ? token_folder_check_files(call->options->output_dir, things,
                                        error)
             : 0;
}

/* The plan of the whole call. */
static int plan_each(struct invocation *call, struct error *error)
{
  return call->options->all ? plan_all(call, error) : plan(call, error);
}

/* Whether an update would change nothing. */
static int is_unchanged(const struct invocation *call)
{
  return call->before && call->plan_count == 1 && call->plan[0]->json &&
         json_same(call->before, call->plan[0]->json);
}

static int deliver_unchanged(struct invocation *call,
                             struct delivery *delivery, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  message_line("No changes.");
  if (invocation_is_for_people(call))
    return 0;
  if (json_write(&text, call->thing, 0) < 0)
    return error_memory(error);
  return delivery_text(delivery, text.data, text.length, error);
}

/* The field that changes at each write, or NULL. */
static const char *version_of(const struct invocation *call)
{
  const struct nscale_field *const *field;

  for (field = call->noun->fields; field && *field; field++)
    if ((*field)->attributes & NSCALE_FIELD_VERSION)
      return path_string(call->thing, (*field)->path);
  return NULL;
}

/* Reads again what meets the conditions, and stops where that is not what the
 * question was about any more. */
static int look_again(struct invocation *call, struct error *error)
{
  struct targets asked = call->things;
  int result;
  int same;

  call->things = (struct targets){ 0 };
  invocation_forget(call);
  call->muted = 1;
  result = plan_each(call, error);
  same = targets_same(&asked, &call->things);
  targets_free(&asked);
  if (result < 0 || call->settled || same)
    return result;
  error_set(error, EXIT_CONFLICT,
            "what meets the conditions has changed "
            "while you were asked; nothing was sent");
  return error_hint(error, "run the command again to see what is new");
}

/* The question took its time: reads again what an update starts from, and
 * stops where somebody else has changed it meanwhile. */
static int plan_again(struct invocation *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer version = { 0 };
  struct json_object *before = call->before;
  const char *now;

  if (!before)
    return call->conditions.count ? look_again(call, error) : 0;
  now = version_of(call);
  if (buffer_puts(&version, now ? now : "") < 0)
    return error_memory(error);
  invocation_forget(call);
  call->muted = 1;
  if (plan(call, error) < 0)
    return -1;
  now = version_of(call);
  if (strcmp(version.data, now ? now : "") == 0 && call->before &&
      json_same(before, call->before))
    return 0;
  error_set(error, EXIT_CONFLICT,
            "%s \"%s\" was changed while you were "
            "asked; nothing was sent",
            call->noun->singular, invocation_target_name(call));
  return error_hint(error, "run the command again to see what is new");
}

/* ---- The whole. --------------------------------------------------- */

static int prepare_mutation(struct invocation *call,
                            struct token_file *token_file, struct error *error)
{
  if (call->options->output_dir &&
      token_folder_check(call->options->output_dir, error) < 0)
    return -1;
  if (call->options->dry_run)
    return call->options->token_file
               ? token_file_check(call->options->token_file, error)
               : 0;
  if (rescue_prepare(error) < 0)
    return -1;
  if (call->options->all)
    return 0;
  if (call->verb->reply != NSCALE_REPLY_NOTHING && output_check(error) < 0)
    return -1;
  return call->options->token_file
             ? token_file_create(token_file, call->options->token_file, error)
             : 0;
}

static int run(struct invocation *call, const struct filters *filters,
               struct token_file *token_file, struct error *error)
{
  CLEANUP_DELIVERY struct delivery delivery = { 0 };
  int is_read = call->verb->effect == NSCALE_EFFECT_READ;

  if (take_document(call, error) < 0 || conditions_resolve(call) < 0)
    return -1;
  if (!is_read && prepare_mutation(call, token_file, error) < 0)
    return -1;
  if (plan_each(call, error) < 0)
    return -1;
  if (call->settled)
    return 0;
  if (call->answer.length)
    return send_answer(call, filters, token_file, error);
  if (is_read && !call->options->dry_run)
    return send_plan(call, filters, token_file, error);
  /* A plugin that plans without nscale_merge cannot be asked about. */
  if (call->asking && !call->before)
    return refuse_nothing(call, error);
  if (call->asking &&
      (interactive_changes(call, error) < 0 || plan_again(call, error) < 0))
    return -1;
  if (is_unchanged(call) || call->options->dry_run) {
    delivery.call = call;
    delivery.filters = filters;
    delivery.token_file = token_file;
    delivery.output.fd = STDOUT_FILENO;
    return is_unchanged(call) ? deliver_unchanged(call, &delivery, error)
                              : confirm_preview(call, &delivery, error);
  }
  if (!call->options->yes && !call->confirmed) {
    if (confirm_ask(call, error) < 0 || plan_again(call, error) < 0)
      return -1;
    if (call->settled)
      return 0;
  }
  return send_plan(call, filters, token_file, error);
}

int verb_run(struct invocation *call, struct error *error)
{
  CLEANUP_FILTERS struct filters filters = { 0 };
  struct token_file token_file = { .fd = -1 };
  int result;

  if (filters_compile(&filters, call->flags, error) < 0)
    return -1;
  if (call->verb->effect != NSCALE_EFFECT_READ && !call->options->yes &&
      !call->options->dry_run && confirm_possible(call, error) < 0)
    return -1;
  result = run(call, &filters, &token_file, error);
  token_file_abandon(&token_file);
  return result;
}
