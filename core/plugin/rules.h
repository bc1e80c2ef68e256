/* rules.h - the rules of nscale/plugin.h that a description must keep.
 *
 * Every refusal is EXIT_PLUGIN and one sentence that names the place:
 * `plugin "x" is broken: noun "disks": verb "list" has no plan`.
 */
#ifndef RULES_H
#define RULES_H

#include <nscale/plugin.h>

#include "core/message.h"

/* Where in a description we are; texts are borrowed. */
struct place {
  const char *plugin;
  const char *noun; /* a nested noun, or NULL */
  const char *verb; /* or NULL */
};

/* Sets the error: the place, then what is said about it, which goes on after
 * `verb "list"`, `noun "disks"` or "it": "has no plan".  Returns -1. */
int rule_broken(const struct place *place, struct error *error,
                const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Checks the name of `what` ("a verb") in that place.  Returns 0 or -1. */
int rule_name(const struct place *place, const char *name, const char *what,
              struct error *error);

/* Checks the copy that describe.c made.  Returns 0 or -1. */
int rules_check(const struct nscale_plugin *plugin, struct error *error);

/* Whether the core has a flag of this name, or of this letter, on some verb:
 * no plugin may give it another meaning. */
int rule_reserved_flag(const char *name);
int rule_reserved_letter(char letter);

#endif
