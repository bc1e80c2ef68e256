/* fuzz-select.c - simple filters (core/jq/simple.h), held against a walk
 * over the tree of the same text; and filters over a list that comes element
 * by element (core/output/filter_list.h), against those over the whole.
 *
 * The input is a filter and, after a NUL, a JSON text.
 */
#include "core/jq/simple.h"

#include <json-c/json.h>
#include <string.h>

#include "core/json/cursor.h"
#include "core/json/same.h"
#include "core/output/filter_list.h"
#include "tests/fuzz/fuzz.h"

/* The results that the walk has not met yet. */
struct walk {
  const struct simple *select;
  const char *at;
  const char *end;
};

/* The next result is this value: a string as it is, anything else as JSON on
 * one line. */
static void expect(struct walk *walk, struct json_object *value)
{
  const size_t left = (size_t)(walk->end - walk->at);
  const char *text = json_object_get_string(value);
  struct json_object *result CLEANUP_JSON = NULL;
  size_t length;

  if (json_object_is_type(value, json_type_string)) {
    length = (size_t)json_object_get_string_len(value);
    MUST(left > length && memcmp(walk->at, text, length) == 0);
  } else {
    MUST(memchr(walk->at, '\n', left) != NULL);
    length = (size_t)((const char *)memchr(walk->at, '\n', left) - walk->at);
    if (!value) {
      MUST(length == 4 && memcmp(walk->at, "null", 4) == 0);
    } else {
      result = fuzz_tree(walk->at, length);
      MUST(json_same(result, value));
    }
  }
  MUST(walk->at[length] == '\n');
  walk->at += length + 1;
}

static void walk_from(struct walk *walk, size_t at, struct json_object *value);

static void walk_each(struct walk *walk, size_t at, struct json_object *value)
{
  if (json_object_is_type(value, json_type_array)) {
    for (size_t i = 0; i < json_object_array_length(value); i++)
      walk_from(walk, at + 1, json_object_array_get_idx(value, i));
  } else if (json_object_is_type(value, json_type_object)) {
    json_object_object_foreach(value, name, member)
    {
      (void)name;
      walk_from(walk, at + 1, member);
    }
  } else {
    MUST(walk->select->steps[at].optional); /* else an error of jq's */
  }
}

static struct json_object *member_of(struct json_object *object,
                                     struct span name)
{
  char *key CLEANUP_FREE = fuzz_text(name.text, name.length);
  struct json_object *member = NULL;

  (void)json_object_object_get_ex(object, key, &member);
  return member;
}

static struct json_object *element_of(struct json_object *array, long index)
{
  const long count = (long)json_object_array_length(array);

  index += index < 0 ? count : 0;
  return index < 0 ? NULL : json_object_array_get_idx(array, (size_t)index);
}

static void walk_from(struct walk *walk, size_t at, struct json_object *value)
{
  const struct path_step *step = &walk->select->steps[at];

  if (at == walk->select->count) {
    expect(walk, value);
  } else if (step->kind == PATH_EACH) {
    walk_each(walk, at, value);
  } else if (!value) {
    walk_from(walk, at + 1, NULL);
  } else if (step->kind == PATH_MEMBER &&
             json_object_is_type(value, json_type_object)) {
    walk_from(walk, at + 1, member_of(value, step->name));
  } else if (step->kind == PATH_INDEX &&
             json_object_is_type(value, json_type_array)) {
    walk_from(walk, at + 1, element_of(value, step->index));
  } else {
    MUST(step->optional);
  }
}

/* There is no libjq here: what must be asked of it fails. */
static void check_list(const char *text, struct span json,
                       const struct buffer *whole)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer results CLEANUP_BUFFER = { 0 };
  struct filter filter = { 0 };
  struct filter_list list = { .filter = &filter,
                              .sink = sink_to_buffer(&results) };
  struct cursor cursor = cursor_of(json);
  struct json element;
  int result = 0;

  MUST(filter_compile(&filter, text, &error) == 0 && filter.is_simple);
  if (filter.head != SIMPLE_WHOLE && json.text[0] == '[') {
    while (result == 0 && cursor_element(&cursor, &element))
      result = filter_list_add(&list, element, &error);
    if (result == 0)
      result = filter_list_end(&list, &error);
    fuzz_error(result, &error);
    if (result == 0)
      MUST(results.length == whole->length &&
           (!results.length ||
            memcmp(results.data, whole->data, results.length) == 0));
  }
  filter_list_free(&list);
  filter_free(&filter);
}

static int is_space(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void check(const char *text, const struct simple *select,
                  struct span json, struct json_object *tree)
{
  struct buffer results CLEANUP_BUFFER = { 0 };
  struct walk walk = { .select = select };

  buffer_puts(&results, "before");
  if (simple_run(select, 0, json_of(json), &results) < 0) {
    MUST(results.length == 6 && strcmp(results.data, "before") == 0);
    return;
  }
  walk.at = results.data + 6;
  walk.end = results.data + results.length;
  walk_from(&walk, 0, tree);
  MUST(walk.at == walk.end);
  buffer_clear(&results);
  MUST(simple_run(select, 0, json_of(json), &results) == 0);
  check_list(text, json, &results);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  char *filter CLEANUP_FREE = fuzz_next(&input);
  char *text CLEANUP_FREE = fuzz_copy(input.bytes, input.size);
  struct span json = { text, input.size };
  struct json_object *tree CLEANUP_JSON = fuzz_tree(text, input.size);
  struct simple select;

  (void)simple_is_headed(filter);
  if (!simple_compile(&select, filter) || !tree)
    return 0;
  MUST(select.count <= PATH_STEPS);
  for (; json.length && (is_space(*json.text) || *json.text == '\xef' ||
                         *json.text == '\xbb' || *json.text == '\xbf');
       json.text++)
    json.length--;
  while (json.length && is_space(json.text[json.length - 1]))
    json.length--;
  check(filter, &select, json, tree);
  return 0;
}
