/* send_all.c - a plan for many things is carried out. */
#include "core/verb/send_all.h"

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/message/message.h"
#include "core/token/token_folder.h"
#include "core/verb/hand_over.h"
#include "core/verb/renew.h"
#include "core/verb/results.h"
#include "core/verb/send.h"

/* One run over all of them. */
struct round {
  struct invocation *call;
  const struct outlets *outlets;
  struct renewal renewal;
  struct results results;
  size_t next;    /* the next request of the plan */
  int in_trouble; /* the last one's token did not arrive, or it is not known
                   * whether it was changed */
};

/* ---- In words. ---------------------------------------------------- */

/* Which of the targets are done, and the command that does what is left. */
static void write_done(struct buffer *text, const struct round *round)
{
  const struct invocation *call = round->call;
  const size_t done = round->results.counts[OUTCOME_DONE];

  buffer_printf(text, "%zu of %zu %s %s done before that: ", done,
                call->targets.count, call->noun->plural,
                done == 1 ? "was" : "were");
  results_names(&round->results, call, text);
  if (round->renewal.lost) {
    buffer_puts(text, "; the service token was that of one of them, and with "
                      "its new one the same command does the rest");
  } else if (round->renewal.file) {
    buffer_puts(text, "; the token that works now is in ");
    text_file(text, round->renewal.file);
    buffer_puts(text, ", and with it this does the rest: ");
    renewal_command(&round->renewal, call, text);
  } else {
    buffer_puts(text, "; the same command does the rest");
  }
}

/* From here on a signal is no longer one before anything was sent: it says
 * which of the targets are done. */
static void signal_among(const struct round *round)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  struct buffer shown = { 0 };
  const char *kept = NULL;

  buffer_puts(&text, "interrupted; ");
  write_done(&text, round);
  if (!text.failed)
    message_clean(&shown, text.data);
  if (!text.failed && !shown.failed)
    kept = arena_keep(&round->call->arena, buffer_take(&shown), &ignored);
  buffer_free(&shown);
  interrupt_say(EXIT_FAILED,
                kept ? kept : "interrupted; what was done before stays done");
  interrupt_enter(INTERRUPT_WAITS);
}

/* All are done: the token of the environment may be no more. */
static void say_where_own_is(const struct round *round)
{
  struct invocation *call = round->call;
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *file =
      round->renewal.file ? round->renewal.file : renewal_own_file(call);

  if (!file)
    return;
  text_file(&text, file);
  if (!text.failed)
    message_line("The service token that this began with is no more: its "
                 "successor is in %s.",
                 text.data);
}

/* ---- One of them. ------------------------------------------------- */

/* Sends a request, and once more with a new token where that helps. */
static int send_in_turn(struct round *round, int last)
{
  struct invocation *call = round->call;
  struct nscale_request *request = call->plan.requests[round->next];
  const size_t before = round->results.last_done;

  if (send_request(call, request, round->outlets, last) == 0)
    return 0;
  return before > 0 && renewal_take(&round->renewal, call, before - 1)
             ? send_request(call, request, round->outlets, last)
             : -1;
}

/* Where its token goes; NULL for nowhere, or with the error set. */
static const char *begin_file(struct round *round, size_t index)
{
  struct invocation *call = round->call;
  const char *path =
      call->options->token.folder ? renewal_file(call, index) : NULL;

  return path && token_file_create_in(round->outlets->token_file,
                                      call->token_folder.fd, path,
                                      call->error) < 0
             ? NULL
             : path;
}

/* Sends all that the plan has for the target in turn. */
static int send_target(struct round *round, size_t index)
{
  struct invocation *call = round->call;
  const struct plan *plan = &call->plan;
  const char *file = begin_file(round, index);
  int last;

  if (call->error->exit_status != EXIT_DONE)
    return -1;
  do {
    last = round->next + 1 == plan->count ||
           plan->requests[round->next + 1]->turn != index;
    if (send_in_turn(round, last) < 0)
      return -1;
    round->next++;
  } while (!last);
  results_done(&round->results, call, file);
  round->in_trouble = 0;
  return 0;
}

/* ---- When one has failed. ----------------------------------------- */

/* Whether there is more to do, or more to tell than this failure. */
static int is_alone(const struct round *round)
{
  return round->call->targets.turn + 1 == round->results.count &&
         results_failures(&round->results) == 0;
}

/* Whether what happened to one leaves the others as they were: what the
 * service or a check refuses of that one, and once what may befall each.
 * Twice in a row is the end: a store that takes no token must not cost all of
 * them. */
static int may_go_on(const struct round *round, int checked)
{
  const struct invocation *call = round->call;
  const struct error *error = call->error;

  if (call->options->target.fail_fast || interrupt_count() > 0 ||
      is_alone(round))
    return 0;
  if (!checked)
    return error->exit_status == EXIT_USAGE;
  switch (error->exit_status) {
  case EXIT_UNDELIVERED:
    return error->kept && !round->in_trouble;
  case EXIT_UNKNOWN:
    return !round->in_trouble;
  default:
    return error->http_status == 400 || error->http_status == 403 ||
           error->http_status == 404 || error->http_status == 409;
  }
}

/* Notes it; `checked`: --deliver-check found no fault.  Where the others go on
 * the error is forgotten, and said now where it tells what to do.  Returns 1,
 * or 0 where it is the end. */
static int go_on(struct round *round, int checked)
{
  struct invocation *call = round->call;
  const enum exit_status status = call->error->exit_status;
  const int goes_on = may_go_on(round, checked);

  results_failed(&round->results, call);
  token_file_abandon(round->outlets->token_file);
  if (!goes_on)
    return 0;
  round->in_trouble = status == EXIT_UNDELIVERED || status == EXIT_UNKNOWN;
  if (round->in_trouble)
    message_error(call->error);
  error_clear(call->error);
  return 1;
}

/* ---- The whole. --------------------------------------------------- */

/* The first failure that ends it.  Returns -1. */
static int stopped_among(struct round *round)
{
  struct invocation *call = round->call;
  CLEANUP_BUFFER struct buffer text = { 0 };
  const enum exit_status gravest = results_status(&round->results);

  if (round->results.last_done > 0) {
    renewal_look(&round->renewal, call, round->results.last_done - 1);
    if (round->results.counts[OUTCOME_DONE] > 0)
      write_done(&text, round);
    if (text.length && !text.failed)
      message_note("%s", text.data);
  }
  if (gravest == EXIT_UNDELIVERED || gravest == EXIT_UNKNOWN)
    call->error->exit_status = gravest;
  else if (round->results.last_done > 0 &&
           (call->error->exit_status == EXIT_NETWORK ||
            call->error->exit_status == EXIT_INTERRUPTED))
    call->error->exit_status = EXIT_FAILED;
  return -1;
}

/* It went to the end, and not all are done.  Returns -1. */
static int left_some(const struct round *round)
{
  const struct invocation *call = round->call;
  const size_t left =
      call->targets.count - round->results.counts[OUTCOME_DONE];

  error_set(
      call->error, results_status(&round->results),
      "%zu of %zu %s %s not %s%s", left, call->targets.count,
      call->targets.count == 1 ? call->noun->singular : call->noun->plural,
      left == 1 ? "was" : "were", explain_participle(call->verb->effect),
      round->results.counts[OUTCOME_KEPT] ? ", or a new token has not arrived"
                                          : "");
  return error_hint(call->error, "the same command does what is left");
}

/* Goes through all of them.  Returns 0 at the end, or -1 where one ended
 * it. */
static int run_round(struct round *round)
{
  struct invocation *call = round->call;
  const struct plan *plan = &call->plan;

  while (round->next < plan->count) {
    const size_t turn = plan->requests[round->next]->turn;
    int checked;

    if (round->next > 0 && interrupt_count() > 0)
      return error_set(call->error, EXIT_INTERRUPTED, "interrupted");
    if (invocation_turn(call, turn) < 0)
      return -1;
    checked = hand_over_check(call) == 0;
    if ((!checked || send_target(round, turn) < 0) && !go_on(round, checked))
      return -1;
    while (round->next < plan->count &&
           plan->requests[round->next]->turn == turn)
      round->next++;
    signal_among(round);
  }
  return 0;
}

/* Says how it ended, which `result` says as well. */
static int end_round(struct round *round, int result)
{
  struct invocation *call = round->call;
  const int all_done = results_all_done(&round->results, call);

  interrupt_enter(INTERRUPT_IGNORED);
  if (call->options->output.json && results_write(&round->results, call) < 0)
    return -1;
  if (!call->options->output.json &&
      results_failures(&round->results) >
          (size_t)(result < 0 && call->error->exit_status != EXIT_INTERRUPTED))
    results_say(&round->results, call);
  if (result < 0)
    return stopped_among(round);
  if (!all_done)
    return left_some(round);
  say_where_own_is(round);
  return 0;
}

int send_all(struct invocation *call, const struct outlets *outlets)
{
  struct round round = { .call = call, .outlets = outlets };
  int result = -1;

  if ((!call->options->token.folder ||
       token_folder_make(&call->token_folder, call->error) == 0) &&
      results_begin(&round.results, call) == 0)
    result = end_round(&round, run_round(&round));
  results_free(&round.results);
  return result;
}
