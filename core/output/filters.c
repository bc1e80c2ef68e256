/* filters.c - the -q filters of a command. */
#include "core/output/filters.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/base/interrupt.h"
#include "core/base/io.h"
#include "core/json/cursor.h"
#include "core/output/filter_list.h"

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
  struct span element;
  int result = 0;

  while (result == 0 && cursor_element(&cursor, &element))
    result = filter_list_add(&list, element.text, element.length, error);
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
  if (filter_decide(filter, 0, json, &results) < 0)
    return filter_ask(filter, json, sink, error);
  if (results.failed)
    return error_memory(error);
  return results.length ? sink_write(sink, results.data, results.length, error)
                        : 0;
}

/* ---- Filters over a one-time token: in a process of their own. ----- */

#define APART_MEMORY ((rlim_t)1 << 31) /* bytes a filter may use there */
#define APART_OUTPUT ((size_t)64 << 20)

static int write_to_pipe(void *context, const char *bytes, size_t length,
                         struct error *error)
{
  const int *fd = context;

  return write_all(*fd, bytes, length) == 0
             ? 0
             : error_set(error, EXIT_FAILED, "the pipe is broken");
}

/* Without the limit the filter only runs with more memory. */
static void limit_memory(void)
{
#ifndef NO_MEMORY_LIMITS
  const struct rlimit limit = { .rlim_cur = APART_MEMORY,
                                .rlim_max = APART_MEMORY };

  (void)setrlimit(RLIMIT_AS, &limit);
#endif
}

static void filter_child(struct filter *filter, struct span json, int fd)
{
  struct error error = { 0 };

  interrupt_reset();
  limit_memory();
  _exit(filter_ask(filter, json, (struct sink){ write_to_pipe, &fd }, &error) <
        0);
}

static int read_all(int fd, struct buffer *results)
{
  char bytes[4096];
  ssize_t got;

  do {
    got = read(fd, bytes, sizeof bytes);
    if (got > 0)
      buffer_append(results, bytes, (size_t)got);
  } while ((got > 0 && !results->failed) || (got < 0 && errno == EINTR));
  wipe(bytes, sizeof bytes);
  return got == 0 ? 0 : -1;
}

/* A filter may crash, loop or eat all memory; this process, which has the
 * only copy of the token, must not.  What the filter says of its failure
 * could quote the token and is left out. */
static int run_apart(struct filter *filter, struct span json,
                     struct buffer *results, struct error *error)
{
  int ends[2];
  int status = -1;
  int failed;
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
  failed = pid < 0 || read_all(ends[0], results) < 0;
  (void)close(ends[0]);
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
    continue;
  interrupt_kill(0);
  if (!failed && WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return 0;
  return error_set(error, EXIT_FAILED, "a filter failed on the reply");
}

/* All results together, or none. */
static int run_over_secret(const struct filters *filters, struct span json,
                           struct buffer *results, struct error *error)
{
  size_t i;

  for (i = 0; i < filters->count; i++)
    if (filter_decide(&filters->list[i], 0, json, results) < 0 &&
        run_apart(&filters->list[i], json, results, error) < 0)
      return -1;
  return results->failed ? error_memory(error) : 0;
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
  struct buffer results = { .limit = APART_OUTPUT, .secret = 1 };
  struct span json = trim_space(payload);
  int result = 0;
  size_t i;

  for (i = 0; !secret && result == 0 && i < filters->count; i++)
    result = run_here(&filters->list[i], json, sink, error);
  if (!secret)
    return result;
  result = run_over_secret(filters, json, &results, error);
  if (result == 0 && results.length)
    result = sink_write(sink, results.data, results.length, error);
  buffer_wipe(&results);
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
