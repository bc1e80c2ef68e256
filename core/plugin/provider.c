/* provider.c - which package provides a plugin that is not installed. */
#include "core/plugin/provider.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/cleanup.h"
#include "core/base/folder.h"
#include "core/plugin/directories.h"
#include "core/plugin/manifest.h"

#define BLANKS " \t"
#define PROVIDER_FILES 4096 /* more in the folder: not looked at */

/* Reads up to `room` bytes of a regular file that may be believed: what is in
 * it is shown as commands to type.  What is behind the last whole
 * line of a larger one is cut off.  Returns how many. */
static size_t read_text(int fd, char *text, size_t room)
{
  struct stat status;
  size_t length = 0;
  ssize_t got;

  if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
      folder_distrust(&status, FOLDER_READ))
    return 0;
  while (length < room) {
    got = read(fd, text + length, room - length);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return length;
    length += (size_t)got;
  }
  while (length > 0 && text[length - 1] != '\n')
    length--;
  return length;
}

/* Ends the field at `*rest` with a NUL and moves `*rest` to the next one. */
static char *take_field(char **rest)
{
  char *field = *rest;

  *rest += strcspn(*rest, BLANKS);
  if (**rest) {
    *(*rest)++ = '\0';
    *rest += strspn(*rest, BLANKS);
  }
  return field;
}

/* Adds the names, which commas separate, or none of them. */
static void add_names(struct provider_list *list, char *names,
                      const char *package, const char *command)
{
  const size_t before = list->count;
  const char *name = names;
  size_t length;
  int more = 1;

  for (; more; names += length + 1) {
    length = strcspn(names, ",");
    more = names[length] == ',';
    names[length] = '\0';
    if (list->count == PROVIDER_WORDS || !name_valid(names, length)) {
      list->count = before;
      return;
    }
    list->items[list->count++] =
        (struct provider){ names, name, package, command };
  }
}

/* Takes one line, which ends with a NUL. */
static void take_line(struct provider_list *list, char *line)
{
  char *names, *package;
  size_t length = strlen(line);

  while (length > 0 && strchr(BLANKS, line[length - 1]))
    line[--length] = '\0';
  line += strspn(line, BLANKS);
  if (*line == '#')
    return;
  names = take_field(&line);
  package = take_field(&line);
  if (line_valid(package) && line_valid(line))
    add_names(list, names, package, line);
}

/* Takes the lines of a file, behind those of the files before it. */
static void take_file(struct provider_list *list, int folder, const char *name)
{
  CLEANUP_CLOSE int fd =
      openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  char *line = list->text + list->length, *end, *after;
  size_t length;

  if (fd < 0 || list->length >= PROVIDER_BYTES)
    return;
  length = read_text(fd, line, PROVIDER_BYTES - list->length);
  list->length += length + 1;
  after = line + length;
  *after = '\0';
  for (; line < after; line = end + 1) {
    end = line + strcspn(line, "\n");
    *end = '\0';
    take_line(list, line);
  }
}

/* Whether the name of a file is one that a package would give it; backups,
 * and what an installation has not finished, have others. */
static int is_wanted(const char *name)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

  return !name[strspn(name, letters)];
}

/* Takes the files of a folder, by name.  Returns 0, or -1 when memory ran
 * out. */
static int take_folder(struct provider_list *list, const char *path,
                       struct error *error)
{
  const char *ignored;
  CLEANUP_CLOSE int folder =
      folder_open(AT_FDCWD, path, FOLDER_READ, &ignored);
  CLEANUP_NAMES struct names names = { 0 };
  size_t i;

  if (folder < 0)
    return 0;
  if (names_read(&names, folder, "", PROVIDER_FILES, error) < 0)
    return -1;
  for (i = 0; i < names.count; i++)
    if (is_wanted(names.items[i]))
      take_file(list, folder, names.items[i]);
  return 0;
}

int provider_list_read(struct provider_list *list, const char *path,
                       struct error *error)
{
  CLEANUP_BUFFER struct buffer folder = { 0 };

  list->text = malloc(PROVIDER_BYTES + 1);
  buffer_printf(&folder, "%s.d", path);
  if (!list->text || folder.failed)
    return error_memory(error);
  take_file(list, AT_FDCWD, path);
  return take_folder(list, folder.data, error);
}

const struct provider *provider_find(const struct provider_list *list,
                                     const char *word)
{
  size_t i;

  for (i = 0; i < list->count; i++)
    if (strcmp(list->items[i].word, word) == 0)
      return &list->items[i];
  return NULL;
}

void provider_list_free(struct provider_list *list)
{
  free(list->text);
  list->text = NULL;
  list->length = 0;
  list->count = 0;
}
