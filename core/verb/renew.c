/* renew.c - the token that nscale acts with is replaced while it acts. */
#include "core/verb/renew.h"

#include <string.h>

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/invocation/find.h"
#include "core/message/message.h"
#include "core/token/secret.h"
#include "core/token/token_folder.h"

#define COURTESY_TIME 5000 /* milliseconds for a look */

/* ---- Whether a token works. ---------------------------------------- */

enum look {
  LOOK_WORKS,
  LOOK_REFUSED, /* 401 */
  LOOK_UNKNOWN
};

/* What a read says of the token that it was sent with. */
static enum look judge(int result, const struct error *error)
{
  if (result == 0)
    return LOOK_WORKS;
  return error->http_status == 401 ? LOOK_REFUSED : LOOK_UNKNOWN;
}

/* Looks with the token that there is: a read that needs no rights, the
 * organizations that it sees; or, of a target, whether it sees that one. */
static enum look look(struct invocation *call, const struct target *target)
{
  static const struct thing_names names = { "organization", "organizations" };
  struct exchange *exchange = call->reader.exchange;
  const struct exchange_options *usual = exchange->options;
  struct exchange_options options = *usual;
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  struct lookup lookup = target_lookup(call);
  int result;

  options.max_wait = 0; /* one attempt */
  if (options.timeout > COURTESY_TIME)
    options.timeout = COURTESY_TIME;
  exchange->options = &options;
  if (target) {
    lookup.wanted = target->id;
    result = lookup_text(&call->reader, call->targets.request, &lookup, &text,
                         &error);
  } else {
    result = fetch_json(&call->reader,
                        scope_list(&call->scopes, NSCALE_SCOPE_ORGANIZATION,
                                   &call->reader, &error),
                        names, &error)
                 ? 0
                 : -1;
  }
  exchange->options = usual;
  return judge(result, &error);
}

/* A new token may be unknown for a moment after it was issued. */
static enum look look_again(struct invocation *call,
                            const struct target *target)
{
  enum look seen;

  do
    seen = look(call, target);
  while (seen == LOOK_REFUSED && exchange_look_again(call->reader.exchange));
  return seen;
}

/* ---- Going on. ----------------------------------------------------- */

/* Whether the token that there is was replaced, and nobody says by which of
 * those in files: one that still works elsewhere was not. */
static int was_replaced(const struct renewal *renewal, struct invocation *call)
{
  return !renewal->file && !renewal->lost && call->verb->secret &&
         call->options->token.folder && !caller_subject(&call->caller) &&
         look(call, NULL) == LOOK_REFUSED;
}

/* Acts with the new token of the target at `index`, if that may be it.
 * Returns 1, or 0 with what is known of the one that works. */
static int try_new(struct renewal *renewal, struct invocation *call,
                   size_t index)
{
  CLEANUP_ERROR struct error error = { 0 };
  const char *file = renewal_file(call, index);
  enum look seen = LOOK_REFUSED;

  if (!file)
    return 0;
  if (exchange_renew(call->reader.exchange, call->token_folder.fd, file,
                     &error) == 0)
    seen = look_again(call, &call->targets.list[call->targets.turn]);
  if (seen == LOOK_UNKNOWN)
    renewal->lost = 1;
  else
    renewal->file = file;
  return seen == LOOK_WORKS;
}

int renewal_take(struct renewal *renewal, struct invocation *call,
                 size_t index)
{
  const struct target *target = &call->targets.list[index];

  if (call->error->http_status != 401 || !was_replaced(renewal, call) ||
      !try_new(renewal, call, index))
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
  if (status != EXIT_UNKNOWN && status != EXIT_UNDELIVERED &&
      call->error->http_status != 401 && interrupt_count() == 0 &&
      was_replaced(renewal, call))
    (void)try_new(renewal, call, index);
}

/* ---- In words. ---------------------------------------------------- */

void renewal_command(const struct renewal *renewal,
                     const struct invocation *call, struct buffer *shell)
{
  const struct flags *flags = call->flags;
  size_t i;

  buffer_printf(shell, "NSCALE_SERVICE_TOKEN= %sNSCALE_SERVICE_TOKEN_FILE=",
                secret_has_command() ? "NSCALE_SERVICE_TOKEN_COMMAND= " : "");
  text_file(shell, renewal->file);
  buffer_printf(shell, " nscale %s %s", call->command, call->verb->name);
  for (i = 0; i < flags->value_count; i++) {
    buffer_printf(shell, " --%s", flags->values[i].name);
    if (!flags->values[i].text[0])
      continue; /* a switch */
    /* A value that looks like a flag stands with its flag. */
    buffer_putc(shell, flags->values[i].text[0] == '-' ? '=' : ' ');
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
                 uuid_same(targets->list[targets->count - 1].id, own)
             ? renewal_file(call, targets->count - 1)
             : NULL;
}
