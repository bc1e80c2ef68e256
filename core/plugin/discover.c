/* discover.c - which plugins there are, and which of them may be used. */
#include "core/plugin/discover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/plugin/directories.h"
#include "core/plugin/resolve.h"

#define SUFFIX ".so"
#define SUFFIX_LENGTH (sizeof SUFFIX - 1)

const char *const core_commands[] = { "api",     "completion", "help",
                                      "plugins", "version",    NULL };

int core_command(const char *name)
{
  size_t i;

  for (i = 0; core_commands[i]; i++)
    if (strcmp(core_commands[i], name) == 0)
      return 1;
  return 0;
}

void plugin_found_free(struct plugin_found *found)
{
  free((char *)found->path); /* directory and name are in the same block */
  free(found->reason);
  free(found->aliases);
  found->path = found->directory = found->name = NULL;
  found->reason = found->aliases = NULL;
}

void plugin_list_free(struct plugin_list *list)
{
  size_t i;

  for (i = 0; i < list->count; i++) {
    plugin_found_free(list->items[i]);
    free(list->items[i]);
  }
  free(list->items);
  *list = (struct plugin_list){ 0 };
}

/* Fills all but the manifest: a plugin `name` in a directory, or with NULL
 * the directory itself. */
static int begin(struct plugin_found *found, const char *directory,
                 const char *name, struct error *error)
{
  const size_t directory_size = strlen(directory) + 1;
  const size_t name_size = name ? strlen(name) + 1 : 0;
  const size_t path_size =
      directory_size + (name ? name_size + SUFFIX_LENGTH : 0);
  char *block = malloc(path_size + directory_size + name_size);

  found->status = PLUGIN_OK;
  found->path = block;
  found->directory = found->name = NULL;
  found->reason = found->aliases = NULL;
  found->shadowed_by = NULL;
  found->shadows_builtin = found->has_manifest = 0;
  found->device = 0;
  found->inode = 0;
  if (!block)
    return error_memory(error);
  memcpy(block, directory, directory_size);
  memcpy(block + path_size, directory, directory_size);
  found->directory = block + path_size;
  if (name) {
    block[directory_size - 1] = '/';
    memcpy(block + directory_size, name, name_size - 1);
    memcpy(block + directory_size + name_size - 1, SUFFIX, sizeof SUFFIX);
    memcpy(block + path_size + directory_size, name, name_size);
    found->name = block + path_size + directory_size;
  }
  return 0;
}

/* Moves the sentence of `why` into the entry. */
static void set_reason(struct plugin_found *found, enum plugin_status status,
                       struct error *why)
{
  found->status = status;
  found->reason = why->message;
  why->message = NULL;
  error_clear(why);
}

/* Checks an open file and reads its manifest.  Returns what is to be said of
 * it, with the sentence in `why`. */
static enum plugin_status examine_open(int fd, struct plugin_found *found,
                                       struct error *why)
{
  struct stat status;
  const char *reason;

  if (fstat(fd, &status) < 0) {
    (void)error_set(why, EXIT_PLUGIN, "it cannot be read: %s",
                    strerror(errno));
    return PLUGIN_BROKEN;
  }
  if (!S_ISREG(status.st_mode)) {
    (void)error_set(why, EXIT_PLUGIN, "it is not a regular file");
    return PLUGIN_BROKEN;
  }
  reason = distrust(&status);
  if (reason) {
    (void)error_set(why, EXIT_PLUGIN, "%s", reason);
    return PLUGIN_UNTRUSTED;
  }
  found->device = status.st_dev;
  found->inode = status.st_ino;
  if (manifest_read(fd, (uint64_t)status.st_size, &found->manifest, why) < 0)
    return PLUGIN_BROKEN;
  found->has_manifest = 1;
  if (strcmp(found->manifest.name, found->name) != 0) {
    (void)error_set(why, EXIT_PLUGIN,
                    "its manifest names another plugin, \"%s\"",
                    found->manifest.name);
    return PLUGIN_BROKEN;
  }
  if (manifest_check_abi(found->manifest.abi_major, found->manifest.abi_minor,
                         why) < 0)
    return PLUGIN_INCOMPATIBLE;
  return PLUGIN_OK;
}

/* Looks at the file of an entry that was begun, in its open directory.
 * Returns 1 with the entry filled, 0 where there is no such file, -1 when
 * memory ran out. */
static int examine(int directory_fd, struct plugin_found *found,
                   struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_ERROR struct error why = { 0 };
  const char *file = found->path + strlen(found->directory) + 1;
  struct stat link;
  enum plugin_status status = PLUGIN_BROKEN;

  if (!name_valid(found->name, strlen(found->name))) {
    (void)error_set(&why, EXIT_PLUGIN,
                    "its file's name is not made of lower case letters, "
                    "digits and '-'");
    set_reason(found, status, &why);
    return 1;
  }
  /* Not blocking, for what turns out to be a pipe or a device. */
  fd =
      openat(directory_fd, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0)
    status = examine_open(fd, found, &why);
  else if (errno != ENOENT)
    (void)error_set(&why, EXIT_PLUGIN, "it cannot be opened: %s",
                    strerror(errno));
  else if (fstatat(directory_fd, file, &link, AT_SYMLINK_NOFOLLOW) == 0)
    (void)error_set(&why, EXIT_PLUGIN,
                    "it is a symbolic link that leads nowhere");
  else
    return 0;
  set_reason(found, status, &why);
  if (found->has_manifest) {
    found->aliases = strdup(found->manifest.aliases);
    if (!found->aliases)
      return error_memory(error);
  }
  return 1;
}

/* ---- The file of a name. ------------------------------------------ */

/* Says why the file of the wanted name cannot be used. */
static int refuse(const struct plugin_found *found, struct error *error)
{
  if (found->status == PLUGIN_INCOMPATIBLE) {
    (void)error_set(error, EXIT_PLUGIN, "plugin \"%s\" %s", found->name,
                    found->reason);
    return error_hint(error, "the plugin is %s", found->path);
  }
  if (found->status == PLUGIN_UNTRUSTED) {
    (void)error_set(error, EXIT_PLUGIN,
                    "plugin \"%s\" is not trusted: %s (%s)", found->name,
                    found->reason, found->path);
    return error_hint(error, "plugins and their directories belong to root "
                             "or to you, and only their owner and group "
                             "write to them");
  }
  (void)error_set(error, EXIT_PLUGIN, "plugin \"%s\" is broken: %s (%s)",
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
  (void)error_set(skipped, EXIT_PLUGIN, "plugin \"%s\" is not used: %s: %s",
                  found->name, found->directory, reason);
  (void)error_hint(skipped, "a folder of plugins is an absolute path, "
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
  result = examine(fd, found, error);
  if (result <= 0 || found->status == PLUGIN_OK)
    return result;
  if (found->status != PLUGIN_UNTRUSTED)
    return refuse(found, error);
  (void)refuse(found, skipped);
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
    if (begin(found, directories->paths[i], noun, error) < 0)
      return -1;
    result = find_here(found, skipped, error);
    if (result <= 0)
      plugin_found_free(found);
  }
  return result;
}

/* NAME.so in a directory that may not be there. */
static int look_at(const char *directory, const char *name,
                   struct plugin_found *found, struct error *error)
{
  CLEANUP_CLOSE int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  CLEANUP_ERROR struct error why = { 0 };
  int cause = errno, result = 0;

  if (begin(found, directory, name, error) < 0)
    return -1;
  if (fd >= 0) {
    result = examine(fd, found, error);
    cause = ENOENT;
  }
  if (result != 0)
    return result < 0 ? -1 : 0;
  (void)error_set(&why, EXIT_PLUGIN, "it cannot be opened: %s",
                  strerror(cause));
  set_reason(found, PLUGIN_BROKEN, &why);
  return 0;
}

int discover_file(const char *path, struct plugin_found *found,
                  struct error *error)
{
  CLEANUP_ERROR struct error why = { 0 };
  CLEANUP_FREE char *copy = strdup(path);
  char *name = copy ? strrchr(copy, '/') : NULL;
  const char *directory = name == copy ? "/" : copy;
  size_t length;

  if (!copy)
    return error_memory(error);
  if (name) {
    *name++ = '\0';
  } else {
    directory = ".";
    name = copy;
  }
  length = strlen(name);
  if (length > SUFFIX_LENGTH &&
      strcmp(name + length - SUFFIX_LENGTH, SUFFIX) == 0) {
    name[length - SUFFIX_LENGTH] = '\0';
    return look_at(directory, name, found, error);
  }
  if (begin(found, directory, name, error) < 0)
    return -1;
  (void)error_set(&why, EXIT_PLUGIN,
                  "its file's name does not end with " SUFFIX);
  set_reason(found, PLUGIN_BROKEN, &why);
  return 0;
}

/* ---- All plugins. ------------------------------------------------- */

/* A new entry at the end of the list, or NULL. */
static struct plugin_found *add(struct plugin_list *list, struct error *error)
{
  struct plugin_found **items, *found;

  /* The room doubles whenever the count reaches a power of two. */
  if ((list->count & (list->count - 1)) == 0) {
    items = realloc(list->items,
                    (list->count ? 2 * list->count : 1) * sizeof *items);
    if (!items)
      goto failed;
    list->items = items;
  }
  found = malloc(sizeof *found);
  if (!found)
    goto failed;
  found->path = NULL;
  found->reason = found->aliases = NULL;
  list->items[list->count++] = found;
  return found;

failed:
  (void)error_memory(error);
  return NULL;
}

/* An entry for a directory that is not used, or not to its end. */
static int add_directory(struct plugin_list *list, const char *path,
                         enum plugin_status status, const char *reason,
                         struct error *error)
{
  CLEANUP_ERROR struct error why = { 0 };
  struct plugin_found *found = add(list, error);

  if (!found || begin(found, path, NULL, error) < 0)
    return -1;
  (void)error_set(&why, EXIT_PLUGIN, "%s", reason);
  set_reason(found, status, &why);
  return 0;
}

/* Removes the last entry. */
static void drop(struct plugin_list *list)
{
  struct plugin_found *found = list->items[--list->count];

  plugin_found_free(found);
  free(found);
  /* At a power of two `add` makes room again, which changes nothing. */
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
                           "there are too many plugins; the rest is not "
                           "looked at",
                           error);
    found = add(list, error);
    if (!found || begin(found, path, names->items[i], error) < 0)
      return -1;
    result = examine(fd, found, error);
    if (result < 0)
      return -1;
    if (result == 0)
      drop(list);
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
  if (names_read(&names, fd, SUFFIX, DISCOVER_FILES, error) < 0)
    return -1;
  if (scan_names(list, fd, path, &names, error) < 0)
    return -1;
  return names.reason
             ? add_directory(list, path, PLUGIN_BROKEN, names.reason, error)
             : 0;
}

/* All plugins in these directories, and which of them win. */
static int scan(struct plugin_list *list, struct directories *directories,
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
      scan(list, &directories, error) == 0)
    return 0;
  plugin_list_free(list);
  return -1;
}

/* ---- One plugin, by its name or else an alias. -------------------- */

/* Whether `word` is one of `words`, which spaces separate. */
static int has_word(const char *words, const char *word)
{
  const size_t length = strlen(word);
  size_t size;

  for (; words && *words; words += size, words += strspn(words, " ")) {
    size = strcspn(words, " ");
    if (size == length && memcmp(words, word, size) == 0)
      return 1;
  }
  return 0;
}

/* Moves an entry out of its list, which keeps an empty one. */
static void take(struct plugin_found *from, struct plugin_found *found)
{
  *found = *from;
  manifest_copy(&from->manifest, &found->manifest);
  from->path = NULL;
  from->reason = from->aliases = NULL;
}

/* The plugin that has this alias.  Returns 1, 0, -1. */
static int find_alias(struct directories *directories, const char *alias,
                      struct plugin_found *found, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  struct plugin_found *item;
  size_t i;

  if (scan(&list, directories, error) < 0)
    return -1;
  for (i = 0; i < list.count; i++) {
    item = list.items[i];
    if (!has_word(item->aliases, alias))
      continue;
    if (item->status == PLUGIN_INCOMPATIBLE)
      return refuse(item, error);
    if (item->status != PLUGIN_OK)
      continue;
    take(item, found);
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
  if (!name_valid(noun, strlen(noun)) || core_command(noun))
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
