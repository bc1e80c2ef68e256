/* test-tty.c - what a terminal can do. */
#include "core/message/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "tests/unit/unit.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static int open_terminal(void)
{
  int master = posix_openpt(O_RDWR | O_NOCTTY);

  ck_assert_int_ge(master, 0);
  ck_assert_int_eq(grantpt(master) | unlockpt(master), 0);
  return open(ptsname(master), O_RDWR | O_NOCTTY);
}

START_TEST(test_tty_is)
{
  errno = 0;
  ck_assert_int_eq(tty_is(open_terminal()), 1);
  ck_assert_int_eq(tty_is(open("/dev/null", O_RDWR)), 0);
  ck_assert_int_eq(tty_is(-1), 0);
  ck_assert_int_eq(errno, 0);
}
END_TEST

static void set(const char *name, const char *value)
{
  ck_assert_int_eq(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static const struct {
  unsigned short terminal;
  const char *columns;
  size_t width;
} widths[] = {
  { 0, NULL, 80 },      { 0, "", 80 },      { 0, "100", 100 },
  { 0, "x", 80 },       { 0, "100x", 80 },  { 0, "-5", 80 },
  { 0, "0", 80 },       { 0, "7", 20 },     { 0, "99999999999999999", 1000 },
  { 132, NULL, 132 },   { 132, "50", 132 }, { 5, NULL, 20 },
  { 2000, NULL, 1000 },
};

START_TEST(test_tty_width)
{
  struct winsize size = { .ws_col = widths[_i].terminal, .ws_row = 25 };
  int fd = open_terminal();

  set("COLUMNS", widths[_i].columns);
  ck_assert_int_eq(ioctl(fd, TIOCSWINSZ, &size), 0);
  ck_assert_uint_eq(tty_width(fd), widths[_i].width);
  if (!widths[_i].terminal)
    ck_assert_uint_eq(tty_width(-1), widths[_i].width);
}
END_TEST

/* What decides, from --color down to the terminal; `piped` is what goes for
 * what is no terminal. */
static const struct {
  enum tty_colours when;
  const char *no_color;
  const char *force;
  const char *cli_force;
  const char *cli;
  int colour;
  int piped;
} rules[] = {
  { TTY_ALWAYS, "1", NULL, NULL, "0", 1, 1 },
  { TTY_NEVER, NULL, "1", "1", "1", 0, 0 },
  { TTY_AUTO, "1", "1", "1", "1", 0, 0 },
  { TTY_AUTO, NULL, "1", NULL, "0", 1, 1 },
  { TTY_AUTO, NULL, NULL, "1", "0", 1, 1 },
  { TTY_AUTO, "", "", "yes", NULL, 1, 1 },
  { TTY_AUTO, NULL, "0", "0", NULL, 1, 0 },
  { TTY_AUTO, NULL, "0", "1", NULL, 1, 1 },
  { TTY_AUTO, NULL, NULL, NULL, "0", 0, 0 },
  { TTY_AUTO, NULL, NULL, NULL, "1", 1, 0 },
  { TTY_AUTO, NULL, NULL, NULL, "", 1, 0 },
};

START_TEST(test_tty_rules)
{
  set("TERM", "xterm");
  set("NO_COLOR", rules[_i].no_color);
  set("FORCE_COLOR", rules[_i].force);
  set("CLICOLOR_FORCE", rules[_i].cli_force);
  set("CLICOLOR", rules[_i].cli);
  tty_setup(rules[_i].when);
  ck_assert_int_eq(tty_colour(open_terminal()), rules[_i].colour);
  ck_assert_int_eq(tty_colour(-1), rules[_i].piped);
  ck_assert_int_eq(tty_for_people(open_terminal()), 1);
  ck_assert_int_eq(tty_for_people(-1), rules[_i].when == TTY_ALWAYS);
  /* Where it is forced, the terminal does not matter. */
  set("TERM", "dumb");
  ck_assert_int_eq(tty_colour(-1), rules[_i].piped);
}
END_TEST

START_TEST(test_tty_width_given)
{
  set("COLUMNS", NULL);
  ck_assert_uint_eq(tty_width_given(), 0);
  set("COLUMNS", "wide");
  ck_assert_uint_eq(tty_width_given(), 0);
  set("COLUMNS", "50");
  ck_assert_uint_eq(tty_width_given(), 50);
  set("COLUMNS", "1");
  ck_assert_uint_eq(tty_width_given(), 20);
}
END_TEST

static const struct {
  const char *term;
  const char *no_color;
  int colour;
} colours[] = {
  { "xterm", NULL, 1 }, { "xterm", "", 1 },    { "xterm", "1", 0 },
  { "xterm", "0", 0 },  { "dumb", NULL, 0 },   { NULL, NULL, 0 },
  { "", NULL, 0 },      { "dumber", NULL, 1 },
};

START_TEST(test_tty_colour)
{
  set("TERM", colours[_i].term);
  set("NO_COLOR", colours[_i].no_color);
  ck_assert_int_eq(tty_colour(open_terminal()), colours[_i].colour);
  ck_assert_int_eq(tty_colour(-1), 0);
}
END_TEST

static const struct {
  const char *all;
  const char *ctype;
  const char *lang;
  int utf8;
} locales[] = {
  { NULL, NULL, NULL, 0 },
  { NULL, NULL, "C", 0 },
  { NULL, NULL, "C.UTF-8", 1 },
  { NULL, NULL, "en_GB.utf8", 1 },
  { NULL, NULL, "de_DE.Utf-8@euro", 1 },
  { NULL, NULL, "de_DE@euro", 0 },
  { NULL, "C", "C.UTF-8", 0 },
  { NULL, "C.UTF-8", "C", 1 },
  { "C", "C.UTF-8", "C.UTF-8", 0 },
  { "C.UTF-8", "C", "C", 1 },
  { "", "", "C.UTF-8", 1 },
  { "POSIX", NULL, NULL, 0 },
  { NULL, NULL, "en_GB.UTF", 0 },
};

START_TEST(test_tty_utf8)
{
  set("LC_ALL", locales[_i].all);
  set("LC_CTYPE", locales[_i].ctype);
  set("LANG", locales[_i].lang);
  ck_assert_int_eq(tty_utf8(), locales[_i].utf8);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("tty");
  TCase *tests = tcase_create("tty");

  tcase_add_test(tests, test_tty_is);
  tcase_add_loop_test(tests, test_tty_width, 0, (int)COUNT_OF(widths));
  tcase_add_loop_test(tests, test_tty_rules, 0, (int)COUNT_OF(rules));
  tcase_add_test(tests, test_tty_width_given);
  tcase_add_loop_test(tests, test_tty_colour, 0, (int)COUNT_OF(colours));
  tcase_add_loop_test(tests, test_tty_utf8, 0, (int)COUNT_OF(locales));
  suite_add_tcase(suite, tests);
  return suite;
}
