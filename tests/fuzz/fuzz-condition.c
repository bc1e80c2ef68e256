/* fuzz-condition.c - what the flags of a verb demand of a thing
 * (core/invocation/condition.h), held against the tree of the same text.
 *
 * The first byte chooses the verb, the second how many words there are; they
 * follow, with a NUL behind each, and then the thing.
 */
#include "core/invocation/condition.h"

#include <json-c/json.h>
#include <string.h>

#include "core/json/path.h"
#include "tests/fuzz/fuzz.h"

#define NOW INT64_C(1750000000)

static int is_string(struct json_object *value, const char *text)
{
  return json_object_is_type(value, json_type_string) && *text &&
         (size_t)json_object_get_string_len(value) == strlen(text) &&
         strcmp(json_object_get_string(value), text) == 0;
}

static int contains(struct json_object *list, const char *text)
{
  size_t i = 0;

  if (!json_object_is_type(list, json_type_array))
    return 0;
  while (i < json_object_array_length(list) &&
         !is_string(json_object_array_get_idx(list, i), text))
    i++;
  return i < json_object_array_length(list);
}

/* What meets all of them meets each; what meets not all, or cannot be judged,
 * has a reason. */
static void check_each(const struct conditions *conditions,
                       struct json_object *thing, int result)
{
  int times = 0, met = 1;

  for (size_t i = 0; i < conditions->count; i++) {
    const struct condition *condition = &conditions->list[i];
    struct json_object *value = path_get(thing, condition->flag->filter_path);

    if (condition->flag->filter == NSCALE_FILTER_CONTAINS) {
      met &= contains(value, condition->value);
    } else {
      times++;
      MUST(result == CONDITION_UNMET || value);
      met &= value != NULL;
    }
  }
  MUST(result == CONDITION_UNMET || met);
  if (!times)
    MUST(result == met);
}

static void check_thing(const struct conditions *conditions, const char *text,
                        size_t length, struct json_object *thing)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct error other CLEANUP_ERROR = { .message = NULL };
  struct buffer why CLEANUP_BUFFER = { 0 };
  int result = conditions_meet(conditions, text, length, &why, &error);

  fuzz_error(result < 0 ? -1 : 0, &error);
  if (result < 0) {
    MUST(error.exit_status == EXIT_FAILED);
  } else {
    MUST((result != CONDITION_MET) == (why.length > 0));
    check_each(conditions, thing, result);
  }
  MUST(conditions_meet(conditions, text, length, NULL, &other) == result);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static struct flag_table table;
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  struct words words CLEANUP_WORDS = { .count = 0 };
  struct flags flags CLEANUP_FLAGS = { 0 };
  struct json_object *thing CLEANUP_JSON = NULL;
  char *text CLEANUP_FREE = NULL;
  struct conditions conditions = { 0 };
  const struct nscale_verb *const *verbs = fuzz_noun()->verbs;
  uint8_t choice = fuzz_byte(&input);
  int result;

  while (choice-- > 0 && verbs[1])
    verbs++;
  flags_global(&table);
  flags_of_verb(&table, *verbs);
  fuzz_words(&input, fuzz_byte(&input) % 8, &words);
  if (flags_parse(&flags, &table, words.count, words.list, &error) < 0)
    return 0;
  result = conditions_read(&conditions, &flags, *verbs, NOW, &error);
  fuzz_error(result, &error);
  if (result < 0) {
    MUST(error.exit_status == EXIT_USAGE);
    return 0;
  }
  text = fuzz_copy(input.bytes, input.size);
  thing = fuzz_tree(text, input.size);
  if (thing)
    check_thing(&conditions, text, input.size, thing);
  return 0;
}
