/* gate.c - a verb that reads, with --all. */
#include "core/verb/gate.h"

#include "core/base/buffer.h"

const struct nscale_verb *gate_verb(const struct nscale_verb *verb,
                                    const struct nscale_noun *noun,
                                    const struct flags *flags,
                                    struct nscale_verb *list)
{
  if (verb->effect != NSCALE_EFFECT_READ ||
      !(verb->attributes & NSCALE_VERB_ALL) || !flags_given(flags, "all"))
    return verb;
  *list = *verb;
  list->reply = NSCALE_REPLY_LIST;
  list->columns = noun->columns;
  list->finish = NULL;
  return list;
}

int gate_end(const struct invocation *call)
{
  const size_t met = call->left_out.met;
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!call->options->target.all || call->verb->effect != NSCALE_EFFECT_READ ||
      met == 0)
    return 0;
  conditions_write(&call->conditions, &text);
  return text.failed
             ? error_memory(call->error)
             : error_set(call->error, EXIT_FAILED, "%zu %s %s %s", met,
                         met == 1 ? call->noun->singular : call->noun->plural,
                         met == 1 ? "meets" : "meet", text.data);
}
