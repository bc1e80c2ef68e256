/* test-prompt.c - questions and answers, through pipes and a terminal. */
#include "core/terminal/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* ---- A child that asks, its answers, what it said. ---------------- */

/* What a child does: asks, and appends how that ended. */
typedef void act_function(struct buffer *outcome, struct error *error);

/* How a child is connected, and what came of it. */
struct play {
  int input;  /* to its stdin */
  int output; /* from its stderr */
  int report; /* from the test's own code in it */
  pid_t child;
  struct buffer said;
  struct buffer outcome;
};

static int closed = -1; /* a descriptor that the child has not */

static void on_signal(int number)
{
  (void)number;
}

/* Runs in the child.  Reports what is left of the input too: nothing beyond
 * the line of the answer may be swallowed. */
static void perform(act_function *act, int report)
{
  struct sigaction action = { .sa_handler = on_signal };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer outcome CLEANUP_BUFFER = { 0 };
  char left[8192];
  ssize_t got;

  sigaction(SIGINT, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  (void)close(closed);
  act(&outcome, &error);
  if (error.message)
    buffer_printf(&outcome, "%d %s", (int)error.exit_status, error.message);
  got = isatty(STDIN_FILENO) ? 0 : read(STDIN_FILENO, left, sizeof left);
  if (got > 0) {
    buffer_puts(&outcome, " left ");
    buffer_append(&outcome, left, (size_t)got);
  }
  if (write(report, outcome.data, outcome.length) < 0)
    _exit(1);
  _exit(0);
}

static void start_on_pipes(struct play *play, act_function *act)
{
  int in[2], out[2], report[2];

  ck_assert_int_eq(pipe(in) | pipe(out) | pipe(report), 0);
  play->child = fork();
  if (play->child == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDERR_FILENO);
    close(in[1]); /* or its own input would never end */
    perform(act, report[1]);
  }
  close(in[0]);
  close(out[1]);
  close(report[1]);
  *play = (struct play){
    .input = in[1], .output = out[0], .report = report[0], .child = play->child
  };
}

/* The child's side of a terminal that neither echoes nor turns \n into
 * \r\n, so that what is read is what was written. */
static void take_terminal(const char *name)
{
  struct termios settings;
  int fd;

  setsid();
  fd = open(name, O_RDWR);
  (void)ioctl(fd, TIOCSCTTY, 0);
  tcgetattr(fd, &settings);
  settings.c_lflag &= (tcflag_t)~ECHO;
  settings.c_oflag &= (tcflag_t)~OPOST;
  tcsetattr(fd, TCSANOW, &settings);
  dup2(fd, STDIN_FILENO);
  dup2(fd, STDERR_FILENO);
}

static void start_on_terminal(struct play *play, act_function *act)
{
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  int report[2];

  ck_assert_int_ge(master, 0);
  ck_assert_int_eq(grantpt(master) | unlockpt(master) | pipe(report), 0);
  play->child = fork();
  if (play->child == 0) {
    take_terminal(ptsname(master));
    close(master);
    perform(act, report[1]);
  }
  close(report[1]);
  play->input = play->output = master;
  play->report = report[0];
}

static void send(const struct play *play, const char *bytes)
{
  size_t length = strlen(bytes);

  ck_assert_int_eq(write(play->input, bytes, length), (ssize_t)length);
}

/* Reads what the child says up to the next text that ends in `end`, which
 * shows that it waits. */
static void expect(struct play *play, const char *end)
{
  size_t length = strlen(end);
  char byte;

  for (;;) {
    if (play->said.length >= length &&
        strcmp(play->said.data + play->said.length - length, end) == 0)
      return;
    ck_assert_msg(read(play->output, &byte, 1) == 1, "said only: %s",
                  play->said.data ? play->said.data : "");
    buffer_putc(&play->said, byte);
  }
}

static void drain(int fd, struct buffer *text)
{
  char bytes[4096];
  ssize_t got;

  buffer_puts(text, "");
  /* A terminal ends with EIO once nobody is at its other side. */
  while ((got = read(fd, bytes, sizeof bytes)) > 0 ||
         (got < 0 && errno == EINTR))
    if (got > 0)
      buffer_append(text, bytes, (size_t)got);
}

static void finish(struct play *play, const char *said, const char *outcome)
{
  drain(play->output, &play->said);
  drain(play->report, &play->outcome);
  waitpid(play->child, NULL, 0);
  ck_assert_str_eq(play->said.data, said);
  ck_assert_str_eq(play->outcome.data, outcome);
  buffer_free(&play->said);
  buffer_free(&play->outcome);
}

/* One act from all of its input, after which the input ends. */
static void play(act_function *act, const char *input, const char *said,
                 const char *outcome)
{
  struct play play = { .child = 0 };

  start_on_pipes(&play, act);
  send(&play, input);
  close(play.input);
  finish(&play, said, outcome);
}

/* ---- Yes or no. --------------------------------------------------- */

static void confirm(struct buffer *outcome, struct error *error)
{
  int answer =
      prompt_confirm("It is \"ci\".\nDelete it?", &prompt_stdin, error);

  buffer_puts(outcome, answer > 0 ? "yes" : answer == 0 ? "no" : "");
}

#define NO_ANSWER "1 no answer, nothing was sent"
#define Q "Delete it? [y/N] "
#define FULL_Q "It is \"ci\".\n" Q
#define AGAIN "Please answer y or n.\n" Q
#define CONTROL "The answer has control characters.\n"

static const struct {
  const char *input;
  const char *said;
  const char *outcome;
} confirms[] = {
  { "y\n", FULL_Q, "yes" },
  { "Y\n", FULL_Q, "yes" },
  { "yes\n", FULL_Q, "yes" },
  { "YeS\n", FULL_Q, "yes" },
  { "y", FULL_Q, "yes" },
  { " \tyes \r\n", FULL_Q, "yes" },
  { "n\n", FULL_Q, "no" },
  { "NO\n", FULL_Q, "no" },
  { "\n", FULL_Q, "no" },
  { "  \n", FULL_Q, "no" },
  { "y\nmore\n", FULL_Q, "yes left more\n" },
  { "\n\n", FULL_Q, "no left \n" },
  { "ye\ny\n", FULL_Q AGAIN, "yes" },
  { "yy\n1\nja\nyes!\ny\n", FULL_Q AGAIN AGAIN AGAIN "Please answer y or n.\n",
    "no left y\n" },
  { "ok\n", FULL_Q AGAIN "\n", NO_ANSWER },
  { "", FULL_Q "\n", NO_ANSWER },
  { "\033[Ay\ny\n", FULL_Q CONTROL Q, "yes" },
  { "y\b\ny\n", FULL_Q CONTROL Q, "yes" },
  { "\xc2\x9by\n\n", FULL_Q CONTROL Q, "no" },
  { "\xff\n\n", FULL_Q "The answer is not UTF-8.\n" Q, "no" },
};

START_TEST(test_confirm)
{
  play(confirm, confirms[_i].input, confirms[_i].said, confirms[_i].outcome);
}
END_TEST

START_TEST(test_nul_is_refused)
{
  struct play play = { .child = 0 };

  start_on_pipes(&play, confirm);
  ck_assert_int_eq(write(play.input, "y\0\nn\n", 5), 5);
  close(play.input);
  finish(&play, FULL_Q CONTROL Q, "no");
}
END_TEST

START_TEST(test_broken_streams)
{
  closed = STDIN_FILENO;
  play(confirm, "", FULL_Q "\n",
       "1 cannot read the answer: Bad file descriptor");
  closed = STDERR_FILENO;
  play(confirm, "y\n", "",
       "1 cannot ask on standard error: Bad file descriptor left y\n");
}
END_TEST

/* ---- A text. ------------------------------------------------------ */

static int no_digits(void *context, const char *text, struct buffer *why)
{
  ck_assert_str_eq(context, "context");
  if (!strpbrk(text, "0123456789"))
    return 0;
  if (strcmp(text, "0") != 0)
    buffer_printf(why, "Not \"%s\"\033.", text);
  return -1;
}

static void ask_text(struct buffer *outcome, struct error *error)
{
  struct buffer answer CLEANUP_BUFFER = { 0 };

  buffer_puts(&answer, "before");
  if (prompt_text("Na\033me", no_digits, (char[]){ "context" }, &answer,
                  error) == 0)
    buffer_printf(outcome, "(%s)", answer.data);
}

static void ask_anything(struct buffer *outcome, struct error *error)
{
  struct buffer answer CLEANUP_BUFFER = { 0 };

  if (prompt_text("Any", NULL, NULL, &answer, error) == 0)
    buffer_printf(outcome, "%zu", answer.length);
}

#define N "Na\\x1bme: "

static const struct {
  const char *input;
  const char *said;
  const char *outcome;
} texts[] = {
  { "ci\n", N, "(ci)" },
  { "  two  words \nrest", N, "(two  words) left rest" },
  { "\n", N, "()" },
  { "Zo\xc3\xab \xe2\x9c\x93\n", N, "(Zo\xc3\xab \xe2\x9c\x93)" },
  { "a1\nci\n", N "Not \"a1\"\\x1b.\n" N, "(ci)" },
  { "a\tb\nci\n", N CONTROL N, "(ci)" },
  { "0\n0\n0\n0\n0\n0\n0\n0\n0\n0\nci\n", N N N N N N N N N N,
    "1 no valid answer, nothing was sent left ci\n" },
  { "1\n", N "Not \"1\"\\x1b.\n" N "\n", NO_ANSWER },
};

START_TEST(test_text)
{
  play(ask_text, texts[_i].input, texts[_i].said, texts[_i].outcome);
}
END_TEST

START_TEST(test_text_length)
{
  char line[PROMPT_LINE + 3];

  memset(line, 'x', sizeof line);
  memcpy(line + PROMPT_LINE, "\n", 2);
  play(ask_anything, line, "Any: ", "4096");
  memcpy(line + PROMPT_LINE, "x\n", 3);
  play(ask_anything, line, "Any: The answer is too long.\nAny: \n", NO_ANSWER);
}
END_TEST

/* ---- One or several of a list. ------------------------------------ */

static const struct prompt_item items[] = {
  { .value = "id-1", .label = "admins" },
  { .value = "id-2", .label = "read, only" },
  { .value = "id-3", .label = "two words" },
  { .value = "id-4", .label = "twin" },
  { .value = "id-5", .label = "twin" },
  { .value = "id-6", .label = "1" },
  { .value = "plain", .label = NULL },
  { .value = "same", .label = "same" },
  { .value = "id\033", .label = "e\033\n" },
  { .value = "id-10", .label = "last" },
};

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

#define LIST                                                                  \
  "Groups:\n 1) admins  (id-1)\n 2) read, only  (id-2)\n"                     \
  " 3) two words  (id-3)\n 4) twin  (id-4)\n 5) twin  (id-5)\n"               \
  " 6) 1  (id-6)\n 7) plain\n 8) same\n 9) e\\x1b\\n  (id\\x1b)\n"            \
  "10) last  (id-10)\n"
#define ONE "Number: "
#define MANY "Numbers, separated by commas or spaces (Enter: none): "
#define NO_ONE(word) ONE "There is no \"" word "\" in the list.\n" ONE
#define NO_MANY(word) MANY "There is no \"" word "\" in the list.\n" MANY
#define PLEASE "Please give a number.\n" ONE

static int multiple; /* handed to the child by fork */

static void choose(struct buffer *outcome, struct error *error)
{
  unsigned char chosen[COUNT_OF(items)];

  memset(chosen, 7, sizeof chosen);
  if (prompt_choose(&(struct prompt_choice){ .label = "Groups",
                                             .items = items,
                                             .count = COUNT_OF(items),
                                             .multiple = multiple,
                                             .chosen = chosen },
                    error) < 0)
    return;
  for (size_t i = 0; i < sizeof chosen; i++)
    if (chosen[i])
      buffer_printf(outcome, "%zu%s.", i + 1, chosen[i] == 1 ? "" : "?");
}

static const struct {
  int multiple;
  const char *input;
  const char *said; /* after the list */
  const char *outcome;
} choices[] = {
  { 0, "2\n", ONE, "2." },
  { 0, "010\n", ONE, "10." },
  { 0, "admins\n", ONE, "1." },
  { 0, "two words\n", ONE, "3." },
  { 0, "read, only\n", ONE, "2." },
  { 0, "id-5\nx", ONE, "5. left x" },
  { 0, "plain\n", ONE, "7." },
  { 0, "same\n", ONE, "8." },
  { 0, "1\n", ONE, "1." },
  { 0, "\n1\n", ONE PLEASE, "1." },
  { 0, "0\n1\n", NO_ONE("0"), "1." },
  { 0, "11\n1\n", NO_ONE("11"), "1." },
  { 0, "99999999999999999999999\n1\n", NO_ONE("99999999999999999999999"),
    "1." },
  { 0, "1,2\n1\n", NO_ONE("1,2"), "1." },
  { 0, "Admins\n1\n", NO_ONE("Admins"), "1." },
  { 0, "-1\n1\n", NO_ONE("-1"), "1." },
  { 0, "twin\n4\n", ONE "Several are called \"twin\": give the number.\n" ONE,
    "4." },
  { 0, "", ONE "\n", NO_ANSWER },
  { 0, "x\n\n\n\n\n\n\n\n\n\n\n",
    ONE "There is no \"x\" in the list.\n" ONE PLEASE PLEASE PLEASE PLEASE
        PLEASE PLEASE PLEASE PLEASE "Please give a number.\n",
    "1 no valid answer, nothing was sent left \n" },
  { 1, "\n", MANY, "" },
  { 1, "1\n", MANY, "1." },
  { 1, "3,1\n", MANY, "1.3." },
  { 1, "1 3\n", MANY, "1.3." },
  { 1, " 1, 3 ,,4  5 1 ,\n", MANY, "1.3.4.5." },
  { 1, "admins, two words,plain\n", MANY, "1.3.7." },
  { 1, "read, only\n", MANY, "2." },
  { 1, "admins 7 id-3\n", MANY, "1.3.7." },
  { 1, "1,x\n2\n", NO_MANY("x"), "2." },
  { 1, "1 12\n2\n", NO_MANY("12"), "2." },
  { 1, "1,twin\n\n",
    MANY "Several are called \"twin\": give the number.\n" MANY, "" },
  { 1, "1", MANY, "1." },
};

START_TEST(test_choose)
{
  struct buffer said CLEANUP_BUFFER = { 0 };

  buffer_printf(&said, LIST "%s", choices[_i].said);
  multiple = choices[_i].multiple;
  play(choose, choices[_i].input, said.data, choices[_i].outcome);
}
END_TEST

static void choose_of_none(struct buffer *outcome, struct error *error)
{
  struct prompt_choice choice = { .label = "Groups", .multiple = 1 };
  int some = prompt_choose(&choice, error);

  choice.multiple = 0;
  buffer_printf(outcome, "%d %d ", some, prompt_choose(&choice, error));
}

START_TEST(test_choose_of_none)
{
  play(choose_of_none, "", "",
       "0 -1 1 there is nothing to choose from: Groups");
}
END_TEST

/* ---- At a terminal. ----------------------------------------------- */

START_TEST(test_terminal_answers)
{
  struct play play = { .child = 0 };

  start_on_terminal(&play, confirm);
  expect(&play, "[y/N] ");
  send(&play, "maybe\n");
  expect(&play, "n.\n" Q);
  send(&play, "yes\n");
  finish(&play, FULL_Q AGAIN, "yes");
}
END_TEST

START_TEST(test_terminal_end_of_input)
{
  struct play play = { .child = 0 };

  start_on_terminal(&play, confirm);
  expect(&play, "[y/N] ");
  send(&play, "\004");
  finish(&play, FULL_Q "\n", NO_ANSWER);
}
END_TEST

/* A signal whose handler returns changes nothing. */
START_TEST(test_terminal_signals)
{
  struct play play = { .child = 0 };

  start_on_terminal(&play, confirm);
  expect(&play, "[y/N] ");
  ck_assert_int_eq(kill(play.child, _i ? SIGUSR1 : SIGINT), 0);
  send(&play, "y\n");
  finish(&play, FULL_Q, "yes");
}
END_TEST

/* ---- Beside stdin, and in time. ----------------------------------- */

static struct prompt_input terminal; /* handed to the child by fork */

static void confirm_elsewhere(struct buffer *outcome, struct error *error)
{
  int answer = prompt_confirm("Delete it?", &terminal, error);

  buffer_puts(outcome, answer > 0 ? "yes" : answer == 0 ? "no" : "");
}

/* A terminal that is not stdin, in `terminal`; returns its other end. */
static int open_elsewhere(int seconds)
{
  int master = posix_openpt(O_RDWR | O_NOCTTY);

  ck_assert_int_ge(master, 0);
  ck_assert_int_eq(grantpt(master) | unlockpt(master), 0);
  terminal.fd = open(ptsname(master), O_RDWR | O_NOCTTY);
  terminal.seconds = seconds;
  return master;
}

START_TEST(test_input_beside_stdin)
{
  int master = open_elsewhere(PROMPT_SECONDS);
  struct play play = { .child = 0 };

  start_on_pipes(&play, confirm_elsewhere);
  send(&play, "n\n");
  close(play.input);
  expect(&play, Q);
  ck_assert_int_eq(write(master, "what\n", 5), 5);
  expect(&play, AGAIN);
  ck_assert_int_eq(write(master, "yes\n", 4), 4);
  finish(&play, Q AGAIN, "yes left n\n");
}
END_TEST

/* What was typed before a question is no answer to it, nor what is typed
 * along with one that is refused. */
START_TEST(test_typed_ahead)
{
  int master = open_elsewhere(PROMPT_SECONDS);
  struct play play = { .child = 0 };

  ck_assert_int_eq(write(master, "y\n", 2), 2);
  start_on_pipes(&play, confirm_elsewhere);
  close(play.input);
  expect(&play, Q);
  ck_assert_int_eq(write(master, "what\ny\n", 7), 7);
  expect(&play, AGAIN);
  ck_assert_int_eq(write(master, "n\n", 2), 2);
  finish(&play, Q AGAIN, "no");
}
END_TEST

/* Whatever waits at stdin is no answer. */
START_TEST(test_nobody_answers)
{
  (void)open_elsewhere(_i);
  play(confirm_elsewhere, "y\n", Q "\n",
       _i ? "2 nobody answered for 1 seconds, nothing was sent left y\n"
          : "2 nobody answered for 0 seconds, nothing was sent left y\n");
}
END_TEST

/* A line that was begun is no answer either. */
START_TEST(test_nobody_presses_enter)
{
  int master = open_elsewhere(1);
  struct play play = { .child = 0 };

  start_on_pipes(&play, confirm_elsewhere);
  close(play.input);
  expect(&play, Q);
  ck_assert_int_eq(write(master, "y", 1), 1);
  finish(&play, Q "\n", "2 nobody answered for 1 seconds, nothing was sent");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("prompt");
  TCase *tests = tcase_create("prompt");

  tcase_add_loop_test(tests, test_confirm, 0, (int)COUNT_OF(confirms));
  tcase_add_test(tests, test_nul_is_refused);
  tcase_add_test(tests, test_broken_streams);
  tcase_add_loop_test(tests, test_text, 0, (int)COUNT_OF(texts));
  tcase_add_test(tests, test_text_length);
  tcase_add_loop_test(tests, test_choose, 0, (int)COUNT_OF(choices));
  tcase_add_test(tests, test_choose_of_none);
  tcase_add_test(tests, test_terminal_answers);
  tcase_add_test(tests, test_terminal_end_of_input);
  tcase_add_loop_test(tests, test_terminal_signals, 0, 2);
  tcase_add_test(tests, test_input_beside_stdin);
  tcase_add_test(tests, test_typed_ahead);
  tcase_add_loop_test(tests, test_nobody_answers, 0, 2);
  tcase_add_test(tests, test_nobody_presses_enter);
  suite_add_tcase(suite, tests);
  return suite;
}
