/* examine.c - what one file says of itself, and whether it may be used. */
#include "core/plugin/examine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/folder.h"

/* Checks an open file and reads its manifest.  Returns what is to be said of
 * it, with the sentence in `why`. */
static enum plugin_status examine_open(int fd, struct plugin_found *found,
                                       struct error *why)
{
  struct stat status;
  const char *reason;

  if (fstat(fd, &status) < 0) {
    error_set(why, EXIT_PLUGIN, "it cannot be read: %s", strerror(errno));
    return PLUGIN_BROKEN;
  }
  if (!S_ISREG(status.st_mode)) {
    error_set(why, EXIT_PLUGIN, "it is not a regular file");
    return PLUGIN_BROKEN;
  }
  reason = folder_distrust(&status, FOLDER_READ);
  if (reason) {
    error_set(why, EXIT_PLUGIN, "%s", reason);
    return PLUGIN_UNTRUSTED;
  }
  found->device = status.st_dev;
  found->inode = status.st_ino;
  if (manifest_read(fd, (uint64_t)status.st_size, &found->manifest, why) < 0)
    return PLUGIN_BROKEN;
  found->has_manifest = 1;
  if (strcmp(found->manifest.name, found->name) != 0) {
    error_set(why, EXIT_PLUGIN, "its manifest names another plugin, \"%s\"",
              found->manifest.name);
    return PLUGIN_BROKEN;
  }
  if (manifest_check_abi(found->manifest.abi_major, found->manifest.abi_minor,
                         why) < 0)
    return PLUGIN_INCOMPATIBLE;
  return PLUGIN_OK;
}

int examine_entry(int directory_fd, struct plugin_found *found,
                  struct error *error)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_ERROR struct error why = { 0 };
  const char *file = found->path + strlen(found->directory) + 1;
  struct stat link;
  enum plugin_status status = PLUGIN_BROKEN;

  if (!name_valid(found->name, strlen(found->name))) {
    error_set(&why, EXIT_PLUGIN,
              "its file's name is not made of lower case letters, "
              "digits and '-'");
    plugin_found_set(found, status, &why);
    return 1;
  }
  /* Not blocking, for what turns out to be a pipe or a device. */
  fd =
      openat(directory_fd, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0)
    status = examine_open(fd, found, &why);
  else if (errno != ENOENT)
    error_set(&why, EXIT_PLUGIN, "it cannot be opened: %s", strerror(errno));
  else if (fstatat(directory_fd, file, &link, AT_SYMLINK_NOFOLLOW) == 0)
    error_set(&why, EXIT_PLUGIN, "it is a symbolic link that leads nowhere");
  else
    return 0;
  plugin_found_set(found, status, &why);
  if (found->has_manifest) {
    found->aliases = strdup(found->manifest.aliases);
    if (!found->aliases)
      return error_memory(error);
  }
  return 1;
}

/* NAME.so in a directory that may not be there. */
static int look_at(const char *directory, const char *name,
                   struct plugin_found *found, struct error *error)
{
  const char *ignored;
  CLEANUP_CLOSE int fd =
      folder_open(AT_FDCWD, directory, FOLDER_NAMED, &ignored);
  CLEANUP_ERROR struct error why = { 0 };
  int cause = errno, result = 0;

  if (plugin_found_begin(found, directory, name, error) < 0)
    return -1;
  if (fd >= 0) {
    result = examine_entry(fd, found, error);
    cause = ENOENT;
  }
  if (result != 0)
    return result < 0 ? -1 : 0;
  error_set(&why, EXIT_PLUGIN, "it cannot be opened: %s", strerror(cause));
  plugin_found_set(found, PLUGIN_BROKEN, &why);
  return 0;
}

int examine_file(const char *path, struct plugin_found *found,
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
  if (length > FOUND_SUFFIX_LENGTH &&
      strcmp(name + length - FOUND_SUFFIX_LENGTH, FOUND_SUFFIX) == 0) {
    name[length - FOUND_SUFFIX_LENGTH] = '\0';
    return look_at(directory, name, found, error);
  }
  if (plugin_found_begin(found, directory, name, error) < 0)
    return -1;
  error_set(&why, EXIT_PLUGIN,
            "its file's name does not end with " FOUND_SUFFIX);
  plugin_found_set(found, PLUGIN_BROKEN, &why);
  return 0;
}
