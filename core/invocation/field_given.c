/* field_given.c - which flags of fields were given, and with what values. */
#include "core/invocation/field_given.h"

#include <stdio.h>

struct field_given field_given(const struct flags *flags,
                               const struct nscale_field *field,
                               enum field_flag_act act)
{
  struct field_given given = { .field = field, .flags = flags, .act = act };

  /* It fits: the rules have checked the names of these flags too. */
  (void)snprintf(given.flag, sizeof given.flag, "%s%s", field_flag_prefix(act),
                 field->flag);
  return given;
}

const char *field_given_next(const struct field_given *given, size_t *at)
{
  return flags_next(given->flags, given->flag, at);
}

const char *field_given_first(const struct field_given *given)
{
  return flags_value(given->flags, given->flag, 0);
}

const struct nscale_field *const *
field_given_fields(const struct invocation *call)
{
  static const struct nscale_field *const none[] = { NULL };

  return call->noun->fields && field_flags_taken(call->verb)
             ? call->noun->fields
             : none;
}

static int is_given(const struct flags *flags,
                    const struct nscale_field *field, enum field_flag_act act)
{
  const struct field_given given = field_given(flags, field, act);

  return field_given_first(&given) != NULL;
}

static int any_given(const struct invocation *call, int relative_only)
{
  const struct nscale_field *const *field = field_given_fields(call);

  for (; *field; field++) {
    if (!(*field)->flag)
      continue;
    if (is_given(call->flags, *field, FIELD_FLAG_SET) &&
        (!relative_only || field_flag_has_keys(*field)))
      return 1;
    if (is_given(call->flags, *field, FIELD_FLAG_ADD) ||
        is_given(call->flags, *field, FIELD_FLAG_REMOVE))
      return 1;
  }
  return 0;
}

int field_is_given(const struct invocation *call,
                   const struct nscale_field *field)
{
  return field->flag && (is_given(call->flags, field, FIELD_FLAG_SET) ||
                         is_given(call->flags, field, FIELD_FLAG_ADD) ||
                         is_given(call->flags, field, FIELD_FLAG_REMOVE));
}

int field_any_given(const struct invocation *call)
{
  return any_given(call, 0);
}

int field_any_relative(const struct invocation *call)
{
  return invocation_is_patch(call) && any_given(call, 1);
}
