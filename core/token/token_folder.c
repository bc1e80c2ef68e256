/* token_folder.c - the folder that takes the tokens of many things. */
#include "core/token/token_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"

#define NAME_LENGTH 200 /* of a file; every file system takes 255 */

static int refuse(struct error *error, const char *what, const char *folder,
                  const char *why)
{
  error_set(error, EXIT_USAGE, "%s --output-dir %s: %s", what, folder, why);
  return error_hint(error, "nothing was sent");
}

/* The folder is not there: it is to be made in one that is. */
static int check_parent(const char *folder, struct error *error)
{
  CLEANUP_BUFFER struct buffer parent = { 0 };
  struct stat status;
  size_t length = strlen(folder);
  int failed;

  while (length > 1 && folder[length - 1] == '/')
    length--;
  while (length > 0 && folder[length - 1] != '/')
    length--;
  buffer_append(&parent, folder, length);
  buffer_putc(&parent, length ? '\0' : '.');
  if (parent.failed)
    return error_memory(error);
  failed = stat(parent.data, &status) < 0         ? errno
           : !S_ISDIR(status.st_mode)             ? ENOTDIR
           : access(parent.data, W_OK | X_OK) < 0 ? errno
                                                  : 0;
  return failed ? refuse(error, "cannot make", folder, strerror(failed)) : 0;
}

int token_folder_check(const char *folder, struct error *error)
{
  struct stat status;

  if (stat(folder, &status) < 0)
    return errno == ENOENT
               ? check_parent(folder, error)
               : refuse(error, "cannot use", folder, strerror(errno));
  if (!S_ISDIR(status.st_mode))
    return refuse(error, "cannot use", folder, "it is no folder");
  if (status.st_mode & S_IWOTH)
    return refuse(error, "will not use", folder, "everybody may write to it");
  if (access(folder, W_OK | X_OK) < 0)
    return refuse(error, "cannot write to", folder, strerror(errno));
  return 0;
}

int token_folder_make(const char *folder, struct error *error)
{
  if (mkdir(folder, 0700) == 0 || errno == EEXIST)
    return 0;
  return refuse(error, "cannot make", folder, strerror(errno));
}

/* Appends a name as that of a file. */
static void append_name(struct buffer *path, const char *name)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  const char *at;

  for (at = name; *at; at++)
    if (strchr(plain, *at) && (at > name || (*at != '.' && *at != '-')))
      buffer_putc(path, *at);
    else
      buffer_printf(path, "%%%02X", (unsigned)(unsigned char)*at);
}

char *token_folder_path(const char *folder, const struct target *thing)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  struct buffer path = { 0 };
  const size_t length = strlen(folder);

  append_name(&name, thing->name ? thing->name : thing->id);
  if (name.length > NAME_LENGTH) {
    buffer_clear(&name);
    append_name(&name, thing->id);
  }
  buffer_printf(&path, "%s%s%s", folder,
                length && folder[length - 1] == '/' ? "" : "/",
                name.failed ? "" : name.data);
  if (!name.failed)
    return buffer_take(&path);
  buffer_free(&path);
  return NULL;
}

static int compare(const void *one, const void *other)
{
  return strcmp(*(char *const *)one, *(char *const *)other);
}

/* Looks at the sorted paths. */
static int check_paths(char *const *paths, size_t count, struct error *error)
{
  struct stat status;
  size_t i;

  for (i = 0; i < count; i++) {
    if (i && strcmp(paths[i], paths[i - 1]) == 0) {
      error_set(error, EXIT_USAGE, "two tokens would go to %s", paths[i]);
      return error_hint(error, "rotate one of the two by its id; nothing was "
                               "sent");
    }
    if (lstat(paths[i], &status) == 0) {
      error_set(error, EXIT_USAGE, "the token file %s exists already",
                paths[i]);
      return error_hint(error, "name a new folder, or move the old file away "
                               "first; nothing was sent");
    }
    if (errno != ENOENT) {
      error_set(error, EXIT_USAGE, "cannot create the token file %s: %s",
                paths[i], strerror(errno));
      return error_hint(error, "nothing was sent");
    }
  }
  return 0;
}

int token_folder_check_files(const char *folder, const struct targets *things,
                             struct error *error)
{
  char **paths = calloc(things->count + 1, sizeof *paths);
  size_t count = 0;
  int result = 0;

  if (!paths)
    return error_memory(error);
  for (; result == 0 && count < things->count; count++) {
    paths[count] = token_folder_path(folder, &things->list[count]);
    if (!paths[count])
      result = error_memory(error);
  }
  if (result == 0) {
    qsort(paths, count, sizeof *paths, compare);
    result = check_paths(paths, count, error);
  }
  for (count = 0; paths[count]; count++)
    free(paths[count]);
  free(paths);
  return result;
}
