/* test-secret.c - core/token/secret.  Each case is a process of its own,
 * with its own environment and token. */
#include "core/token/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "core/base/error.h"
#include "tests/unit/unit.h"

#define VARIABLE "NSCALE_SERVICE_TOKEN"
#define FILE_VARIABLE "NSCALE_SERVICE_TOKEN_FILE"

extern char **environ;

static const char *folder;
static char path[UNIT_PATH];

static void set_up(void)
{
  (void)unsetenv(VARIABLE);
  (void)unsetenv(FILE_VARIABLE);
  folder = unit_folder();
  (void)snprintf(path, sizeof path, "%s/token", folder);
}

static void tear_down(void)
{
  (void)unlink(path);
  (void)rmdir(folder);
}

static void set(const char *name, const char *value)
{
  ck_assert_int_eq(setenv(name, value, 1), 0);
}

static void write_file(const char *bytes, size_t length)
{
  FILE *file = fopen(path, "w");

  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
  ck_assert_int_eq(fclose(file), 0);
  set(FILE_VARIABLE, path);
}

static void expect(const char *token)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  const char *got = secret_token(&error);

  ck_assert_msg(got != NULL, "%s", error.message);
  ck_assert_str_eq(got, token);
}

static void refuse(int exit_status, const char *message, const char *hint)
{
  struct error error CLEANUP_ERROR = { .message = NULL };

  ck_assert_ptr_null(secret_token(&error));
  ck_assert_str_eq(error.message, message);
  ck_assert_int_eq(error.exit_status, exit_status);
  if (hint != NULL)
    ck_assert_str_eq(error.hint, hint);
  else
    ck_assert_ptr_null(error.hint);
}

static void refuse_none(void)
{
  refuse(EXIT_AUTH, "no service token",
         "set NSCALE_SERVICE_TOKEN, or NSCALE_SERVICE_TOKEN_FILE to a file "
         "that holds it");
}

START_TEST(test_variable)
{
  struct rlimit limit;

  set(VARIABLE, "abc.def-ghi");
  secret_take();
  ck_assert_ptr_null(getenv(VARIABLE));
  ck_assert_int_eq(getrlimit(RLIMIT_CORE, &limit), 0);
  ck_assert_uint_eq(limit.rlim_cur, 0);
  expect("abc.def-ghi");
  expect("abc.def-ghi");
  secret_wipe();
  refuse_none();
}
END_TEST

/* In place, and each of two. */
START_TEST(test_overwrites)
{
  static char one[] = VARIABLE "=first";
  static char other[] = "OTHER=stays";
  static char two[] = VARIABLE "=second";
  static char *variables[] = { one, other, two, NULL };

  environ = variables;
  secret_take();
  ck_assert_int_eq(one[sizeof VARIABLE], '\0');
  ck_assert_int_eq(one[sizeof one - 2], '\0');
  ck_assert_int_eq(two[sizeof VARIABLE], '\0');
  ck_assert_int_eq(two[sizeof two - 2], '\0');
  ck_assert_str_eq(other, "OTHER=stays");
  ck_assert_ptr_eq(variables[0], other);
  ck_assert_ptr_null(variables[1]);
  expect("first");
}
END_TEST

START_TEST(test_none)
{
  secret_take();
  refuse_none();
  set(FILE_VARIABLE, "");
  refuse_none();
  set(VARIABLE, "");
  secret_take();
  refuse_none();
  write_file("\n", 1);
  refuse_none();
}
END_TEST

START_TEST(test_file)
{
  secret_take();
  write_file("abc\n", 4);
  expect("abc");
  ck_assert_int_eq(unlink(path), 0);
  expect("abc");
  secret_wipe();
  write_file("abc\r\n", 5);
  expect("abc");
  secret_wipe();
  write_file("abc", 3);
  expect("abc");
  secret_wipe();
  write_file("abc\n\n", 5);
  refuse(EXIT_AUTH,
         "the service token in NSCALE_SERVICE_TOKEN_FILE ends with "
         "a line break: leave it out",
         NULL);
}
END_TEST

START_TEST(test_pipe)
{
  char name[32];
  int ends[2];

  secret_take();
  ck_assert_int_eq(pipe(ends), 0);
  ck_assert_int_eq(write(ends[1], "abc\n", 4), 4);
  ck_assert_int_eq(close(ends[1]), 0);
  (void)snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
  if (access(name, F_OK) != 0)
    return; /* a system without such names */
  set(FILE_VARIABLE, name);
  expect("abc");
  expect("abc");
  ck_assert_int_eq(close(ends[0]), 0);
}
END_TEST

START_TEST(test_both)
{
  set(VARIABLE, "abc");
  secret_take();
  write_file("abc\n", 4);
  expect("abc");
  secret_wipe();
  set(VARIABLE, "abd");
  secret_take();
  refuse(EXIT_USAGE,
         "NSCALE_SERVICE_TOKEN and NSCALE_SERVICE_TOKEN_FILE are "
         "both set, and hold different tokens",
         "unset one of them");
}
END_TEST

START_TEST(test_bad_files)
{
  char expected[UNIT_PATH + 160];

  secret_take();
  set(FILE_VARIABLE, path);
  (void)snprintf(expected, sizeof expected,
                 "cannot read %s, which "
                 "NSCALE_SERVICE_TOKEN_FILE names: No such file or directory",
                 path);
  refuse(EXIT_AUTH, expected, NULL);
  set(FILE_VARIABLE, folder);
  (void)snprintf(expected, sizeof expected,
                 "cannot read %s, which "
                 "NSCALE_SERVICE_TOKEN_FILE names: Is a directory",
                 folder);
  refuse(EXIT_AUTH, expected, NULL);
  set(FILE_VARIABLE, "/dev/null");
  refuse(EXIT_AUTH,
         "/dev/null, which NSCALE_SERVICE_TOKEN_FILE names, is "
         "neither a file nor a pipe",
         NULL);
}
END_TEST

START_TEST(test_bad_bytes)
{
  static const struct {
    const char *token;
    const char *message;
  } cases[] = {
    { "a\nb", "the service token in NSCALE_SERVICE_TOKEN holds a line "
              "break" },
    { "a\r", "the service token in NSCALE_SERVICE_TOKEN ends with a line "
             "break: leave it out" },
    { "a b", "the service token in NSCALE_SERVICE_TOKEN holds a space" },
    { "a\x1b[", "the service token in NSCALE_SERVICE_TOKEN holds a control "
                "character" },
    { "\x7f", "the service token in NSCALE_SERVICE_TOKEN holds a control "
              "character" },
    { "caf\xc3\xa9", "the service token in NSCALE_SERVICE_TOKEN holds a "
                     "character that is not ASCII" },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    set(VARIABLE, cases[i].token);
    secret_take();
    refuse(EXIT_AUTH, cases[i].message,
           strchr(cases[i].token, ' ')
               ? "give the token alone, without a word such as Bearer"
               : NULL);
    secret_wipe();
  }
  write_file("a\0b", 3);
  refuse(EXIT_AUTH,
         "the service token in NSCALE_SERVICE_TOKEN_FILE holds a "
         "control character",
         NULL);
}
END_TEST

START_TEST(test_long)
{
  static char token[65538 + 1];

  memset(token, 'a', 65536);
  set(VARIABLE, token);
  secret_take();
  expect(token);
  secret_wipe();
  token[65536] = 'a';
  set(VARIABLE, token);
  secret_take();
  refuse(EXIT_AUTH,
         "the service token in NSCALE_SERVICE_TOKEN is longer "
         "than 64 KiB",
         NULL);
  secret_wipe();
  write_file(token, 65537);
  refuse(EXIT_AUTH,
         "the service token in NSCALE_SERVICE_TOKEN_FILE is "
         "longer than 64 KiB",
         NULL);
  secret_wipe();
  token[65536] = '\r';
  token[65537] = '\n';
  write_file(token, 65538);
  token[65536] = '\0';
  expect(token);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("secret");
  TCase *tests = tcase_create("secret");

  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, test_variable);
  tcase_add_test(tests, test_overwrites);
  tcase_add_test(tests, test_none);
  tcase_add_test(tests, test_file);
  tcase_add_test(tests, test_pipe);
  tcase_add_test(tests, test_both);
  tcase_add_test(tests, test_bad_files);
  tcase_add_test(tests, test_bad_bytes);
  tcase_add_test(tests, test_long);
  suite_add_tcase(suite, tests);
  return suite;
}
