/* scripts.h - what connects shells with `nscale __complete`. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

/* The script of "bash", "zsh" or "fish", the same as the file that is
 * installed.  A static text. */
const char *script_of(const char *shell);

#endif
