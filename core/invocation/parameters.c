/* parameters.c - what the user gave, as query parameters of a request. */
#include "core/invocation/parameters.h"

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
             ? choices_resolve(call, flag->choices, flag->name, text)
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
