/* rules.h - the rules of nscale/plugin.h that a description must keep, and
 * advice beyond them.
 *
 * Each that is broken is one finding that names the place: `noun "disks":
 * verb "list" has no plan`.
 */
#ifndef RULES_H
#define RULES_H

#include <nscale/plugin.h>

#include "core/plugin/findings.h"

/* Holds all rules, or with FINDING_ADVICE all advice (what a plugin lacks that
 * it runs without), against the copy that describe.c made. */
void rules_check(const struct nscale_plugin *plugin, enum finding_kind kind,
                 struct findings *findings);

#endif
