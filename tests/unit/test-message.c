/* test-message.c - what people, and programs, read on stderr. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buffer.h"
#include "core/message/message.h"
#include "core/message/redact.h"
#include "tests/unit/unit.h"

static int saved, reader;

/* Catches what goes to descriptor 2; a pipe holds all that a test writes. */
static void catch (void)
{
  int ends[2];

  ck_assert_int_eq(pipe(ends), 0);
  reader = ends[0];
  saved = dup(STDERR_FILENO);
  ck_assert_int_ge(saved, 0);
  ck_assert_int_eq(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
  (void)close(ends[1]);
}

static void caught(const char *wanted)
{
  CLEANUP_BUFFER struct buffer b = { 0 };
  char some[256];
  ssize_t count;

  ck_assert_int_eq(dup2(saved, STDERR_FILENO), STDERR_FILENO);
  (void)close(saved);
  buffer_puts(&b, "");
  while ((count = read(reader, some, sizeof some)) > 0)
    buffer_append(&b, some, (size_t)count);
  (void)close(reader);
  ck_assert_str_eq(b.data, wanted);
}

static void shows(const struct error *error, const char *wanted)
{
  catch ();
  message_error(error);
  caught(wanted);
}

START_TEST(test_error_set)
{
  struct error error = { 0 };

  ck_assert_int_eq(error_set(&error, EXIT_USAGE, "%s %d", "one", 1), -1);
  ck_assert_int_eq(error_set(&error, EXIT_FAILED, "two"), -1);
  ck_assert_int_eq(error_memory(&error), -1);
  ck_assert_int_eq(error_hint(&error, "try %s", "this"), -1);
  ck_assert_int_eq(error_hint(&error, "try that"), -1);
  ck_assert_int_eq(error.exit_status, EXIT_USAGE);
  ck_assert_str_eq(error.message, "one 1");
  ck_assert_str_eq(error.hint, "try this");
  error_clear(&error);
  ck_assert_int_eq(error.exit_status, EXIT_DONE);
  ck_assert_ptr_null(error.message);
  ck_assert_int_eq(error_memory(&error), -1);
  ck_assert_str_eq(error.message, "out of memory");
  ck_assert_int_eq(error.exit_status, EXIT_FAILED);
  error_clear(&error);
  error_clear(&error);
}
END_TEST

START_TEST(test_kinds)
{
  static const struct {
    enum exit_status exit_status;
    const char *kind;
  } kinds[] = {
    { EXIT_FAILED, "failed" },           { EXIT_USAGE, "usage" },
    { EXIT_NOT_FOUND, "not_found" },     { EXIT_AUTH, "auth" },
    { EXIT_CONFLICT, "conflict" },       { EXIT_RATE_LIMITED, "rate_limited" },
    { EXIT_NETWORK, "network" },         { EXIT_UNKNOWN, "unknown_outcome" },
    { EXIT_UNDELIVERED, "undelivered" }, { EXIT_PLUGIN, "plugin" },
    { EXIT_INTERRUPTED, "interrupted" },
  };
  size_t i;

  for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    ck_assert_str_eq(exit_status_kind(kinds[i].exit_status), kinds[i].kind);
}
END_TEST

START_TEST(test_plain)
{
  char message[] = "service account \"ci\" not found";
  char hint[] = "nscale sa list", trace[] = "57bc";
  struct error error = { .exit_status = EXIT_NOT_FOUND, .message = message };

  shows(&error, "nscale: service account \"ci\" not found\n");
  error.hint = hint;
  shows(&error, "nscale: service account \"ci\" not found\n"
                "hint: nscale sa list\n");
  error.http_status = 404;
  shows(&error, "nscale: service account \"ci\" not found (HTTP 404)\n"
                "hint: nscale sa list\n");
  error.trace_id = trace;
  shows(&error,
        "nscale: service account \"ci\" not found (HTTP 404, trace 57bc)\n"
        "hint: nscale sa list\n");
  error.http_status = 0;
  error.hint = NULL;
  error.message = NULL;
  shows(&error, "nscale: out of memory (trace 57bc)\n");
}
END_TEST

START_TEST(test_plain_escapes)
{
  char message[] = "a\nnscale: forged \x1b[2J\xff\xe2\x80\xae";
  char hint[] = "\x07", trace[] = "\r";
  struct error error = { .exit_status = EXIT_FAILED,
                         .message = message,
                         .hint = hint,
                         .trace_id = trace };

  shows(&error, "nscale: a\\nnscale: forged \\x1b[2J\\xff\\u202e "
                "(trace \\r)\nhint: \\x07\n");
}
END_TEST

START_TEST(test_json)
{
  char message[] = "bad \"x\"\n\xff", hint[] = "h", trace[] = "t\\1";
  struct error error = { .exit_status = EXIT_NOT_FOUND, .message = message };

  message_setup(1);
  shows(&error, "{\"error\":{\"kind\":\"not_found\",\"message\":"
                "\"bad \\\"x\\\"\\n\xef\xbf\xbd\",\"status\":null,"
                "\"trace_id\":null,\"hint\":null,\"exit_code\":3}}\n");
  error.exit_status = EXIT_INTERRUPTED;
  error.http_status = 404;
  error.trace_id = trace;
  error.hint = hint;
  shows(&error,
        "{\"error\":{\"kind\":\"interrupted\",\"message\":"
        "\"bad \\\"x\\\"\\n\xef\xbf\xbd\",\"status\":404,"
        "\"trace_id\":\"t\\\\1\",\"hint\":\"h\",\"exit_code\":130}}\n");
  catch ();
  message_note("a note");
  message_line("a line");
  caught("nscale: a note\na line\n");
  message_setup(0);
}
END_TEST

START_TEST(test_redacts)
{
  char message[] = "tok\"\x01 and tok\"\x01tok\"\x01, not tok",
       hint[] = "tok\"\x01", trace[] = "xtok\"\x01y";
  struct error error = { .exit_status = EXIT_AUTH,
                         .message = message,
                         .hint = hint,
                         .trace_id = trace };

  redact_hide(REDACT_FILE,
              "tok\"\x01"); /* would look different once escaped */
  shows(&error, "nscale: [redacted] and [redacted], not tok "
                "(trace x[redacted]y)\nhint: [redacted]\n");
  message_setup(1);
  shows(&error,
        "{\"error\":{\"kind\":\"auth\",\"message\":\"[redacted] and "
        "[redacted], not tok\",\"status\":null,\"trace_id\":"
        "\"x[redacted]y\",\"hint\":\"[redacted]\",\"exit_code\":4}}\n");
  message_setup(0);
  catch ();
  message_debug("Authorization: Bearer %s", "tok\"\x01");
  caught("debug: Authorization: Bearer [redacted]\n");
  redact_hide(REDACT_FILE, "");
  catch ();
  message_line("as it is");
  caught("as it is\n");
  redact_hide(REDACT_FILE, NULL);
}
END_TEST

START_TEST(test_lines)
{
  catch ();
  message_note("waiting %d s", 5);
  message_line("No changes.");
  message_debug("GET %s", "/a\tb");
  message_line("%s", "");
  caught("nscale: waiting 5 s\nNo changes.\ndebug: GET /a\\tb\n\n");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("message");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_add_test(tcase, test_error_set);
  tcase_add_test(tcase, test_kinds);
  tcase_add_test(tcase, test_plain);
  tcase_add_test(tcase, test_plain_escapes);
  tcase_add_test(tcase, test_json);
  tcase_add_test(tcase, test_redacts);
  tcase_add_test(tcase, test_lines);
  return suite;
}
