/* headline.c - what a verb does to what, in words. */
#include "core/verb/headline.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/message/message.h"

/* The first letter of the verb, as a capital. */
static char capital(const struct invocation *call)
{
  return ascii_upper(call->verb->name[0]);
}

void headline_write(struct buffer *text, const struct invocation *call)
{
  const char *name = invocation_target_name(call);
  const char *id = call->target.id;

  buffer_printf(text, "%c%s %s", capital(call), call->verb->name + 1,
                call->noun->singular);
  if (name)
    buffer_printf(text, " \"%s\"", name);
  if (id && name && strcmp(id, name) != 0)
    buffer_printf(text, " (%s)", id);
}

void headline_put_place(struct buffer *text, const struct invocation *call)
{
  const uint32_t bit = NSCALE_SCOPE_ORGANIZATION;
  const char *id = scope_known(&call->scopes, bit);
  const char *title = scope_title(&call->scopes, bit);

  if (id && strcmp(id, title) != 0)
    buffer_printf(text, " in organization \"%s\"", title);
  else if (id)
    buffer_printf(text, " in organization %s", id);
}

void headline_say_all(const struct invocation *call)
{
  const struct targets *targets = &call->targets;
  const struct target *target = targets->list;
  CLEANUP_BUFFER struct buffer place = { 0 };
  size_t i;

  headline_put_place(&place, call);
  message_line("%c%s %zu %s%s:", capital(call), call->verb->name + 1,
               targets->count,
               targets->count == 1 ? call->noun->singular : call->noun->plural,
               place.data ? place.data : "");
  for (i = 0; i < targets->count; i++, target++)
    if (target->name)
      message_line("  %s (%s)", target->name, target->id);
    else
      message_line("  %s", target->id);
}

void headline_fill(struct buffer *text, const char *sentence,
                   const struct invocation *call)
{
  const struct {
    const char *holder;
    const char *value;
  } names[] = {
    { "{name}", invocation_target_name(call) },
    { "{id}", call->target.id },
    { "{organization}",
      scope_title(&call->scopes, NSCALE_SCOPE_ORGANIZATION) },
  };
  const size_t count = sizeof names / sizeof names[0];
  size_t i;

  while (*sentence) {
    for (i = 0; i < count; i++)
      if (strncmp(sentence, names[i].holder, strlen(names[i].holder)) == 0)
        break;
    if (i < count) {
      buffer_puts(text, names[i].value ? names[i].value : "?");
      sentence += strlen(names[i].holder);
    } else {
      buffer_putc(text, *sentence++);
    }
  }
}
