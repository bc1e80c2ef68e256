/* options.h - what the flags of a verb say, checked and in types. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "core/grammar/flags.h"
#include "core/invocation/invocation.h"

/* The flags that every command has: --debug, --timeout, --max-wait,
 * --ca-cert.  EXIT_USAGE for a value that is not a number of seconds.  Returns
 * 0 or -1. */
int options_global(struct exchange_options *options, const struct flags *flags,
                   struct error *error);

/* Which of its fixed words the value of a flag is, as an index.  EXIT_USAGE
 * for any other.  Returns 0 or -1. */
int options_word(const struct flag *flag, const char *value, size_t *word,
                 struct error *error);

/* The flags that a verb describes itself: those with fixed words take no
 * others, required ones must be there (EXIT_USAGE); deprecated ones are
 * remarked.  Part of options_of_verb.  Returns 0 or -1. */
int options_check(const struct flags *flags, const struct nscale_verb *verb,
                  struct error *error);

/* The command line of a verb; all of it is borrowed. */
struct verb_line {
  const struct flags *flags;
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const char *argument; /* behind the verb, or NULL; it stands for --id */
};

/* The flags of a verb.  EXIT_USAGE for what contradicts, is empty or is
 * missing.  Returns 0 or -1. */
int options_of_verb(struct options *options, const struct verb_line *line,
                    struct error *error);

#endif
