/* test-details.c - one thing as aligned lines. */
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/output/details.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1780315200) /* 2026-06-01T12:00:00Z */

static const char *const name[] = { "ci\x1b[31m" };
static const char *const groups[] = { "one", NULL, "", "two" };
static const char *const past[] = { "2026-05-29T12:00:00Z" };
static const char *const soon[] = { "2026-06-13T12:00:00Z" };
static const char *const later[] = { "2026-09-01T14:00:00+02:00" };
static const char *const never[] = { "never" };
static const char *const status[] = { "provisioned" };

static const struct details_field fields[] = {
  { "Name", TABLE_TEXT, name, 1, 0 },
  { "Groups", TABLE_TEXT, groups, 4, 0 },
  { "Tags", TABLE_TEXT, NULL, 0, 0 },
  { "Created", TABLE_AGE, past, 1, 0 },
  { "Past", TABLE_EXPIRY, past, 1, 0 },
  { "Soon", TABLE_EXPIRY, soon, 1, 0 },
  { "Caf\xc3\xa9", TABLE_TIME, later, 1, 0 },
  { "Never", TABLE_EXPIRY, never, 1, 0 },
  { "Status", TABLE_STATUS, status, 1, 1 },
};

static void prints(const struct table_style *style, const char *wanted)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer out = { 0 };

  ck_assert_int_eq(details_write(fields, sizeof fields / sizeof fields[0],
                                 style, sink_to_buffer(&out), &error),
                   0);
  ck_assert_str_eq(out.data, wanted);
}

START_TEST(test_pipe)
{
  prints(&(struct table_style){ .now = NOW, .width = 10 },
         "Name:     ci\\x1b[31m\n"
         "Groups:   one\n"
         "          -\n"
         "          -\n"
         "          two\n"
         "Tags:     -\n"
         "Created:  2026-05-29T12:00:00Z\n"
         "Past:     2026-05-29T12:00:00Z\n"
         "Soon:     2026-06-13T12:00:00Z\n"
         "Caf\xc3\xa9:     2026-09-01T14:00:00+02:00\n"
         "Never:    never\n\n"
         "Status:   provisioned\n");
}
END_TEST

START_TEST(test_terminal)
{
  prints(&(struct table_style){ .terminal = 1, .now = NOW, .colour = 1 },
         "Name:     ci\\x1b[31m\n"
         "Groups:   one\n"
         "          -\n"
         "          -\n"
         "          two\n"
         "Tags:     -\n"
         "Created:  2026-05-29T12:00:00Z (3 days ago)\n"
         "Past:     \x1b[31m2026-05-29T12:00:00Z (expired 3 days ago)"
         "\x1b[0m\n"
         "Soon:     \x1b[33m2026-06-13T12:00:00Z (in 12 days)\x1b[0m\n"
         "Caf\xc3\xa9:     2026-09-01T14:00:00+02:00 (in 3 months)\n"
         "Never:    never\n\n"
         "Status:   \x1b[32mprovisioned\x1b[0m\n");
}
END_TEST

static int refuse(void *context, const char *bytes, size_t length,
                  struct error *error)
{
  (void)context;
  (void)bytes;
  (void)length;
  return error_set(error, EXIT_FAILED, "disk full");
}

START_TEST(test_writer_fails)
{
  CLEANUP_ERROR struct error error = { 0 };
  const struct table_style style = { .now = NOW };
  const struct sink refusing = { refuse, NULL };

  ck_assert_int_eq(details_write(fields, 1, &style, refusing, &error), -1);
  ck_assert_str_eq(error.message, "disk full");
  ck_assert_int_eq(details_write(fields, 0, &style, refusing, &error),
                   0); /* nothing to write */
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("details");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_test(tcase, test_pipe);
  tcase_add_test(tcase, test_terminal);
  tcase_add_test(tcase, test_writer_fails);
  return suite;
}
