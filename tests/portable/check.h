/* check.h - as much of Check as the unit tests use, for machines that have
 * no libcheck.
 *
 * The same tests run, each in a process of its own, and are reported in the
 * same protocol.  For what each name means see Check's manual.
 */
#ifndef PORTABLE_CHECK_H
#define PORTABLE_CHECK_H

/* As Check's own header would be: what a test names is its own affair. */
#pragma GCC system_header

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CK_ENV 0
#define CK_NORMAL 0
#define MOST 256 /* tests of a case, and cases of a suite */

struct check_test {
  const char *name;
  void (*run)(int i);
  int first, end;
};

#define TCase struct check_case
struct check_case {
  const char *name;
  void (*setup)(void), (*teardown)(void);
  struct check_test tests[MOST];
  int count;
};

#define Suite struct check_suite
#define SRunner struct check_suite
struct check_suite {
  const char *name;
  struct check_case *cases[MOST];
  int count;
  int number, failed; /* while it runs */
};

#define START_TEST(name)                                                      \
  static void name(int _i)                                                    \
  {                                                                           \
    (void)_i;
#define END_TEST }

/* ---- What must hold. ---------------------------------------------- */

#define ck_abort_msg(...)                                                     \
  (printf("# %s:%d: ", __FILE__, __LINE__), printf(__VA_ARGS__), puts(""),    \
   fflush(stdout), _exit(1))
#define ck_assert_msg(property, ...)                                          \
  ((property) ? (void)0 : ck_abort_msg(__VA_ARGS__))
#define ck_assert(property) ck_assert_msg(property, "%s", #property)
#define CHECK_NUMBER(type, format, a, op, b)                                  \
  do {                                                                        \
    type a_ = (type)(a), b_ = (type)(b);                                      \
    ck_assert_msg(a_ op b_, "%s is %" format ", not " #op " %" format, #a,    \
                  a_, b_);                                                    \
  } while (0)
#define CHECK_INT(a, op, b) CHECK_NUMBER(intmax_t, PRIdMAX, a, op, b)
#define CHECK_UINT(a, op, b) CHECK_NUMBER(uintmax_t, PRIuMAX, a, op, b)
#define ck_assert_int_eq(a, b) CHECK_INT(a, ==, b)
#define ck_assert_int_ne(a, b) CHECK_INT(a, !=, b)
#define ck_assert_int_gt(a, b) CHECK_INT(a, >, b)
#define ck_assert_int_ge(a, b) CHECK_INT(a, >=, b)
#define ck_assert_int_lt(a, b) CHECK_INT(a, <, b)
#define ck_assert_int_le(a, b) CHECK_INT(a, <=, b)
#define ck_assert_uint_eq(a, b) CHECK_UINT(a, ==, b)
#define ck_assert_uint_gt(a, b) CHECK_UINT(a, >, b)
#define ck_assert_uint_ge(a, b) CHECK_UINT(a, >=, b)
#define ck_assert_uint_lt(a, b) CHECK_UINT(a, <, b)
#define ck_assert_uint_le(a, b) CHECK_UINT(a, <=, b)
#define ck_assert_ptr_eq(a, b) ck_assert((const void *)(a) == (b))
#define ck_assert_ptr_ne(a, b) ck_assert((const void *)(a) != (b))
#define ck_assert_ptr_null(a) ck_assert((a) == NULL)
#define ck_assert_ptr_nonnull(a) ck_assert((a) != NULL)
#define ck_assert_pstr_eq(a, b)                                               \
  do {                                                                        \
    const char *a_ = (a), *b_ = (b);                                          \
    ck_assert_msg(a_ == b_ || (a_ && b_ && strcmp(a_, b_) == 0),              \
                  "%s is \"%s\" instead of \"%s\"", #a, a_ ? a_ : "(null)",   \
                  b_ ? b_ : "(null)");                                        \
  } while (0)
#define ck_assert_str_eq(a, b)                                                \
  do {                                                                        \
    ck_assert_ptr_nonnull(a);                                                 \
    ck_assert_pstr_eq(a, b);                                                  \
  } while (0)
#define ck_assert_mem_eq(a, b, size) ck_assert(memcmp(a, b, size) == 0)

/* ---- Suites. ------------------------------------------------------ */

static inline void *check_new(size_t size)
{
  void *block = calloc(1, size);

  if (!block)
    abort();
  return block;
}

static inline Suite *suite_create(const char *name)
{
  Suite *suite = check_new(sizeof *suite);

  suite->name = name;
  return suite;
}

static inline TCase *tcase_create(const char *name)
{
  TCase *tests = check_new(sizeof *tests);

  tests->name = name;
  return tests;
}

static inline void suite_add_tcase(Suite *suite, TCase *tests)
{
  if (suite->count == MOST)
    abort();
  suite->cases[suite->count++] = tests;
}

static inline void tcase_add_checked_fixture(TCase *tests, void (*setup)(void),
                                             void (*teardown)(void))
{
  tests->setup = setup;
  tests->teardown = teardown;
}

/* tests/run-test ends what hangs. */
static inline void tcase_set_timeout(TCase *tests, double seconds)
{
  (void)tests;
  (void)seconds;
}

static inline void check_add(TCase *tests, const char *name,
                             void (*run)(int i), int first, int end)
{
  if (tests->count == MOST)
    abort();
  tests->tests[tests->count++] = (struct check_test){ name, run, first, end };
}

#define tcase_add_test(tests, name) check_add(tests, #name, name, 0, 1)
#define tcase_add_loop_test(tests, name, first, end)                          \
  check_add(tests, #name, name, first, end)

/* ---- Running. ----------------------------------------------------- */

/* Runs one test in a process of its own; returns 0 if it passed. */
static inline int check_run(const TCase *tests, void (*run)(int i), int i)
{
  pid_t child;
  int status;

  (void)fflush(stdout);
  child = fork();
  if (child < 0)
    return -1;
  if (child == 0) {
    if (tests->setup)
      tests->setup();
    run(i);
    if (tests->teardown)
      tests->teardown();
    (void)fflush(stdout);
    _exit(0);
  }
  return waitpid(child, &status, 0) == child && status == 0 ? 0 : -1;
}

static inline SRunner *srunner_create(Suite *suite)
{
  return suite;
}

static inline void srunner_run_all(SRunner *suite, int mode)
{
  const TCase *tests;
  int at, test, i, failed;

  (void)mode;
  for (at = 0; at < suite->count; at++)
    for (tests = suite->cases[at], test = 0; test < tests->count; test++)
      for (i = tests->tests[test].first; i < tests->tests[test].end; i++) {
        failed = check_run(tests, tests->tests[test].run, i) != 0;
        suite->failed += failed;
        printf("%s %d - %s:%s:%s:%d\n", failed ? "not ok" : "ok",
               ++suite->number, suite->name, tests->name,
               tests->tests[test].name, i);
      }
}

static inline int srunner_ntests_failed(const SRunner *suite)
{
  return suite->failed;
}

static inline void srunner_free(SRunner *suite)
{
  while (suite->count > 0)
    free(suite->cases[--suite->count]);
  free(suite);
}

#endif
