/* test-builtin.c - core/grammar/builtin: the core's own commands. */
#include <check.h>

#include "core/grammar/builtin.h"
#include "core/plugin/discover.h"
#include "tests/unit/unit.h"

/* No plugin takes their names: discovery does not even look. */
START_TEST(test_names)
{
  CLEANUP_ERROR struct error error = { 0 };
  struct plugin_found found;
  size_t i;

  ck_assert_ptr_nonnull(builtins[0]);
  for (i = 0; builtins[i]; i++) {
    const char *name = builtins[i]->noun->name;

    ck_assert_msg(builtin_find(name) == builtins[i], "%s", name);
    ck_assert_msg(discover_one(name, &found, &error) == 0, "%s", name);
  }
  ck_assert_ptr_null(builtin_find("plugin"));
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("builtin");
  TCase *tests = tcase_create("builtin");

  tcase_add_test(tests, test_names);
  suite_add_tcase(suite, tests);
  return suite;
}
