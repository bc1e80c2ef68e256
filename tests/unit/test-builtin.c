/* test-builtin.c - core/cli/builtin: the core's own commands. */
#include <check.h>

#include "core/cli/builtin.h"
#include "core/plugin/discover.h"
#include "tests/unit/unit.h"

/* Plugins must not take their names, which discovery knows without knowing
 * the commands. */
START_TEST(test_names)
{
  size_t i;

  for (i = 0; core_commands[i]; i++)
    ck_assert_msg(builtin_find(core_commands[i]) != NULL, "%s",
                  core_commands[i]);
  for (i = 0; builtins[i]; i++)
    ck_assert_msg(core_command(builtins[i]->noun->name), "%s",
                  builtins[i]->noun->name);
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
