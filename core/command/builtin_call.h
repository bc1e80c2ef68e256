/* builtin_call.h - one run of one of the core's own commands. */
#ifndef BUILTIN_CALL_H
#define BUILTIN_CALL_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/error.h"
#include "core/grammar/flags.h"

/* One run: the words behind the verb are within the number it takes, and its
 * flags are known and checked.  All of it is borrowed. */
struct builtin_call {
  const struct nscale_verb *verb;
  const struct flags *flags;
  const char *const *arguments;
  size_t argument_count;
};

/* Carries it out.  Returns 0, or -1 with the error set. */
typedef int builtin_handler(const struct builtin_call *call,
                            struct error *error);

#endif
