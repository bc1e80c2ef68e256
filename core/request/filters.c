/* filters.c - the -q filters of a command, over the query module. */
#include "core/request/filters.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buffer.h"
#include "core/io.h"
#include "core/module.h"
#include "core/query/query.h"
#include "core/request/interrupt.h"

int filters_compile(struct filters *filters, const struct flags *flags,
                    struct error *error)
{
  char message[256];
  const char *text;
  size_t wanted = 0;

  while (flags_value(flags, "query", wanted))
    wanted++;
  if (wanted == 0)
    return 0;
  filters->module = module_open("query", error);
  if (!filters->module)
    return -1;
  filters->queries = calloc(wanted, sizeof(struct query *));
  filters->texts = calloc(wanted, sizeof *filters->texts);
  if (!filters->queries || !filters->texts)
    return error_memory(error);
  while (filters->count < wanted) {
    text = flags_value(flags, "query", filters->count);
    filters->queries[filters->count] =
        filters->module->compile(text, message, sizeof message);
    if (!filters->queries[filters->count]) {
      error_set(error, EXIT_USAGE, "the filter %s does not compile: %s", text,
                message);
      return error_hint(error, "a filter is a jq program, such as "
                        "'.[].metadata.name'; nothing was sent");
    }
    filters->texts[filters->count++] = text;
  }
  return 0;
}

/* What emit needs. */
struct sink {
  table_writer *write;
  void *context;
  struct error *error;
};

static int emit(void *context, const char *bytes, size_t length)
{
  struct sink *sink = context;

  return sink->write(sink->context, bytes, length, sink->error) < 0 ||
         sink->write(sink->context, "\n", 1, sink->error) < 0;
}

static int run_here(const struct filters *filters, const char *payload,
                    size_t length, table_writer *write_result, void *context,
                    struct error *error)
{
  struct sink sink = { .write = write_result,
                       .context = context,
                       .error = error };
  char message[256];
  size_t i;
  int result;

  for (i = 0; i < filters->count; i++) {
    result = filters->module->run(filters->queries[i], payload, length, emit,
                                  &sink, message, sizeof message);
    if (result > 0)
      return -1;
    if (result < 0)
      return error_set(error, EXIT_FAILED,
                       "the filter %s failed on the reply: %s",
                       filters->texts[i], message);
  }
  return 0;
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

static void child(const struct filters *filters, const char *payload,
                  size_t length, int fd)
{
  struct error error = { 0 };

  interrupt_reset();
  limit_memory();
  _exit(run_here(filters, payload, length, write_to_pipe, &fd, &error) < 0);
}

static int read_all(int fd, struct buffer *results)
{
  char bytes[4096];
  ssize_t got;

  for (;;) {
    got = read(fd, bytes, sizeof bytes);
    if (got == 0)
      return 0;
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 || buffer_append(results, bytes, (size_t)got) < 0)
      return -1;
  }
}

/* A filter may crash, loop or eat all memory; this process, which has the
 * only copy of the token, must not.  What the filter says of its failure
 * could quote the token and is left out. */
static int run_apart(const struct filters *filters, const char *payload,
                     size_t length, struct buffer *results,
                     struct error *error)
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
    child(filters, payload, length, ends[1]);
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

int filters_run(const struct filters *filters, const char *payload,
                size_t length, int secret, table_writer *write_result,
                void *context, struct error *error)
{
  struct buffer results = { .limit = APART_OUTPUT, .secret = 1 };
  int result;

  if (!secret)
    return run_here(filters, payload, length, write_result, context, error);
  result = run_apart(filters, payload, length, &results, error);
  if (result == 0 && results.length)
    result = write_result(context, results.data, results.length, error);
  buffer_wipe(&results);
  return result;
}

void filters_free(struct filters *filters)
{
  size_t i;

  for (i = 0; i < filters->count; i++)
    filters->module->free(filters->queries[i]);
  free(filters->queries);
  free(filters->texts);
  *filters = (struct filters){ 0 };
}
