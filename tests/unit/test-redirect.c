/* test-redirect.c - where a Location leads (core/transport/redirect.h), and
 * which link is the next page (core/transport/link.h). */
#include <string.h>

#include "core/transport/link.h"
#include "core/transport/redirect.h"
#include "tests/unit/unit.h"

static const struct {
  const char *url;
  const char *location;
  const char *next; /* "" where nobody follows it */
} cases[] = {
  /* within the origin */
  { "https://h:8/a/b?c", "/x?y", "https://h:8/x?y" },
  { "https://h/a/b?c/d", "x", "https://h/a/x" },
  { "https://h/a/b?c", "?d", "https://h/a/b?d" },
  { "https://h/a/b", "//h/x", "https://h/x" },
  { "https://h/a", "https://h/x#y", "https://h/x" },
  { "https://h/a", "https://h:443/x", "https://h:443/x" },
  { "https://h/a", "HTTPS://H/x", "https://H/x" },
  { "http://h:80/a", "http://h/x", "http://h/x" },
  { "https://h", "x", "https://h/x" },
  { "https://h", "/x", "https://h/x" },
  { "https://[::1]:5/", "https://[::1]:5/x", "https://[::1]:5/x" },
  /* another origin */
  { "https://h/a", "https://other/x", "" },
  { "https://h/a", "//other/x", "" },
  { "https://h/a", "http://h/x", "" },
  { "http://h/a", "https://h/x", "" },
  { "https://h/a", "http://h:443/x", "" },
  { "https://h/a", "https://h:444/x", "" },
  { "https://h/a", "https://hh/x", "" },
  { "https://h/a", "https://h.x/x", "" },
  { "https://h/a", "https://h@x/", "" },
  /* a user, another protocol, no address */
  { "https://h/a", "https://u:p@h/", "" },
  { "https://h/a", "//u@h/", "" },
  { "https://h/a", "ftp://h/", "" },
  { "https://h/a", "javascript:x", "" },
  { "https://h/a", "/x\ny", "" },
  { "https://h/a", "", "" },
};

START_TEST(test_redirect)
{
  const char *wanted = cases[_i].next;
  char next[64] = "before";

  ck_assert_int_eq(
      redirect_resolve(cases[_i].url, cases[_i].location, next, sizeof next),
      *wanted ? 0 : -1);
  ck_assert_str_eq(next, wanted);
}
END_TEST

/* libcurl has capital digits since 8.18. */
START_TEST(test_redirect_escaped)
{
  char next[64];

  ck_assert_int_eq(
      redirect_resolve("https://h/a", "/caf\xc3\xa9", next, sizeof next), 0);
  if (strcmp(next, "https://h/caf%c3%a9") != 0)
    ck_assert_str_eq(next, "https://h/caf%C3%A9");
}
END_TEST

/* One that does not fit is none. */
START_TEST(test_redirect_too_long)
{
  char next[12];

  ck_assert_int_eq(redirect_resolve("https://h/", "/x", next, sizeof next), 0);
  ck_assert_str_eq(next, "https://h/x");
  ck_assert_int_eq(redirect_resolve("https://h/", "/xy", next, sizeof next),
                   -1);
  ck_assert_str_eq(next, "");
}
END_TEST

static const struct {
  const char *value;
  const char *next; /* "" for none */
} links[] = {
  { "<https://h/x?page=2>; rel=\"next\"", "https://h/x?page=2" },
  { "</x?a=1,2;3>;rel=next", "/x?a=1,2;3" },
  { "<a>; rel=prev, <b> ; REL = Next , <c>;rel=next", "b" },
  { "<a>; title=\", <z>; rel=next\"; rel=last,<b>;rel=\"first  NEXT x\"",
    "b" },
  { "<a>; title=\"\\\"; rel=next\", <b>; rel=next", "b" },
  { " , ,<b>;rel=next", "b" },
  { "<b>; title; rel=next; rel=prev", "b" },
  { "<a>; rel=prev; rel=next", "" },
  { "<a>; rel=next; anchor=\"#x\"", "" },
  { "<a>; rel=nextpage, <b>; rel=\"pre-next\"", "" },
  { "<a>; rev=next", "" },
  { "<>; rel=next", "" },
  { "<a; rel=next", "" },
  { "<a>; rel=\"next", "a" },
  { "<a>; rel=\"", "" },
  { "<a>;", "" },
  { "a; rel=next", "" },
  { "", "" },
  { "<a> x y z", "" },
  { ",", "" },
};

START_TEST(test_link)
{
  const char *value = links[_i].value;
  const char *target = NULL;
  const size_t length = link_next(value, strlen(value), &target);

  ck_assert_uint_eq(length, strlen(links[_i].next));
  if (length)
    ck_assert_int_eq(memcmp(target, links[_i].next, length), 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("redirect");
  TCase *tests = tcase_create("redirect");

  tcase_add_loop_test(tests, test_redirect, 0,
                      (int)(sizeof cases / sizeof *cases));
  tcase_add_loop_test(tests, test_link, 0,
                      (int)(sizeof links / sizeof *links));
  tcase_add_test(tests, test_redirect_escaped);
  tcase_add_test(tests, test_redirect_too_long);
  suite_add_tcase(suite, tests);
  return suite;
}
