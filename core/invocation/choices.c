/* choices.c - the lists that choices name: ids, and what people call them. */
#include "core/invocation/choices.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/uuid.h"
#include "core/invocation/enter.h"
#include "core/invocation/lookup.h"
#include "core/json/path.h"

/* A list that was read.  The arena's. */
struct choice_list {
  struct choice_list *next;
  const struct nscale_choices *choices;
  struct json_object *elements;
  const char *plural; /* what messages call them */
};

/* ---- Reading. ----------------------------------------------------- */

static int choices_are_same(const struct nscale_choices *a,
                            const struct nscale_choices *b)
{
  return a->list == b->list && strcmp(a->value_path, b->value_path) == 0 &&
         strcmp(a->label_path, b->label_path) == 0;
}

static const struct choice_list *
choice_list_find(const struct invocation *call,
                 const struct nscale_choices *choices)
{
  const struct choice_list *list = call->choice_lists;

  while (list && !choices_are_same(list->choices, choices))
    list = list->next;
  return list;
}

/* What the service calls the things of a list: how its path ends. */
static const char *choice_list_plural(const struct nscale_request *request)
{
  const size_t count = request->segment_count;

  return count ? request->segments[count - 1] : "things";
}

static const struct choice_list *
choice_list_read(struct invocation *call, const struct nscale_choices *choices)
{
  const struct choice_list *known = choice_list_find(call, choices);
  struct nscale_request *request;
  struct json_object *elements;
  struct choice_list *list;

  if (known)
    return known;
  request = enter_list(call, choices);
  if (!request)
    return NULL;
  elements = fetch_list(&call->reader, request,
                        (struct thing_names){ choice_list_plural(request),
                                              choice_list_plural(request) },
                        call->error);
  if (!elements)
    return NULL;
  list = arena_keep(&call->arena, malloc(sizeof *list), call->error);
  if (!list)
    return NULL;
  *list = (struct choice_list){ .next = call->choice_lists,
                                .choices = choices,
                                .elements = elements,
                                .plural = choice_list_plural(request) };
  call->choice_lists = list;
  return list;
}

struct json_object *choices_read(struct invocation *call,
                                 const struct nscale_choices *choices)
{
  const struct choice_list *list = choice_list_read(call, choices);

  return list ? list->elements : NULL;
}

const char *choices_plural(const struct invocation *call,
                           const struct nscale_choices *choices)
{
  const struct choice_list *list = choice_list_find(call, choices);

  return list ? list->plural : "things";
}

void choices_forget(struct invocation *call)
{
  call->choice_lists = NULL;
}

void choices_try(struct invocation *call, const struct nscale_choices *choices)
{
  const struct exchange_options *usual;
  struct exchange_options hurried;
  CLEANUP_ERROR struct error ignored = { 0 };
  struct error *error = call->error;

  if (!choices || !choices->list)
    return;
  usual = fetch_hurry(&call->reader, &hurried);
  call->error = &ignored;
  (void)choice_list_read(call, choices);
  call->error = error;
  call->reader.exchange->options = usual;
}

void choices_ahead(struct invocation *call,
                   const struct nscale_choices *choices)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  struct error *error = call->error;
  const struct nscale_request *request;

  if (!choices || !choices->list || choice_list_find(call, choices))
    return;
  call->error = &ignored;
  request = enter_list(call, choices);
  call->error = error;
  if (request)
    exchange_ahead(call->reader.exchange, request);
}

/* ---- Resolving. --------------------------------------------------- */

static struct lookup choices_lookup(const struct nscale_choices *choices,
                                    const struct choice_names *names,
                                    const char *text, const char *plural)
{
  return (
      struct lookup){ .wanted = text,
                      .names = { names->one ? names->one : plural, plural },
                      .id_path = choices->value_path,
                      .name_path = choices->label_path,
                      .flag = names->flag };
}

const char *choices_resolve(struct invocation *call,
                            const struct nscale_choices *choices,
                            const struct choice_names *names, const char *text)
{
  const struct choice_list *list;
  struct lookup lookup;

  if (uuid_is(text))
    return arena_lower(&call->arena, text, call->error);
  list = choice_list_read(call, choices);
  if (!list)
    return NULL;
  lookup = choices_lookup(choices, names, text, list->plural);
  return lookup_in_list(list->elements, &lookup, call->error);
}

static int resolve_condition(struct invocation *call,
                             struct condition *condition)
{
  const struct nscale_choices *choices = condition->flag->choices;
  struct nscale_request *request;
  struct json_object *found;
  struct lookup lookup;

  if (uuid_is(condition->value)) {
    condition->value =
        arena_lower(&call->arena, condition->value, call->error);
    return condition->value ? 0 : -1;
  }
  request = enter_list(call, choices);
  if (!request)
    return -1;
  lookup = choices_lookup(
      choices,
      &(struct choice_names){ condition->flag->name, condition->flag->name },
      condition->value, choice_list_plural(request));
  found = lookup_json(&call->reader, request, &lookup, call->error);
  if (!found)
    return -1;
  condition->value = path_string(found, choices->value_path);
  return condition->value
             ? 0
             : error_set(call->error, EXIT_FAILED, "%s \"%s\" has no id",
                         lookup.names.singular, lookup.wanted);
}

int choices_of_conditions(struct invocation *call)
{
  struct condition *condition = call->conditions.list;
  const struct condition *end = condition + call->conditions.count;

  for (; condition < end; condition++)
    if (condition->flag->filter == NSCALE_FILTER_CONTAINS &&
        condition->flag->choices && condition->flag->choices->list &&
        resolve_condition(call, condition) < 0)
      return -1;
  return 0;
}

const char *choices_label(const struct invocation *call,
                          const struct nscale_choices *choices,
                          const char *value)
{
  const struct choice_list *list =
      choices && choices->list ? choice_list_find(call, choices) : NULL;
  const size_t count = list ? json_object_array_length(list->elements) : 0;
  const char *label = NULL;
  const char *other;
  size_t i;

  for (i = 0; i < count && !label; i++) {
    struct json_object *element = json_object_array_get_idx(list->elements, i);

    other = path_string(element, choices->value_path);
    if (other && uuid_same(other, value))
      label = path_string(element, choices->label_path);
  }
  return label && strcmp(label, value) != 0 ? label : NULL;
}
