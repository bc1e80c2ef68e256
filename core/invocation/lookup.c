/* lookup.c - the one thing that an id or a name means, from a list. */
#include "core/invocation/lookup.h"

#include <json-c/json.h>
#include <string.h>

#include "core/invocation/fetch.h"
#include "core/invocation/suggestions.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/json/stream.h"

#define SHOWN_MOST 5 /* ids that an ambiguous name lists */

struct search {
  const struct lookup *lookup;
  const char *id; /* what is wanted, as an id: a UUID in lower case */
  struct stream stream;
  struct buffer *text;      /* of the element that was found */
  struct buffer others;     /* the ids that share the name */
  struct fields pick;       /* the path of the names */
  struct suggestions offer; /* where none is found */
  int passed;               /* an element that is not the one was there */
  int by_id;
  unsigned by_name;
};

/* Whether `bytes` may hold the wanted text: what holds neither it nor a
 * backslash, behind which it could hide, need not be parsed. */
static int may_match(const char *bytes, size_t length, const char *wanted)
{
  size_t size = strlen(wanted);
  const char *end = bytes + length;
  const char *at = bytes;

  if (memchr(bytes, '\\', length))
    return 1;
  while ((size_t)(end - at) >= size &&
         (at = memchr(at, wanted[0], (size_t)(end - at) - size + 1))) {
    if (memcmp(at, wanted, size) == 0)
      return 1;
    at++;
  }
  return 0;
}

static int keep(struct search *search, const char *bytes, size_t length,
                struct error *error)
{
  buffer_clear(search->text);
  return buffer_append(search->text, bytes, length) < 0 ? error_memory(error)
                                                        : 0;
}

/* Notes the name of an element that is not the one. */
static int pass_over(struct search *search, const char *bytes, size_t length,
                     struct error *error)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  struct span span = { 0 };

  if (search->by_name)
    return 0;
  search->passed = 1;
  fields_run(&search->pick, bytes, length, &span);
  if (!span.text || !span_is_string(span))
    return 0;
  if (span_decode(&name, span) < 0)
    return error_memory(error);
  if (name.length && strlen(name.data) == name.length)
    suggestions_add(&search->offer, name.data);
  return 0;
}

/* What follows the one element is read all the same: a reply that is cut
 * short is an error wherever the element stood, a second one of the name may
 * come, and a connection that was read to its end carries the write too. */
static int on_element(void *context, const char *bytes, size_t length,
                      struct error *error)
{
  struct search *search = context;
  const struct lookup *lookup = search->lookup;
  struct json_object *json;
  const char *id;
  const char *name;
  int result = 0;

  /* `Not found` must be true: scripts create what is not there. */
  if (bytes[0] != '{')
    return error_set(error, EXIT_FAILED,
                     "the reply is a list with an element that is no object");
  if (search->by_id)
    return 0;
  if (!may_match(bytes, length, search->id) &&
      (search->id == lookup->wanted ||
       !may_match(bytes, length, lookup->wanted)))
    return pass_over(search, bytes, length, error);
  json = exchange_read(bytes, length, error);
  if (!json)
    return -1;
  id = path_string(json, lookup->id_path);
  name = path_string(json, lookup->name_path);
  if (id && (strcmp(id, search->id) == 0 || strcmp(id, lookup->wanted) == 0)) {
    search->by_id = 1;
    result = keep(search, bytes, length, error);
  } else if (name && strcmp(name, lookup->wanted) == 0) {
    if (search->by_name++ == 0)
      result = keep(search, bytes, length, error);
    if (search->by_name <= SHOWN_MOST)
      (void)buffer_printf(&search->others, "%s%s",
                          search->by_name > 1 ? ", " : "", id ? id : "?");
  } else {
    result = pass_over(search, bytes, length, error);
  }
  json_object_put(json);
  return result;
}

/* The reply is an object: the thing itself, where it has an id. */
static int on_value(void *context, const char *bytes, size_t length,
                    struct error *error)
{
  struct search *search = context;
  struct json_object *json = NULL;

  if (bytes[0] == '{') {
    json = exchange_read(bytes, length, error);
    if (!json)
      return -1;
    search->by_id = path_string(json, search->lookup->id_path) != NULL;
    json_object_put(json);
  }
  if (!search->by_id)
    return error_set(error, EXIT_FAILED,
                     "the reply is neither a list nor a "
                     "%s",
                     search->lookup->singular);
  return keep(search, bytes, length, error);
}

static int conclude(const struct search *search, const struct lookup *lookup,
                    struct error *error)
{
  if (search->by_id || search->by_name == 1)
    return 0;
  if (search->by_name == 0) {
    error_set(error, EXIT_NOT_FOUND, "%s \"%s\" not found", lookup->singular,
              lookup->wanted);
    /* Where there are things without a name, nothing can be offered. */
    return search->passed && !search->offer.count && !lookup->plugin
               ? -1
               : suggestions_hint(&search->offer, lookup->plugin,
                                  lookup->plural, error);
  }
  error_set(error, EXIT_USAGE, "%u %s are named \"%s\": %s%s", search->by_name,
            lookup->plural, lookup->wanted,
            search->others.data ? search->others.data : "",
            search->by_name > SHOWN_MOST ? ", ..." : "");
  if (strcmp(lookup->flag, "id") == 0)
    return error_hint(error, "name one by its id, as the argument or with "
                             "--id ID");
  return error_hint(error, "name one by its id: --%s ID", lookup->flag);
}

int lookup_text(struct invocation *call, struct nscale_request *request,
                const struct lookup *lookup, struct buffer *text)
{
  struct search search = {
    .lookup = lookup,
    .id = invocation_is_uuid(lookup->wanted)
              ? invocation_uuid(call, lookup->wanted)
              : lookup->wanted,
    .text = text,
    .offer = { .wanted = lookup->wanted },
    .stream = { .element = on_element, .value = on_value },
  };
  int result = -1;

  search.stream.context = &search;
  if (!request || !search.id)
    return -1;
  /* Names on any other kind of path are not offered. */
  if (lookup->name_path && !invocation_is_uuid(lookup->wanted))
    (void)fields_add(&search.pick, lookup->name_path);
  if (read_stream(call, request, lookup->singular, lookup->plural,
                  &search.stream) == 0)
    result = conclude(&search, lookup, call->error);
  stream_free(&search.stream);
  buffer_free(&search.others);
  suggestions_free(&search.offer);
  return result;
}

struct json_object *lookup_run(struct invocation *call,
                               struct nscale_request *request,
                               const struct lookup *lookup)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (lookup_text(call, request, lookup, &text) < 0)
    return NULL;
  return invocation_keep_json(
      call, exchange_read(text.data, text.length, call->error));
}

struct lookup lookup_of_target(const struct invocation *call)
{
  return (struct lookup){ .wanted = call->options->id,
                          .singular = call->noun->singular,
                          .plural = call->noun->plural,
                          .id_path = call->noun->id_path,
                          .name_path = call->noun->name_path,
                          .flag = "id",
                          .plugin = call->plugin_name };
}
