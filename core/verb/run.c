/* run.c - one verb from its flags to its exit status. */
#include "core/verb/run.h"

#include "core/invocation/choices.h"
#include "core/invocation/field_listed.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/output/delivery.h"
#include "core/output/filters.h"
#include "core/token/rescue.h"
#include "core/token/token_file.h"
#include "core/token/token_folder.h"
#include "core/verb/compose.h"
#include "core/verb/confirm.h"
#include "core/verb/deliver.h"
#include "core/verb/existing.h"
#include "core/verb/gate.h"
#include "core/verb/hand_over.h"
#include "core/verb/offer.h"
#include "core/verb/planning.h"
#include "core/verb/preview.h"
#include "core/verb/send.h"
#include "core/verb/send_all.h"

/* ---- Before anything is sent. ------------------------------------- */

/* The place for the token.  With --if-not-exists it is made once it is known
 * that there will be one: the same command, given again, must end well. */
static int prepare_token_file(const struct invocation *call,
                              struct token_file *token_file)
{
  const char *file = call->options->token.file;

  if (!file)
    return 0;
  return call->options->consent.dry_run
             ? token_file_check(file, call->error)
             : token_file_create(token_file, file, call->error);
}

/* Whether a new token that does not arrive must have a place to be kept in:
 * nothing holds it that is there already. */
static int needs_rescue(const struct invocation *call)
{
  const struct token_flags *token = &call->options->token;

  return call->verb->secret && !token->file && !token->folder &&
         (token->hook.command || !output_is_held());
}

/* The places for the result and its token. */
static int prepare_mutation(struct invocation *call,
                            struct token_file *token_file)
{
  const struct options *options = call->options;

  if (options->token.folder &&
      token_folder_check(&call->token_folder, options->token.folder,
                         call->error) < 0)
    return -1;
  if (!options->consent.dry_run) {
    if (rescue_prepare(options->token.file, call->error) < 0 ||
        (needs_rescue(call) && rescue_check(call->error) < 0))
      return -1;
    if (options->target.all && !options->output.json)
      return 0;
    if ((options->target.all || call->verb->reply != NSCALE_REPLY_NOTHING) &&
        output_check(call->error) < 0)
      return -1;
  }
  return options->target.if_not_exists ? 0
                                       : prepare_token_file(call, token_file);
}

/* The plan, from what the user says and what is there. */
static int make_plan(struct invocation *call, struct composed *composed,
                     struct token_file *token_file)
{
  const struct options *options = call->options;

  if (compose_document(call, composed) < 0 || choices_of_conditions(call) < 0)
    return -1;
  if ((call->verb->effect == NSCALE_EFFECT_READ
           ? prepare_token_file(call, token_file)
           : prepare_mutation(call, token_file)) < 0)
    return -1;
  existing_expect(call);
  if (planning_run(call) < 0)
    return -1;
  existing_look_along(call);
  if (field_listed_check(call) < 0 || existing_look(call) < 0 ||
      hand_over_check_names(call) < 0)
    return -1;
  if (options->target.if_not_exists && !call->plan.existing)
    return prepare_token_file(call, token_file);
  if (!composed->awaits_answers || call->plan.nothing_to_do)
    return 0;
  return compose_answers(call, composed) < 0 ? -1 : planning_repeat(call);
}

/* ---- Without sending it. ------------------------------------------ */

static int deliver_unchanged(struct invocation *call,
                             struct delivery *delivery)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  message_line("No changes.");
  if (invocation_is_for_people(call))
    return 0;
  if (json_write(&text, call->found, 0) < 0)
    return error_memory(call->error);
  return delivery_text(delivery, text.data, text.length, call->error);
}

/* Shows what stays as it is, or would be sent. */
static int show_plan(struct invocation *call, const struct outlets *outlets)
{
  const struct delivery_task task = deliver_task(call, outlets);
  CLEANUP_DELIVERY struct delivery delivery = { 0 };

  delivery_begin_text(&delivery, &task);
  if (planning_is_unchanged(call))
    return deliver_unchanged(call, &delivery);
  if (preview_plan(call, &delivery) < 0)
    return -1;
  existing_say_unchecked(call);
  return 0;
}

/* ---- The whole. --------------------------------------------------- */

/* Whether it is about one thing if that meets a condition: another command may
 * be at it at the same moment, so the last look is right before the change. */
static int is_conditional(const struct invocation *call)
{
  return call->conditions.count && !call->options->target.all;
}

static int run_planned(struct invocation *call, const struct outlets *outlets)
{
  const int is_read = call->verb->effect == NSCALE_EFFECT_READ;
  struct composed composed;
  int asked;

  if (make_plan(call, &composed, outlets->token_file) < 0)
    return -1;
  if (call->plan.nothing_to_do)
    return 0;
  if (call->plan.existing)
    return existing_deliver(call, outlets);
  if (call->plan.answer.length)
    return send_answer(call, outlets);
  if (is_read && !call->options->consent.dry_run)
    return send_plan(call, outlets);
  if (planning_is_unchanged(call) || call->options->consent.dry_run)
    return show_plan(call, outlets);
  if (!call->options->target.all && hand_over_check(call) < 0)
    return -1;
  /* A review shows the document, and nothing of further requests. */
  asked = !call->options->consent.yes &&
          !(composed.confirmed && call->plan.count == 1);
  if (asked && confirm_ask(call) < 0)
    return -1;
  if ((asked || is_conditional(call)) && planning_repeat(call) < 0)
    return -1;
  if (call->plan.nothing_to_do)
    return 0;
  return call->options->target.all ? send_all(call, outlets)
                                   : send_plan(call, outlets);
}

int verb_run(struct invocation *call)
{
  CLEANUP_FILTERS struct filters filters = { 0 };
  struct token_file token_file = TOKEN_FILE_NONE;
  const struct outlets outlets = { .filters = &filters,
                                   .token_file = &token_file };
  int result;

  call->reader.exchange->secret = invocation_is_secret(call);
  if (deliver_compile(&filters, call) < 0)
    return -1;
  if (call->verb->effect != NSCALE_EFFECT_READ &&
      !call->options->consent.yes && !call->options->consent.dry_run &&
      confirm_possible(call) < 0)
    return -1;
  if (hand_over_examine(call) < 0 || offer_target(call) < 0)
    return -1;
  result = run_planned(call, &outlets);
  if (result == 0)
    result = left_out_end(&call->left_out, call->noun, call->error);
  if (result == 0)
    result = gate_end(call);
  token_file_abandon(&token_file);
  return result;
}
