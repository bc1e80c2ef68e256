/* discover.c - which plugins there are, and which of them may be used. */
#include "core/plugin/discover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/grammar/builtin.h"
#include "core/grammar/word_list.h"
#include "core/plugin/directories.h"
#include "core/plugin/examine.h"
#include "core/plugin/resolve.h"

/* ---- The file of a name. ------------------------------------------ */

/* Says why the file of the wanted name cannot be used. */
static int refuse_plugin(const struct plugin_found *found, struct error *error)
{
  if (found->status == PLUGIN_INCOMPATIBLE) {
    error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s", found->name,
              found->reason);
    return error_hint(error, "the plugin is %s", found->path);
  }
  if (found->status == PLUGIN_UNTRUSTED) {
    error_set(error, EXIT_PLUGIN, "plugin \"%s\" is not trusted: %s (%s)",
              found->name, found->reason, found->path);
    return error_hint(error, "plugins and their directories belong to root "
                             "or to you, and only their owner and group "
                             "write to them");
  }
  error_set(error, EXIT_PLUGIN, "plugin \"%s\" is broken: %s (%s)",
            found->name, found->reason, found->path);
  return error_hint(error, "install the plugin again, or remove the file");
}

/* In a directory that is not used, the file of the wanted name is worth a
 * word if no other is found. */
static void note_skipped(const struct plugin_found *found, const char *reason,
                         struct error *skipped)
{
  struct stat status;

  if (stat(found->path, &status) < 0)
    return;
  error_set(skipped, EXIT_PLUGIN, "plugin \"%s\" is not used: %s: %s",
            found->name, found->directory, reason);
  error_hint(skipped, "a folder of plugins is an absolute path, "
                      "belongs to root or to you, and only its owner "
                      "and group write to it");
}

/* Looks at the file of an entry that was begun, and at its directory.
 * Returns 1 where the plugin can be used, 0 where there is none, with a word
 * in `skipped` where one is for want of trust, -1 where it cannot be used. */
static int find_here(struct plugin_found *found, struct error *skipped,
                     struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  struct directory directory;
  struct stat link;
  int result;

  /* Most directories do not have it, which is all that is asked then. */
  if (lstat(found->path, &link) < 0 && (errno == ENOENT || errno == ENOTDIR))
    return 0;
  fd = directory_open(found->directory, &directory);
  if (fd < 0) {
    if (directory.reason)
      note_skipped(found, directory.reason, skipped);
    return 0;
  }
  result = examine_entry(fd, found, error);
  if (result <= 0 || found->status == PLUGIN_OK)
    return result;
  if (found->status != PLUGIN_UNTRUSTED)
    return refuse_plugin(found, error);
  (void)refuse_plugin(found, skipped);
  return 0;
}

/* DIR/noun.so in each directory, as find_here. */
static int find_name(const struct directories *directories, const char *noun,
                     struct plugin_found *found, struct error *skipped,
                     struct error *error)
{
  size_t i;
  int result = 0;

  for (i = 0; i < directories->count && result == 0; i++) {
    if (plugin_found_begin(found, directories->paths[i], noun, error) < 0)
      return -1;
    result = find_here(found, skipped, error);
    if (result <= 0)
      plugin_found_free(found);
  }
  return result;
}

/* ---- All plugins. ------------------------------------------------- */

/* An entry for a directory that is not used, or not to its end. */
static int add_directory(struct plugin_list *list, const char *path,
                         enum plugin_status status, const char *reason,
                         struct error *error)
{
  CLEANUP_ERROR struct error why = { 0 };
  struct plugin_found *found = plugin_list_add(list, error);

  if (!found || plugin_found_begin(found, path, NULL, error) < 0)
    return -1;
  error_set(&why, EXIT_PLUGIN, "%s", reason);
  plugin_found_set(found, status, &why);
  return 0;
}

static int scan_names(struct plugin_list *list, int fd, const char *path,
                      const struct names *names, struct error *error)
{
  struct plugin_found *found;
  size_t i;
  int result;

  for (i = 0; i < names->count; i++) {
    if (list->count >= DISCOVER_FILES)
      return add_directory(list, path, PLUGIN_BROKEN,
                           "there are too many plugins; the rest are ignored",
                           error);
    found = plugin_list_add(list, error);
    if (!found || plugin_found_begin(found, path, names->items[i], error) < 0)
      return -1;
    result = examine_entry(fd, found, error);
    if (result < 0)
      return -1;
    if (result == 0)
      plugin_list_drop(list);
  }
  return 0;
}

static int scan_directory(struct plugin_list *list,
                          struct directories *directories, const char *path,
                          struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_NAMES struct names names = { 0 };
  struct directory directory;

  fd = directory_open(path, &directory);
  if (fd < 0)
    return directory.reason ? add_directory(list, path, directory.status,
                                            directory.reason, error)
                            : 0;
  if (directories_seen(directories, &directory))
    return 0;
  if (names_read(&names, fd, FOUND_SUFFIX, DISCOVER_FILES, error) < 0)
    return -1;
  if (scan_names(list, fd, path, &names, error) < 0)
    return -1;
  return names.reason
             ? add_directory(list, path, PLUGIN_BROKEN, names.reason, error)
             : 0;
}

/* All plugins in these directories, and which of them win. */
static int scan_all(struct plugin_list *list, struct directories *directories,
                    struct error *error)
{
  size_t i;

  for (i = 0; i < directories->count; i++)
    if (scan_directory(list, directories, directories->paths[i], error) < 0)
      return -1;
  return resolve_names(list, error);
}

int discover_all(struct plugin_list *list, struct error *error)
{
  CLEANUP_DIRECTORIES struct directories directories = { 0 };

  *list = (struct plugin_list){ 0 };
  if (directories_list(&directories, error) == 0 &&
      scan_all(list, &directories, error) == 0)
    return 0;
  plugin_list_free(list);
  return -1;
}

/* ---- One plugin, by its name or else an alias. -------------------- */

/* The plugin that has this alias.  Returns 1, 0, -1. */
static int find_alias(struct directories *directories, const char *alias,
                      struct plugin_found *found, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  struct plugin_found *item;
  size_t i;

  if (scan_all(&list, directories, error) < 0)
    return -1;
  for (i = 0; i < list.count; i++) {
    item = list.items[i];
    if (!word_list_has(item->aliases, alias, strlen(alias)))
      continue;
    if (item->status == PLUGIN_INCOMPATIBLE)
      return refuse_plugin(item, error);
    if (item->status != PLUGIN_OK)
      continue;
    plugin_found_take(item, found);
    return 1;
  }
  return 0;
}

int discover_one(const char *noun, struct plugin_found *found,
                 struct error *error)
{
  CLEANUP_DIRECTORIES struct directories directories = { 0 };
  CLEANUP_ERROR struct error skipped = { 0 };
  int result;

  found->path = NULL;
  found->reason = found->aliases = NULL;
  if (!name_valid(noun, strlen(noun)) || builtin_find(noun))
    return 0;
  if (directories_list(&directories, error) < 0)
    return -1;
  result = find_name(&directories, noun, found, &skipped, error);
  if (result == 0)
    result = find_alias(&directories, noun, found, error);
  if (result != 0 || skipped.exit_status == EXIT_DONE)
    return result;
  *error = skipped;
  skipped = (struct error){ 0 };
  return -1;
}
