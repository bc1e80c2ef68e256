/* test-query.c - core/jq/query, held to the jq program.
 *
 * What a filter gives is defined by jq, so the table below has no expected
 * results: each filter is run by both over the same payloads.  Without the
 * program that test is left out; it must be of the library's version.
 */
#include "core/jq/query.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/module.h"
#include "tests/unit/unit.h"

extern char **environ;

/* libjq 1.6 loses memory of its own here and there, the jq program as well;
 * a build with sanitizers is after ours. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
  return "leak:libjq";
}

static struct module query_module = QUERY_MODULE;
static const struct query_module *module;

static void set_up(void)
{
  struct error error CLEANUP_ERROR = { .message = NULL };

  module = module_open(&query_module, &error);
  ck_assert_msg(module != NULL, "%s", error.message);
}

struct output {
  char bytes[65536];
  size_t length;
  int left; /* results until the end, or -1 */
};

static void add(struct output *output, const char *bytes, size_t length)
{
  ck_assert_uint_lt(output->length + length, sizeof output->bytes);
  memcpy(output->bytes + output->length, bytes, length);
  output->length += length;
  output->bytes[output->length] = '\0';
}

static int on_result(void *context, const char *bytes, size_t length,
                     struct error *error)
{
  struct output *output = context;

  (void)error;
  add(output, bytes, length);
  add(output, "\n", 1);
  return output->left >= 0 && output->left-- == 0;
}

static const char *const payloads[] = {
  "[]",
  "{\"a\":{\"b\":1},\"c\":[1,2,3]}",
  ("[{\"metadata\":{\"id\":\"i1\",\"name\":\"caf\\u00e9\"},\"n\":1},"
   "{\"metadata\":{\"id\":\"i2\",\"name\":\"x\\u0000y\"},\"n\":null}]"),
  "{\"z\":1,\"a\":\"\\ud83d\\ude00\",\"m\":[null,true,false,\"\\\"\\\\\"]}",
  "[1e1000,-0,0.1,12345678901234567890,1.5e300,100000000000000000000]",
  "\"plain \\t text\"",
  "null",
  "3.0",
};

static const char *const filters[] = {
  "",
  ".",
  "..",
  ".[]",
  ".[]?",
  ".a",
  ".a.b",
  ".[0]",
  ".[-1]",
  ".[1:]",
  ".[].metadata.id",
  ".[]?.metadata?.name",
  "keys",
  "to_entries",
  "length",
  "map(.n)",
  ".a // \"none\"",
  "tostring",
  "tojson",
  "@json",
  "@text",
  "@csv",
  "@tsv",
  "@base64",
  "@html",
  "@uri \"x=\\(.)\"",
  "type",
  "empty",
  "1,2,3",
  "[.[]?|tostring]|join(\",\")",
  "ascii_downcase",
  "test(\"a\")",
  "select(type==\"array\")",
  "if . then 1 else 2 end",
  "reduce .[]? as $x (0; .+1)",
  "try error(\"x\") catch .",
  "error(\"y\")",
  "error",
  "error(null)",
  "path(..)",
  "paths",
  "def f: .; f",
  "def f: .;",
  "label $f | 1, break $f, 2",
  "limit(2; .[]?)",
  "input",
  "[inputs]",
  "$ENV.HOME",
  "env.HOME",
  "$ENV|keys|length",
  "$ARGS",
  "$__loc__",
  "infinite,nan,-infinite",
  "[.[]?]|sort",
  "group_by(.)",
  "add",
  "\"\\(.)\"",
  "explode",
  "ltrimstr(\"p\")",
  "splits(\" \")",
  "tonumber",
  "\"a\\u0000b\"",
  "[\"\\ud83d\\ude00\"]",
  "{a:1,\"b\":2,@base64 \"c\":3}",
  "{\"b\":1,\"a\":2}",
  ".. |= .",
  "with_entries(.value|=tostring)",
  "\"a\"|fromjson",
  "@sh",
  "todate",
  "getpath([\"a\"])",
  ". as [$a,$b] | $a",
  "implode",
  "# nothing but a comment",
};

/* Those that may see how many inputs there are are given one. */
static int looks_around(const char *filter)
{
  return strstr(filter, "input") != NULL;
}

static void read_file(const char *name, struct output *output)
{
  static char bytes[65536];
  FILE *file = fopen(name, "r");

  ck_assert_ptr_nonnull(file);
  add(output, bytes, fread(bytes, 1, sizeof bytes, file));
  ck_assert_int_eq(fclose(file), 0);
}

/* Leaves of the program's stderr what we say: the messages, without places,
 * and without what could not be parsed. */
static void strip(struct output *errors)
{
  struct output all = *errors;
  char *line = all.bytes;

  *errors = (struct output){ .left = -1 };
  while (*line != '\0') {
    char *end = line + strcspn(line, "\n");
    char *text = strstr(line, "): ");
    char *quote;

    *end = '\0';
    ck_assert_msg(text != NULL, "%s", line);
    text += 3;
    quote = strstr(text, " (while parsing");
    if (quote != NULL)
      *quote = '\0';
    add(errors, text, strlen(text));
    add(errors, "\n", 1);
    line = end + 1;
  }
}

/* What the jq program makes of the first `count` payloads.  Returns its exit
 * status, 3 where the filter does not compile. */
static int run_program(const char *filter, size_t count, struct output *output,
                       struct output *errors)
{
  static char name[] = "jq", options[] = "-cr", input[] = "in";
  char *const arguments[] = { name, options, (char *)(uintptr_t)filter, input,
                              NULL };
  posix_spawn_file_actions_t actions;
  FILE *file = fopen(input, "w");
  int flags = O_CREAT | O_TRUNC | O_WRONLY;
  pid_t pid;
  int status;

  ck_assert_ptr_nonnull(file);
  for (size_t i = 0; i < count; i++)
    ck_assert_int_ge(fprintf(file, "%s\n", payloads[i]), 0);
  ck_assert_int_eq(fclose(file), 0);
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_addopen(&actions, 1, "out", flags, 0600);
  (void)posix_spawn_file_actions_addopen(&actions, 2, "err", flags, 0600);
  ck_assert_int_eq(
      posix_spawnp(&pid, "jq", &actions, NULL, arguments, environ), 0);
  (void)posix_spawn_file_actions_destroy(&actions);
  ck_assert_int_eq(waitpid(pid, &status, 0), pid);
  read_file("out", output);
  read_file("err", errors);
  ck_assert(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static void run_ours(const char *filter, size_t count, struct output *output,
                     struct output *errors)
{
  struct query_message message;
  struct query *query = module->compile(filter, &message);

  ck_assert_msg(query != NULL, "%s: %s", filter, message.text);
  for (size_t i = 0; i < count; i++) {
    if (module->run(query, (struct span){ payloads[i], strlen(payloads[i]) },
                    (struct sink){ on_result, output }, NULL, &message) != 0) {
      add(errors, message.text, strlen(message.text));
      add(errors, "\n", 1);
    }
  }
  module->free(query);
}

/* What the program refuses, as 1.7 does an empty filter that 1.6 takes, is
 * refused here in the same words. */
static void refuse_as_jq(const char *filter, const char *errors)
{
  struct query_message message;
  char line[288];

  ck_assert_ptr_null(module->compile(filter, &message));
  (void)snprintf(line, sizeof line, "jq: error: %s", message.text);
  ck_assert_msg(strncmp(errors, line, strlen(line)) == 0,
                "%s\nours: %s\njq:   %s", filter, line, errors);
}

static int has_program(void)
{
  static char name[] = "jq", option[] = "--help";
  char *const arguments[] = { name, option, NULL };
  posix_spawn_file_actions_t actions;
  pid_t pid;
  int status = -1;
  int found;

  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
                                         0);
  found = posix_spawnp(&pid, name, &actions, NULL, arguments, environ) == 0 &&
          waitpid(pid, &status, 0) == pid && status == 0;
  (void)posix_spawn_file_actions_destroy(&actions);
  return found;
}

START_TEST(test_as_jq)
{
  static struct output ours[2], theirs[2];
  const char *filter = filters[_i];
  size_t count = sizeof payloads / sizeof *payloads;
  const char *folder;
  int status;

  if (!has_program())
    return;
  if (looks_around(filter))
    count = 1;
  folder = unit_folder();
  ck_assert_int_eq(chdir(folder), 0);
  ours[0].left = -1;
  status = run_program(filter, count, &theirs[0], &theirs[1]);
  ck_assert_int_eq(unlink("in"), 0);
  ck_assert_int_eq(unlink("out"), 0);
  ck_assert_int_eq(unlink("err"), 0);
  ck_assert_int_eq(chdir("/"), 0);
  ck_assert_int_eq(rmdir(folder), 0);
  if (status == 3) {
    refuse_as_jq(filter, theirs[1].bytes);
    return;
  }
  run_ours(filter, count, &ours[0], &ours[1]);
  strip(&theirs[1]);
  for (int i = 0; i < 2; i++)
    ck_assert_msg(
        ours[i].length == theirs[i].length &&
            memcmp(ours[i].bytes, theirs[i].bytes, ours[i].length) == 0,
        "%s\nours: %s\njq:   %s", filter, ours[i].bytes, theirs[i].bytes);
}
END_TEST

static void refuse(const char *filter, const char *expected)
{
  struct query_message message;
  struct query *query = module->compile(filter, &message);

  ck_assert_ptr_null(query);
  if (expected != NULL)
    ck_assert_str_eq(message.text, expected);
}

START_TEST(test_does_not_compile)
{
  refuse(".a |", "syntax error, unexpected end of the filter");
  refuse(".a b", "syntax error, unexpected name, expecting end of the "
                 "filter");
  refuse("{a:}", "syntax error, unexpected '}'");
  refuse(".a | nosuch", "nosuch/0 is not defined");
  refuse("$x", "$x is not defined");
  refuse("import \"a\" as a; .", "a filter cannot read modules");
  refuse("include \"a\"; .", "a filter cannot read modules");
  refuse("import \"a\" as $a {search:\"/tmp\"}; .",
         "a filter cannot read modules");
  refuse("module {}; .", "a filter cannot read modules");
}
END_TEST

/* jq 1.8 puts parentheses around what it quotes, versions before do not. */
static void drop_parentheses(char *message)
{
  char *to = message;
  const char *at;

  for (at = message; *at != '\0'; at++)
    if (!(at[0] == '(' && at[1] == '"') &&
        !(at[0] == ')' && at > message && at[-1] == '"'))
      *to++ = *at;
  *to = '\0';
}

static void break_off(const char *filter, const char *json,
                      const char *expected)
{
  struct output output = { .left = -1 };
  struct query_message message;
  struct query *query = module->compile(filter, &message);

  ck_assert_ptr_nonnull(query);
  ck_assert_int_eq(module->run(query, (struct span){ json, strlen(json) },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   -1);
  drop_parentheses(message.text);
  if (expected != NULL)
    ck_assert_str_eq(message.text, expected);
  module->free(query);
}

START_TEST(test_fails)
{
  break_off(".a", "[]", "Cannot index array with string \"a\"");
  break_off("error", "{\"a\":1}", "{\"a\":1}");
  break_off("halt", "1", "the filter halted");
  break_off("\"so\"|halt_error", "1", "the filter halted: so");
  break_off("{}|halt_error(3)", "1", "the filter halted: {}");
  break_off(".", "[1", "jq cannot read the JSON");
  break_off(".", "[1] [2]", "jq cannot read the JSON");
  break_off("\"x\"|modulemeta", "1", "module not found: x");
}
END_TEST

/* What a filter could not read may be the one-time token. */
START_TEST(test_keeps_secrets)
{
  struct output output = { .left = -1 };
  static const char json[] = "{\"t\":\"eyJhbGciOiJFUzUxMiJ9.very.secret\"}";
  struct query_message message;
  struct query *query = module->compile(".t|tonumber", &message);

  ck_assert_ptr_nonnull(query);
  ck_assert_int_eq(module->run(query, (struct span){ json, sizeof json - 1 },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   -1);
  ck_assert_ptr_null(strstr(message.text, "secret"));
  module->free(query);
}
END_TEST

/* One compiled filter serves many payloads, also after one that failed,
 * halted or was stopped. */
START_TEST(test_again)
{
  struct output output = { .left = 1 };
  struct query_message message;
  struct query *query = module->compile(
      ".[] | if . == 9 then halt elif . == 8 then error else . end", &message);

  ck_assert_ptr_nonnull(query);
  ck_assert_int_eq(module->run(query, (struct span){ "[1,2,3]", 7 },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   1);
  output.left = -1;
  ck_assert_int_eq(module->run(query, (struct span){ "[9]", 3 },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   -1);
  ck_assert_int_eq(module->run(query, (struct span){ "[8]", 3 },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   -1);
  ck_assert_int_eq(module->run(query, (struct span){ "[4,5]", 5 },
                               (struct sink){ on_result, &output }, NULL,
                               &message),
                   0);
  ck_assert_str_eq(message.text, "");
  ck_assert_str_eq(output.bytes, "1\n2\n4\n5\n");
  module->free(query);
}
END_TEST

/* Whatever HOME and the working directory hold. */
START_TEST(test_reads_no_file)
{
  const char *folder = unit_folder();
  char expected[2 * UNIT_PATH + 8];
  FILE *file;

  ck_assert_int_eq(setenv("HOME", folder, 1), 0);
  ck_assert_int_eq(chdir(folder), 0);
  file = fopen(".jq", "w");
  ck_assert_ptr_nonnull(file);
  (void)fputs("def leak: 1; def length: 2;", file);
  ck_assert_int_eq(fclose(file), 0);
  ck_assert_int_eq(link(".jq", "leak.jq"), 0);
  refuse("leak", "leak/0 is not defined");
  break_off("\"leak\"|modulemeta", "1", "module not found: leak");
  break_off("\"./leak\"|modulemeta", "1", NULL);
  (void)snprintf(expected, sizeof expected, "%s %s 3", folder, folder);
  break_off("error([$ENV.HOME, env.HOME, length]|map(tostring)|join(\" \"))",
            "[1,2,3]", expected);
  ck_assert_str_eq(getenv("HOME"), folder);
  ck_assert_int_eq(unlink(".jq"), 0);
  ck_assert_int_eq(unlink("leak.jq"), 0);
  ck_assert_int_eq(chdir("/"), 0);
  ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("query");
  TCase *tests = tcase_create("query");

  tcase_set_timeout(tests, 60);
  tcase_add_checked_fixture(tests, set_up, NULL);
  tcase_add_loop_test(tests, test_as_jq, 0,
                      (int)(sizeof filters / sizeof *filters));
  tcase_add_test(tests, test_does_not_compile);
  tcase_add_test(tests, test_fails);
  tcase_add_test(tests, test_keeps_secrets);
  tcase_add_test(tests, test_again);
  tcase_add_test(tests, test_reads_no_file);
  suite_add_tcase(suite, tests);
  return suite;
}
