/* test-suggest.c - core/cli/suggest. */
#include "core/base/suggest.h"

#include <string.h>

#include "tests/unit/unit.h"

static const char *const verbs[] = { "list",   "get",    "create", "update",
                                     "rotate", "delete", NULL };

static const struct {
  const char *word;
  const char *meant; /* NULL: nothing */
} cases[] = {
  { "list", "list" },
  { "lsit", "list" },  /* two neighbours swapped */
  { "lst", "list" },   /* one left out */
  { "lists", "list" }, /* one put in */
  { "lost", "list" },  /* one replaced */
  { "ls", NULL },      /* two steps from a word of two letters */
  { "gte", "get" },
  { "gxe", NULL },  /* two steps from a word of three letters */
  { "tips", NULL }, /* two steps from a word of four letters */
  { "creat", "create" },
  { "craete", "create" },
  { "crate", "create" }, /* before rotate, which is two steps away */
  { "upadte", "update" },
  { "rtaote", "rotate" }, /* two swaps */
  { "etadpu", NULL },
  { "delet", "delete" },
  { "remove", NULL },
  { "", NULL },
  { "DELETE", NULL },
};

START_TEST(test_verbs)
{
  const char *found = suggest(cases[_i].word, verbs, 7);

  if (cases[_i].meant)
    ck_assert_pstr_eq(found, cases[_i].meant);
  else
    ck_assert_ptr_null(found);
}
END_TEST

START_TEST(test_first_of_equals)
{
  const char *const words[] = { "beta", "bets", "best" };

  ck_assert_pstr_eq(suggest("betx", words, 3), "beta");
  ck_assert_pstr_eq(suggest("bests", words, 3), "bets");
  ck_assert_ptr_null(suggest("beta", words, 0));
}
END_TEST

/* A word of one letter is near everything short, and resembles little. */
START_TEST(test_one_letter)
{
  const char *const words[] = { "y", "sa" };

  ck_assert_ptr_null(suggest("x", words, 2));
  ck_assert_pstr_eq(suggest("s", words, 2), "sa");
}
END_TEST

START_TEST(test_long)
{
  char word[SUGGEST_LONGEST + 2], candidate[SUGGEST_LONGEST + 2];
  const char *const words[] = { candidate };

  memset(word, 'a', sizeof word);
  memset(candidate, 'a', sizeof candidate);
  word[SUGGEST_LONGEST] = candidate[SUGGEST_LONGEST] = '\0';
  word[0] = 'b';
  ck_assert_ptr_eq(suggest(word, words, 1), candidate);
  candidate[SUGGEST_LONGEST] = 'a';
  candidate[SUGGEST_LONGEST + 1] = '\0';
  ck_assert_ptr_null(suggest(word, words, 1));
  word[SUGGEST_LONGEST] = 'a';
  word[SUGGEST_LONGEST + 1] = '\0';
  ck_assert_ptr_null(suggest(word, words, 1));
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("suggest");
  TCase *tests = tcase_create("suggest");

  tcase_add_loop_test(tests, test_verbs, 0,
                      (int)(sizeof cases / sizeof cases[0]));
  tcase_add_test(tests, test_first_of_equals);
  tcase_add_test(tests, test_one_letter);
  tcase_add_test(tests, test_long);
  suite_add_tcase(suite, tests);
  return suite;
}
