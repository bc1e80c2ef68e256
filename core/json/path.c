/* path.c - simple paths into a json-c tree. */
#include "core/json/path.h"

#include <stddef.h>
#include <string.h>

/* ---- Reading. ----------------------------------------------------- */

static int is_letter(char byte)
{
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         byte == '_';
}

static int is_digit(char byte)
{
  return byte >= '0' && byte <= '9';
}

/* The end of a name in quotes, which begins here; NULL for none. */
static const char *quoted_end(const char *at)
{
  for (; *at && *at != '"'; at++)
    if (*at == '\\' && *++at != '"' && *at != '\\')
      return NULL;
  return *at ? at : NULL;
}

const char *path_read_name(const char *path, struct path_step *step)
{
  const int quoted = *path == '"';
  const char *start = path + quoted, *end = start;

  if (quoted)
    end = quoted_end(start);
  else if (is_letter(*end))
    while (is_letter(*end) || is_digit(*end))
      end++;
  else
    return NULL;
  if (!end)
    return NULL;
  *step = (struct path_step){ .kind = PATH_MEMBER,
                              .name = { start, (size_t)(end - start) } };
  return end + quoted;
}

const char *path_read_index(const char *path, struct path_step *step)
{
  const int negative = *path == '-';
  long value = 0;

  path += negative;
  if (!is_digit(*path) || (*path == '0' && (negative || is_digit(path[1]))))
    return NULL;
  for (; is_digit(*path); path++) {
    value = value * 10 + (*path - '0');
    if (value > PATH_INDEX_MOST)
      return NULL;
  }
  *step = (struct path_step){ .kind = PATH_INDEX,
                              .index = negative ? -value : value };
  return path;
}

const char *path_read_step(const char *path, struct path_step *step)
{
  if (*path == '.')
    return path_read_name(path + 1, step);
  if (*path != '[')
    return NULL;
  *step = (struct path_step){ .kind = PATH_EACH };
  path++;
  if (*path != ']')
    path = path_read_index(path, step);
  return path && *path == ']' ? path + 1 : NULL;
}

/* A path that is being followed. */
struct walk {
  const char *at;
  size_t steps;
  struct path_step step;
  char name[PATH_NAME + 1]; /* of the step, where that is a member */
};

/* Takes the escapes out of a name.  Returns 0, or -1 for one too long. */
static int copy_name(struct span name, char *copy)
{
  size_t length = 0, i;

  for (i = 0; i < name.length; i++) {
    i += name.text[i] == '\\';
    if (length == PATH_NAME)
      return -1;
    copy[length++] = name.text[i];
  }
  copy[length] = '\0';
  return 0;
}

/* Moves to the next step.  Returns 1, 0 at the end of the path, -1 where it is
 * no path.  It starts with `at` on the path itself. */
static int walk_next(struct walk *walk)
{
  const int first = walk->steps++ == 0;

  if (first && (!walk->at || *walk->at != '.'))
    return -1;
  if (first && (walk->at[1] == '\0' || walk->at[1] == '['))
    walk->at++;
  if (!*walk->at)
    return 0;
  if (walk->steps > PATH_STEPS)
    return -1;
  walk->at = path_read_step(walk->at, &walk->step);
  if (!walk->at || walk->step.kind == PATH_EACH)
    return -1;
  return walk->step.kind == PATH_MEMBER &&
                 copy_name(walk->step.name, walk->name) < 0
             ? -1
             : 1;
}

int path_valid(const char *path)
{
  struct walk walk = { .at = path };
  int more;

  do
    more = walk_next(&walk);
  while (more > 0);
  return more == 0;
}

/* ---- Following. --------------------------------------------------- */

/* The place of an index in an array, or -1 when it is outside; `length` is
 * the array's. */
static long place_of(long index, size_t length)
{
  if (index < 0)
    index += (long)length;
  return index >= 0 && (size_t)index < length ? index : -1;
}

/* Takes one step.  Returns 1 with `*value` (maybe NULL for null), or 0. */
static int take_step(struct json_object *from, const struct walk *walk,
                     struct json_object **value)
{
  long index;

  *value = NULL;
  if (walk->step.kind == PATH_MEMBER)
    return json_object_is_type(from, json_type_object) &&
           json_object_object_get_ex(from, walk->name, value);
  if (!json_object_is_type(from, json_type_array))
    return 0;
  index = place_of(walk->step.index, json_object_array_length(from));
  if (index < 0)
    return 0;
  *value = json_object_array_get_idx(from, (size_t)index);
  return 1;
}

struct json_object *path_get(struct json_object *root, const char *path)
{
  struct walk walk = { .at = path };
  int more;

  while ((more = walk_next(&walk)) > 0)
    if (!take_step(root, &walk, &root))
      return NULL;
  return more < 0 ? NULL : root;
}

const char *path_string(struct json_object *root, const char *path)
{
  struct json_object *value = path_get(root, path);
  const char *text;

  if (!json_object_is_type(value, json_type_string))
    return NULL;
  text = json_object_get_string(value);
  if (!text || strlen(text) != (size_t)json_object_get_string_len(value))
    return NULL;
  return text;
}

int path_delete(struct json_object *root, const char *path)
{
  struct walk walk = { .at = path };
  struct json_object *parent = NULL;
  long index;

  if (!path_valid(path) || strcmp(path, ".") == 0)
    return -1;
  while (*walk.at && walk_next(&walk) > 0) {
    parent = root;
    if (!take_step(parent, &walk, &root))
      return 0;
  }
  if (walk.step.kind == PATH_MEMBER) {
    json_object_object_del(parent, walk.name);
    return 1;
  }
  index = place_of(walk.step.index, json_object_array_length(parent));
  return json_object_array_del_idx(parent, (size_t)index, 1) < 0 ? 0 : 1;
}

/* Puts a value at one step; takes it over and returns 0, or -1. */
static int put_step(struct json_object *into, const struct walk *walk,
                    struct json_object *value)
{
  size_t length;
  long index;

  if (walk->step.kind == PATH_MEMBER) {
    if (!json_object_is_type(into, json_type_object))
      return -1;
    return json_object_object_add(into, walk->name, value) < 0 ? -1 : 0;
  }
  if (!json_object_is_type(into, json_type_array))
    return -1;
  length = json_object_array_length(into);
  index = place_of(walk->step.index, length);
  if (index < 0 && walk->step.index >= 0 && (size_t)walk->step.index == length)
    return json_object_array_add(into, value) < 0 ? -1 : 0;
  if (index < 0)
    return -1;
  return json_object_array_put_idx(into, (size_t)index, value) < 0 ? -1 : 0;
}

/* Reads all steps of a path.  Returns how many, or -1. */
static int read_steps(const char *path, struct walk *list)
{
  struct walk walk = { .at = path };
  int count = 0, more;

  while ((more = walk_next(&walk)) > 0)
    list[count++] = walk;
  return more < 0 ? -1 : count;
}

int path_set(struct json_object *root, const char *path,
             struct json_object *value)
{
  struct walk list[PATH_STEPS];
  struct json_object *next, *outer, *whole = value;
  int count = read_steps(path, list), at, i;

  if (count <= 0)
    return -1;
  for (at = 0; at < count - 1; at++) {
    if (!take_step(root, &list[at], &next) || !next)
      break;
    root = next;
  }
  /* Wrap the value from the inside out, so that the tree changes in one
   * step.  The reference kept here is what the caller has if that fails. */
  (void)json_object_get(value);
  for (i = count - 1; i > at; i--) {
    outer = json_object_new_object();
    if (!outer || put_step(outer, &list[i], whole) < 0) {
      json_object_put(outer);
      goto failed;
    }
    whole = outer;
  }
  if (put_step(root, &list[at], whole) < 0)
    goto failed;
  json_object_put(value); /* the tree has its own */
  return 0;

failed:
  json_object_put(whole);
  return -1;
}
