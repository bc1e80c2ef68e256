/* plugins.h - `nscale plugins list` and `nscale plugins check`. */
#ifndef PLUGINS_H
#define PLUGINS_H

#include "core/base/buffer.h"
#include "core/command/builtin_call.h"

/* Prints what discover_all finds: a table (NAME VERSION ABI ALIASES STATUS
 * PATH), or with --json an array of objects with the members name, version,
 * abi, aliases (an array), summary, status ("ok", "shadowed", "incompatible",
 * "broken" or "untrusted"), reason and path; null is what is not known.
 * Aliases are those that lead to the plugin.
 *
 * No code of any plugin runs, and what is wrong about one is told in its row
 * and is not an error.  Returns 0, or -1 with the error set. */
int plugins_list(const struct builtin_call *call, struct error *error);

/* Appends the same; a table without rows is no text.  Returns how many rows
 * there are, or -1 with the error set. */
long plugins_list_text(struct buffer *output, int json, struct error *error);

/* Checks the plugins of the files that are named (core/plugin/check.h) and
 * prints what is wrong, one line a finding, `FILE: verb "list" has no plan`,
 * and one line for each that nothing is wrong about; with --json an array of
 * objects with the members path, name, version, abi and problems, an array of
 * objects with kind ("broken", "refused", "advice"), rule (where
 * nscale/plugin.h has it, "nscale_verb.plan", or null) and text.  Returns 0,
 * or -1 with the error set: EXIT_PLUGIN where there are problems. */
int plugins_check(const struct builtin_call *call, struct error *error);

#endif
