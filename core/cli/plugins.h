/* plugins.h - `nscale plugins list` and `nscale plugins check`. */
#ifndef PLUGINS_H
#define PLUGINS_H

#include "core/base/buffer.h"
#include "core/message/message.h"

/* Appends what discover_all finds, for the caller to deliver: a table (NAME
 * VERSION ABI ALIASES STATUS PATH), or with `json` an array of objects,
 * indented by two spaces and with a newline at its end, with the members
 * name, version, abi, aliases (an array), summary, status ("ok", "shadowed",
 * "incompatible", "broken" or "untrusted"), reason and path; null is what is
 * not known.  Aliases are those that lead to the plugin.
 *
 * No code of any plugin runs, and what is wrong about one is told in its row
 * and is no error.  Returns how many rows there are (with none, a table is
 * empty and the array is []), or -1 with the error set. */
long plugins_list(struct buffer *output, int json, struct error *error);

/* Checks the plugins of these files (core/plugin/check.h) and appends what is
 * wrong, one line a finding, `FILE: verb "list" has no plan`, and one line
 * for each that nothing is wrong about; with `json` an array of objects with
 * the members path, name, version, abi and problems, an array of objects with
 * kind ("broken", "refused", "advice") and text.  Returns how many have
 * problems, or -1 with the error set. */
long plugins_check(struct buffer *output, const char *const *paths,
                   size_t count, int json, struct error *error);

#endif
