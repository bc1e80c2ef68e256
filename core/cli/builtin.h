/* builtin.h - the core's own commands.
 *
 * They are described with the structures that plugins use, so that parsing,
 * help, manual pages, completion and did-you-mean know one kind of command.
 * A command either has verbs (`plugins list`) or is one by itself
 * (`version`).
 */
#ifndef BUILTIN_H
#define BUILTIN_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/grammar/flags.h"
#include "core/message/message.h"

/* One run: the words behind the verb are within the number it takes, and its
 * flags are known and checked.  All of it is borrowed. */
struct builtin_call {
  const struct nscale_verb *verb;
  const struct flags *flags;
  const char *const *arguments;
  size_t argument_count;
};

/* What such a command does, and with how many words. */
struct builtin_verb {
  struct nscale_verb head; /* must stay first: a noun's verbs point at it;
                            * without a plan, it is `run` that acts */
  const char *arguments;   /* as usage shows them, or NULL for none */
  size_t arguments_least;
  size_t arguments_most;
  int (*run)(const struct builtin_call *call, struct error *error);
};

struct builtin {
  const struct nscale_noun *noun;   /* name, summary, description; its verbs,
                                     * each a builtin_verb, or none */
  const struct builtin_verb *alone; /* where it has no verbs; else NULL */
};

/* All of them in the order of help, a list that ends with NULL.  Their names
 * are those of core_commands (core/plugin/discover.h). */
extern const struct builtin *const builtins[];

/* The command of this name, or NULL. */
const struct builtin *builtin_find(const char *name);

/* `nscale --version`, as one line or as JSON.  Returns 0 or -1. */
int builtin_version(int json, struct error *error);

#endif
