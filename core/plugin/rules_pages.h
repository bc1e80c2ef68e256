/* rules_pages.h - the rules of how lists come. */
#ifndef RULES_PAGES_H
#define RULES_PAGES_H

#include "core/plugin/rule.h"

/* Holds pages, which may be NULL, against their rules; `whose` says in
 * sentences which lists they are of. */
void rules_pages(const struct subject *subject,
                 const struct nscale_pages *pages, const char *whose);

#endif
