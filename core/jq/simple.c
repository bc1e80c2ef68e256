/* simple.c - simple jq filters, evaluated on JSON text without jq. */
#include "core/jq/simple.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/json/canonical.h"

#define INDEX_MOST 99999999 /* no reply holds as many elements */

/* ---- Compiling. --------------------------------------------------- */

static void skip_space(const char **at)
{
  while (ascii_is_space(**at))
    (*at)++;
}

/* Reads `"a b"`: printable ASCII without escapes, which mean more in jq than
 * in JSON.  Returns -1 for another. */
static int read_quoted(const char **at, struct span *name)
{
  const char *end = *at + 1;

  while (*end >= 0x20 && *end < 0x7f && *end != '"' && *end != '\\')
    end++;
  if (*end != '"')
    return -1;
  *name = (struct span){ *at + 1, (size_t)(end - *at - 1) };
  *at = end + 1;
  return 0;
}

static int read_index(const char **at, long *index)
{
  int negative = **at == '-';
  long value = 0;

  if (negative)
    (*at)++;
  if (!ascii_is_digit(**at) ||
      (**at == '0' && (negative || ascii_is_digit((*at)[1]))))
    return -1;
  for (; ascii_is_digit(**at); (*at)++) {
    value = value * 10 + (**at - '0');
    if (value > INDEX_MOST)
      return -1;
  }
  *index = negative ? -value : value;
  return 0;
}

/* Reads `[0]`, `["a"]` or `[]`. */
static int read_bracket(const char **at, struct simple_step *step)
{
  int result = 0;

  (*at)++;
  skip_space(at);
  if (**at == ']') {
    step->kind = SELECT_EACH;
  } else if (**at == '"') {
    step->kind = SELECT_MEMBER;
    result = read_quoted(at, &step->name);
  } else {
    step->kind = SELECT_INDEX;
    result = read_index(at, &step->index);
  }
  skip_space(at);
  return result == 0 && *(*at)++ == ']' ? 0 : -1;
}

/* Reads `a` or `"a b"`, behind the dot. */
static int read_member(const char **at, struct simple_step *step)
{
  const char *start = *at;

  step->kind = SELECT_MEMBER;
  if (**at == '"')
    return read_quoted(at, &step->name);
  if (!ascii_is_word(**at) || ascii_is_digit(**at))
    return -1;
  while (ascii_is_word(**at))
    (*at)++;
  step->name = (struct span){ start, (size_t)(*at - start) };
  return 0;
}

/* Reads one path and the space around it; stops at what is none of it. */
static int read_path(const char **at, struct simple *select)
{
  struct simple_step *step;
  int first = 1;

  skip_space(at);
  if (**at != '.')
    return -1;
  for (; **at == '.' || **at == '['; first = 0) {
    if (first && ((*at)[1] == '[' || (*at)[1] == '|' || !(*at)[1] ||
                  ascii_is_space((*at)[1]))) {
      (*at)++;
      continue;
    }
    if (select->count == SELECT_STEPS)
      return -1;
    step = &select->steps[select->count];
    *step = (struct simple_step){ 0 };
    if (**at == '[' ? read_bracket(at, step) < 0
                    : ((*at)++, read_member(at, step)) < 0)
      return -1;
    step->optional = **at == '?';
    *at += step->optional;
    select->count++;
  }
  skip_space(at);
  return 0;
}

int simple_compile(struct simple *select, const char *filter)
{
  select->count = 0;
  if (read_path(&filter, select) < 0)
    return 0;
  while (*filter == '|') {
    filter++;
    if (read_path(&filter, select) < 0)
      return 0;
  }
  return *filter == '\0';
}

enum simple_head simple_head(const struct simple *select)
{
  if (select->count == 0)
    return SELECT_ALL;
  if (select->steps[0].kind == SELECT_EACH)
    return SELECT_EVERY;
  return select->steps[0].kind == SELECT_INDEX && select->steps[0].index >= -1
             ? SELECT_NUMBERED
             : SELECT_WHOLE;
}

int simple_is_headed(const char *filter)
{
  struct simple path = { 0 };

  return read_path(&filter, &path) == 0 && path.count > 0 &&
         path.steps[0].kind == SELECT_EACH && filter[0] == '|' &&
         filter[1] != '=';
}

/* ---- Evaluating. -------------------------------------------------- */

struct run {
  const struct simple *select;
  struct buffer *results;
};

static int run_from(struct run *run, size_t at, struct span value);

static char kind_of(struct span value)
{
  return (char)(value.text ? value.text[0] : 'n');
}

static int emit(struct run *run, struct span value)
{
  int result = 0;

  if (!value.text)
    buffer_puts(run->results, "null");
  else if (span_is_string(value))
    (void)span_decode(run->results, value);
  else
    result = canonical_write(run->results, value);
  buffer_putc(run->results, '\n');
  return result;
}

/* The member of that name, the last one where there are more; no text where
 * there is none.  Returns -1 where a name with escapes may be it. */
static int find_member(struct span object, struct span name,
                       struct span *found)
{
  struct span key, value;

  *found = (struct span){ NULL, 0 };
  while (fields_member(&object, &key, &value)) {
    if (memchr(key.text, '\\', key.length))
      return -1;
    if (key.length == name.length + 2 &&
        memcmp(key.text + 1, name.text, name.length) == 0)
      *found = value;
  }
  return 0;
}

static void find_element(struct span array, long index, struct span *found)
{
  struct span rest = array;
  struct span element;

  *found = (struct span){ NULL, 0 };
  if (index < 0)
    while (fields_element(&rest, &element))
      index++; /* from the end, and so to one below 0 or to its place */
  if (index < 0)
    return;
  while (fields_element(&array, &element))
    if (index-- == 0) {
      *found = element;
      return;
    }
}

/* Steps to one value.  Returns 1; 0 for no result; -1 where it is not sure
 * or an error. */
static int take(const struct simple_step *step, struct span *value)
{
  char kind = kind_of(*value);

  if (kind == 'n')
    return 1; /* null of null */
  if (step->kind == SELECT_MEMBER && kind == '{')
    return find_member(*value, step->name, value) < 0 ? -1 : 1;
  if (step->kind == SELECT_INDEX && kind == '[') {
    find_element(*value, step->index, value);
    return 1;
  }
  return step->optional ? 0 : -1;
}

static int run_elements(struct run *run, size_t at, struct span array)
{
  struct span element;

  while (fields_element(&array, &element))
    if (run_from(run, at, element) < 0)
      return -1;
  return 0;
}

static int run_members(struct run *run, size_t at, struct span object)
{
  struct span names[CANONICAL_NAMES];
  struct span rest = object;
  struct span value;
  size_t count = 0;

  for (; count < CANONICAL_NAMES; count++) {
    if (!fields_member(&rest, &names[count], &value))
      break;
    if (memchr(names[count].text, '\\', names[count].length))
      return -1;
  }
  if (count == CANONICAL_NAMES || canonical_repeats(names, count))
    return -1;
  while (fields_member(&object, &names[0], &value))
    if (run_from(run, at, value) < 0)
      return -1;
  return 0;
}

/* Evaluates the steps from `at` on; no deeper than there are steps. */
static int run_from(struct run *run, size_t at, struct span value)
{
  const struct simple_step *step;
  int result;

  for (; at < run->select->count; at++) {
    step = &run->select->steps[at];
    if (step->kind == SELECT_EACH) {
      if (kind_of(value) == '[')
        return run_elements(run, at + 1, value);
      if (kind_of(value) == '{')
        return run_members(run, at + 1, value);
      return step->optional ? 0 : -1;
    }
    result = take(step, &value);
    if (result <= 0)
      return result;
  }
  return emit(run, value);
}

int simple_run(const struct simple *select, size_t from, struct span value,
               struct buffer *results)
{
  struct run run = { .select = select, .results = results };
  size_t before = results->length;

  if ((!value.text || !canonical_lone_surrogate(value)) &&
      run_from(&run, from, value) == 0)
    return 0;
  buffer_cut(results, before);
  return -1;
}
