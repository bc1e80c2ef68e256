/* unit.c - runs the suite of a unit test, see unit.h.
 *
 * Each case runs in a process of its own and is reported to stdout as a line
 * of the Test Anything Protocol: tests/run-test asks Check for that.
 */
#include "tests/unit/unit.h"

#include <stdlib.h>

int main(void)
{
  SRunner *runner = srunner_create(unit_suite());
  int failed;

  srunner_run_all(runner, CK_ENV);
  failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
