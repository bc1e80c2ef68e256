/* flag_table.h - the flags that a command has: the core's, and a plugin's.
 *
 * Each flag of the core is one row, from which parsing, help, manual pages,
 * completion, did-you-mean and the names that plugins may not take are made.
 */
#ifndef FLAG_TABLE_H
#define FLAG_TABLE_H

#include <nscale/plugin.h>
#include <stddef.h>
#include <stdint.h>

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
  struct flag flags[FLAG_TABLE_MOST];
};

/* Starts the table anew with the core's global flags: --help, --version,
 * --debug, --timeout, --ca-cert, --max-wait. */
void flags_global(struct flag_table *table);

/* Adds the flags of a verb: those that its scopes, attributes, effect, reply
 * and secret bring, and its own.  A flag that the table has already is not
 * added again, so that the union of several verbs can be made; it is
 * repeatable there where it is so for one of them. */
void flags_of_verb(struct flag_table *table, const struct nscale_verb *verb);

/* Adds the flags of every verb of the noun and of those within it: until the
 * verb is known, any of them may come. */
void flags_of_noun(struct flag_table *table, const struct nscale_noun *noun);

/* The flag of this name, or NULL. */
const struct flag *flags_find(const struct flag_table *table,
                              const char *name);

/* The flag that a word which begins with '-' means, or NULL.  `text` is set to
 * the value inside the word, or to NULL where the word has none. */
const struct flag *flags_recognise(const struct flag_table *table,
                                   const char *word, const char **text);

/* Whether the core has a flag of this name, or of this letter, on some verb:
 * no plugin of that minor of the ABI, or a later one, may give it another
 * meaning. */
int flag_is_reserved(const char *name, unsigned minor);
int flag_letter_is_reserved(char letter);

#endif
