/* help.h - help, made from the same tables that parse.
 *
 * Each function writes one page in the page's form (page.h).  `path` is the
 * words of the command so far, "nscale serviceaccounts".  A failed append
 * stays in the page's buffer.
 */
#ifndef HELP_H
#define HELP_H

#include <nscale/plugin.h>

#include "core/base/error.h"
#include "core/cli/page.h"
#include "core/cli/topics.h"
#include "core/grammar/builtin.h"

/* `nscale --help`: commands, plugins that can be used, packages that would
 * bring others, topics.  Returns 0, or -1 with the error set. */
int help_root(struct page *page, struct error *error);

/* `nscale NOUN --help`, and `nscale NOUN VERB --help`.  `builtin` is the
 * command where it is the core's own, else NULL. */
void help_noun(struct page *page, const char *path,
               const struct nscale_noun *noun, const struct builtin *builtin);
void help_verb(struct page *page, const char *path,
               const struct nscale_noun *noun, const struct nscale_verb *verb,
               const struct builtin *builtin);

/* `nscale help TOPIC`, or nscale-TOPIC(7). */
void help_topic(struct page *page, const struct topic *topic);

#endif
