/* discover.h - which plugins there are, and which of them may be used.
 *
 * A plugin is a file DIR/NAME.so whose manifest says NAME.  The directories,
 * in this order: each of $NSCALE_PLUGIN_PATH (separated by colons),
 * $XDG_DATA_HOME/nscale/plugins (by default $HOME/.local/share/nscale/
 * plugins), plugin_directory (core/base/paths.h).  The first plugin of a name
 * wins; a name wins over an alias, the first alias of a spelling over later
 * ones, and the core's own commands over everything.
 *
 * A plugin's code runs with the user's token in reach.  Therefore only
 * absolute directories count, and a directory or file that belongs to
 * neither root nor the effective user, or that everyone may write to (sticky
 * or not), is passed over (core/base/folder.h).  Symbolic links are followed,
 * a folder's own only where it is yours or root's; what they lead to is what
 * is checked, on the open descriptor.  Where the environment is another's it
 * names no directories (core/base/environment.h).
 *
 * Nothing here runs a plugin's code.
 */
#ifndef DISCOVER_H
#define DISCOVER_H

#include "core/base/error.h"
#include "core/plugin/found.h"

#define DISCOVER_FILES 4096 /* more in all directories: not looked at */

/* Finds the plugin that `noun`, a name or an alias, means: DIR/noun.so in
 * each directory, and only where there is none the aliases of all plugins.
 * What is not a plugin name, or one of the core's own commands, never touches
 * the file system.  Returns 1 with `found` filled; 0 where there is none; -1
 * with EXIT_PLUGIN, the path, the cause and a hint, where the file of this
 * name is broken, incompatible or, and no other is there, not trusted. */
int discover_one(const char *noun, struct plugin_found *found,
                 struct error *error);

/* Finds all plugins, with what is wrong about each.  Directories that do not
 * exist are no entry, one that is named twice is looked at once.  Returns 0
 * with a list that plugin_list_free releases; or -1 when memory ran out or
 * NSCALE_PLUGIN_PATH has too many directories (EXIT_USAGE). */
int discover_all(struct plugin_list *list, struct error *error);

#endif
