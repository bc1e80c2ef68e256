/* check.h - everything that is wrong about one plugin's file.
 *
 * Its code runs in a child process alone, which has no token: a plugin that
 * crashes, ends the process or does not come back is reported.
 */
#ifndef CHECK_H
#define CHECK_H

#include "core/plugin/findings.h"
#include "core/plugin/found.h"

#define CHECK_SECONDS 10 /* that a plugin has to be opened and described */

/* Looks at the file and adds what is wrong, at once: whether it may be
 * trusted, its manifest, the ABI that it needs, the symbols that it exports,
 * whether it can be opened, its descriptor against its manifest, and its
 * description against every rule (rules.h) and advice (advice.h).  `found`
 * has what its manifest says.  Returns 0, or -1 when memory ran out or no
 * child can be made (EXIT_FAILED).  plugin_found_free on success. */
int check_file(const char *path, struct plugin_found *found,
               struct findings *findings, struct error *error);

#endif
