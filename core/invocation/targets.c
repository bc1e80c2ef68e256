/* targets.c - all the things that a call is about, in the place of one. */
#include "core/invocation/targets.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/invocation/fetch.h"
#include "core/invocation/invocation.h"
#include "core/json/path.h"
#include "core/json/stream.h"
#include "core/token/claims.h"

#define TEXT_MOST ((size_t)64 << 20) /* bytes of all things together */
#define NAMES_MOST 12

/* What is read, and how far. */
struct reading {
  struct invocation *call;
  struct stream stream;
  size_t capacity;
  size_t bytes;
};

static void target_free(struct target *thing)
{
  free(thing->id);
  free(thing->name);
  free(thing->text);
}

void targets_free(struct targets *things)
{
  size_t i;

  for (i = 0; i < things->count; i++)
    target_free(&things->list[i]);
  free(things->list);
  *things = (struct targets){ 0 };
}

/* Makes room for one more. */
static int grow(struct reading *reading, struct error *error)
{
  struct targets *things = &reading->call->things;
  struct target *list;

  if (things->count < reading->capacity)
    return 0;
  if (things->count == THINGS_MOST || reading->bytes > TEXT_MOST)
    return error_set(error, EXIT_FAILED,
                     "there are more than %zu %s to do: "
                     "narrow the condition",
                     things->count, reading->call->noun->plural);
  reading->capacity = reading->capacity ? 2 * reading->capacity : 16;
  if (reading->capacity > THINGS_MOST)
    reading->capacity = THINGS_MOST;
  list = realloc(things->list, reading->capacity * sizeof *list);
  if (!list)
    return error_memory(error);
  things->list = list;
  return 0;
}

/* Notes one element, from its text and the tree of it. */
static int note(struct reading *reading, struct json_object *json,
                const char *text, size_t length, struct error *error)
{
  const struct nscale_noun *noun = reading->call->noun;
  struct targets *things = &reading->call->things;
  const char *id = path_string(json, noun->id_path);
  const char *name = path_string(json, noun->name_path);
  struct target thing = { 0 };

  if (noun->deletion_path && path_get(json, noun->deletion_path))
    return 0;
  if (!id || !id[0])
    return error_set(error, EXIT_FAILED, "the reply has a %s without an id",
                     noun->singular);
  reading->bytes += length;
  if (grow(reading, error) < 0)
    return -1;
  thing.id = strdup(id);
  thing.name = name && name[0] ? strdup(name) : NULL;
  thing.text = strndup(text, length);
  if (!thing.id || !thing.text || (name && name[0] && !thing.name)) {
    target_free(&thing);
    return error_memory(error);
  }
  things->list[things->count++] = thing;
  return 0;
}

static int on_element(void *context, const char *text, size_t length,
                      struct error *error)
{
  struct reading *reading = context;
  struct json_object *json;
  int result =
      conditions_meet(&reading->call->conditions, text, length, NULL, error);

  if (result <= 0)
    return result;
  json = exchange_read(text, length, error);
  if (!json)
    return -1;
  result = note(reading, json, text, length, error);
  json_object_put(json);
  return result;
}

/* The thing that the token is of goes to the end.  A token that does not say
 * whose it is changes nothing. */
static void put_own_last(struct targets *things)
{
  struct error ignored = { 0 };
  struct json_object *claims = claims_read(&ignored);
  const char *subject = path_string(claims, ".sub");
  struct target own;
  size_t i;

  error_clear(&ignored);
  for (i = 0; subject && i < things->count; i++)
    if (strcmp(things->list[i].id, subject) == 0) {
      own = things->list[i];
      memmove(&things->list[i], &things->list[i + 1],
              (things->count - i - 1) * sizeof own);
      things->list[things->count - 1] = own;
      break;
    }
  json_object_put(claims);
}

/* Says that none meets the conditions, as they were given. */
static int settle(struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i;

  for (i = 0; i < call->conditions.count; i++)
    (void)buffer_printf(&text, "%s--%s %s", i ? " and " : "",
                        call->conditions.list[i].flag->name,
                        call->conditions.list[i].value);
  if (text.failed)
    return error_memory(call->error);
  message_line("Nothing to do: no %s meets %s.", call->noun->singular,
               text.data);
  call->settled = 1;
  return -1;
}

int targets_read(struct invocation *call, struct nscale_request *request)
{
  struct reading reading = { .call = call,
                             .stream = { .element = on_element } };
  int result;

  reading.stream.context = &reading;
  result = read_stream(call, request, call->noun->singular, call->noun->plural,
                       &reading.stream);
  stream_free(&reading.stream);
  if (result < 0)
    return -1;
  call->things.known = 1;
  if (call->things.count == 0)
    return settle(call);
  put_own_last(&call->things);
  return targets_turn(call, 0);
}

int targets_turn(struct invocation *call, size_t index)
{
  const struct target *thing = &call->things.list[index];

  call->things.turn = index;
  call->thing = NULL;
  free(call->target_id);
  free(call->target_name);
  call->target_id = strdup(thing->id);
  call->target_name = strdup(thing->name ? thing->name : thing->id);
  return call->target_id && call->target_name ? 0 : error_memory(call->error);
}

int targets_same(const struct targets *one, const struct targets *other)
{
  size_t i;

  if (one->count != other->count)
    return 0;
  for (i = 0; i < one->count; i++)
    if (strcmp(one->list[i].id, other->list[i].id) != 0)
      return 0;
  return 1;
}

void targets_names(const struct targets *things, size_t end,
                   struct buffer *text)
{
  size_t i;

  for (i = 0; i < end && i < NAMES_MOST; i++)
    (void)buffer_printf(text, "%s%s", i ? ", " : "",
                        things->list[i].name ? things->list[i].name
                                             : things->list[i].id);
  if (end > NAMES_MOST)
    (void)buffer_printf(text, " and %zu more", end - NAMES_MOST);
}
