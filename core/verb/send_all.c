/* send_all.c - a plan for many things is carried out. */
#include "core/verb/send_all.h"

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/message/message.h"
#include "core/token/token_folder.h"
#include "core/verb/renew.h"
#include "core/verb/send.h"

/* The next of the targets: where its token goes. */
static int begin_target(struct invocation *call, size_t index,
                        struct token_file *token_file)
{
  const char *path;

  if (invocation_turn(call, index) < 0)
    return -1;
  if (!call->options->token.folder)
    return 0;
  path = renewal_file(call, index);
  return path ? token_file_create_in(token_file, call->token_folder.fd, path,
                                     call->error)
              : -1;
}

/* Which of the targets are done, and the command that does what is left. */
static void write_done(struct buffer *text, const struct invocation *call,
                       const struct renewal *renewal, size_t done)
{
  buffer_printf(text, "%zu of %zu %s %s done before that: ", done,
                call->targets.count, call->noun->plural,
                done == 1 ? "was" : "were");
  targets_names(&call->targets, done, text);
  if (renewal->lost) {
    buffer_puts(text, "; the service token was that of one of them, and with "
                      "its new one the same command does the rest");
  } else if (renewal->file) {
    buffer_puts(text, "; the token that works now is in ");
    text_file(text, renewal->file);
    buffer_puts(text, ", and with it this does the rest: ");
    renewal_command(renewal, call, text);
  } else {
    buffer_puts(text, "; the same command does the rest");
  }
}

/* One of the targets failed: says which are done. */
static int stopped_among(struct invocation *call, struct renewal *renewal,
                         size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (done == 0)
    return -1;
  renewal_look(renewal, call, done - 1);
  write_done(&text, call, renewal, done);
  if (!text.failed)
    message_note("%s", text.data);
  if (call->error->exit_status == EXIT_NETWORK ||
      call->error->exit_status == EXIT_INTERRUPTED)
    call->error->exit_status = EXIT_FAILED;
  return -1;
}

/* From here on a signal is no longer one before anything was sent: it says
 * which of the targets are done. */
static void signal_among(struct invocation *call,
                         const struct renewal *renewal, size_t done)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  struct buffer shown = { 0 };
  const char *kept = NULL;

  buffer_puts(&text, "interrupted; ");
  write_done(&text, call, renewal, done);
  if (!text.failed)
    text_escape(&shown, text.data, text.length);
  if (!text.failed && !shown.failed)
    kept = arena_keep(&call->arena, buffer_take(&shown), &ignored);
  buffer_free(&shown);
  interrupt_say(EXIT_FAILED,
                kept ? kept : "interrupted; what was done before stays done");
  interrupt_enter(INTERRUPT_WAITS);
}

/* Sends the one request of a target, and once more with a new token where that
 * helps. */
static int send_in_turn(struct invocation *call, struct renewal *renewal,
                        struct nscale_request *request,
                        const struct outlets *outlets, int last)
{
  if (send_request(call, request, outlets, last) == 0)
    return 0;
  return request->turn > 0 && renewal_take(renewal, call, request->turn - 1)
             ? send_request(call, request, outlets, last)
             : -1;
}

/* All are done: the token of the environment may be no more. */
static void say_where_own_is(struct invocation *call,
                             const struct renewal *renewal)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *file = renewal->file ? renewal->file : renewal_own_file(call);

  if (!file)
    return;
  text_file(&text, file);
  if (!text.failed)
    message_line("The service token that this began with is no more: its "
                 "successor is in %s.",
                 text.data);
}

int send_all(struct invocation *call, const struct outlets *outlets)
{
  struct nscale_request *const *plan = call->plan.requests;
  const size_t count = call->plan.count;
  struct renewal renewal = { 0 };
  size_t turn = 0;
  size_t i;

  if (call->options->token.folder &&
      token_folder_make(&call->token_folder, call->error) < 0)
    return -1;
  for (i = 0; i < count; i++) {
    const int first = i == 0 || plan[i]->turn != turn;
    const int last = i + 1 == count || plan[i + 1]->turn != plan[i]->turn;

    turn = plan[i]->turn;
    if (i > 0 && interrupt_count() > 0) {
      error_set(call->error, EXIT_INTERRUPTED, "interrupted");
      return stopped_among(call, &renewal, turn);
    }
    if ((first && begin_target(call, turn, outlets->token_file) < 0) ||
        send_in_turn(call, &renewal, plan[i], outlets, last) < 0)
      return stopped_among(call, &renewal, turn);
    signal_among(call, &renewal, last ? turn + 1 : turn);
  }
  interrupt_enter(INTERRUPT_IGNORED);
  say_where_own_is(call, &renewal);
  return 0;
}
