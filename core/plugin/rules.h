/* rules.h - the rules of nscale/plugin.h that a description must keep.
 *
 * Each that is broken is one finding that names the place: `noun "disks":
 * verb "list" has no plan`.
 */
#ifndef RULES_H
#define RULES_H

#include <nscale/plugin.h>

#include "core/plugin/findings.h"

/* Where in a description we are; texts are borrowed. */
struct place {
  const char *noun; /* a nested noun, or NULL */
  const char *verb; /* or NULL */
};

/* Adds the finding: the place, then what is said about it, which goes on after
 * `verb "list"`, `noun "disks"` or "it": "has no plan".  Returns -1. */
int rule_finding(const struct place *place, enum finding_kind kind,
                 struct findings *findings, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#define rule_broken(place, findings, ...)                                     \
  rule_finding(place, FINDING_BROKEN, findings, __VA_ARGS__)

/* Checks the name of `what` ("a verb") in that place.  Returns 0 or -1. */
int rule_name(const struct place *place, const char *name, const char *what,
              struct findings *findings);

/* Checks the copy that describe.c made, all of it. */
void rules_check(const struct nscale_plugin *plugin,
                 struct findings *findings);

#endif
