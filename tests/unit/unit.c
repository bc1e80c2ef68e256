/* unit.c - runs the suite of a unit test, see unit.h.
 *
 * Each case runs in a process of its own and is reported to stdout as a line
 * of the Test Anything Protocol: tests/run-test asks Check for that.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/tree.h"

struct json_object *unit_json(const char *text)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  char *json CLEANUP_FREE = strdup(text);
  struct json_object *value = NULL;
  char *quote;

  ck_assert_ptr_nonnull(json);
  for (quote = json; (quote = strchr(quote, '\'')); quote++)
    *quote = '"';
  if (strcmp(json, "null") != 0) {
    value = json_read(json, strlen(json), "test", &error);
    ck_assert_msg(value != NULL, "%s: %s", text, error.message);
  }
  return value;
}

int unit_feed(int (*feed)(void *context, const char *bytes, size_t length,
                          struct error *error),
              void *context, struct span text, size_t step,
              struct error *error)
{
  size_t at, piece;
  int result = 0;

  for (at = 0; result == 0 && at < text.length; at += piece) {
    char *copy;

    piece = text.length - at < step ? text.length - at : step;
    copy = malloc(piece);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text.text + at, piece);
    result = feed(context, copy, piece, error);
    free(copy);
  }
  return result < 0 ? -1 : 0;
}

const char *unit_folder(void)
{
  static char path[UNIT_PATH];
  const char *parent = getenv("TMPDIR");

  ck_assert_int_lt(snprintf(path, sizeof path, "%s/nscale-unit.XXXXXX",
                            parent && *parent ? parent : "/tmp"),
                   (int)sizeof path);
  ck_assert_ptr_nonnull(mkdtemp(path));
  return path;
}

int main(void)
{
  SRunner *runner = srunner_create(unit_suite());
  int failed;

  srunner_run_all(runner, CK_ENV);
  failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
