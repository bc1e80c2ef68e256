/* raw_text.c - the one text of a reply that is its result, as it is. */
#include "core/output/raw_text.h"

#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "core/http/exchange.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/token/mask.h"
#include "core/token/secret.h"

int raw_text_read(const struct nscale_verb *verb, struct span reply,
                  struct buffer *text, struct error *error)
{
  struct fields fields = { .count = 0 };
  const int is_narrow = fields_add_start(&fields, verb->text) == 0;
  CLEANUP_JSON struct json_object *json = exchange_read(
      reply.text, reply.length, is_narrow ? &fields : NULL, error);
  struct json_object *value;
  const char *found;
  size_t length;

  if (!json)
    return -1;
  value = path_get(json, verb->text);
  if (!json_object_is_type(value, json_type_string))
    return error_set(error, EXIT_FAILED, "the reply has no text at %s",
                     verb->text);
  found = json_object_get_string(value);
  length = (size_t)json_object_get_string_len(value);
  buffer_append(text, found, length);
  /* json-c would free a secret as it is. */
  if (text->secret)
    wipe((char *)(uintptr_t)found, length);
  return text->failed ? error_memory(error) : 0;
}

int raw_text_deliver(const struct delivery_task *task, struct span reply,
                     struct output *output, struct error *error)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = task->secret };

  if (raw_text_read(task->verb, reply, &text, error) < 0)
    return -1;
  if (task->secret && text.length) {
    secret_hide(text.data);
    mask_token(text.data);
  }
  output_plain(output);
  return output_write(output, text.data, text.length, error) < 0
             ? -1
             : output_end(output, error);
}
