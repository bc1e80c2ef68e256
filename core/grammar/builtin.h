/* builtin.h - the core's own commands, as data.
 *
 * They are described with the structures that plugins use, so that parsing,
 * help, manual pages, completion and did-you-mean know one kind of command.
 * A command either has verbs (`plugins list`) or is one by itself
 * (`version`).  What each does is wired to it in core/command/command.c.
 */
#ifndef BUILTIN_H
#define BUILTIN_H

#include <nscale/plugin.h>
#include <stddef.h>

/* What a verb of the core's does. */
enum builtin_action {
  BUILTIN_API,
  BUILTIN_COMPLETION,
  BUILTIN_HELP,
  BUILTIN_PLUGINS_CHECK,
  BUILTIN_PLUGINS_LIST,
  BUILTIN_PROFILES_LIST,
  BUILTIN_VERSION,
  BUILTIN_ACTIONS /* how many there are */
};

/* Such a verb, and how many words it takes. */
struct builtin_verb {
  struct nscale_verb head; /* must stay first: a noun's verbs point at it;
                            * it has no plan */
  enum builtin_action action;
  const char *arguments; /* as usage shows them, or NULL for none */
  size_t arguments_least;
  size_t arguments_most;
};

struct builtin {
  const struct nscale_noun *noun;   /* name, summary, description; its verbs,
                                     * each a builtin_verb, or none */
  const struct builtin_verb *alone; /* where it has no verbs; else NULL */
};

/* All of them in the order of help, a list that ends with NULL.  No plugin
 * can have one of their names. */
extern const struct builtin *const builtins[];

/* The command of this name, or NULL. */
const struct builtin *builtin_find(const char *name);

#endif
