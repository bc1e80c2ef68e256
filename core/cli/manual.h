/* manual.h - the manual pages, made from the same tables that parse. */
#ifndef MANUAL_H
#define MANUAL_H

#include <nscale/plugin.h>

#include "core/cli/page.h"

/* The manual pages nscale(1), with the core's commands and the topics that
 * have no page of their own, and nscale-NOUN(1), with all verbs.  Plugins are
 * not named on the former: which are there, differs. */
void manual_root(struct page *page);
void manual_noun(struct page *page, const struct nscale_noun *noun);

#endif
