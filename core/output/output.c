/* output.c - standard output, or a file that stands for it. */
#include "core/output/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/io.h"
#include "core/base/text.h"
#include "core/jq/result.h"
#include "core/message/progress.h"
#include "core/message/tty.h"

int output_check(struct error *error)
{
  struct pollfd poller = { .fd = STDOUT_FILENO, .events = POLLOUT };
  int flags = fcntl(STDOUT_FILENO, F_GETFL);

  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
    error_set(error, EXIT_USAGE,
              "standard output is closed, or not open for "
              "writing");
    return error_hint(error, "a result would be lost: nothing was sent");
  }
  if (poll(&poller, 1, 0) == 1 && poller.revents & (POLLERR | POLLNVAL)) {
    error_set(error, EXIT_USAGE, "the reader of standard output is gone");
    return error_hint(error, "a result would be lost: nothing was sent");
  }
  return 0;
}

int output_is_held(void)
{
  struct stat status;

  return isatty(STDOUT_FILENO) ||
         (fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode));
}

int output_is_null(const struct output *output)
{
  struct stat status;
  struct stat null;

  return fstat(output->fd, &status) == 0 && S_ISCHR(status.st_mode) &&
         stat("/dev/null", &null) == 0 && S_ISCHR(null.st_mode) &&
         status.st_rdev == null.st_rdev;
}

static int output_fail(struct output *output, struct error *error)
{
  output->cause = errno;
  if (output->cause == EPIPE && error->exit_status == EXIT_DONE)
    error->quiet = 1;
  return error_set(error, EXIT_FAILED, "cannot write to %s: %s",
                   output->name ? output->name : "standard output",
                   strerror(output->cause));
}

static int output_send(struct output *output, const char *bytes, size_t length,
                       struct error *error)
{
  if (length == 0)
    return 0;
  output->streaming = 1;
  progress_clear();
  if (tty_is(output->fd))
    progress_hold(bytes[length - 1] != '\n');
  return write_all(output->fd, bytes, length) < 0 ? output_fail(output, error)
                                                  : 0;
}

int output_flush(struct output *output, struct error *error)
{
  int result =
      output_send(output, output->held.data, output->held.length, error);

  buffer_clear(&output->held);
  return result;
}

/* Appends JSON, or marked results, for people. */
static void add_for_people(struct output *output, struct buffer *shown,
                           const char *bytes, size_t length)
{
  CLEANUP(buffer_wipe) struct buffer guarded = { .secret = 1 };
  const char *mark = NULL;
  size_t piece;

  for (; length; bytes += piece, length -= piece) {
    mark =
        output->paint.of_results ? memchr(bytes, RESULT_JSON, length) : NULL;
    piece = mark ? (size_t)(mark - bytes) : length;
    buffer_clear(&guarded);
    text_guard(&guarded, bytes, piece);
    if (mark)
      buffer_putc(&guarded, bytes[piece++]);
    shown->failed |= guarded.failed;
    if (!guarded.failed)
      paint(&output->paint, shown, guarded.data, guarded.length);
  }
}

int output_write(struct output *output, const char *bytes, size_t length,
                 struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer shown = { .secret = 1 };

  if (output->for_people || output->is_plain) {
    if (output->is_plain)
      plain_add(&output->plain, &shown, bytes, length);
    else
      add_for_people(output, &shown, bytes, length);
    if (shown.failed)
      return error_memory(error);
    bytes = shown.data;
    length = shown.length;
  }
  if (output->cause) {
    errno = output->cause;
    return output_fail(output, error);
  }
  if (output->held.length + length > OUTPUT_HELD &&
      output_flush(output, error) < 0)
    return -1;
  if (length > OUTPUT_HELD)
    return output_send(output, bytes, length, error);
  buffer_append(&output->held, bytes, length);
  return output->held.failed ? error_memory(error) : 0;
}

static int output_write_to(void *context, const char *bytes, size_t length,
                           struct error *error)
{
  return output_write(context, bytes, length, error);
}

struct sink output_sink(struct output *output)
{
  return (struct sink){ output_write_to, output };
}

void output_json(struct output *output, int of_results)
{
  output->for_people = !output->name && tty_for_people(output->fd);
  output->paint = (struct paint){ .coloured = tty_colour(output->fd),
                                  .of_results = of_results };
}

void output_plain(struct output *output)
{
  output->is_plain = !output->name && tty_is(output->fd);
}

int output_unread(struct output *output, struct error *error)
{
  errno = EPIPE;
  return output_fail(output, error);
}

int output_end(struct output *output, struct error *error)
{
  int copy;

  if (output->is_plain)
    plain_end(&output->plain, &output->held);
  if (output->held.failed)
    return error_memory(error);
  if (output_flush(output, error) < 0)
    return -1;
  buffer_wipe(&output->held);
  if (output->file)
    return output_file_keep(output->file, error);
  /* close tells of writes that failed late (NFS); a copy is closed, because
   * the descriptor itself must not be taken by the next file. */
  copy = dup(output->fd);
  if (copy >= 0 && close(copy) < 0 && errno != EINTR)
    return output_fail(output, error);
  return 0;
}

void output_discard(struct output *output)
{
  buffer_wipe(&output->held);
  wipe(&output->plain, sizeof output->plain);
}
