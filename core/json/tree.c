/* tree.c - whole JSON texts, read strictly into json-c's trees.
 *
 * Built here rather than by json-c's own parser, which looks neither at
 * every allocation (a name that cannot be copied ends it with SIGSEGV) nor at
 * members that could not be added: a reply that holds a one-time token must
 * be read whole or not at all.
 */
#include "core/json/tree.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/json/cost.h"
#include "core/json/cursor.h"
#include "core/json/whole.h"
#include "core/json/write.h"

/* Text that the scanner accepted, from where the next value begins. */
struct build {
  struct cursor cursor;
  const char *twice; /* the first name that its object has already, or NULL */
  /* Where a tree of all would take too much: */
  const struct fields *fields; /* what somebody looks at; else NULL */
  uint64_t left;               /* so many bytes may what follows take */
  int costs_too_much;          /* it takes more */
};

/* Where a value is: which paths lead to it or through it, and in how many
 * steps. */
struct place {
  uint64_t paths;
  size_t depth;
};

static int build_value(struct build *build, const struct place *place,
                       struct json_object **value);
static int build_member(struct build *build, const struct place *place,
                        struct span name, struct json_object **value);

/* Moves to the next element or name: past white space, and past the bracket
 * or comma before it.  Returns 0 where the array or object ends, and moves
 * past that. */
static int build_next(struct build *build)
{
  struct cursor *cursor = &build->cursor;

  cursor_skip_space(cursor);
  if (cursor_is(cursor, ',')) {
    cursor->at++;
    cursor_skip_space(cursor);
  }
  if (!cursor_is(cursor, ']') && !cursor_is(cursor, '}'))
    return 1;
  cursor->at++;
  return 0;
}

/* Moves past the string at hand and decodes it. */
static int build_text(struct build *build, struct buffer *text)
{
  buffer_puts(text, "");
  span_decode(text, cursor_string(&build->cursor));
  return text->failed ? -1 : 0;
}

static struct json_object *build_string(struct build *build)
{
  CLEANUP(buffer_wipe) struct buffer text = { 0 };

  if (build_text(build, &text) < 0 || text.length > INT_MAX - 1)
    return NULL;
  return json_object_new_string_len(text.data, (int)text.length);
}

/* Whether an integer, `-0` apart, is one that 64 bits hold. */
static int fits(const char *digits)
{
  errno = 0;
  if (*digits == '-')
    (void)strtoll(digits, NULL, 10);
  else
    (void)strtoull(digits, NULL, 10);
  return errno != ERANGE;
}

/* What json-c would write in another way keeps its text.  A text of digits
 * without an end is not for strtod. */
static struct json_object *build_number(struct build *build)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct span number = cursor_scalar(&build->cursor);

  buffer_append(&text, number.text, number.length);
  if (text.failed)
    return NULL;
  if (strpbrk(text.data, ".eE") || strcmp(text.data, "-0") == 0 ||
      !fits(text.data))
    return json_object_new_double_s(strtod(text.data, NULL), text.data);
  if (text.data[0] == '-' || strtoull(text.data, NULL, 10) <= INT64_MAX)
    return json_object_new_int64(strtoll(text.data, NULL, 10));
  return json_object_new_uint64(strtoull(text.data, NULL, 10));
}

/* Releases what could not become part of its parent, and the parent. */
static struct json_object *give_up(struct json_object *parent,
                                   struct json_object *part)
{
  json_object_put(part);
  json_object_put(parent);
  return NULL;
}

static struct json_object *build_array(struct build *build)
{
  struct json_object *array = json_object_new_array();
  struct json_object *element;

  if (!array)
    return NULL;
  build->cursor.at++;
  while (build_next(build)) {
    element = NULL;
    if (build_value(build, NULL, &element) < 0 ||
        json_object_array_add(array, element) < 0)
      return give_up(array, element);
  }
  return array;
}

static struct json_object *build_object(struct build *build,
                                        const struct place *place)
{
  struct json_object *object = json_object_new_object();
  struct json_object *member;

  if (!object)
    return NULL;
  build->cursor.at++;
  while (build_next(build)) {
    CLEANUP_BUFFER struct buffer name = { 0 };
    const char *start = build->cursor.at;

    member = NULL;
    if (build_text(build, &name) < 0)
      return give_up(object, NULL);
    if (!build->twice && json_object_object_get_ex(object, name.data, NULL))
      build->twice = start;
    cursor_skip_space(&build->cursor);
    build->cursor.at++; /* the colon */
    cursor_skip_space(&build->cursor);
    if (build_member(build, place, (struct span){ name.data, name.length },
                     &member) < 0 ||
        json_object_object_add(object, name.data, member) < 0)
      return give_up(object, member);
  }
  return object;
}

/* Builds the value at hand; null is NULL.  Returns 0, or -1 without memory or
 * where it takes too much.  All of it is wanted, or with a place what of it
 * lies on the paths.  The scanner has bounded how deep this goes. */
static int build_value(struct build *build, const struct place *place,
                       struct json_object **value)
{
  switch (*build->cursor.at) {
  case '{':
    *value = build_object(build, place);
    break;
  case '[':
    *value = build_array(build);
    break;
  case '"':
    *value = build_string(build);
    break;
  case 't':
  case 'f':
    *value = json_object_new_boolean(*build->cursor.at == 't');
    (void)cursor_scalar(&build->cursor);
    break;
  case 'n':
    *value = NULL;
    (void)cursor_scalar(&build->cursor);
    return 0;
  default:
    *value = build_number(build);
    break;
  }
  return *value ? 0 : -1;
}

/* ---- Where a tree of all would take too much. -------------------------- */

/* What a member takes besides its value, whatever the length of its name. */
#define MEMBER_MOST 256

/* Moves past a value and keeps its text. */
static int build_kept(struct build *build, struct span text,
                      struct json_object **value)
{
  CLEANUP(buffer_wipe) struct buffer kept = { .secret = 1 };

  buffer_puts(&kept, "");
  if (json_layout(&kept, json_of(text), -1) != 0)
    return -1;
  *value = json_object_new_double_s(0, kept.data);
  build->cursor.at = text.text + text.length;
  return *value ? 0 : -1;
}

/* Builds the value at a place: an object that paths lead through, of what lies
 * on them; the rest as a tree where it is looked at or has no parts, and else
 * as text. */
static int build_place(struct build *build, struct place place,
                       struct json_object **value)
{
  struct cursor cursor = build->cursor;
  const int is_object = cursor_is(&cursor, '{');
  const int is_wanted = fields_end(build->fields, place.paths, place.depth);
  int is_kept;
  uint64_t cost;
  struct span text;

  if (is_object && !is_wanted && (place.paths || !place.depth))
    return build_value(build, &place, value);
  is_kept = !is_wanted && (is_object || cursor_is(&cursor, '['));
  text = cursor_value(&cursor);
  cost = is_kept ? text.length : scan_whole_cost(text);
  if (cost > build->left) {
    build->costs_too_much = 1;
    return -1;
  }
  build->left -= cost;
  return is_kept ? build_kept(build, text, value)
                 : build_value(build, NULL, value);
}

/* Builds a member of what is at a place, or without one all of it. */
static int build_member(struct build *build, const struct place *place,
                        struct span name, struct json_object **value)
{
  if (!place)
    return build_value(build, NULL, value);
  if (build->left < MEMBER_MOST + name.length) {
    build->costs_too_much = 1;
    return -1;
  }
  build->left -= MEMBER_MOST + name.length;
  return build_place(build,
                     (struct place){ fields_match(build->fields, place->paths,
                                                  place->depth, name),
                                     place->depth + 1 },
                     value);
}

const char *json_kept(struct json_object *value)
{
  const char *text = json_object_is_type(value, json_type_double)
                         ? json_object_get_userdata(value)
                         : NULL;

  return text && (*text == '{' || *text == '[') ? text : NULL;
}

/* They lie in objects alone: an array is either looked at or kept. */
int json_has_kept(struct json_object *value)
{
  if (!json_object_is_type(value, json_type_object))
    return json_kept(value) != NULL;
  json_object_object_foreach(value, key, member)
  {
    (void)key;
    if (json_has_kept(member))
      return 1;
  }
  return 0;
}

/* ---- Whole texts. ------------------------------------------------------ */

/* The place of the byte at `offset` of a text that the scanner accepted. */
static void find_place(const char *text, size_t offset, uint64_t *line,
                       uint64_t *column)
{
  struct scan scan = { .levels = 1 };
  size_t at = 0, used = 0;

  while (scan_feed(&scan, text + at, offset - at, &used) != SCAN_MORE)
    at += used;
  scan_position(&scan, line, column);
}

/* A text to read: of which nobody looks at more than the fields (NULL: at
 * all), and what messages call it. */
struct reading {
  struct span text;
  const struct fields *fields;
  const char *what;
};

/* Builds the tree of a value; NULL without memory, or where it takes too much
 * whatever is left out of it. */
static struct json_object *build_whole(struct build *build, uint64_t budget)
{
  struct json_object *json = NULL;

  if (!build->fields)
    return build_value(build, NULL, &json) < 0 ? NULL : json;
  build->left = budget;
  return build_place(build, (struct place){ fields_all(build->fields), 0 },
                     &json) < 0
             ? NULL
             : json;
}

/* Reads; `*twice` is where a name stands that its object has already. */
static struct json_object *read_value(const struct reading *reading,
                                      const char **twice, struct error *error)
{
  const char *what = reading->what;
  const struct span text = reading->text;
  struct scan scan;
  struct json_object *json = NULL;
  struct build build = { .fields = NULL };
  enum scan_use use;
  struct span value;
  uint64_t line, column;

  if (scan_whole(&scan, text, &value) < 0) {
    (void)scan_refuse(&scan, what, EXIT_USAGE, error);
    return NULL;
  }
  use = value.text[0] == '[' ? SCAN_LIST : SCAN_THING;
  if (scan_costs_too_much(&scan, use)) {
    build.fields = reading->fields;
    build.costs_too_much = !reading->fields;
  }
  if (value.text[0] == 'n') {
    find_place(text.text, (size_t)(value.text - text.text), &line, &column);
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": null alone is not a document",
              what, line, column);
    return NULL;
  }
  build.cursor = cursor_of(value);
  if (!build.costs_too_much)
    json = build_whole(&build, scan_budget(use, scan.offset));
  if (build.costs_too_much)
    (void)scan_refuse_cost(what, EXIT_USAGE, error);
  else if (!json)
    error_memory(error);
  *twice = build.twice;
  return json;
}

struct json_object *json_read_fields(const char *text, size_t length,
                                     const struct fields *fields,
                                     const char *what, struct error *error)
{
  const struct reading reading = { { text, length }, fields, what };
  const char *twice = NULL;

  return read_value(&reading, &twice, error);
}

struct json_object *json_read(const char *text, size_t length,
                              const char *what, struct error *error)
{
  return json_read_fields(text, length, NULL, what, error);
}

struct json_object *json_read_strictly(const char *text, size_t length,
                                       const struct fields *fields,
                                       const char *what, struct error *error)
{
  const struct reading reading = { { text, length }, fields, what };
  const char *twice = NULL;
  struct json_object *value = read_value(&reading, &twice, error);
  const char *half = value ? span_lone_surrogate(reading.text) : NULL;
  uint64_t line, column;

  if (!value || (!half && !twice))
    return value;
  json_object_put(value);
  find_place(text, (size_t)((half ? half : twice) - text), &line, &column);
  if (!half)
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": the object has a member of this name already",
              what, line, column);
  else
    error_set(error, EXIT_USAGE,
              "%s: line %" PRIu64 ", column %" PRIu64
              ": %.6s is half of a character: write the character "
              "itself, or both halves of it",
              what, line, column, half);
  return NULL;
}

/* As json-c copies one value of a tree, but for a text that is kept. */
static int copy_or_share(struct json_object *value, struct json_object *parent,
                         const char *key, size_t index,
                         struct json_object **copy)
{
  if (!json_kept(value))
    return json_c_shallow_copy_default(value, parent, key, index, copy);
  *copy = json_object_get(value);
  return 2; /* with its text */
}

struct json_object *json_copy(struct json_object *value)
{
  struct json_object *copy = NULL;

  return json_object_deep_copy(value, &copy, copy_or_share) < 0 ? NULL : copy;
}

int json_put_member(struct json_object *object, const char *key,
                    struct json_object *value)
{
  if (json_object_object_add(object, key, value) == 0)
    return 0;
  json_object_put(value);
  return -1;
}
