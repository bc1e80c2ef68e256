/* unit.h - what a unit test needs.
 *
 * A test is one file tests/unit/test-TOPIC.c that defines unit_suite; the
 * main function, which runs the suite and reports each case, is in unit.c.
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

/* The suite of this program; it belongs to the caller. */
Suite *unit_suite(void);

#endif
