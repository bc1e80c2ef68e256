/* wait.c - an operation that goes on after its reply: read until it ends. */
#include "core/verb/wait.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/uuid.h"
#include "core/invocation/find.h"
#include "core/json/path.h"
#include "core/json/write.h"
#include "core/message/message.h"
#include "core/plugin/thing_fields.h"

#define PROGRESS 1000   /* milliseconds between two lines of progress */
#define LOOK_LEAST 5000 /* that a read may take when the time is over */

/* How long it has been and may be, in milliseconds. */
struct watch {
  int64_t start;
  int64_t most;
};

static int64_t time_left(const struct watch *watch)
{
  return watch->start + watch->most - clock_now();
}

static void show_progress(const struct watch *watch)
{
  char line[80];

  (void)snprintf(line, sizeof line, "Waiting, %lld s of %lld s",
                 (long long)(clock_now() - watch->start) / 1000,
                 (long long)watch->most / 1000);
  message_progress(line);
}

/* A signal ends the process meanwhile (INTERRUPT_LEAVES). */
static void pause_for(const struct watch *watch, int64_t milliseconds)
{
  int64_t slice;

  for (; milliseconds > 0; milliseconds -= slice) {
    show_progress(watch);
    slice = milliseconds < PROGRESS ? milliseconds : PROGRESS;
    clock_pause(slice);
  }
}

/* ---- One look. ------------------------------------------------------ */

enum sight {
  SIGHT_OVER,    /* the condition holds */
  SIGHT_NOT_YET, /* it does not */
  SIGHT_BLIND,   /* nothing was seen this time: the error says why */
  SIGHT_FAILED,  /* nor will it be */
  SIGHT_BAD      /* it has failed: the error says how */
};

/* What is looked for, with what, and what was seen last. */
struct vigil {
  struct invocation *call;
  const struct nscale_request *request;
  const struct nscale_wait *wait;
  struct buffer *last; /* the JSON of the thing */
};

/* Whether the thing is what the service token is of: with it goes the
 * token. */
static int is_own(const struct invocation *call)
{
  const char *own = caller_account(&call->caller);

  return own && call->target.id && uuid_same(own, call->target.id);
}

int wait_is_passing(const struct error *error)
{
  switch (error->http_status) {
  case 500:
  case 502:
  case 503:
  case 504:
    return 1;
  default:
    return error->exit_status == EXIT_NETWORK ||
           error->exit_status == EXIT_RATE_LIMITED;
  }
}

/* The read was no success. */
static enum sight judge_failure(const struct vigil *vigil)
{
  const struct invocation *call = vigil->call;
  const struct nscale_request *request = vigil->request;
  const struct error *error = call->error;
  const int is_missing = error->exit_status == EXIT_NOT_FOUND;
  /* A list that is not there says nothing of what was in it. */
  const int is_gone =
      is_missing && !(error->http_status && request->wait_read->pick);

  if (!vigil->wait->path &&
      (is_gone || (error->exit_status == EXIT_AUTH && is_own(call))))
    return SIGHT_OVER;
  if (wait_is_passing(error) || ((is_missing || error->http_status == 401) &&
                                 exchange_may_lag(call->reader.exchange)))
    return SIGHT_BLIND;
  return SIGHT_FAILED;
}

/* What the read shows: the reply, or the element of it that is picked; it is
 * the reader's. */
static struct json_object *read_thing(const struct vigil *vigil,
                                      const struct reader *reader)
{
  const struct invocation *call = vigil->call;
  const struct nscale_wait *wait = vigil->wait;
  struct nscale_request *read = vigil->request->wait_read;
  struct lookup lookup = target_lookup(call);
  struct fields fields = { .count = 0 };

  if (!read->pick)
    return fetch_json(reader, read, invocation_names(call), call->error);
  if (thing_names_fields(&fields, lookup.id_path, lookup.name_path) &&
      fields_add_start(&fields, wait->path) == 0 &&
      fields_add_start(&fields, wait->failure_path) == 0 &&
      fields_add_start(&fields, wait->detail_path) == 0)
    lookup.fields = &fields;
  lookup.wanted = read->pick;
  invocation_asks_list(call, read);
  return lookup_json(reader, read, &lookup, call->error);
}

static int is_word(const char *const *words, const char *text)
{
  while (text && words && *words && strcmp(*words, text) != 0)
    words++;
  return text && words && *words;
}

/* `instance "vm": create failed: powerState is "Error": no host` */
static enum sight say_bad(const struct vigil *vigil, struct json_object *thing)
{
  const struct invocation *call = vigil->call;
  const char *path = vigil->wait->failure_path;
  const char *name = invocation_target_name(call);
  const char *last = strrchr(path, '.');
  const char *detail = vigil->wait->detail_path
                           ? path_string(thing, vigil->wait->detail_path)
                           : NULL;

  error_clear(call->error);
  error_set(call->error, EXIT_FAILED, "%s%s%s%s: %s failed: %s is \"%s\"%s%s",
            call->noun->singular, name ? " \"" : "", name ? name : "",
            name ? "\"" : "", call->verb->name, last ? last + 1 : path,
            path_string(thing, path), detail ? ": " : "",
            detail ? detail : "");
  return SIGHT_BAD;
}

/* Whether what is seen can be from before the change: a new thing has no
 * before. */
static int may_be_stale(const struct vigil *vigil)
{
  return vigil->call->verb->effect != NSCALE_EFFECT_CREATE &&
         exchange_may_lag(vigil->call->reader.exchange);
}

static enum sight judge(const struct vigil *vigil, struct json_object *thing)
{
  const struct nscale_wait *wait = vigil->wait;
  const char *text;

  if (wait->failures &&
      is_word(wait->failures, path_string(thing, wait->failure_path)) &&
      !may_be_stale(vigil))
    return say_bad(vigil, thing);
  text = wait->path ? path_string(thing, wait->path) : NULL;
  if (!text)
    return SIGHT_NOT_YET;
  return (wait->until ? is_word(wait->until, text)
                      : !is_word(wait->left, text))
             ? SIGHT_OVER
             : SIGHT_NOT_YET;
}

/* One read, once: when it is tried again is the waiting's business. */
static enum sight look(const struct vigil *vigil, const struct watch *watch)
{
  struct invocation *call = vigil->call;
  struct exchange *exchange = call->reader.exchange;
  const struct exchange_options *usual = exchange->options;
  struct exchange_options options = *usual;
  const int64_t left = time_left(watch);
  const long most = left > LOOK_LEAST ? (long)left : LOOK_LEAST;
  /* Of its own: what a hundred looks saw must not add up. */
  CLEANUP(arena_free) struct arena arena = { .plugin = call->arena.plugin };
  struct reader reader = call->reader;
  struct json_object *thing;

  reader.arena = &arena;
  options.max_wait = 0;
  if (options.timeout > most)
    options.timeout = most;
  exchange->options = &options;
  error_clear(call->error);
  thing = read_thing(vigil, &reader);
  exchange->options = usual;
  if (!thing)
    return judge_failure(vigil);
  buffer_clear(vigil->last);
  if (json_write(vigil->last, thing, 0) < 0) {
    (void)error_memory(call->error);
    return SIGHT_FAILED;
  }
  return judge(vigil, thing);
}

/* ---- What is said where no end was seen. ----------------------------- */

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
  return error_hint(error, "look again later: nscale %s list", call->command);
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

static int out_of_time(const struct invocation *call, uint32_t seconds)
{
  char why[80];

  (void)snprintf(why, sizeof why, "is not finished after %u second%s",
                 (unsigned)seconds, seconds == 1 ? "" : "s");
  return unfinished(call, why);
}

/* ---- The whole. ------------------------------------------------------ */

/* Whether a token can be of such a thing. */
static int can_be_own(const struct nscale_noun *noun)
{
  const struct nscale_verb *const *verb = noun->verbs;

  while (verb && *verb && !((*verb)->attributes & NSCALE_VERB_SELF))
    verb++;
  return verb && *verb;
}

void wait_prepare(struct invocation *call,
                  const struct nscale_request *request)
{
  const struct nscale_wait *const *waits = call->verb->waits;

  while (request->wait_of_verb && *waits && (*waits)->path)
    waits++;
  if ((request->wait_of_verb ? *waits != NULL : !request->wait_path) &&
      can_be_own(call->noun))
    caller_try(&call->caller, &call->reader);
}

/* Looks until what the read shows decides, or the time is over. */
static enum sight watch_until(const struct vigil *vigil,
                              const struct watch *watch)
{
  const struct exchange *exchange = vigil->call->reader.exchange;
  int64_t pause = WAIT_PAUSE_FIRST;
  enum sight sight;
  int64_t asked;
  int64_t left;

  for (;;) {
    sight = look(vigil, watch);
    left = time_left(watch);
    if ((sight != SIGHT_NOT_YET && sight != SIGHT_BLIND) || left <= 0)
      return sight;
    asked = exchange->asked * 1000;
    if (asked < pause)
      asked = pause;
    pause_for(watch, asked < left ? asked : left);
    pause = pause * 2 < WAIT_PAUSE_MOST ? pause * 2 : WAIT_PAUSE_MOST;
  }
}

/* One wait after the other.  The user's time is that of all of them; a brief
 * state has no more than its own. */
static enum sight watch_all(struct vigil *vigil,
                            const struct nscale_wait *const *waits,
                            uint32_t *seconds)
{
  const int is_users = (vigil->call->verb->attributes & NSCALE_VERB_WAIT) != 0;
  struct watch watch = { .start = clock_now(),
                         .most = (int64_t)vigil->call->options->wait.seconds *
                                 1000 };
  enum sight sight = SIGHT_OVER;

  *seconds = vigil->call->options->wait.seconds;
  for (; *waits && sight == SIGHT_OVER; waits++) {
    const int is_brief = ((*waits)->attributes & NSCALE_WAIT_BRIEF) != 0;
    const int64_t most = (int64_t)(*waits)->seconds * 1000;
    struct watch own = watch;

    vigil->wait = *waits;
    if (!is_users) {
      *seconds = (*waits)->seconds;
      own = (struct watch){ .start = clock_now(), .most = most };
    } else if (is_brief && most < time_left(&watch)) {
      own.most = clock_now() - own.start + most;
    }
    sight = watch_until(vigil, &own);
    if (is_brief && (sight == SIGHT_NOT_YET || sight == SIGHT_BLIND))
      sight = SIGHT_OVER;
  }
  return sight;
}

int wait_condition(struct invocation *call,
                   const struct nscale_request *request, struct buffer *last)
{
  const char *const words[] = { request->wait_value, NULL };
  const struct nscale_wait wait = { .path = request->wait_path,
                                    .until = request->wait_path ? words : NULL,
                                    .seconds = request->wait_seconds_of };
  const struct nscale_wait *const own[] = { &wait, NULL };
  struct vigil vigil = { .call = call, .request = request, .last = last };
  enum sight sight;
  uint32_t seconds;

  /* The mutation is delivered, or its result waits for the last look: a signal
   * may end the waiting. */
  interrupt_say(
      EXIT_UNKNOWN,
      "interrupted: the request was accepted, but nscale did not see its end");
  interrupt_enter(INTERRUPT_LEAVES);
  sight = watch_all(&vigil, request->wait_of_verb ? call->verb->waits : own,
                    &seconds);
  message_progress(NULL);
  if (sight == SIGHT_NOT_YET)
    return out_of_time(call, seconds);
  if (sight == SIGHT_BAD)
    return error_hint(call->error, "see what is there: nscale %s list",
                      call->command);
  if (sight != SIGHT_OVER)
    return not_seen(call);
  error_clear(call->error);
  return 0;
}
