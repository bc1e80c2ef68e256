/* provider.c - which package provides a plugin that is not installed. */
#include "core/plugin/provider.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/plugin/manifest.h"

#define BLANKS " \t"

/* Reads up to PROVIDER_BYTES of a regular file.  What is behind the last
 * whole line of a larger one is cut off.  Returns how many. */
static size_t read_text(int fd, char *text)
{
  struct stat status;
  size_t length = 0;
  ssize_t got;

  if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
    return 0;
  while (length < PROVIDER_BYTES) {
    got = read(fd, text + length, PROVIDER_BYTES - length);
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

int provider_list_read(struct provider_list *list, const char *path,
                       struct error *error)
{
  CLEANUP_CLOSE int fd =
      open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  char *line, *end;
  size_t length;

  if (fd < 0)
    return 0;
  list->text = malloc(PROVIDER_BYTES + 1);
  if (!list->text)
    return error_memory(error);
  length = read_text(fd, list->text);
  list->text[length] = '\0';
  for (line = list->text; line < list->text + length; line = end + 1) {
    end = line + strcspn(line, "\n");
    *end = '\0';
    take_line(list, line);
  }
  return 0;
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
  list->count = 0;
}
