/* test-builtin.c - core/grammar/builtin: the core's own commands. */
#include <check.h>

#include "core/grammar/builtin.h"
#include "core/plugin/discover.h"
#include "tests/unit/unit.h"

/* Each says what it does, as a verb of a plugin must. */
START_TEST(test_effects)
{
  const struct nscale_verb *const *verb;
  size_t i;

  for (i = 0; builtins[i]; i++) {
    ck_assert_msg(!builtins[i]->alone || builtins[i]->alone->head.effect, "%s",
                  builtins[i]->noun->name);
    for (verb = builtins[i]->noun->verbs; verb && *verb; verb++)
      ck_assert_msg((*verb)->effect, "%s %s", builtins[i]->noun->name,
                    (*verb)->name);
  }
}
END_TEST

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
  tcase_add_test(tests, test_effects);
  suite_add_tcase(suite, tests);
  return suite;
}
