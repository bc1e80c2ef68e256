/* fuzz-path.c - simple paths into a tree (core/json/path.h).
 *
 * The input is a path, and after a NUL another one.
 */
#include "core/json/path.h"

#include <string.h>

#include "core/json/tree.h"
#include "tests/fuzz/fuzz.h"

static struct json_object *make_tree(void)
{
  static const char text[] =
      "{\"a\":{\"b\":[1,\"two\",{\"c\":null},[[3]],\"nul\\u0000\"],"
      "\"a b\":{\"\":0},\"q\\\"\\\\\":true},\"list\":[[],{}],\"s\":\"text\","
      "\"_x1\":-1.5,\"null\":null}";
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *tree =
      json_read(text, sizeof text - 1, "the tree", &error);

  MUST(tree != NULL);
  return tree;
}

static int unchanged(struct json_object *tree, const char *before)
{
  char *now CLEANUP_FREE = fuzz_json(tree);

  return strcmp(now, before) == 0;
}

static void check_get(struct json_object *tree, const char *path)
{
  struct json_object *value = path_get(tree, path);
  const char *text = path_string(tree, path);

  if (!path_valid(path))
    MUST(value == NULL && text == NULL);
  if (strcmp(path, ".") == 0)
    MUST(value == tree);
  if (text)
    MUST(json_object_is_type(value, json_type_string) &&
         text == json_object_get_string(value));
  /* Below what is no container there is nothing. */
  MUST(path_get(value, "") == NULL);
}

static void check_set(struct json_object *tree, const char *path)
{
  char *before CLEANUP_FREE = fuzz_json(tree);
  struct json_object *value = json_object_new_int(7);

  if (path_set(tree, path, value) < 0) {
    MUST(unchanged(tree, before));
    json_object_put(value); /* still the caller's, or this is a double free */
    return;
  }
  MUST(path_valid(path));
  MUST(path_get(tree, path) == value);
  MUST(path_set(tree, path, NULL) == 0);
  MUST(path_get(tree, path) == NULL);
  MUST(path_delete(tree, path) == 1);
}

static void check_delete(struct json_object *tree, const char *path)
{
  char *before CLEANUP_FREE = fuzz_json(tree);
  struct json_object *value = path_get(tree, path);
  int result = path_delete(tree, path);

  MUST(result >= -1 && result <= 1);
  if (value && strcmp(path, ".") != 0)
    MUST(result == 1);
  if (result != 1)
    MUST(unchanged(tree, before));
  if (!path_valid(path))
    MUST(result == -1);
  /* An element's place is taken by the next one. */
  if (result == 1 && path[strlen(path) - 1] != ']')
    MUST(path_get(tree, path) == NULL && path_delete(tree, path) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  struct json_object *tree CLEANUP_JSON = make_tree();
  char *path CLEANUP_FREE = fuzz_next(&input);
  char *other CLEANUP_FREE = fuzz_next(&input);
  char *text CLEANUP_FREE = NULL;

  check_get(tree, path);
  check_set(tree, path);
  check_get(tree, other);
  check_delete(tree, other);
  check_set(tree, other);
  check_delete(tree, path);
  text = fuzz_json(tree); /* whole still, and all of it readable */
  return 0;
}
