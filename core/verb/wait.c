/* wait.c - an operation that goes on after its reply: read until it ends. */
#include "core/verb/wait.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "core/base/interrupt.h"
#include "core/invocation/find.h"
#include "core/json/path.h"
#include "core/message/message.h"

#define PAUSE_FIRST 500 /* milliseconds between two reads */
#define PAUSE_MOST 10000
#define PROGRESS 1000 /* milliseconds between two lines of progress */

/* How long it has been and may be, in milliseconds. */
struct watch {
  int64_t start;
  int64_t most;
};

static int64_t milliseconds_now(void)
{
  struct timespec now;

  if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
    return 0;
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show_progress(const struct watch *watch)
{
  char line[80];

  (void)snprintf(line, sizeof line, "Waiting, %lld s of %lld s",
                 (long long)(milliseconds_now() - watch->start) / 1000,
                 (long long)watch->most / 1000);
  message_progress(line);
}

/* A signal ends the process meanwhile (INTERRUPT_LEAVES). */
static void pause_for(const struct watch *watch, int64_t milliseconds)
{
  struct timespec left;
  int64_t slice;

  for (; milliseconds > 0; milliseconds -= slice) {
    show_progress(watch);
    slice = milliseconds < PROGRESS ? milliseconds : PROGRESS;
    left = (struct timespec){ .tv_sec = (time_t)(slice / 1000),
                              .tv_nsec = (long)(slice % 1000) * 1000000 };
    while (nanosleep(&left, &left) < 0 && errno == EINTR)
      continue;
  }
}

/* Whether the thing that the reads pick from a list is gone.  Returns as
 * wait_look. */
static int is_gone(struct invocation *call, struct nscale_request *read)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct lookup lookup = target_lookup(call);

  lookup.wanted = read->pick;
  if (lookup_text(&call->reader, read, &lookup, &text, call->error) == 0)
    return 0;
  if (call->error->exit_status != EXIT_NOT_FOUND || call->error->http_status)
    return -1;
  error_clear(call->error);
  return 1;
}

/* One read.  Returns 1 when the condition holds, 0 when not yet, -1 with the
 * error set. */
static int wait_look(struct invocation *call,
                     const struct nscale_request *request)
{
  struct json_object *thing;
  const char *text;

  if (!request->wait_path && request->wait_read->pick)
    return is_gone(call, request->wait_read);
  thing = fetch_json(&call->reader, request->wait_read, invocation_names(call),
                     call->error);
  if (!thing && call->error->exit_status == EXIT_NOT_FOUND &&
      !request->wait_path) {
    error_clear(call->error);
    return 1;
  }
  if (!thing)
    return -1;
  if (!request->wait_path)
    return 0;
  text = path_string(thing, request->wait_path);
  return text && strcmp(text, request->wait_value) == 0;
}

/* `service account "ci": delete was accepted, but WHY` */
static int unfinished(const struct invocation *call, const char *why)
{
  struct error *error = call->error;
  const char *name = invocation_target_name(call);

  if (name)
    error_set(error, EXIT_UNKNOWN, "%s \"%s\": %s was accepted, but %s",
              call->noun->singular, name, call->verb->name, why);
  else
    error_set(error, EXIT_UNKNOWN, "%s was accepted, but %s", call->verb->name,
              why);
  return error_hint(error, "look again later: nscale %s list",
                    call->reader.plugin);
}

/* Not the mutation failed, but a look at what became of it. */
static int not_seen(const struct invocation *call)
{
  struct error *error = call->error;
  char why[400];

  (void)snprintf(why, sizeof why,
                 "whether it has finished could not be "
                 "read: %.300s",
                 error->message ? error->message : "out of memory");
  error_clear(error);
  return unfinished(call, why);
}

int wait_condition(struct invocation *call,
                   const struct nscale_request *request)
{
  const uint32_t seconds = call->verb->attributes & NSCALE_VERB_WAIT
                               ? call->options->wait.seconds
                               : request->wait_seconds_of;
  const struct watch watch = { .start = milliseconds_now(),
                               .most = (int64_t)seconds * 1000 };
  int64_t pause = PAUSE_FIRST;
  int64_t left;
  char why[80];
  int result;

  /* The mutation is delivered: a signal may end the waiting. */
  interrupt_say(
      EXIT_UNKNOWN,
      "interrupted: the request was accepted, but nscale did not see its end");
  interrupt_enter(INTERRUPT_LEAVES);
  while ((result = wait_look(call, request)) == 0) {
    left = watch.start + watch.most - milliseconds_now();
    if (left <= 0) {
      (void)snprintf(why, sizeof why, "is not finished after %u second%s",
                     (unsigned)seconds, seconds == 1 ? "" : "s");
      return unfinished(call, why);
    }
    pause_for(&watch, pause < left ? pause : left);
    pause = pause * 2 < PAUSE_MOST ? pause * 2 : PAUSE_MOST;
  }
  message_progress(NULL);
  return result < 0 ? not_seen(call) : 0;
}
