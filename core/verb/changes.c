/* changes.c - what a request would change, field by field. */
#include "core/verb/changes.h"

#include <json-c/json.h>
#include <string.h>

#include "core/invocation/choices.h"
#include "core/json/path.h"
#include "core/json/same.h"
#include "core/message/message.h"

/* The field that a line of a difference calls so, or NULL. */
static const struct nscale_field *changes_field(const struct invocation *call,
                                                const char *name)
{
  const struct nscale_field *const *field = call->noun->fields;

  for (; field && *field; field++)
    if (strcmp((*field)->path + ((*field)->path[0] == '.'), name) == 0)
      return *field;
  return NULL;
}

static const char *changes_label(void *context, const char *name,
                                 const char *value)
{
  const struct invocation *call = context;
  const struct nscale_field *field = changes_field(call, name);

  return field ? choices_label(call, field->choices, value) : NULL;
}

struct difference_labels changes_labels(struct invocation *call)
{
  return (struct difference_labels){ .label = changes_label, .context = call };
}

void changes_learn_labels(struct invocation *call, struct json_object *after)
{
  const struct nscale_field *const *field = call->noun->fields;
  struct json_object *before = call->draft.before;

  for (; after && field && *field; field++)
    if ((*field)->choices && !json_same(path_get(before, (*field)->path),
                                        path_get(after, (*field)->path)))
      choices_try(call, (*field)->choices);
}

/* Prints the lines of a difference, each of which has its end, one by one. */
static void changes_print(char *text)
{
  char *end;

  while (text && (end = strchr(text, '\n'))) {
    *end = '\0';
    message_change(text[0], "%s", text + 2);
    text = end + 1;
  }
}

int changes_between(struct invocation *call, struct json_object *before,
                    struct json_object *after)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct difference_labels labels = changes_labels(call);

  if (difference(&text, before, after, &labels) < 0)
    return error_memory(call->error);
  changes_print(text.data);
  return 0;
}

int changes_say(struct invocation *call, const struct nscale_request *request)
{
  struct json_object *before = call->draft.before;
  int result;

  if (!request->json)
    return 0;
  before = before ? json_object_get(before) : json_object_new_object();
  if (!before)
    return error_memory(call->error);
  result = changes_between(call, before, request->json);
  json_object_put(before);
  return result;
}
