/* filters.c - the -q filters of a command. */
#include "core/output/filters.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/json/cursor.h"
#include "core/output/filter_list.h"
#include "core/output/output.h"

int filters_compile(struct filters *filters, const char *const *texts,
                    size_t count, struct error *error)
{
  if (count == 0)
    return 0;
  filters->list = calloc(count, sizeof *filters->list);
  if (!filters->list)
    return error_memory(error);
  for (; filters->count < count; filters->count++)
    if (filter_compile(&filters->list[filters->count], texts[filters->count],
                       error) < 0)
      return -1;
  return 0;
}

void filters_mark(struct filters *filters)
{
  size_t i;

  for (i = 0; i < filters->count; i++)
    filter_mark(&filters->list[i]);
}

struct filter *filters_of_elements(const struct filters *filters)
{
  return filters->count == 1 && filters->list[0].head != SIMPLE_WHOLE
             ? filters->list
             : NULL;
}

/* Over a list that is here as a whole. */
static int run_over_list(struct filter *filter, struct span json,
                         struct sink sink, struct error *error)
{
  struct filter_list list = { .filter = filter, .sink = sink };
  struct cursor cursor = cursor_of(json);
  struct json element;
  int result = 0;

  while (result == 0 && cursor_element(&cursor, &element))
    result = filter_list_add(&list, element, error);
  if (result == 0)
    result = filter_list_end(&list, error);
  filter_list_free(&list);
  return result;
}

static int run_here(struct filter *filter, struct span json, struct sink sink,
                    struct error *error)
{
  CLEANUP_BUFFER struct buffer results = { 0 };

  if (filter->head != SIMPLE_WHOLE && json.text[0] == '[')
    return run_over_list(filter, json, sink, error);
  if (filter_decide(filter, 0, json_of(json), &results) < 0)
    return filter_ask(filter, json, sink, error);
  if (results.failed)
    return error_memory(error);
  return results.length ? sink_write(sink, results.data, results.length, error)
                        : 0;
}

/* ---- Filters over a one-time token: in a process of their own. ----- */

#define APART_WRITES ((size_t)1 << 16) /* bytes it writes at a time */

/* What the filter's process writes into the pipe. */
struct apart {
  struct buffer text;
  int fd;
};

static int apart_flush(struct apart *apart, struct error *error)
{
  const int result = write_all(
      apart->fd, apart->text.data ? apart->text.data : "", apart->text.length);

  buffer_clear(&apart->text);
  return result == 0 ? 0 : error_set(error, EXIT_FAILED, "the pipe is broken");
}

static int apart_write(void *context, const char *bytes, size_t length,
                       struct error *error)
{
  struct apart *apart = context;

  buffer_append(&apart->text, bytes, length);
  if (apart->text.failed)
    return error_memory(error);
  return apart->text.length < APART_WRITES ? 0 : apart_flush(apart, error);
}

static void filter_child(struct filter *filter, struct span json, int fd)
{
  struct error error = { 0 };
  struct apart apart = { .text.secret = 1, .fd = fd };
  int failed;

  interrupt_reset();
  failed = filter_ask(filter, json, (struct sink){ apart_write, &apart },
                      &error) < 0 ||
           apart_flush(&apart, &error) < 0;
  _exit(failed);
}

/* Results on their way to the sink.  Up to OUTPUT_HELD bytes are held, so that
 * a later filter that fails leaves none; a filter that does not end costs no
 * more memory. */
struct results {
  struct buffer held;
  struct sink sink;
};

static int results_flush(struct results *results, struct error *error)
{
  int result = 0;

  if (results->held.failed)
    return error_memory(error);
  if (results->held.length)
    result = sink_write(results->sink, results->held.data,
                        results->held.length, error);
  buffer_clear(&results->held);
  return result;
}

static int results_add(struct results *results, const char *bytes,
                       size_t length, struct error *error)
{
  buffer_append(&results->held, bytes, length);
  if (results->held.failed)
    return error_memory(error);
  return results->held.length > OUTPUT_HELD ? results_flush(results, error)
                                            : 0;
}

/* Waits until the pipe can be read.  A filter need not write anything, so the
 * reader of its results is looked at as well. */
static int wait_for(int fd, struct error *error)
{
  struct pollfd polled[] = { { .fd = fd, .events = POLLIN },
                             { .fd = STDOUT_FILENO } };

  for (;;) {
    if (poll(polled, 2, -1) < 0) {
      if (errno != EINTR)
        return error_set(error, EXIT_FAILED, "cannot run the filter: %s",
                         strerror(errno));
    } else if (polled[1].revents & POLLERR) {
      return error_set(error, EXIT_FAILED,
                       "the reader of standard output is gone");
    } else if (polled[0].revents) {
      return 0;
    } else {
      polled[1].fd = -1; /* it says what cannot be waited for */
    }
  }
}

static int read_results(int fd, struct results *results, struct error *error)
{
  char bytes[4096];
  ssize_t got = 1;
  int result = 0;

  while (result == 0 && got != 0) {
    result = wait_for(fd, error);
    got = result == 0 ? read(fd, bytes, sizeof bytes) : 0;
    if (got > 0)
      result = results_add(results, bytes, (size_t)got, error);
    else if (got < 0 && errno != EINTR)
      result = error_set(error, EXIT_FAILED, "cannot run the filter: %s",
                         strerror(errno));
  }
  wipe(bytes, sizeof bytes);
  return result;
}

/* A filter may crash or loop; this process, which has the
 * only copy of the token, must not.  What the filter says of its failure
 * could quote the token and is left out. */
static int run_apart(struct filter *filter, struct span json,
                     struct results *results, struct error *error)
{
  int ends[2];
  int status = -1;
  int result;
  pid_t pid;

  if (pipe(ends) < 0)
    return error_set(error, EXIT_FAILED, "cannot run the filter: %s",
                     strerror(errno));
  pid = fork();
  if (pid == 0) {
    (void)close(ends[0]);
    filter_child(filter, json, ends[1]);
  }
  (void)close(ends[1]);
  interrupt_kill(pid);
  result = pid < 0 ? -1 : read_results(ends[0], results, error);
  (void)close(ends[0]);
  if (pid > 0 && result < 0)
    (void)kill(pid, SIGKILL);
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
    continue;
  interrupt_kill(0);
  if (result == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return 0;
  return error_set(error, EXIT_FAILED, "a filter failed on the reply");
}

/* What one filter says of a secret payload. */
static int run_over_secret(struct filter *filter, struct span json,
                           struct results *results, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = 1 };

  if (filter_decide(filter, 0, json_of(json), &text) < 0)
    return run_apart(filter, json, results, error);
  if (text.failed)
    return error_memory(error);
  return text.length ? results_add(results, text.data, text.length, error) : 0;
}

/* The value alone, without white space around it. */
static struct span trim_space(struct span json)
{
  static const char space[] = " \t\r\n";

  while (json.length && strchr(space, json.text[json.length - 1]))
    json.length--;
  while (json.length && strchr(space, json.text[0])) {
    json.text++;
    json.length--;
  }
  return json;
}

int filters_run(const struct filters *filters, struct span payload, int secret,
                struct sink sink, struct error *error)
{
  struct results results = { .held = { .secret = 1 }, .sink = sink };
  struct span json = trim_space(payload);
  int result = 0;
  size_t i;

  for (i = 0; result == 0 && i < filters->count; i++)
    result = secret ? run_over_secret(&filters->list[i], json, &results, error)
                    : run_here(&filters->list[i], json, sink, error);
  if (result == 0)
    result = results_flush(&results, error);
  buffer_wipe(&results.held);
  return result;
}

void filters_free(struct filters *filters)
{
  size_t i;

  for (i = 0; i < filters->count; i++)
    filter_free(&filters->list[i]);
  free(filters->list);
  *filters = (struct filters){ 0 };
}
