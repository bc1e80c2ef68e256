/* ask.c - a create on a terminal, without a document. */
#include "core/request/ask.h"

#include <json-c/json.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/path.h"
#include "core/terminal/prompt.h"

/* A list that the host read, as items to choose from. */
struct items {
  struct prompt_item *list;
  unsigned char *chosen;
  size_t count;
};

static void items_free(struct items *items)
{
  free(items->list);
  free(items->chosen);
}

/* Reads the list and makes an item of each element that has a value. */
static int items_read(struct items *items, struct call *call,
                      struct nscale_request *request, const char *value_path,
                      const char *label_path)
{
  struct json_object *list = call_fetch(call, request);
  struct json_object *element;
  const char *value;
  const char *label;
  size_t count;
  size_t i;

  if (!list)
    return -1;
  if (!json_object_is_type(list, json_type_array))
    return error_set(call->error, EXIT_FAILED, "the reply is no list");
  count = json_object_array_length(list);
  items->list = calloc(count + 1, sizeof *items->list);
  items->chosen = calloc(count + 1, 1);
  if (!items->list || !items->chosen)
    return error_memory(call->error);
  for (i = 0; i < count; i++) {
    element = json_object_array_get_idx(list, i);
    value = path_string(element, value_path);
    label = path_string(element, label_path);
    if (value)
      items->list[items->count++] = (struct prompt_item){
        .value = value, .label = label ? label : value
      };
  }
  return 0;
}

int ask_scope(struct call *call, struct error *error)
{
  static const char *const path[] = { "api", "v1", "organizations", NULL };
  struct items items = { 0 };
  struct nscale_request *request;
  int result = -1;
  size_t i;

  if (!(call->verb->scopes & NSCALE_SCOPE_ORGANIZATION) ||
      call_scope_given(call, NSCALE_SCOPE_ORGANIZATION))
    return 0;
  request = call_request(call, "GET");
  if (!request || request_service(request, "identity") < 0)
    return -1;
  for (i = 0; path[i]; i++)
    if (request_segment(request, path[i]) < 0)
      return -1;
  if (items_read(&items, call, request, ".metadata.id", ".metadata.name") < 0)
    goto end;
  if (items.count == 0) {
    error_set(error, EXIT_NOT_FOUND, "the token sees no organization");
    goto end;
  }
  if (prompt_choose("Organization", items.list, items.count, 0, items.chosen,
                    error) < 0)
    goto end;
  for (i = 0; i < items.count && !items.chosen[i]; i++)
    continue;
  if (i < items.count)
    result = call_scope_choose(call, NSCALE_SCOPE_ORGANIZATION,
                               items.list[i].value);

end:
  items_free(&items);
  return result;
}

/* Accepts what the field's rule allows; an empty answer only where the field
 * may be absent. */
static int check_answer(void *context, const char *text, struct buffer *why)
{
  const struct nscale_field *field = context;
  regex_t pattern;
  int matches;

  if (!text[0] && !(field->attributes & NSCALE_FIELD_REQUIRED))
    return 0;
  if (!field->pattern ||
      regcomp(&pattern, field->pattern, REG_EXTENDED | REG_NOSUB) != 0)
    return 0;
  matches = regexec(&pattern, text, 0, NULL, 0) == 0;
  regfree(&pattern);
  if (!matches)
    (void)buffer_printf(why, "%s", field->rule ? field->rule
                                               : "not a valid value");
  return matches ? 0 : -1;
}

static int put(struct call *call, const struct nscale_field *field,
               struct json_object *value)
{
  if (value && path_set(call->document, field->path, value) == 0)
    return 0;
  json_object_put(value);
  return error_memory(call->error);
}

static int ask_choices(struct call *call, const struct nscale_field *field)
{
  struct items items = { 0 };
  struct nscale_request *request = field->choices->list(&call->head);
  struct json_object *array = json_object_new_array();
  int result = -1;
  size_t i;

  if (!array) {
    (void)error_memory(call->error);
    goto end;
  }
  if (!request ||
      items_read(&items, call, request, field->choices->value_path,
                 field->choices->label_path) < 0)
    goto end;
  if (items.count > 0 &&
      prompt_choose(field->prompt, items.list, items.count,
                    field->type == NSCALE_TYPE_ARRAY, items.chosen,
                    call->error) < 0)
    goto end;
  for (i = 0; i < items.count; i++)
    if (items.chosen[i] &&
        json_object_array_add(array,
                              json_object_new_string(items.list[i].value)))
      goto end;
  if (field->type == NSCALE_TYPE_ARRAY)
    result = put(call, field, json_object_get(array));
  else
    result = json_object_array_length(array) == 0
                 ? 0
                 : put(call, field,
                       json_object_get(json_object_array_get_idx(array, 0)));

end:
  items_free(&items);
  json_object_put(array);
  return result;
}

int ask_field(struct call *call, const struct nscale_field *field)
{
  CLEANUP_BUFFER struct buffer answer = { 0 };

  if (field->choices && field->choices->list)
    return ask_choices(call, field);
  if (prompt_text(field->prompt, check_answer, (void *)(uintptr_t)field,
                  &answer, call->error) < 0)
    return -1;
  if (!answer.length)
    return 0;
  return put(call, field,
             json_object_new_string_len(answer.data, (int)answer.length));
}

int ask_document(struct call *call, struct error *error)
{
  const struct nscale_field *const *field;

  call->document = json_object_new_object();
  if (!call->document)
    return error_memory(error);
  for (field = call->noun->fields; field && *field; field++)
    if ((*field)->prompt && ask_field(call, *field) < 0)
      return -1;
  return 0;
}
