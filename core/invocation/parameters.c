/* parameters.c - what the user gave by flags, as ids and as query parameters
 * of a request. */
#include "core/invocation/parameters.h"

#include <string.h>

#include "core/invocation/choices.h"
#include "core/invocation/find.h"

int parameters_scopes(struct invocation *call, struct nscale_request *request)
{
  struct scopes *scopes = &call->scopes;
  const char *id;
  uint32_t scope;

  if (!request || target_settle_scope(call) < 0)
    return -1;
  for (scope = 1; scope < 1u << SCOPE_COUNT; scope <<= 1) {
    if (!(call->verb->scopes & scope))
      continue;
    id = scope_id(scopes, scope, &call->reader, call->error);
    if (!id && scope_is_optional(scopes, scope) && !scope_given(scopes, scope))
      continue;
    if (!id || request_query(request, scope_parameter(scope), id) < 0)
      return -1;
  }
  return 0;
}

/* What one value of a flag means. */
static const char *value_of(struct invocation *call,
                            const struct nscale_flag *flag, const char *text)
{
  if (flag->attributes & NSCALE_FLAG_SWITCH)
    return "true";
  return flag->choices && flag->choices->list
             ? choices_resolve(
                   call, flag->choices,
                   &(struct choice_names){ flag->name, flag->name }, text)
             : text;
}

int parameters_flags(struct invocation *call, struct nscale_request *request)
{
  const struct nscale_flag *const *flag = call->verb->flags;
  const char *value;
  uint32_t at;

  if (!request)
    return -1;
  for (; flag && *flag; flag++)
    for (at = 0; (*flag)->query &&
                 (value = flags_value(call->flags, (*flag)->name, at));
         at++) {
      value = value_of(call, *flag, value);
      if (!value || request_query(request, (*flag)->query, value) < 0)
        return -1;
    }
  return 0;
}

static const struct nscale_flag *find_flag(const struct nscale_verb *verb,
                                           const char *name)
{
  const struct nscale_flag *const *flag = verb->flags;

  while (name && flag && *flag && strcmp((*flag)->name, name) != 0)
    flag++;
  return name && flag ? *flag : NULL;
}

const char *parameters_id(struct invocation *call, const char *name,
                          uint32_t index)
{
  const struct nscale_flag *flag = find_flag(call->verb, name);
  const struct nscale_flag *before = call->resolving;
  const char *given;
  const char *id;

  if (call->error->exit_status != EXIT_DONE)
    return NULL;
  if (!flag || !flag->choices || !flag->choices->list || flag == before) {
    error_plugin(call->error, call->reader.plugin,
                 "asks for an id of --%s, which has no list to look it up in",
                 name ? name : "");
    return NULL;
  }
  given = flags_value(call->flags, name, index);
  if (!given)
    return NULL;
  call->resolving = flag;
  id =
      choices_resolve(call, flag->choices,
                      &(struct choice_names){ flag->name, flag->name }, given);
  call->resolving = before;
  if (id && flag->attributes & NSCALE_FLAG_PARENT)
    call->parent =
        (struct parent){ .kind = flag->name, .name = given, .id = id };
  return id;
}
