/* things.c - the resources of compute and region. */
#include "things.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/write.h"
#include "json.h"

struct thing *thing_new(struct state *state, const struct thing_draft *draft)
{
  struct thing *thing = calloc(1, sizeof *thing);
  struct thing **end = &state->things;

  if (!thing || !draft->value) {
    json_object_put(draft->value);
    free(thing);
    return NULL;
  }
  thing->kind = draft->kind;
  thing->organization = draft->organization;
  thing->value = draft->value;
  (void)snprintf(thing->id, sizeof thing->id, "%s", draft->id);
  if (draft->region)
    (void)snprintf(thing->region, sizeof thing->region, "%s", draft->region);
  while (*end)
    end = &(*end)->next;
  *end = thing;
  return thing;
}

void things_free(struct state *state)
{
  struct thing *thing;

  while ((thing = state->things) != NULL) {
    state->things = thing->next;
    json_object_put(thing->value);
    free(thing);
  }
}

struct thing *things_find(const struct state *state, const struct kind *kind,
                          const char *id)
{
  struct thing *thing;

  for (thing = state->things; thing; thing = thing->next)
    if (thing->kind == kind && !thing->gone && strcmp(thing->id, id) == 0)
      return thing;
  return NULL;
}

const char *thing_text(const struct thing *thing, const char *part,
                       const char *name)
{
  struct json_object *object, *value;

  if (!json_object_object_get_ex(thing->value, part, &object) ||
      !json_object_object_get_ex(object, name, &value))
    return NULL;
  return json_object_get_string(value);
}

void thing_put(struct thing *thing, const char *part, const char *name,
               struct json_object *value)
{
  struct json_object *object;

  if (json_object_object_get_ex(thing->value, part, &object))
    (void)json_put_member(object, name, value);
  else
    json_object_put(value);
}

void thing_set(struct thing *thing, const char *part, const char *name,
               const char *text)
{
  thing_put(thing, part, name, json_object_new_string(text));
}

static int changes(const struct phase *phase)
{
  return phase->provisioning || phase->power || phase->state;
}

static void enter(struct thing *thing)
{
  if (thing->phase->provisioning)
    thing_set(thing, "metadata", "provisioningStatus",
              thing->phase->provisioning);
  if (thing->phase->power)
    thing_set(thing, "status", "powerState", thing->phase->power);
  if (thing->phase->state)
    thing_set(thing, "status", "state", thing->phase->state);
}

void thing_go(struct thing *thing, const struct phase *way)
{
  thing->phase = way;
  enter(thing);
}

void thing_show(struct thing *thing, struct buffer *out)
{
  (void)json_write(out, thing->value, 0);
  if (!thing->phase)
    return;
  if (changes(thing->phase + 1)) {
    thing->phase++;
    enter(thing);
  } else {
    thing->phase = NULL;
    thing->gone = thing->leaving;
  }
}

void things_write_ids(struct buffer *out, const struct state *state,
                      const struct kind *kind,
                      const struct organization *organization)
{
  const struct thing *thing;

  for (thing = state->things; thing; thing = thing->next)
    if (thing->kind == kind && !thing->gone &&
        thing->organization == organization)
      json_member(out, thing_text(thing, "metadata", "name"), thing->id);
}
