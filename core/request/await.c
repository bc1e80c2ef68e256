/* await.c - an operation that goes on after its reply: read until it ends. */
#include "core/request/await.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "core/json/path.h"
#include "core/request/interrupt.h"

#define PAUSE_FIRST 1000 /* milliseconds between two reads */
#define PAUSE_MOST 10000

static int64_t milliseconds_now(void)
{
  struct timespec now;

  if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
    return 0;
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pause_for(int64_t milliseconds)
{
  struct timespec left = { .tv_sec = (time_t)(milliseconds / 1000),
                           .tv_nsec = (long)(milliseconds % 1000) * 1000000 };

  while (nanosleep(&left, &left) < 0 && errno == EINTR)
    continue;
}

/* One read.  Returns 1 when the condition holds, 0 when not yet, -1 with the
 * error set. */
static int look(struct call *call, const struct nscale_request *request,
                struct error *error)
{
  struct json_object *thing = call_fetch(call, request->await_read);
  const char *text;

  if (!thing && error->exit_status == EXIT_NOT_FOUND &&
      !request->await_path) {
    error_clear(error);
    return 1;
  }
  if (!thing)
    return -1;
  if (!request->await_path)
    return 0;
  text = path_string(thing, request->await_path);
  return text && strcmp(text, request->await_value) == 0;
}

int await_condition(struct call *call, const struct nscale_request *request,
                    struct error *error)
{
  int64_t end = milliseconds_now() + (int64_t)request->await_seconds * 1000;
  int64_t pause = PAUSE_FIRST;
  int64_t left;
  const char *name = call_thing_name(call);
  int result;

  /* The mutation is delivered: a signal may end the waiting. */
  interrupt_say("interrupted: the request was accepted, its end was not "
                "awaited");
  interrupt_enter(INTERRUPT_LEAVES);
  while ((result = look(call, request, error)) == 0) {
    left = end - milliseconds_now();
    if (left <= 0) {
      if (name)
        error_set(error, EXIT_UNKNOWN, "%s \"%s\": %s was accepted, but is "
                  "not finished after %u seconds", call->noun->singular, name,
                  call->verb->name, (unsigned)request->await_seconds);
      else
        error_set(error, EXIT_UNKNOWN, "%s was accepted, but is not finished "
                  "after %u seconds", call->verb->name,
                  (unsigned)request->await_seconds);
      return error_hint(error, "look again later: nscale %s list",
                        call->plugin_name);
    }
    pause_for(pause < left ? pause : left);
    pause = pause * 2 < PAUSE_MOST ? pause * 2 : PAUSE_MOST;
  }
  return result < 0 ? -1 : 0;
}
