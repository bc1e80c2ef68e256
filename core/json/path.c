/* path.c - simple paths into a json-c tree. */
#include "core/json/path.h"

#include <stddef.h>
#include <string.h>

#include "core/base/ascii.h"

/* One step: a member's name or an element's index. */
struct step {
  int is_index;
  long index;
  char name[PATH_NAME + 1];
};

/* Reads `a` or `"a b"`, without the dot. */
static int read_name(const char **at, struct step *step)
{
  int quoted = **at == '"';
  size_t length = 0;

  if (quoted)
    (*at)++;
  else if (!ascii_is_word(**at) || ascii_is_digit(**at))
    return -1;
  while (quoted ? **at != '"' : ascii_is_word(**at)) {
    if (quoted && **at == '\\') {
      (*at)++;
      if (**at != '"' && **at != '\\')
        return -1;
    }
    if (!**at || length == PATH_NAME)
      return -1;
    step->name[length++] = *(*at)++;
  }
  step->name[length] = '\0';
  step->is_index = 0;
  if (quoted)
    (*at)++;
  return 0;
}

/* Reads `[-1]`. */
static int read_index(const char **at, struct step *step)
{
  long value = 0;
  int negative;

  (*at)++;
  negative = **at == '-';
  if (negative)
    (*at)++;
  if (!ascii_is_digit(**at))
    return -1;
  for (; ascii_is_digit(**at); (*at)++) {
    if (value > 99999999)
      return -1; /* no reply holds as many elements */
    value = value * 10 + (**at - '0');
  }
  if (*(*at)++ != ']')
    return -1;
  step->is_index = 1;
  step->index = negative ? -value : value;
  return 0;
}

/* Moves past the dot that begins every path; `.` alone ends up at its end. */
static int path_begin(const char **at, size_t *steps)
{
  *steps = 0;
  if (!*at || **at != '.')
    return -1;
  return 0;
}

/* Reads the next step.  Returns 1, 0 at the end of the path, -1 where it is
 * no path.  `*at` points at the path itself before the first step. */
static int path_next(const char **at, size_t *steps, struct step *step)
{
  int result;

  if (!**at)
    return 0;
  if (++*steps > PATH_STEPS)
    return -1;
  if (*steps == 1 && (*at)[1] == '\0') {
    (*at)++;
    return 0;
  }
  if (*steps == 1 && (*at)[1] == '[')
    (*at)++;
  if (**at == '[') {
    result = read_index(at, step);
  } else if (**at == '.') {
    (*at)++;
    result = read_name(at, step);
  } else {
    result = -1;
  }
  return result < 0 ? -1 : 1;
}

int path_valid(const char *path)
{
  struct step step;
  size_t steps;
  int more = 1;

  if (path_begin(&path, &steps) < 0)
    return 0;
  while (more > 0)
    more = path_next(&path, &steps, &step);
  return more == 0;
}

/* The place of an index in an array, or -1 when it is outside; `length` is
 * the array's. */
static long place(long index, size_t length)
{
  if (index < 0)
    index += (long)length;
  return index >= 0 && (size_t)index < length ? index : -1;
}

/* Takes one step.  Returns 1 with `*value` (maybe NULL for null), or 0. */
static int take(struct json_object *from, const struct step *step,
                struct json_object **value)
{
  long index;

  *value = NULL;
  if (!step->is_index)
    return json_object_is_type(from, json_type_object) &&
           json_object_object_get_ex(from, step->name, value);
  if (!json_object_is_type(from, json_type_array))
    return 0;
  index = place(step->index, json_object_array_length(from));
  if (index < 0)
    return 0;
  *value = json_object_array_get_idx(from, (size_t)index);
  return 1;
}

struct json_object *path_get(struct json_object *root, const char *path)
{
  struct step step;
  size_t steps;
  int more;

  if (path_begin(&path, &steps) < 0)
    return NULL;
  while ((more = path_next(&path, &steps, &step)) > 0)
    if (!take(root, &step, &root))
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

/* Reads all steps.  Returns how many, or -1. */
static int read_steps(const char *path, struct step *list)
{
  size_t steps;
  int count = 0, more;

  if (path_begin(&path, &steps) < 0)
    return -1;
  while (count < PATH_STEPS &&
         (more = path_next(&path, &steps, &list[count])) != 0) {
    if (more < 0)
      return -1;
    count++;
  }
  return *path ? -1 : count;
}

int path_delete(struct json_object *root, const char *path)
{
  struct step list[PATH_STEPS];
  struct json_object *last;
  int count = read_steps(path, list), i;
  long index;

  if (count <= 0)
    return -1;
  for (i = 0; i < count - 1; i++)
    if (!take(root, &list[i], &root))
      return 0;
  if (!take(root, &list[count - 1], &last))
    return 0;
  if (!list[count - 1].is_index) {
    json_object_object_del(root, list[count - 1].name);
    return 1;
  }
  index = place(list[count - 1].index, json_object_array_length(root));
  return json_object_array_del_idx(root, (size_t)index, 1) < 0 ? 0 : 1;
}

/* Puts a value at one step; takes it over and returns 0, or -1. */
static int put(struct json_object *into, const struct step *step,
               struct json_object *value)
{
  size_t length;
  long index;

  if (!step->is_index) {
    if (!json_object_is_type(into, json_type_object))
      return -1;
    return json_object_object_add(into, step->name, value) < 0 ? -1 : 0;
  }
  if (!json_object_is_type(into, json_type_array))
    return -1;
  length = json_object_array_length(into);
  index = place(step->index, length);
  if (index < 0 && step->index >= 0 && (size_t)step->index == length)
    return json_object_array_add(into, value) < 0 ? -1 : 0;
  if (index < 0)
    return -1;
  return json_object_array_put_idx(into, (size_t)index, value) < 0 ? -1 : 0;
}

int path_set(struct json_object *root, const char *path,
             struct json_object *value)
{
  struct step list[PATH_STEPS];
  struct json_object *next, *outer, *whole = value;
  int count = read_steps(path, list), at, i;

  if (count <= 0)
    return -1;
  for (at = 0; at < count - 1; at++) {
    if (!take(root, &list[at], &next) || !next)
      break;
    root = next;
  }
  /* Wrap the value from the inside out, so that the tree changes in one
   * step.  The reference kept here is what the caller has if that fails. */
  (void)json_object_get(value);
  for (i = count - 1; i > at; i--) {
    outer = json_object_new_object();
    if (!outer || put(outer, &list[i], whole) < 0) {
      json_object_put(outer);
      goto failed;
    }
    whole = outer;
  }
  if (put(root, &list[at], whole) < 0)
    goto failed;
  json_object_put(value); /* the tree has its own */
  return 0;

failed:
  json_object_put(whole);
  return -1;
}
