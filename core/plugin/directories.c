/* directories.c - the directories that plugins come from. */
#include "core/plugin/directories.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/environment.h"
#include "core/base/folder.h"
#include "core/base/paths.h"
#include "core/base/vector.h"

/* Adds the directory of these bytes and of `below` in it. */
static int add_directory(struct directories *directories, const char *path,
                         size_t length, const char *below, struct error *error)
{
  struct buffer text = { 0 };
  char *taken;

  buffer_append(&text, path, length);
  buffer_puts(&text, below);
  while (text.length > 1 && text.data[text.length - 1] == '/')
    text.data[--text.length] = '\0';
  taken = buffer_take(&text);
  if (!taken)
    return error_memory(error);
  directories->paths[directories->count++] = taken;
  return 0;
}

static int add_path(struct directories *directories, const char *path,
                    struct error *error)
{
  size_t length;

  for (; *path; path += length, path += *path == ':') {
    length = strcspn(path, ":");
    if (length == 0)
      continue;
    if (directories->count >= DIRECTORIES_MOST)
      return error_set(error, EXIT_USAGE,
                       "NSCALE_PLUGIN_PATH names more than %d directories",
                       DIRECTORIES_MOST);
    if (add_directory(directories, path, length, "", error) < 0)
      return -1;
  }
  return 0;
}

int directories_list(struct directories *directories, struct error *error)
{
  const char *path = environment_value("NSCALE_PLUGIN_PATH");
  const char *data = environment_value("XDG_DATA_HOME");
  const char *home = environment_value("HOME");

  *directories = (struct directories){ 0 };
  if (path && add_path(directories, path, error) < 0)
    return -1;
  if (data && add_directory(directories, data, strlen(data), "/nscale/plugins",
                            error) < 0)
    return -1;
  if (!data && home &&
      add_directory(directories, home, strlen(home),
                    "/.local/share/nscale/plugins", error) < 0)
    return -1;
  return add_directory(directories, plugin_directory, strlen(plugin_directory),
                       "", error);
}

int directory_open(const char *path, struct directory *directory)
{
  struct stat status;
  int fd;

  *directory = (struct directory){ .status = PLUGIN_UNTRUSTED };
  if (path[0] != '/') {
    directory->reason = "it is not an absolute path";
    return -1;
  }
  fd = folder_open(AT_FDCWD, path, FOLDER_READ, &directory->reason);
  if (fd < 0 && directory->reason)
    return -1;
  if (fd >= 0 && fstat(fd, &status) == 0) {
    directory->device = status.st_dev;
    directory->inode = status.st_ino;
    return fd;
  }
  directory->status = PLUGIN_BROKEN;
  /* The texts of strerror are good until its next call only. */
  if (fd >= 0)
    directory->reason = "it cannot be read";
  else if (errno == EACCES)
    directory->reason = "it cannot be read: permission denied";
  else if (errno == ENOTDIR)
    directory->reason = "it is not a folder";
  else if (errno != ENOENT)
    directory->reason = "it cannot be opened";
  if (fd >= 0)
    (void)close(fd);
  return -1;
}

int directories_seen(struct directories *directories,
                     const struct directory *directory)
{
  size_t i;

  for (i = 0; i < directories->seen_count; i++)
    if (directories->seen[i].device == directory->device &&
        directories->seen[i].inode == directory->inode)
      return 1;
  directories->seen[directories->seen_count++] = *directory;
  return 0;
}

void directories_free(struct directories *directories)
{
  while (directories->count > 0)
    free(directories->paths[--directories->count]);
}

static int add_name(struct names *names, const char *name, size_t length,
                    struct error *error)
{
  char **items = vector_grow(names->items, names->count, sizeof *items);

  if (!items)
    return error_memory(error);
  names->items = items;
  items[names->count] = strndup(name, length);
  if (!items[names->count])
    return error_memory(error);
  names->count++;
  return 0;
}

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void close_stream(DIR **stream)
{
  if (*stream)
    (void)closedir(*stream);
}

int names_read(struct names *names, int fd, const char *suffix, size_t most,
               struct error *error)
{
  CLEANUP(close_stream) DIR *stream = NULL;
  const size_t suffix_length = strlen(suffix);
  const struct dirent *entry;
  size_t length;
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

  /* The stream takes its descriptor over; the caller keeps its own. */
  stream = copy < 0 ? NULL : fdopendir(copy);
  if (!stream) {
    if (copy >= 0)
      (void)close(copy);
    names->reason = "it cannot be read";
    return 0;
  }
  while (errno = 0, (entry = readdir(stream))) {
    length = strlen(entry->d_name);
    if (entry->d_name[0] == '.' || length <= suffix_length ||
        strcmp(entry->d_name + length - suffix_length, suffix) != 0)
      continue;
    if (names->count >= most) {
      names->reason = "it has too many plugins; the rest are ignored";
      break;
    }
    if (add_name(names, entry->d_name, length - suffix_length, error) < 0)
      return -1;
  }
  if (!entry && errno != 0)
    names->reason = "it cannot be read to its end";
  if (names->count > 1)
    qsort(names->items, names->count, sizeof *names->items, compare_names);
  return 0;
}

void names_free(struct names *names)
{
  while (names->count > 0)
    free(names->items[--names->count]);
  free(names->items);
  names->items = NULL;
}
