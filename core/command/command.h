/* command.h - from argv to the command that it means.
 *
 * The core's own commands come first; any other word is a plugin's name or
 * alias, and running it opens exactly that plugin.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "core/base/error.h"

/* Runs the command line.  Returns 0, or -1 with the error set. */
int command_run(int argc, char **argv, struct error *error);

/* Whether errors are to be JSON: --json or -q stand among the words.  Looked
 * at before anything is parsed, so that parse errors follow it too. */
int command_wants_json(int argc, char **argv);

#endif
