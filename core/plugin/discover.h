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
 * or not), is passed over.  Symbolic links are followed; what they lead to is
 * what is checked, on the open descriptor.  Where real and effective ids
 * differ the environment names no directories.
 *
 * Nothing here runs a plugin's code.  Source of the rules: design, "The
 * plugin ABI".
 */
#ifndef DISCOVER_H
#define DISCOVER_H

#include <stddef.h>
#include <sys/types.h>

#include "core/message/message.h"
#include "core/plugin/manifest.h"

#define DISCOVER_DIRECTORIES 64 /* more in NSCALE_PLUGIN_PATH: an error */
#define DISCOVER_FILES 4096     /* more in all directories: not looked at */

enum plugin_status {
  PLUGIN_OK,
  PLUGIN_SHADOWED,     /* another of this name comes first */
  PLUGIN_INCOMPATIBLE, /* for another plugin ABI */
  PLUGIN_BROKEN,
  PLUGIN_UNTRUSTED
};

/* A plugin, or what stands in the place of one.  Released by
 * plugin_found_free; not to be copied by assignment, see struct manifest. */
struct plugin_found {
  enum plugin_status status;
  const char *path; /* the file; or the directory, where name is NULL */
  const char *directory;
  const char *name; /* the file's, without ".so"; may be no valid name; NULL
                     * where the whole directory cannot be used */
  /* One line, or NULL.  BROKEN and UNTRUSTED: "it is cut short".
   * INCOMPATIBLE: as manifest_check_abi says it.  SHADOWED: "shadowed by
   * PATH".  OK: which alias belongs to another plugin. */
  char *reason;
  const char *shadowed_by; /* path of the winner, borrowed from the list */
  int shadows_builtin;     /* it has the name of one of core_commands */
  int has_manifest;        /* `manifest` was read; always where OK */
  struct manifest manifest;
  /* The aliases that lead to this plugin, separated by spaces; where
   * discover_one found its name, and did not look at others, all of them. */
  char *aliases;
  dev_t device; /* the file that was checked, for plugin_load */
  ino_t inode;
};

/* All of them: directories in order, names sorted inside each. */
struct plugin_list {
  struct plugin_found **items;
  size_t count;
};

/* The core's own commands, a list that ends with NULL. */
extern const char *const core_commands[];

/* Whether it is the name of one of core_commands. */
int core_command(const char *name);

/* Finds the plugin that `noun`, a name or an alias, means: DIR/noun.so in
 * each directory, and only where there is none the aliases of all plugins.
 * What is no plugin name, or one of core_commands, never touches the file
 * system.  Returns 1 with `found` filled; 0 where there is none; -1 with
 * EXIT_PLUGIN, the path, the cause and a hint, where the file of this name is
 * broken, incompatible or, and no other is there, not trusted. */
int discover_one(const char *noun, struct plugin_found *found,
                 struct error *error);

/* Finds all plugins, with what is wrong about each.  Directories that do not
 * exist are no entry, one that is named twice is looked at once.  Returns 0
 * with a list that plugin_list_free releases; or -1 when memory ran out or
 * NSCALE_PLUGIN_PATH has too many directories (EXIT_USAGE). */
int discover_all(struct plugin_list *list, struct error *error);

/* Looks at the file of this path, wherever it is and whether or not there is
 * one: `found` says what is wrong about it.  Returns 0, or -1 when memory ran
 * out.  plugin_found_free on success. */
int discover_file(const char *path, struct plugin_found *found,
                  struct error *error);

/* Release what is in them; they are empty afterwards. */
void plugin_found_free(struct plugin_found *found);
void plugin_list_free(struct plugin_list *list);

#define CLEANUP_PLUGIN_FOUND CLEANUP(plugin_found_free)
#define CLEANUP_PLUGIN_LIST CLEANUP(plugin_list_free)

#endif
