/* found.h - a plugin that was found, and what is wrong about it. */
#ifndef FOUND_H
#define FOUND_H

#include <stddef.h>
#include <sys/types.h>

#include "core/base/error.h"
#include "core/plugin/manifest.h"

#define FOUND_SUFFIX ".so"
#define FOUND_SUFFIX_LENGTH (sizeof FOUND_SUFFIX - 1)

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
  int shadows_builtin; /* it has the name of one of the core's own commands */
  int has_manifest;    /* `manifest` was read; always where OK */
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

/* Fills all but the manifest: a plugin `name` in a directory, or with NULL the
 * directory itself.  Returns 0, or -1 when memory ran out. */
int plugin_found_begin(struct plugin_found *found, const char *directory,
                       const char *name, struct error *error);

/* Moves the sentence of `why` into the entry. */
void plugin_found_set(struct plugin_found *found, enum plugin_status status,
                      struct error *why);

/* Moves an entry out of its list, which keeps an empty one. */
void plugin_found_take(struct plugin_found *from, struct plugin_found *found);

/* A new entry at the end of the list, or NULL with the error set. */
struct plugin_found *plugin_list_add(struct plugin_list *list,
                                     struct error *error);

/* Removes the last entry. */
void plugin_list_drop(struct plugin_list *list);

/* Release what is in them; they are empty afterwards. */
void plugin_found_free(struct plugin_found *found);
void plugin_list_free(struct plugin_list *list);

#define CLEANUP_PLUGIN_FOUND CLEANUP(plugin_found_free)
#define CLEANUP_PLUGIN_LIST CLEANUP(plugin_list_free)

#endif
