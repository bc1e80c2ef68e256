/* only.c - the one thing of a list that has no other. */
#include "core/invocation/only.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/join.h"
#include "core/json/path.h"
#include "core/plugin/thing_fields.h"

#define NAMES_MOST 12

/* The list on its way. */
struct counting {
  struct only *only;
  const char *plural;
};

/* Notes a thing that is one of the first. */
static int note_thing(struct only *only, const char *id, const char *name,
                      struct error *error)
{
  join_comma(&only->others, only->count, name && name[0] ? name : id);
  if (only->others.failed)
    return error_memory(error);
  return only->count ? 0 : target_set(&only->first, id, name, error);
}

static int on_element(void *context, const char *text, size_t length,
                      struct error *error)
{
  const struct counting *counting = context;
  struct only *only = counting->only;
  struct fields fields = { .count = 0 };
  struct json_object *json;
  const char *id;
  int result;

  if (only->count >= NAMES_MOST) {
    only->count++;
    return 0;
  }
  json = exchange_read(
      text, length,
      thing_names_fields(&fields, only->id_path, only->name_path), error);
  if (!json)
    return -1;
  id = path_string(json, only->id_path);
  result =
      id && id[0]
          ? note_thing(only, id, path_string(json, only->name_path), error)
          : error_set(error, EXIT_FAILED,
                      "the reply is a list of %s, one of which has no id",
                      counting->plural);
  json_object_put(json);
  if (result == 0 && only->count++ == 0) {
    only->first.text = strndup(text, length);
    if (!only->first.text)
      return error_memory(error);
  }
  return result;
}

int only_read(struct only *only, const struct reader *reader,
              struct nscale_request *request, struct thing_names names,
              struct error *error)
{
  struct counting counting = { only, names.plural };
  CLEANUP_STREAM struct stream stream = { .element = on_element,
                                          .context = &counting };

  if (!request || fetch_stream(reader, request, names, &stream, error) < 0)
    return -1;
  if (only->count > NAMES_MOST)
    buffer_printf(&only->others, " and %zu more", only->count - NAMES_MOST);
  return only->others.failed ? error_memory(error) : 0;
}

void only_free(struct only *only)
{
  target_free(&only->first);
  buffer_free(&only->others);
}
