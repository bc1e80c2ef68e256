/* fields.c - values at simple paths, taken from JSON text without a tree. */
#include "core/json/fields.h"

#include <string.h>

#include "core/json/cursor.h"
#include "core/json/path.h"

struct walk {
  const struct fields *fields;
  struct json *values;
};

/* The path behind the last is one more. */
static void add_path(struct fields *fields)
{
  const struct fields_path *path = &fields->paths[fields->count];
  size_t i;

  for (i = 0; i < path->steps; i++)
    fields->of_length[i][path->names[i].length % FIELDS_LENGTHS] |=
        (uint64_t)1 << fields->count;
  fields->count++;
}

int fields_add(struct fields *fields, const char *path)
{
  struct fields_path *own = &fields->paths[fields->count];
  struct path_step step;

  if (fields->count == FIELDS_PATHS)
    return -1;
  own->steps = 0;
  while (*path == '.' && own->steps < FIELDS_STEPS) {
    if (path[1] == '"' || !(path = path_read_step(path, &step)))
      return -1;
    own->names[own->steps++] = step.name;
  }
  if (*path || own->steps == 0)
    return -1;
  add_path(fields);
  return 0;
}

static int is_there(const struct fields *fields, const struct fields_path *own)
{
  const struct fields_path *path = fields->paths;
  size_t i;

  for (; path < own; path++) {
    for (i = 0; path->steps == own->steps && i < own->steps; i++)
      if (path->names[i].length != own->names[i].length ||
          memcmp(path->names[i].text, own->names[i].text,
                 own->names[i].length) != 0)
        break;
    if (i == own->steps)
      return 1;
  }
  return 0;
}

int fields_add_start(struct fields *fields, const char *path)
{
  struct fields_path *own = &fields->paths[fields->count];
  struct path_step step;

  if (!path)
    return 0;
  if (fields->count == FIELDS_PATHS)
    return -1;
  own->steps = 0;
  while (*path == '.' && own->steps < FIELDS_STEPS) {
    path = path_read_step(path, &step);
    /* Names are compared as they are written. */
    if (!path || memchr(step.name.text, '\\', step.name.length))
      break;
    own->names[own->steps++] = step.name;
  }
  if (own->steps == 0)
    return -1;
  if (!is_there(fields, own))
    add_path(fields);
  return 0;
}

uint64_t fields_match(const struct fields *fields, uint64_t mask, size_t depth,
                      struct span name)
{
  uint64_t result = 0;

  mask &= fields->of_length[depth][name.length % FIELDS_LENGTHS];
  for (; mask; mask &= mask - 1) {
    const struct fields_path *path = &fields->paths[__builtin_ctzll(mask)];

    if (path->names[depth].length == name.length &&
        memcmp(path->names[depth].text, name.text, name.length) == 0)
      result |= mask & -mask;
  }
  return result;
}

int fields_end(const struct fields *fields, uint64_t mask, size_t depth)
{
  size_t i;

  for (i = 0; i < fields->count; i++)
    if (mask >> i & 1 && fields->paths[i].steps <= depth)
      return 1;
  return 0;
}

/* Path names need no escapes, but a server may write them with some. */
static uint64_t match_escaped(const struct fields *fields, uint64_t mask,
                              size_t depth, struct json key)
{
  CLEANUP_BUFFER struct buffer decoded = { 0 };

  span_decode(&decoded, json_span(key));
  if (decoded.failed || !decoded.data)
    return 0;
  return fields_match(fields, mask, depth,
                      (struct span){ decoded.data, decoded.length });
}

/* Likewise of a name as it is written, a string with its quotes. */
static uint64_t match_key(const struct fields *fields, uint64_t mask,
                          size_t depth, struct json key)
{
  const struct span name = { key.text + 1, key.length - 2 };

  if (json_is_plain(key) &&
      !(mask & fields->of_length[depth][name.length % FIELDS_LENGTHS]))
    return 0;
  return !json_is_plain(key) && memchr(name.text, '\\', name.length)
             ? match_escaped(fields, mask, depth, key)
             : fields_match(fields, mask, depth, name);
}

/* What a member's value means for the paths that lead to or through it.
 * Returns those that lead on into it. */
static uint64_t take_value(struct walk *walk, uint64_t matched, size_t depth,
                           struct json value)
{
  uint64_t deeper = 0;

  for (; matched; matched &= matched - 1) {
    const int i = __builtin_ctzll(matched);

    /* A second member of the name takes the place of the first. */
    walk->values[i] = (struct json){ NULL, 0, NULL };
    if (walk->fields->paths[i].steps > depth + 1)
      deeper |= (uint64_t)1 << i;
    else if (value.text[0] != 'n')
      walk->values[i] = value;
  }
  return value.text[0] == '{' ? deeper : 0;
}

/* Goes through one object; no deeper than FIELDS_STEPS. */
static void walk_object(struct walk *walk, struct json object, uint64_t mask,
                        size_t depth)
{
  struct cursor cursor = cursor_in(object);
  struct json key, value;
  uint64_t matched, deeper;

  while (cursor_member(&cursor, &key, &value)) {
    matched = match_key(walk->fields, mask, depth, key);
    deeper = matched ? take_value(walk, matched, depth, value) : 0;
    if (deeper)
      walk_object(walk, value, deeper, depth + 1);
  }
}

void fields_run(const struct fields *fields, struct json object,
                struct json *values)
{
  struct walk walk = { .fields = fields, .values = values };
  struct cursor cursor = cursor_of(json_span(object));
  size_t i;

  cursor_skip_space(&cursor);
  for (i = 0; i < fields->count; i++)
    values[i] = (struct json){ NULL, 0, NULL };
  if (!cursor_is(&cursor, '{'))
    return;
  object.length -= (size_t)(cursor.at - object.text);
  object.text = cursor.at;
  walk_object(&walk, object, fields_all(fields), 0);
}
