/* unknown.h - words of a command line that mean nothing here.
 *
 * Each function fills the error with what is wrong and the way out: what was
 * probably meant, where that can be guessed, else what there is.  Each returns
 * -1.  The tables of descriptions are read, and no plugin is opened.
 */
#ifndef UNKNOWN_H
#define UNKNOWN_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/error.h"

/* `nscale WORDS`: EXIT_PLUGIN, since any word may be a plugin's; EXIT_USAGE in
 * `nscale help WORD` (`for_help`), which may also be a topic, unless a package
 * is known to bring it. */
int unknown_command(const char *const *words, size_t count, int for_help,
                    struct error *error);

/* words[0], where a verb of the noun should be: EXIT_USAGE.  `path` names the
 * noun: "nscale serviceaccounts". */
int unknown_verb(const char *path, const struct nscale_noun *noun,
                 const char *const *words, size_t count, struct error *error);

/* A word behind a verb, more than it takes: EXIT_USAGE.  `path` names the
 * verb: "nscale serviceaccounts list". */
int unknown_argument(const char *path, const struct nscale_noun *noun,
                     const struct nscale_verb *verb, const char *word,
                     struct error *error);

/* Likewise in the place of a name for what is made: the name of a file, which
 * ends in .json or has a slash. */
int unknown_name(const char *path, const char *word, struct error *error);

/* Whether a word is taken for the name of a file by unknown_name. */
int unknown_is_file(const char *word);

#endif
