/* read.c - the JSON document that a user hands in, as text. */
#include "core/document/read.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *document_name(const char *path)
{
  return !path || strcmp(path, "-") == 0 ? "standard input" : path;
}

static int read_error(const char *name, struct error *error)
{
  if (errno == EINTR)
    return error_set(error, EXIT_INTERRUPTED, "interrupted, nothing was sent");
  return error_set(error, EXIT_USAGE, "cannot read %s: %s", name,
                   strerror(errno));
}

/* Reads up to the limit and one byte, which tells that there is more. */
static int read_all(int fd, const char *name, struct buffer *text,
                    struct error *error)
{
  const size_t piece = 65536;

  while (text->length <= DOCUMENT_LIMIT) {
    size_t room = DOCUMENT_LIMIT + 1 - text->length;
    ssize_t got;

    if (room > piece)
      room = piece;
    if (buffer_reserve(text, room) < 0)
      return error_memory(error);
    got = read(fd, text->data + text->length, room);
    if (got == 0)
      break;
    if (got > 0) {
      text->length += (size_t)got;
      text->data[text->length] = '\0';
    } else if (errno == EAGAIN) {
      /* Some who start us hand over a pipe that does not block. */
      struct pollfd ready = { .fd = fd, .events = POLLIN };

      if (poll(&ready, 1, -1) < 0)
        return read_error(name, error);
    } else {
      return read_error(name, error);
    }
  }
  return 0;
}

int document_read_open(int fd, const char *name, struct buffer *text,
                       struct error *error)
{
  struct stat status;

  buffer_clear(text);
  if (fstat(fd, &status) < 0)
    return read_error(name, error);
  if (S_ISDIR(status.st_mode))
    return error_set(error, EXIT_USAGE,
                     "%s is a folder: name a file that holds one JSON "
                     "document",
                     name);
  if (read_all(fd, name, text, error) < 0)
    return -1;
  if (text->length > DOCUMENT_LIMIT)
    return error_set(error, EXIT_USAGE, "%s is larger than 1 MiB", name);
  if (!text->length || strspn(text->data, " \t\r\n") == text->length)
    return error_set(error, EXIT_USAGE,
                     "%s is empty: one JSON document is needed", name);
  return 0;
}

int document_read(const char *path, struct buffer *text, struct error *error)
{
  const char *name = document_name(path);
  CLEANUP_CLOSE int opened = -1;

  if (name != path)
    return document_read_open(STDIN_FILENO, name, text, error);
  opened = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (opened < 0)
    return read_error(name, error);
  return document_read_open(opened, name, text, error);
}
