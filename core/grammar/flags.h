/* flags.h - the flags that a command line may carry, and their parsing.
 *
 * Flags are `--flag value`, `--flag=value`, `-f value` or `-fvalue`; `--`
 * ends them.  Names are exact: an abbreviation would become an interface
 * that the next flag breaks, which is why this is not getopt_long.
 */
#ifndef FLAGS_H
#define FLAGS_H

#include <nscale/plugin.h>
#include <stddef.h>
#include <stdint.h>

#include "core/message/message.h"

/* Beside NSCALE_REPLY_...: any JSON, which may hold a one-time secret, or
 * nothing.  Of the core's own verbs alone. */
#define REPLY_ANY 0x100u
/* Under which heading help lists a flag. */
enum flag_group {
  FLAG_GROUP_OWN, /* the verb's own: what it is about */
  FLAG_GROUP_DOCUMENT,
  FLAG_GROUP_CONSENT,
  FLAG_GROUP_OUTPUT,
  FLAG_GROUP_GLOBAL
};

/* One flag that is known here.  Texts are borrowed: static, or a plugin's. */
struct flag {
  const char *name;    /* without the dashes */
  const char *letter;  /* of the short form, or NULL */
  const char *value;   /* what help calls its value; NULL for a switch */
  const char *summary; /* one line, with a full stop */
  uint32_t attributes; /* NSCALE_FLAG_... */
  enum flag_group group;
  const char *replacement;              /* of a deprecated flag, or NULL */
  const struct nscale_choices *choices; /* or NULL */
};

#define FLAG_TABLE_MOST 512

/* A table of flags, in the order in which help lists them. */
struct flag_table {
  size_t count;
  size_t global; /* the first so many are the core's global flags */
  struct flag flags[FLAG_TABLE_MOST];
};

/* One flag as it was given. */
struct flag_value {
  const char *name; /* the flag's; borrowed from the table */
  const char *text; /* "" for a switch; borrowed from argv */
};

/* What a command line says.  Released by flags_free. */
struct flags {
  struct flag_value *values;
  size_t value_count;
  const char **arguments; /* what is no flag, in order */
  size_t argument_count;
  const char *unknown; /* the first unknown flag as it was written, or NULL */
};

/* The core's global flags: --help, --version, --debug, --timeout, --ca-cert,
 * --max-wait. */
void flags_global(struct flag_table *table);

/* Adds the flags of a verb: those that its scopes, attributes, effect, reply
 * and secret bring, then its own.  A flag that the table has already is not
 * added again, so that the union of several verbs can be made; it is
 * repeatable there where it is so for one of them. */
void flags_of_verb(struct flag_table *table, const struct nscale_verb *verb);

/* The flag of this name, or NULL. */
const struct flag *flags_find(const struct flag_table *table,
                              const char *name);

/* The flag that a word which begins with '-' means, or NULL.  `text` is set to
 * the value inside the word, or to NULL where the word has none. */
const struct flag *flags_recognise(const struct flag_table *table,
                                   const char *word, const char **text);

/* Parses `count` words.  An unknown flag is only noted, so that the caller,
 * who knows the verb by then, can suggest the right one.  With `first_only`
 * it stops at the first argument, or behind `--`, and leaves the rest unread.
 * Returns how many words were read, or -1: a flag without its value, a value
 * for a switch, a flag that was given twice with different values, no memory
 * (EXIT_USAGE). */
long flags_parse(struct flags *flags, const struct flag_table *table,
                 long count, char **words, int first_only,
                 struct error *error);

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

/* Releases what flags_parse allocated. */
void flags_free(struct flags *flags);

#define CLEANUP_FLAGS CLEANUP(flags_free)

#endif
