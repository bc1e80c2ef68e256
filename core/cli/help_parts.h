/* help_parts.h - what help and manual pages have in common.
 *
 * Each function writes a part of a page in the page's form (page.h).
 */
#ifndef HELP_PARTS_H
#define HELP_PARTS_H

#include <nscale/plugin.h>

#include "core/cli/page.h"
#include "core/grammar/builtin.h"
#include "core/grammar/flag_table.h"
#include "core/plugin/found.h"

#define HELP_PATH_SIZE 200 /* of "nscale NOUN NOUN VERB" */
#define HELP_SUMMARY "The command line of the Nscale cloud."

/* Command lines that show what nscale is for. */
extern const char help_examples[];

/* One way to call the command of these words; NULL for no arguments. */
void help_usage(struct page *page, const char *path, const char *arguments);

/* What stands behind a verb; `builtin` is its command where it is the core's
 * own, else NULL.  NULL for nothing. */
const char *help_arguments(const struct nscale_noun *noun,
                           const struct nscale_verb *verb,
                           const struct builtin *builtin);

static inline int help_is_shown(const struct nscale_verb *verb)
{
  return !(verb->attributes & NSCALE_VERB_HIDDEN);
}

/* The flags of a verb, or with NULL the global ones, in groups up to `last`.
 */
void help_flags(struct page *page, const struct nscale_verb *verb,
                enum flag_group last);

/* What there is to say of a verb behind its summary and usage. */
void help_verb_body(struct page *page, const struct nscale_noun *noun,
                    const struct nscale_verb *verb, enum flag_group last);

/* The plugins of the list that can be used, and the core's own commands. */
void help_commands(struct page *page, const struct plugin_list *list);

/* The manual pages that a page refers to, but for itself (NULL: nscale(1)). */
void help_see_also(struct page *page, const char *itself);

#endif
