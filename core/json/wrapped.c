/* wrapped.c - a list that is a part of replies, as they arrive. */
#include "core/json/wrapped.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/json/cursor.h"
#include "core/json/stream.h"

#define NAME_MOST ((size_t)4096)  /* bytes of a member's name */
#define NEXT_MOST ((size_t)16384) /* of what says what comes next */

int wrapped_begin(struct wrapped *wrapped, const char *items, const char *next)
{
  size_t i, steps = 0;

  wrapped->items = items;
  wrapped->name.limit = NAME_MOST;
  wrapped->next.limit = NEXT_MOST;
  wrapped->held.limit = STREAM_VALUE_LIMIT;
  if (fields_add(&wrapped->fields, next ? next : ".next") < 0 ||
      (items && fields_add(&wrapped->fields, items) < 0))
    return -1;
  for (i = 0; i < wrapped->fields.count; i++)
    if (wrapped->fields.paths[i].steps > steps)
      steps = wrapped->fields.paths[i].steps;
  wrapped->masks[0] = next ? fields_all(&wrapped->fields)
                           : fields_all(&wrapped->fields) & ~(uint64_t)1;
  wrapped->scan.levels = (unsigned)steps + 1;
  return 0;
}

/* ---- Where we are. -------------------------------------------------- */

/* Whether the value that begins is at the path of this number. */
static int is_at(const struct wrapped *wrapped, size_t path)
{
  const unsigned depth = wrapped->scan.depth;

  return wrapped->masks[depth] >> path & 1 &&
         wrapped->fields.paths[path].steps == depth;
}

static int is_items(const struct wrapped *wrapped)
{
  return wrapped->items ? is_at(wrapped, 1) : wrapped->scan.depth == 0;
}

/* Which of the paths the member has whose value begins. */
static int find_place(struct wrapped *wrapped, struct error *error)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  struct cursor behind =
      cursor_of((struct span){ wrapped->name.data, wrapped->name.length });
  const unsigned depth = wrapped->scan.depth;

  if (depth == 0)
    return 0;
  wrapped->masks[depth] = 0;
  if (!wrapped->name.length || wrapped->name.failed)
    return 0;
  span_decode(&name, cursor_string(&behind));
  if (name.failed)
    return error_memory(error);
  wrapped->masks[depth] =
      fields_match(&wrapped->fields, wrapped->masks[depth - 1], depth - 1,
                   (struct span){ name.data ? name.data : "", name.length });
  return 0;
}

/* ---- What is handed on. --------------------------------------------- */

static int put(const struct wrapped *wrapped, const char *bytes, size_t length,
               struct error *error)
{
  return length ? sink_write(wrapped->out, bytes, length, error) : 0;
}

static int open_array(struct wrapped *wrapped, struct error *error)
{
  wrapped->is_found = 1;
  buffer_wipe(&wrapped->held);
  if (wrapped->is_open)
    return 0;
  wrapped->is_open = 1;
  return put(wrapped, "[", 1, error);
}

/* What is between the brackets; what another reply had is before it. */
static int put_elements(struct wrapped *wrapped, struct span text,
                        struct error *error)
{
  struct cursor cursor = cursor_of(text);

  if (!wrapped->is_begun) {
    cursor_skip_space(&cursor);
    if (cursor.at == cursor.end)
      return 0;
    if (wrapped->has_elements && put(wrapped, ",", 1, error) < 0)
      return -1;
    wrapped->is_begun = wrapped->has_elements = 1;
  }
  return put(wrapped, cursor.at, (size_t)(cursor.end - cursor.at), error);
}

/* ---- A reply. ------------------------------------------------------- */

/* A value begins with this byte. */
static int value_begins(struct wrapped *wrapped, char byte,
                        struct error *error)
{
  if (find_place(wrapped, error) < 0)
    return -1;
  buffer_clear(&wrapped->name);
  if (!wrapped->scan.depth)
    buffer_clear(&wrapped->next);
  if (wrapped->inside != WRAPPED_ELSEWHERE)
    return 0;
  wrapped->depth = wrapped->scan.depth;
  if (is_items(wrapped) && (byte == '[' || (byte == 'n' && wrapped->items))) {
    if (byte == '[') {
      wrapped->inside = WRAPPED_ITEMS;
      wrapped->is_bracket = 1;
    }
    return open_array(wrapped, error);
  }
  if (is_at(wrapped, 0)) {
    wrapped->inside = WRAPPED_NEXT;
    buffer_clear(&wrapped->next);
  }
  return 0;
}

static void value_ended(struct wrapped *wrapped)
{
  buffer_clear(&wrapped->name);
  if (wrapped->scan.depth == wrapped->depth)
    wrapped->inside = WRAPPED_ELSEWHERE;
}

/* Takes what lies between two events. */
static int pass(struct wrapped *wrapped, struct span text, struct error *error)
{
  const char *quote;

  switch (wrapped->inside) {
  case WRAPPED_ITEMS:
    return put_elements(wrapped, text, error);
  case WRAPPED_NEXT:
    buffer_append(&wrapped->next, text.text, text.length);
    return wrapped->next.failed
               ? error_set(error, EXIT_FAILED,
                           "the reply says at too much length what its next "
                           "page is")
               : 0;
  default:
    break;
  }
  quote = wrapped->name.length ? text.text
          : text.length        ? memchr(text.text, '"', text.length)
                               : NULL;
  /* A name that is too long is none that is looked for. */
  if (quote && !wrapped->name.failed)
    buffer_append(&wrapped->name, quote,
                  text.length - (size_t)(quote - text.text));
  return 0;
}

/* Without the bracket that an array begins or ends with. */
static struct span within(struct wrapped *wrapped, struct span text,
                          enum scan_event event)
{
  if (wrapped->inside != WRAPPED_ITEMS)
    return text;
  if (wrapped->is_bracket && text.length) {
    wrapped->is_bracket = 0;
    text.text++;
    text.length--;
  }
  if (event == SCAN_END && wrapped->scan.depth == wrapped->depth)
    text.length--;
  return text;
}

static int refuse(const struct wrapped *wrapped, struct error *error)
{
  return scan_refuse(&wrapped->scan, "the reply is not valid JSON",
                     EXIT_FAILED, error);
}

/* Keeps a reply that may have no list. */
static int hold(struct wrapped *wrapped, const char *bytes, size_t length,
                struct error *error)
{
  if (!wrapped->may_be_thing || wrapped->is_open)
    return 0;
  buffer_append(&wrapped->held, bytes, length);
  return wrapped->held.failed ? error_set(error, EXIT_FAILED,
                                          "the reply is larger than %zu bytes",
                                          STREAM_VALUE_LIMIT)
                              : 0;
}

int wrapped_feed(struct wrapped *wrapped, const char *bytes, size_t length,
                 struct error *error)
{
  struct scan *scan = &wrapped->scan;
  enum scan_event event = SCAN_BEGIN;
  size_t at = 0, used = 0;
  struct span text;

  if (!bytes)
    return 0;
  if (hold(wrapped, bytes, length, error) < 0)
    return -1;
  while (event != SCAN_MORE) {
    event = scan_feed(scan, bytes + at, length - at, &used);
    text = (struct span){ bytes + at, used };
    at += used;
    if (event == SCAN_ERROR)
      return refuse(wrapped, error);
    text = within(wrapped, text, event);
    if (pass(wrapped, text, error) < 0)
      return -1;
    if (event == SCAN_END)
      value_ended(wrapped);
    if (event == SCAN_BEGIN && value_begins(wrapped, bytes[at], error) < 0)
      return -1;
  }
  return 0;
}

int wrapped_is_whole(const struct wrapped *wrapped)
{
  struct scan scan = wrapped->scan;

  return wrapped->is_found && scan_finish(&scan) == 0;
}

/* Makes a text of what says what comes next; a null, or anything that is
 * neither a text nor a number, says that nothing does. */
static int settle_next(struct wrapped *wrapped, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct span value = { wrapped->next.data, wrapped->next.length };

  if (!value.length)
    return 0;
  if (span_is_string(value))
    span_decode(&text, value);
  else if ((value.text[0] == '-' || ascii_is_digit(value.text[0])))
    buffer_append(&text, value.text, value.length);
  buffer_clear(&wrapped->next);
  buffer_append(&wrapped->next, text.data, text.length);
  return text.failed || wrapped->next.failed ? error_memory(error) : 0;
}

/* A reply without a list. */
static int no_list(struct wrapped *wrapped, struct error *error)
{
  if (wrapped->may_be_thing && !wrapped->is_open)
    return put(wrapped, wrapped->held.data, wrapped->held.length, error);
  return error_set(error, EXIT_FAILED, "the reply has no list at %s",
                   wrapped->items ? wrapped->items : ".");
}

int wrapped_page(struct wrapped *wrapped, struct error *error)
{
  const uint64_t bytes = wrapped->scan.offset;
  const int is_found = wrapped->is_found;

  if (scan_finish(&wrapped->scan) < 0)
    return wrapped->scan.empty
               ? error_set(error, EXIT_FAILED, "the reply is empty")
               : error_set(error, EXIT_NETWORK,
                           "the reply was cut short after %" PRIu64 " bytes",
                           bytes);
  wrapped->scan = (struct scan){ .levels = wrapped->scan.levels };
  wrapped->is_found = wrapped->is_begun = 0;
  if (settle_next(wrapped, error) < 0)
    return -1;
  if (is_found)
    return 0;
  buffer_clear(&wrapped->next);
  return no_list(wrapped, error);
}

int wrapped_end(struct wrapped *wrapped, struct error *error)
{
  return wrapped->is_open ? put(wrapped, "]", 1, error) : 0;
}

void wrapped_free(struct wrapped *wrapped)
{
  buffer_free(&wrapped->name);
  buffer_free(&wrapped->next);
  buffer_wipe(&wrapped->held);
}
