/* targets.c - all the things that a command is about, in the place of one. */
#include "core/invocation/targets.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/base/vector.h"
#include "core/json/path.h"
#include "core/plugin/thing_fields.h"

#define TEXT_MOST ((size_t)64 << 20) /* bytes of all things together */

/* What is read, and how far. */
struct reading {
  struct targets *targets;
  const struct targets_wanted *wanted;
  size_t bytes;
};

void targets_free(struct targets *targets)
{
  size_t i;

  for (i = 0; i < targets->count; i++)
    target_free(&targets->list[i]);
  free(targets->list);
  *targets = (struct targets){ 0 };
}

/* Makes room for one more. */
static int targets_grow(struct reading *reading, struct error *error)
{
  struct targets *targets = reading->targets;
  struct target *list;

  if (targets->count == TARGETS_MOST || reading->bytes > TEXT_MOST)
    return error_set(error, EXIT_FAILED,
                     "there are more than %zu %s to do: narrow the condition",
                     targets->count, reading->wanted->noun->plural);
  list = vector_grow(targets->list, targets->count, sizeof *list);
  if (!list)
    return error_memory(error);
  targets->list = list;
  return 0;
}

/* Adds one element, from its text and the tree of it. */
static int target_add(struct reading *reading, struct json_object *json,
                      const char *text, size_t length, struct error *error)
{
  const struct nscale_noun *noun = reading->wanted->noun;
  struct targets *targets = reading->targets;
  const char *id = path_string(json, noun->id_path);
  struct target target = { 0 };

  if (target_is_leaving(noun, json))
    return 0;
  if (!id || !id[0])
    return error_set(error, EXIT_FAILED, "the reply has a %s without an id",
                     noun->singular);
  reading->bytes += length;
  if (targets_grow(reading, error) < 0)
    return -1;
  target.text = strndup(text, length);
  if (!target.text || target_set_json(&target, noun, json, error) < 0) {
    target_free(&target);
    return error_memory(error);
  }
  targets->list[targets->count++] = target;
  return 0;
}

static int targets_on_element(void *context, const char *text, size_t length,
                              struct error *error)
{
  struct reading *reading = context;
  struct json_object *json;
  const struct targets_wanted *wanted = reading->wanted;
  struct fields fields = { .count = 0 };
  int result =
      left_out_judge(wanted->left_out, wanted->noun, wanted->conditions,
                     (struct span){ text, length }, error);

  if (result != CONDITION_MET)
    return result < 0 ? -1 : 0;
  json = exchange_read(
      text, length, thing_fields(&fields, wanted->noun, wanted->verb), error);
  if (!json)
    return -1;
  result = target_add(reading, json, text, length, error);
  json_object_put(json);
  return result;
}

int targets_read(struct targets *targets, const struct targets_wanted *wanted,
                 const struct reader *reader, struct nscale_request *request,
                 struct error *error)
{
  struct reading reading = { .targets = targets, .wanted = wanted };
  CLEANUP_STREAM struct stream stream = { .element = targets_on_element,
                                          .context = &reading };
  const struct thing_names names = { wanted->noun->singular,
                                     wanted->noun->plural };

  if (fetch_stream(reader, request, names, &stream, error) < 0)
    return -1;
  targets->known = 1;
  targets->request = request;
  return 0;
}

void targets_put_last(struct targets *targets, const char *id)
{
  struct target own;
  size_t i = 0;

  while (i < targets->count && (!id || !uuid_same(targets->list[i].id, id)))
    i++;
  if (i == targets->count)
    return;
  own = targets->list[i];
  memmove(&targets->list[i], &targets->list[i + 1],
          (targets->count - i - 1) * sizeof own);
  targets->list[targets->count - 1] = own;
}

int targets_same(const struct targets *one, const struct targets *other)
{
  size_t i;

  if (one->count != other->count)
    return 0;
  for (i = 0; i < one->count; i++)
    if (!uuid_same(one->list[i].id, other->list[i].id))
      return 0;
  return 1;
}
