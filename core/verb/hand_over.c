/* hand_over.c - what an invocation means for --deliver. */
#include "core/verb/hand_over.h"

#include <json-c/json.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/base/uuid.h"
#include "core/http/explain.h"
#include "core/invocation/field_check.h"
#include "core/message/message.h"
#include "core/token/rescue.h"
#include "core/token/token_hook.h"

/* ---- Before anything is sent. ------------------------------------- */

/* The last name of a path: `accessToken`. */
static const char *last_name(const char *path)
{
  const char *dot = strrchr(path, '.');

  return dot ? dot + 1 : path;
}

int hand_over_examine(const struct invocation *call)
{
  const struct token_hook *hook = &call->options->token.hook;
  const char *filter;
  size_t at = 0;

  if (!hook->command)
    return 0;
  while ((filter = flags_next(call->flags, "query", &at)))
    if (strstr(filter, last_name(call->verb->secret))) {
      error_set(call->error, EXIT_USAGE,
                "-q %s asks for the token, and with --deliver that goes to "
                "the command alone",
                filter);
      return error_hint(call->error, "leave out one of the two");
    }
  return token_hook_examine(hook, call->error);
}

static int refuse_name(const struct invocation *call, const char *what,
                       const char *text)
{
  error_set(call->error, EXIT_FAILED,
            "--deliver cannot be used for the %s \"%s\", whose %s is not one "
            "that the service gives",
            call->noun->singular, text ? text : "", what);
  return error_hint(call->error, "nothing was sent: the command could take it "
                                 "for something else");
}

/* The field that is the name, or NULL. */
static const struct nscale_field *name_field(const struct nscale_noun *noun)
{
  const struct nscale_field *const *field;

  for (field = noun->fields; field && *field; field++)
    if (strcmp((*field)->path, noun->name_path) == 0)
      return *field;
  return NULL;
}

static int check_name(const struct invocation *call, const char *name)
{
  const struct nscale_field *field = name_field(call->noun);
  CLEANUP_ERROR struct error error = { 0 };

  if (!name || !name[0])
    return refuse_name(call, "name", name);
  if (!field)
    return 0;
  return field_check_alone(call->noun->fields, field,
                           json_object_new_string(name), "the name",
                           &error) < 0
             ? refuse_name(call, "name", name)
             : 0;
}

static int check_owner(const struct invocation *call, const char *id,
                       const char *name)
{
  if (id && !uuid_is(id))
    return refuse_name(call, "id", id);
  return check_name(call, name);
}

int hand_over_check_names(struct invocation *call)
{
  const struct targets *targets = &call->targets;
  size_t i;

  if (!call->options->token.hook.command || call->plan.nothing_to_do)
    return 0;
  if (!call->options->target.all)
    return check_owner(call, call->target.id, call->target.name);
  for (i = 0; i < targets->count; i++)
    if (check_owner(call, targets->list[i].id, targets->list[i].name) < 0)
      return -1;
  return 0;
}

/* ---- The commands. ------------------------------------------------ */

static struct token_hook_owner owner_of(const struct invocation *call)
{
  int64_t ignored;

  return (struct token_hook_owner){
    .prefix = call->verb->secret_owner,
    .id = call->target.id,
    .name = call->target.name,
    .organization = scope_known(&call->scopes, NSCALE_SCOPE_ORGANIZATION),
    .expiry =
        call->target.expiry && time_parse(call->target.expiry, &ignored) == 0
            ? call->target.expiry
            : NULL,
  };
}

int hand_over_check(struct invocation *call)
{
  const struct token_hook_owner owner = owner_of(call);

  return token_hook_check(&call->options->token.hook, &owner, call->error);
}

void hand_over_say(const struct invocation *call)
{
  const char *command = call->options->token.hook.command;

  if (command)
    message_line("%s goes to: %s",
                 call->options->target.all ? "Each new token"
                                           : "The new token",
                 command);
}

/* The command that delivers it by hand, as a sentence. */
static void write_by_hand(const struct invocation *call,
                          const struct token_hook_owner *owner,
                          const char *file, struct buffer *text)
{
  buffer_puts(text, "this delivers it: ");
  token_hook_by_hand(&call->options->token.hook, owner, file, text);
}

/* The token did not arrive, and is in this file. */
static int fail_to_deliver(struct invocation *call,
                           const struct token_hook_owner *owner,
                           const char *how, const char *file)
{
  CLEANUP_BUFFER struct buffer line = { 0 };

  error_set(call->error, EXIT_UNDELIVERED,
            "%s \"%s\" was %s, but its new token has not arrived: the command "
            "of --deliver %s",
            call->noun->singular, invocation_target_name(call),
            explain_participle(call->verb->effect), how);
  if (!file)
    return -1;
  (void)error_kept(call->error, file);
  write_by_hand(call, owner, file, &line);
  if (line.failed)
    error_hint(call->error, "the token is in %s", file);
  else
    error_hint(call->error, "the token is in %s; %s", file, line.data);
  /* The path must be told even where memory for the hint ran out. */
  if (!call->error->hint)
    rescue_announce();
  return -1;
}

/* A signal that ends us meanwhile says it, too. */
static void prepare_hint(const struct invocation *call,
                         const struct token_hook_owner *owner,
                         const char *file, struct buffer *hint)
{
  CLEANUP_BUFFER struct buffer line = { 0 };

  if (!file)
    return;
  write_by_hand(call, owner, file, &line);
  buffer_puts(hint, "hint: ");
  if (!line.failed)
    text_escape(hint, line.data, line.length);
  buffer_putc(hint, '\n');
  if (!line.failed && !hint->failed)
    rescue_hint(hint->data);
}

int hand_over_token(void *context, const char *token, const char *file)
{
  struct invocation *call = context;
  const struct token_hook *hook = &call->options->token.hook;
  const struct token_hook_owner owner = owner_of(call);
  CLEANUP_BUFFER struct buffer how = { 0 };
  CLEANUP_BUFFER struct buffer hint = { 0 };
  int result;

  /* Of a new thing the service has just said them. */
  if (check_owner(call, owner.id ? owner.id : "", owner.name) < 0) {
    error_clear(call->error);
    return fail_to_deliver(call, &owner,
                           "was not run, since the reply has an id or a name "
                           "that is not one",
                           file);
  }
  prepare_hint(call, &owner, file, &hint);
  result = token_hook_run(hook, &owner, token, file, &how);
  rescue_hint(NULL);
  if (result < 0)
    return fail_to_deliver(call, &owner, how.failed ? "failed" : how.data,
                           file);
  if (invocation_is_for_people(call))
    message_line("The token was delivered by: %s", hook->command);
  return 0;
}
