/* exports.h - the symbols that a shared object exports and needs, from its
 * file. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include "core/plugin/findings.h"

/* Adds a finding where the open file, a shared object for this machine,
 * exports anything besides `symbol`: what it exports may collide with another
 * plugin's or a library's; and one for each function that it calls and that
 * ends the process.  Reads at most a few MiB and runs nothing.  What
 * cannot be read, as in a file whose section headers were stripped, is
 * passed over. */
void exports_check(int fd, const char *symbol, struct findings *findings);

#endif
