/* renew.c - the token that nscale acts with is replaced while it acts. */
#include "core/verb/renew.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/message/message.h"
#include "core/token/token_folder.h"

#define PAUSE_FIRST                                                           \
  100                   /* milliseconds between two looks, doubled each time  \
                         */
#define PAUSE_MOST 2000 /* so it is about three seconds in all */
#define COURTESY_TIME 5000 /* milliseconds for a look */

/* ---- Whether the token works. ------------------------------------- */

enum look {
  LOOK_WORKS,
  LOOK_REFUSED, /* 401 */
  LOOK_UNKNOWN
};

/* One read that needs no rights: the organizations that the token sees. */
static enum look look(struct invocation *call)
{
  static const struct thing_names names = { "organization", "organizations" };
  struct exchange *exchange = call->reader.exchange;
  const struct exchange_options *usual = exchange->options;
  struct exchange_options options = *usual;
  CLEANUP_ERROR struct error error = { 0 };
  struct json_object *list;

  options.max_wait = 0; /* one attempt */
  if (options.timeout > COURTESY_TIME)
    options.timeout = COURTESY_TIME;
  exchange->options = &options;
  list = fetch_json(&call->reader,
                    scope_list(&call->scopes, NSCALE_SCOPE_ORGANIZATION,
                               &call->reader, &error),
                    names, &error);
  exchange->options = usual;
  if (list)
    return LOOK_WORKS;
  return error.http_status == 401 ? LOOK_REFUSED : LOOK_UNKNOWN;
}

static void pause_for(long milliseconds)
{
  struct timespec left = { .tv_sec = milliseconds / 1000,
                           .tv_nsec = milliseconds % 1000 * 1000000 };

  while (nanosleep(&left, &left) < 0 && errno == EINTR)
    continue;
}

/* A new token may be unknown for a moment after it was issued. */
static int works_soon(struct invocation *call)
{
  enum look seen = look(call);
  long pause;

  for (pause = PAUSE_FIRST;
       seen == LOOK_REFUSED && pause <= PAUSE_MOST && interrupt_count() == 0;
       pause *= 2) {
    pause_for(pause);
    seen = look(call);
  }
  return seen == LOOK_WORKS;
}

/* ---- Going on. ---------------------------------------------------- */

/* Whether the tokens go to files, and nobody says which of them is the one to
 * act with. */
static int may_be_needed(const struct renewal *renewal,
                         const struct invocation *call)
{
  return !renewal->file && call->verb->secret && call->options->token.folder &&
         !caller_subject(&call->caller);
}

int renewal_take(struct renewal *renewal, struct invocation *call,
                 size_t index)
{
  const struct target *target = &call->targets.list[index];
  CLEANUP_ERROR struct error error = { 0 };

  /* The token may still work elsewhere; then it was not replaced. */
  if (call->error->http_status != 401 || !may_be_needed(renewal, call) ||
      look(call) != LOOK_REFUSED)
    return 0;
  renewal->file = renewal_file(call, index);
  if (!renewal->file ||
      exchange_renew(call->reader.exchange, renewal->file, &error) < 0 ||
      !works_soon(call))
    return 0;
  error_clear(call->error);
  message_note("the service token was that of %s \"%s\": going on with its "
               "new one",
               call->noun->singular, target->name ? target->name : target->id);
  return 1;
}

void renewal_look(struct renewal *renewal, struct invocation *call,
                  size_t index)
{
  const enum exit_status status = call->error->exit_status;

  /* What may have been rotated just now may itself be the one; and
   * renewal_take has looked after a 401. */
  if (call->error->http_status == 401 || status == EXIT_UNKNOWN ||
      status == EXIT_UNDELIVERED || interrupt_count() > 0 ||
      !may_be_needed(renewal, call) || look(call) != LOOK_REFUSED)
    return;
  renewal->file = renewal_file(call, index);
}

/* ---- In words. ---------------------------------------------------- */

void renewal_command(const struct renewal *renewal,
                     const struct invocation *call, struct buffer *shell)
{
  const struct flags *flags = call->flags;
  size_t i;

  buffer_puts(shell, "NSCALE_SERVICE_TOKEN= NSCALE_SERVICE_TOKEN_FILE=");
  text_file(shell, renewal->file);
  buffer_printf(shell, " nscale %s", call->reader.plugin);
  if (strcmp(call->noun->name, call->reader.plugin) != 0)
    buffer_printf(shell, " %s", call->noun->name);
  buffer_printf(shell, " %s", call->verb->name);
  for (i = 0; i < flags->value_count; i++) {
    buffer_printf(shell, " --%s", flags->values[i].name);
    if (!flags->values[i].text[0])
      continue; /* a switch */
    buffer_putc(shell, ' ');
    text_word(shell, flags->values[i].text);
  }
}

const char *renewal_file(struct invocation *call, size_t index)
{
  const struct target *target = &call->targets.list[index];

  return arena_keep(
      &call->arena,
      token_folder_path(call->options->token.folder, target->name, target->id),
      call->error);
}

const char *renewal_own_file(struct invocation *call)
{
  const struct targets *targets = &call->targets;
  const char *own = caller_subject(&call->caller);

  return own && call->options->token.folder && targets->count &&
                 strcmp(targets->list[targets->count - 1].id, own) == 0
             ? renewal_file(call, targets->count - 1)
             : NULL;
}
