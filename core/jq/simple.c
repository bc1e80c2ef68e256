/* simple.c - simple jq filters, evaluated on JSON text without jq. */
#include "core/jq/simple.h"

#include <string.h>

#include "core/base/text.h"
#include "core/jq/canonical.h"
#include "core/json/cursor.h"

/* ---- Compiling. --------------------------------------------------- */

static int is_space(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_space(const char **at)
{
  while (is_space(**at))
    (*at)++;
}

/* Reads `a` or `"a b"`: printable ASCII without escapes, which mean more in jq
 * than in JSON.  Returns -1 for another. */
static int read_name(const char **at, struct path_step *step)
{
  const char *end = path_read_name(*at, step);
  size_t i;

  if (!end)
    return -1;
  *at = end;
  for (i = 0; i < step->name.length; i++)
    if (step->name.text[i] < 0x20 || step->name.text[i] >= 0x7f ||
        step->name.text[i] == '\\')
      return -1;
  return 0;
}

/* Reads `[0]`, `["a"]` or `[]`, with white space inside. */
static int read_bracket(const char **at, struct path_step *step)
{
  (*at)++;
  skip_space(at);
  if (**at == ']')
    *step = (struct path_step){ .kind = PATH_EACH };
  else if (**at == '"' ? read_name(at, step) < 0
                       : !(*at = path_read_index(*at, step)))
    return -1;
  skip_space(at);
  return *(*at)++ == ']' ? 0 : -1;
}

/* Reads `.a`, `."a b"` or what stands in brackets. */
static int read_step(const char **at, struct path_step *step)
{
  if (**at == '[')
    return read_bracket(at, step);
  (*at)++;
  return read_name(at, step);
}

int simple_read_path(const char **at, struct simple *simple)
{
  struct path_step *step;
  int first = 1;

  skip_space(at);
  if (**at != '.')
    return -1;
  for (; **at == '.' || **at == '['; first = 0) {
    if (first && ((*at)[1] == '[' || (*at)[1] == '|' || !(*at)[1] ||
                  is_space((*at)[1]))) {
      (*at)++;
      continue;
    }
    if (simple->count == PATH_STEPS)
      return -1;
    step = &simple->steps[simple->count];
    if (read_step(at, step) < 0)
      return -1;
    step->optional = **at == '?';
    *at += step->optional;
    simple->count++;
  }
  skip_space(at);
  return 0;
}

int simple_read(const char **at, struct simple *simple)
{
  int result = simple_read_path(at, simple);

  while (result == 0 && **at == '|') {
    (*at)++;
    result = simple_read_path(at, simple);
  }
  return result;
}

int simple_compile(struct simple *simple, const char *filter)
{
  *simple = (struct simple){ .count = 0 };
  return simple_read(&filter, simple) == 0 && *filter == '\0';
}

enum simple_head simple_head(const struct simple *simple)
{
  if (simple->count == 0)
    return SIMPLE_ALL;
  if (simple->steps[0].kind == PATH_EACH)
    return SIMPLE_EVERY;
  return simple->steps[0].kind == PATH_INDEX && simple->steps[0].index >= -1
             ? SIMPLE_NUMBERED
             : SIMPLE_WHOLE;
}

int simple_is_headed(const char *filter)
{
  struct simple path = { 0 };

  return simple_read_path(&filter, &path) == 0 && path.count > 0 &&
         path.steps[0].kind == PATH_EACH && filter[0] == '|' &&
         filter[1] != '=';
}

/* ---- Evaluating. -------------------------------------------------- */

struct run {
  const struct simple *simple;
  struct buffer *results;
};

static int run_from(struct run *run, size_t at, struct json value);

static char kind_of(struct json value)
{
  return (char)(value.text ? value.text[0] : 'n');
}

/* A string as people read it. */
static void emit_guarded(struct buffer *results, struct json value)
{
  CLEANUP(buffer_wipe) struct buffer text = { .secret = results->secret };

  json_decode(&text, value);
  if (text.failed)
    results->failed = 1;
  else if (text.length)
    text_guard(results, text.data, text.length);
}

static int emit_value(struct run *run, struct json value)
{
  const int marked = run->simple->marked;
  const int is_string = json_is_string(value) && !run->simple->as_json;
  int result = 0;

  if (marked && !is_string)
    buffer_putc(run->results, RESULT_JSON);
  if (!value.text)
    buffer_puts(run->results, "null");
  else if (is_string && marked)
    emit_guarded(run->results, value);
  else if (is_string)
    json_decode(run->results, value);
  else
    result = canonical_write(run->results, value);
  buffer_putc(run->results, '\n');
  return result;
}

/* The member of that name, the last one where there are more; no text where
 * no member has it.  Returns -1 where a name with escapes may be it. */
static int find_member(struct json object, struct span name,
                       struct json *found)
{
  struct cursor cursor = cursor_in(object);
  struct json key, value;

  *found = (struct json){ NULL, 0, NULL };
  while (cursor_member(&cursor, &key, &value)) {
    if (!json_is_plain(key) && memchr(key.text, '\\', key.length))
      return -1;
    if (key.length == name.length + 2 &&
        memcmp(key.text + 1, name.text, name.length) == 0)
      *found = value;
  }
  return 0;
}

static void find_element(struct json array, long index, struct json *found)
{
  struct cursor cursor = cursor_in(array);
  struct json element;

  *found = (struct json){ NULL, 0, NULL };
  if (index < 0)
    while (cursor_element(&cursor, &element))
      index++; /* from the end, and so to one below 0 or to its place */
  if (index < 0)
    return;
  cursor = cursor_in(array);
  while (cursor_element(&cursor, &element))
    if (index-- == 0) {
      *found = element;
      return;
    }
}

/* Steps to one value.  Returns 1; 0 for no result; -1 where it is not sure
 * or an error. */
static int take_step(const struct path_step *step, struct json *value)
{
  char kind = kind_of(*value);

  if (kind == 'n')
    return 1; /* null of null */
  if (step->kind == PATH_MEMBER && kind == '{')
    return find_member(*value, step->name, value) < 0 ? -1 : 1;
  if (step->kind == PATH_INDEX && kind == '[') {
    find_element(*value, step->index, value);
    return 1;
  }
  return step->optional ? 0 : -1;
}

static int run_elements(struct run *run, size_t at, struct json array)
{
  struct cursor cursor = cursor_in(array);
  struct json element;

  while (cursor_element(&cursor, &element))
    if (run_from(run, at, element) < 0)
      return -1;
  return 0;
}

static int run_members(struct run *run, size_t at, struct json object)
{
  struct cursor cursor = cursor_in(object);
  struct span names[CANONICAL_NAMES];
  struct json name, value;
  size_t count = 0;

  for (; count < CANONICAL_NAMES; count++) {
    if (!cursor_member(&cursor, &name, &value))
      break;
    if (!json_is_plain(name) && memchr(name.text, '\\', name.length))
      return -1;
    names[count] = json_span(name);
  }
  if (count == CANONICAL_NAMES || canonical_repeats(names, count))
    return -1;
  cursor = cursor_in(object);
  while (cursor_member(&cursor, &name, &value))
    if (run_from(run, at, value) < 0)
      return -1;
  return 0;
}

/* Evaluates the steps from `at` on; no deeper than there are steps. */
static int run_from(struct run *run, size_t at, struct json value)
{
  const struct path_step *step;
  int result;

  for (; at < run->simple->count; at++) {
    step = &run->simple->steps[at];
    if (step->kind == PATH_EACH) {
      if (kind_of(value) == '[')
        return run_elements(run, at + 1, value);
      if (kind_of(value) == '{')
        return run_members(run, at + 1, value);
      return step->optional ? 0 : -1;
    }
    result = take_step(step, &value);
    if (result <= 0)
      return result;
  }
  return emit_value(run, value);
}

int simple_run(const struct simple *simple, size_t from, struct json value,
               struct buffer *results)
{
  struct run run = { .simple = simple, .results = results };
  size_t before = results->length;

  if ((!value.text || json_is_plain(value) ||
       !span_lone_surrogate(json_span(value))) &&
      run_from(&run, from, value) == 0)
    return 0;
  buffer_cut(results, before);
  return -1;
}
