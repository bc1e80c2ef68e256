/* token_folder.c - the folder that takes the tokens of many things. */
#include "core/token/token_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/folder.h"

#define NAME_LENGTH 200 /* of a file; every file system takes 255 */

static int refuse_folder(struct error *error, const char *what,
                         const char *folder, const char *why)
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
  return failed ? refuse_folder(error, "cannot make", folder, strerror(failed))
                : 0;
}

int token_folder_check(struct token_folder *folder, const char *path,
                       struct error *error)
{
  struct stat status;
  const char *reason;

  folder->path = path;
  folder->fd = folder_open(AT_FDCWD, path, FOLDER_MAKE, &reason);
  if (folder->fd < 0 && reason)
    return refuse_folder(error, "will not use", path, reason);
  if (folder->fd < 0 && errno == ENOENT)
    return check_parent(path, error);
  if (folder->fd < 0)
    return refuse_folder(error, "cannot use", path,
                         stat(path, &status) == 0 ? "it is not a folder"
                                                  : strerror(errno));
  if (faccessat(folder->fd, ".", W_OK | X_OK, 0) < 0)
    return refuse_folder(error, "cannot write to", path, strerror(errno));
  return 0;
}

int token_folder_make(struct token_folder *folder, struct error *error)
{
  const char *reason = NULL;
  enum folder_use use = FOLDER_OWN;

  if (folder->fd >= 0)
    return 0;
  if (mkdir(folder->path, 0700) < 0) {
    if (errno != EEXIST)
      return refuse_folder(error, "cannot make", folder->path,
                           strerror(errno));
    use = FOLDER_MAKE; /* another has, since it was looked at */
  }
  folder->fd = folder_open(AT_FDCWD, folder->path, use, &reason);
  return folder->fd >= 0 ? 0
                         : refuse_folder(error, "will not use", folder->path,
                                         reason ? reason : strerror(errno));
}

void token_folder_close(struct token_folder *folder)
{
  if (folder->fd >= 0)
    (void)close(folder->fd);
  folder->fd = -1;
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

char *token_folder_path(const char *folder, const char *name, const char *id)
{
  struct buffer path = { 0 };
  size_t length = strlen(folder);

  buffer_append(&path, folder, length);
  if (!length || folder[length - 1] != '/')
    buffer_putc(&path, '/');
  length = path.length;
  append_name(&path, name ? name : id);
  if (path.length - length > NAME_LENGTH) {
    buffer_cut(&path, length);
    append_name(&path, id);
  }
  return buffer_take(&path);
}

static int compare_paths(const void *one, const void *other)
{
  return strcmp(*(char *const *)one, *(char *const *)other);
}

int token_folder_check_files(const struct token_folder *folder, char **paths,
                             size_t count, struct error *error)
{
  struct stat status;
  size_t i;

  qsort(paths, count, sizeof *paths, compare_paths);
  for (i = 0; i < count; i++) {
    if (i && strcmp(paths[i], paths[i - 1]) == 0) {
      error_set(error, EXIT_USAGE, "two tokens would go to %s", paths[i]);
      return error_hint(error, "rotate one of the two by its id; nothing was "
                               "sent");
    }
    if (folder->fd < 0)
      continue;
    if (fstatat(folder->fd, strrchr(paths[i], '/') + 1, &status,
                AT_SYMLINK_NOFOLLOW) == 0) {
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
