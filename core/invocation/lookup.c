/* lookup.c - the one thing that an id or a name means, among many. */
#include "core/invocation/lookup.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "core/base/uuid.h"
#include "core/invocation/suggestions.h"
#include "core/json/cursor.h"
#include "core/json/fields.h"
#include "core/json/path.h"
#include "core/plugin/thing_fields.h"

/* What came of the elements so far.  Released by search_free. */
struct search {
  const struct lookup *lookup;
  struct twins twins;             /* those that share the name */
  struct suggestions suggestions; /* in case nothing matches */
  int passed; /* an element that does not match was there */
  int by_id;
};

/* Whether an element is to be kept: it is the one, or the first of its
 * name. */
static int search_match(struct search *search, const char *id,
                        const char *name, struct span text)
{
  const char *wanted = search->lookup->wanted;

  if (id && uuid_same(id, wanted)) {
    search->by_id = 1;
    return 1;
  }
  if (!name || strcmp(name, wanted) != 0)
    return 0;
  twins_add(&search->twins, text.text, text.length, id);
  return search->twins.count == 1;
}

/* Notes the name of an element that does not match, NULL for none. */
static void search_pass(struct search *search, const char *name)
{
  search->passed = 1;
  if (name && name[0])
    suggestions_add(&search->suggestions, name);
}

static int search_conclude(const struct search *search, struct error *error)
{
  const struct lookup *lookup = search->lookup;

  if (search->by_id || search->twins.count == 1)
    return 0;
  if (!search->twins.count) {
    error_set(error, EXIT_NOT_FOUND, "%s \"%s\" not found",
              lookup->names.singular, lookup->wanted);
    /* Where the things have no names, there is nothing to suggest. */
    return search->passed && !search->suggestions.count && !lookup->command
               ? -1
               : suggestions_hint(&search->suggestions, lookup->command,
                                  lookup->names.plural, error);
  }
  if (search->twins.texts.failed || search->twins.ids.failed)
    return error_memory(error);
  error_set(error, EXIT_USAGE, "%zu %s are named \"%s\": %s",
            search->twins.count, lookup->names.plural, lookup->wanted,
            search->twins.ids.data);
  if (!lookup->flag)
    return error_hint(error, "name one by its id");
  if (strcmp(lookup->flag, "id") == 0)
    return error_hint(error, "name one by its id, as the argument or with "
                             "--id ID");
  return error_hint(error, "name one by its id: --%s ID", lookup->flag);
}

static void search_free(struct search *search)
{
  if (search->lookup->twins)
    *search->lookup->twins = search->twins;
  else
    twins_free(&search->twins);
  suggestions_free(&search->suggestions);
}

/* ---- As the elements arrive. -------------------------------------- */

struct streamed_search {
  struct search search;
  struct stream stream;
  struct buffer *text;      /* of the element that was found */
  struct fields name_field; /* where names are, to suggest them */
  struct fields neighbour;  /* where ids and names are, to keep both */
  struct fields looked_at;
  const struct fields *fields; /* those, or NULL: at all */
  int has_neighbours;          /* so they are */
  int unread;                  /* an element was no object */
};

/* Whether `bytes` may hold the wanted text: what holds neither it nor a
 * backslash, behind which it could hide, need not be parsed.  A UUID, whose
 * case means nothing, is looked for by its first hyphen. */
static int search_may_match(const char *bytes, size_t length,
                            const char *wanted)
{
  const size_t size = strlen(wanted);
  const int is_id = uuid_is(wanted);
  const size_t mark = is_id ? strcspn(wanted, "-") : 0;
  const char *const end = bytes + length;
  const char *at;

  if (memchr(bytes, '\\', length))
    return 1;
  if (length < size)
    return 0;
  for (at = bytes + mark; (size_t)(end - at) >= size - mark; at++) {
    at = memchr(at, wanted[mark], (size_t)(end - at) - (size - mark) + 1);
    if (!at)
      return 0;
    if (is_id ? strncasecmp(at - mark, wanted, size) == 0
              : memcmp(at, wanted, size) == 0)
      return 1;
  }
  return 0;
}

static int search_keep(struct streamed_search *own, const char *bytes,
                       size_t length, struct error *error)
{
  buffer_clear(own->text);
  buffer_append(own->text, bytes, length);
  return own->text->failed ? error_memory(error) : 0;
}

static int search_pass_over(struct streamed_search *own, const char *bytes,
                            size_t length, struct error *error)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  struct json value = { 0 };

  if (own->search.twins.count)
    return 0;
  fields_run(&own->name_field, (struct json){ bytes, length, NULL }, &value);
  if (json_is_string(value))
    span_decode(&name, json_span(value));
  if (name.failed)
    return error_memory(error);
  search_pass(&own->search, name.length && strlen(name.data) == name.length
                                ? name.data
                                : NULL);
  return 0;
}

static void search_note(const struct streamed_search *own, const char *bytes,
                        size_t length)
{
  struct json values[2];

  if (!own->has_neighbours)
    return;
  fields_run(&own->neighbour, (struct json){ bytes, length, NULL }, values);
  neighbours_note(own->search.lookup->neighbours, json_span(values[0]),
                  json_span(values[1]));
}

/* What follows the one element is read all the same: a reply that is cut
 * short is an error wherever the element stood, a second one of the name may
 * come, and a connection that was read to its end carries the write too. */
static int search_on_element(void *context, const char *bytes, size_t length,
                             struct error *error)
{
  struct streamed_search *own = context;
  struct search *search = &own->search;
  const struct lookup *lookup = search->lookup;
  const size_t namesakes = search->twins.count;
  struct json_object *json;
  int result = 0;

  if (bytes[0] != '{') {
    own->unread = 1;
    return 0;
  }
  search_note(own, bytes, length);
  if (search->by_id)
    return 0;
  if (!search_may_match(bytes, length, lookup->wanted))
    return search_pass_over(own, bytes, length, error);
  json = exchange_read(bytes, length, own->fields, error);
  if (!json)
    return -1;
  if (search_match(search, path_string(json, lookup->id_path),
                   path_string(json, lookup->name_path),
                   (struct span){ bytes, length }))
    result = search_keep(own, bytes, length, error);
  else if (search->twins.count == namesakes)
    result = search_pass_over(own, bytes, length, error);
  json_object_put(json);
  return result;
}

/* The reply is an object: the thing itself, where it has an id. */
static int search_on_value(void *context, const char *bytes, size_t length,
                           struct error *error)
{
  struct streamed_search *own = context;
  const struct lookup *lookup = own->search.lookup;
  struct json_object *json = NULL;

  if (bytes[0] == '{') {
    json = exchange_read(bytes, length, own->fields, error);
    if (!json)
      return -1;
    own->search.by_id = path_string(json, lookup->id_path) != NULL;
    json_object_put(json);
  }
  if (!own->search.by_id)
    return error_set(error, EXIT_FAILED,
                     "the reply is neither a list nor a %s",
                     lookup->names.singular);
  return search_keep(own, bytes, length, error);
}

/* Where ids and names are, if they are at paths of bare members. */
static int find_neighbours(struct streamed_search *own,
                           const struct lookup *lookup)
{
  return fields_add(&own->neighbour, lookup->id_path) == 0 &&
         lookup->name_path &&
         fields_add(&own->neighbour, lookup->name_path) == 0;
}

/* `Not found` must be true: scripts create what is not there. */
static int refuse_unread(struct error *error)
{
  error_clear(error);
  return error_set(
      error, EXIT_FAILED,
      "the reply is a list with an element that is not an object");
}

static int lookup_once(const struct reader *reader,
                       struct nscale_request *request,
                       const struct lookup *lookup, struct buffer *text,
                       struct error *error)
{
  struct streamed_search own = {
    .search = { .lookup = lookup,
                .suggestions = { .wanted = lookup->wanted } },
    .stream = { .element = search_on_element, .value = search_on_value },
    .text = text,
  };
  int result = -1;

  own.stream.context = &own;
  own.fields =
      thing_names_fields(&own.looked_at, lookup->id_path, lookup->name_path);
  if (!request)
    return -1;
  /* Names on any other kind of path are not suggested. */
  if (lookup->name_path && !uuid_is(lookup->wanted))
    (void)fields_add(&own.name_field, lookup->name_path);
  if (lookup->neighbours)
    own.has_neighbours = find_neighbours(&own, lookup);
  if (fetch_stream(reader, request, lookup->names, &own.stream, error) == 0)
    result = search_conclude(&own.search, error);
  if (result < 0 && own.unread && error->exit_status == EXIT_NOT_FOUND)
    result = refuse_unread(error);
  stream_free(&own.stream);
  search_free(&own.search);
  return result;
}

int lookup_text(const struct reader *reader, struct nscale_request *request,
                const struct lookup *lookup, struct buffer *text,
                struct error *error)
{
  int result;

  /* A list that was refused as a whole was looked at again already. */
  while ((result = lookup_once(reader, request, lookup, text, error)) < 0 &&
         error->exit_status == EXIT_NOT_FOUND && !error->http_status &&
         exchange_look_again(reader->exchange))
    error_clear(error);
  return result;
}

struct json_object *lookup_json(const struct reader *reader,
                                struct nscale_request *request,
                                const struct lookup *lookup,
                                struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct fields names = { .count = 0 };
  const struct fields *fields = lookup->fields;

  if (!fields)
    fields = thing_names_fields(&names, lookup->id_path, lookup->name_path);
  if (lookup_text(reader, request, lookup, &text, error) < 0)
    return NULL;
  return arena_json(reader->arena,
                    exchange_read(text.data, text.length, fields, error),
                    error);
}

/* ---- In a list that was read before. ------------------------------ */

const char *lookup_in_list(struct json_object *list,
                           const struct lookup *lookup, struct error *error)
{
  struct search search = { .lookup = lookup,
                           .suggestions = { .wanted = lookup->wanted } };
  const struct span nothing = { "", 0 }; /* nobody asks for its text */
  const char *found = NULL;
  size_t i;

  for (i = 0; i < json_object_array_length(list) && !search.by_id; i++) {
    struct json_object *element = json_object_array_get_idx(list, i);
    const char *id = path_string(element, lookup->id_path);
    const char *name = path_string(element, lookup->name_path);

    if (search_match(&search, id, id ? name : NULL, nothing))
      found = id;
    else
      search_pass(&search, name);
  }
  if (search_conclude(&search, error) < 0)
    found = NULL;
  search_free(&search);
  return found;
}
