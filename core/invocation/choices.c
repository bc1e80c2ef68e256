/* choices.c - the lists that choices name: ids, and what people call them. */
#include "core/invocation/choices.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/invocation/suggestions.h"
#include "core/json/path.h"

#define SHOWN_MOST 8       /* ids that an ambiguous label lists */
#define COURTESY_TIME 5000 /* milliseconds */

/* ---- Reading. ----------------------------------------------------- */

static int same(const struct nscale_choices *a, const struct nscale_choices *b)
{
  return a->list == b->list && strcmp(a->value_path, b->value_path) == 0 &&
         strcmp(a->label_path, b->label_path) == 0;
}

static struct json_object *known(const struct invocation *call,
                                 const struct nscale_choices *choices)
{
  const struct invocation_choices *link = call->choices;

  while (link && !same(link->choices, choices))
    link = link->next;
  return link ? link->list : NULL;
}

struct json_object *choices_read(struct invocation *call,
                                 const struct nscale_choices *choices)
{
  struct json_object *list = known(call, choices);
  struct nscale_request *request;
  struct invocation_choices *link;

  if (list)
    return list;
  request = choices->list(&call->head);
  list = request ? invocation_fetch(call, request) : NULL;
  if (!list) {
    error_set(call->error, EXIT_PLUGIN,
              "the plugin failed to make the "
              "request of a list");
    return NULL;
  }
  if (!json_object_is_type(list, json_type_array)) {
    error_set(call->error, EXIT_FAILED, "the reply is no list");
    return NULL;
  }
  link = malloc(sizeof *link);
  if (!link) {
    error_memory(call->error);
    return NULL;
  }
  *link = (struct invocation_choices){ .next = call->choices,
                                       .choices = choices,
                                       .list = list };
  call->choices = link;
  return list;
}

void choices_forget(struct invocation *call)
{
  struct invocation_choices *link;

  while ((link = call->choices)) {
    call->choices = link->next;
    free(link);
  }
}

void choices_try(struct invocation *call, const struct nscale_choices *choices)
{
  const struct exchange_options *usual = call->exchange->options;
  struct exchange_options options = *usual;
  CLEANUP_ERROR struct error ignored = { 0 };
  struct error *error = call->error;

  if (!choices || !choices->list)
    return;
  options.max_wait = 0; /* one attempt */
  if (options.timeout > COURTESY_TIME)
    options.timeout = COURTESY_TIME;
  call->exchange->options = &options;
  call->error = &ignored;
  (void)choices_read(call, choices);
  call->error = error;
  call->exchange->options = usual;
}

/* ---- Resolving. --------------------------------------------------- */

static const char *member(struct json_object *list, size_t index,
                          const char *path)
{
  return path_string(json_object_array_get_idx(list, index), path);
}

static const char *not_found(struct invocation *call, struct json_object *list,
                             const struct nscale_choices *choices,
                             const char *flag, const char *text)
{
  CLEANUP_OFFER struct suggestions offer = { .wanted = text };
  const char *label;
  char plural[80];
  size_t i;

  error_set(call->error, EXIT_NOT_FOUND, "%s \"%s\" not found", flag, text);
  for (i = 0; i < json_object_array_length(list); i++) {
    label = member(list, i, choices->label_path);
    if (label)
      suggestions_add(&offer, label);
  }
  (void)snprintf(plural, sizeof plural, "%ss", flag);
  /* Where there are things without a name, nothing can be offered. */
  if (offer.count || !i)
    (void)suggestions_hint(&offer, NULL, plural, call->error);
  return NULL;
}

static const char *ambiguous(struct invocation *call, struct json_object *list,
                             const struct nscale_choices *choices,
                             const char *flag, const char *text)
{
  CLEANUP_BUFFER struct buffer ids = { 0 };
  size_t length = json_object_array_length(list);
  size_t count = 0;
  const char *label;
  const char *value;
  size_t i;

  for (i = 0; i < length; i++) {
    label = member(list, i, choices->label_path);
    value = member(list, i, choices->value_path);
    if (!label || !value || strcmp(label, text) != 0)
      continue;
    if (count++ < SHOWN_MOST)
      (void)buffer_printf(&ids, "%s%s", ids.length ? ", " : "", value);
  }
  error_set(call->error, EXIT_USAGE, "%zu have the %s name \"%s\": %s%s",
            count, flag, text, ids.data ? ids.data : "",
            count > SHOWN_MOST ? ", ..." : "");
  (void)error_hint(call->error, "name one by its id: --%s ID", flag);
  return NULL;
}

const char *choices_resolve(struct invocation *call,
                            const struct nscale_choices *choices,
                            const char *flag, const char *text)
{
  struct json_object *list;
  const char *found = NULL;
  const char *value;
  const char *label;
  size_t count = 0;
  size_t i;

  if (invocation_is_uuid(text))
    return invocation_uuid(call, text);
  list = choices_read(call, choices);
  if (!list)
    return NULL;
  for (i = 0; i < json_object_array_length(list); i++) {
    value = member(list, i, choices->value_path);
    label = member(list, i, choices->label_path);
    if (value && strcmp(value, text) == 0)
      return value;
    if (!value || !label || strcmp(label, text) != 0)
      continue;
    found = value;
    count++;
  }
  if (count == 0)
    return not_found(call, list, choices, flag, text);
  return count == 1 ? found : ambiguous(call, list, choices, flag, text);
}

const char *choices_label(const struct invocation *call,
                          const struct nscale_choices *choices,
                          const char *value)
{
  struct json_object *list =
      choices && choices->list ? known(call, choices) : NULL;
  const char *label = NULL;
  const char *other;
  size_t i;

  for (i = 0; list && !label && i < json_object_array_length(list); i++) {
    other = member(list, i, choices->value_path);
    if (other && strcmp(other, value) == 0)
      label = member(list, i, choices->label_path);
  }
  return label && strcmp(label, value) != 0 ? label : NULL;
}
