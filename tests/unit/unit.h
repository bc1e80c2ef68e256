/* unit.h - what a unit test needs.
 *
 * A test is one file tests/unit/test-TOPIC.c that defines unit_suite; the
 * main function, which runs the suite and reports each case, is in unit.c.
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

#include "core/base/span.h"

struct error;
struct json_object;

#define UNIT_PATH 1024 /* of any path in a folder of unit_folder, with NUL */

/* The suite of this program; it belongs to the caller. */
Suite *unit_suite(void);

/* A value of a text, in which ' stands for ", so that it can be read; NULL
 * for "null", which is how json-c has it.  The caller puts it.  Fails the
 * case where the text is no JSON. */
struct json_object *unit_json(const char *text);

/* Hands a text to a function in pieces of `step` bytes, exact copies, so that
 * a sanitizer sees their ends.  Returns 0, or -1 once that does. */
int unit_feed(int (*feed)(void *context, const char *bytes, size_t length,
                          struct error *error),
              void *context, struct span text, size_t step,
              struct error *error);

/* Makes an empty folder, below TMPDIR or /tmp.  Its path lives as long as the
 * process, which is the case that runs; one a case.  The caller removes it. */
const char *unit_folder(void);

#endif
