/* flags.h - what a command line says: its flags and its arguments.
 *
 * Flags are `--flag value`, `--flag=value`, `-f value` or `-fvalue`; `--`
 * ends them.  Names are exact: an abbreviation would become an interface
 * that the next flag breaks, which is why this is not getopt_long.
 */
#ifndef FLAGS_H
#define FLAGS_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/grammar/flag_table.h"

/* One flag as it was given. */
struct flag_value {
  const char *name; /* the flag's; borrowed from the table */
  const char *text; /* "" for a switch; borrowed from argv */
};

/* What a command line says.  Released by flags_free. */
struct flags {
  struct flag_value *values;
  size_t value_count;
  const char **arguments; /* all but the flags, in order */
  size_t argument_count;
  const char *unknown; /* the first unknown flag as it was written, or NULL */
  size_t before_unknown; /* arguments that stand before that flag */
};

/* Parses `count` words.  An unknown flag is only noted, so that the caller,
 * who knows the verb by then, can suggest the right one.  Returns 0, or -1: a
 * flag without its value, a value for a switch, a flag that was given twice
 * with different values, no memory (EXIT_USAGE). */
int flags_parse(struct flags *flags, const struct flag_table *table,
                long count, char **words, struct error *error);

/* Likewise up to the first argument, or behind `--`; the rest is left unread.
 * Returns how many words were read, or -1. */
long flags_parse_first(struct flags *flags, const struct flag_table *table,
                       long count, char **words, struct error *error);

/* Whether a flag was given. */
int flags_given(const struct flags *flags, const char *name);

/* The value number `index` of a flag, NULL past the last.  Of a flag that is
 * not repeatable there is one at the most. */
const char *flags_value(const struct flags *flags, const char *name,
                        size_t index);

/* The values of a flag, one a call: `*at` starts as 0.  NULL behind the
 * last. */
const char *flags_next(const struct flags *flags, const char *name,
                       size_t *at);

/* Fails with EXIT_USAGE when a flag was given that the table does not have
 * (with its nearest flag as the hint), or that is not repeatable there and has
 * two values.  `where` names the command
 * ("nscale serviceaccounts list") in the sentence.  Returns 0 or -1. */
int flags_check(const struct flags *flags, const struct flag_table *table,
                const char *where, struct error *error);

/* Takes an argument, for which there is room, as the value of a flag. */
void flags_add(struct flags *flags, const char *name, const char *text);

/* Releases what flags_parse allocated. */
void flags_free(struct flags *flags);

#define CLEANUP_FLAGS CLEANUP(flags_free)

#endif
