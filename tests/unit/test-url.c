/* test-url.c - core/http/url. */
#include "core/http/url.h"

#include <string.h>

#include "core/base/error.h"
#include "tests/unit/unit.h"

#define HINT "set V to a URL such as https://HOST; http is for localhost alone"

START_TEST(test_sound_bases)
{
  static const char *const bases[] = {
    "https://identity.example.com",
    "https://identity.example.com/",
    "HTTPS://Example.com:8443/a/b/",
    "http://localhost:8080",
    "http://LOCALHOST",
    "http://127.0.0.1:1",
    "http://127.255.0.9/x",
    "http://[::1]:65535",
    "https://[2001:db8::1]",
    "https://h:443",
  };

  for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
    struct error error CLEANUP_ERROR = { .message = NULL };

    ck_assert_msg(url_check_base(bases[i], "V", &error) == 0, "%s: %s",
                  bases[i], error.message);
  }
}
END_TEST

START_TEST(test_bad_bases)
{
  static const struct {
    const char *base;
    const char *message;
  } cases[] = {
    { "", "V is empty" },
    { "example.com", "V is not an absolute http or https URL: example.com" },
    { "/a", "V is not an absolute http or https URL: /a" },
    { "ftp://h", "V is not an absolute http or https URL: ftp://h" },
    { "https:/h", "V is not an absolute http or https URL: https:/h" },
    { "https://h:x", "V is not an absolute http or https URL: https://h:x" },
    { "https://h:0", "V is not an absolute http or https URL: https://h:0" },
    { "https://h:65536",
      "V is not an absolute http or https URL: https://h:65536" },
    { "https://[::1", "V is not an absolute http or https URL: https://[::1" },
    { "https://[::1]x",
      "V is not an absolute http or https URL: https://[::1]x" },
    { "https://", "V has no host: https://" },
    { "https:///a", "V has no host: https:///a" },
    { "https://:443", "V has no host: https://:443" },
    { "https://u:p@h", "V holds a user name" },
    { "https://u@h@h", "V holds a user name" },
    { "https://h/?a", "V has a query or a fragment: https://h/?a" },
    { "https://h#a", "V has a query or a fragment: https://h#a" },
    { "http://example.com", "V is not https, and the service token goes "
                            "there: http://example.com" },
    { "http://127.0.0.1.example.com",
      "V is not https, and the service token goes there: "
      "http://127.0.0.1.example.com" },
    { "http://127.0.0.256", "V is not https, and the service token goes "
                            "there: http://127.0.0.256" },
    { "http://localhost.example.com",
      "V is not https, and the service token goes there: "
      "http://localhost.example.com" },
    { "http://128.0.0.1", "V is not https, and the service token goes "
                          "there: http://128.0.0.1" },
    { "http://localhost@example.com", "V holds a user name" },
    { "https://a b", "V has a space, a backslash, or a byte that is not an "
                     "ASCII letter, digit or sign: https://a b" },
    { "http://localhost\\@h", "V has a space, a backslash, or a byte that "
                              "is not an ASCII letter, digit or sign" },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct error error CLEANUP_ERROR = { .message = NULL };

    ck_assert_msg(url_check_base(cases[i].base, "V", &error) == -1, "%s",
                  cases[i].base);
    ck_assert_str_eq(error.message, cases[i].message);
    ck_assert_str_eq(error.hint, HINT);
    ck_assert_int_eq(error.exit_status, EXIT_USAGE);
  }
}
END_TEST

START_TEST(test_build)
{
  static const char *const segments[] = {
    "api", "a b", "../x",        "%2f",  "..",
    ".",   "...", "caf\xc3\xa9", "\n?#", "-._~AZaz09",
  };
  static const struct url_parameter parameters[] = {
    { "tag", "a=b&c" }, { "flag", NULL }, { "empty", "" }, { "dot", "." }
  };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer url CLEANUP_BUFFER = { .data = NULL };
  const struct url_parts parts = { .base = "https://h/base//",
                                   .segments = segments,
                                   .segment_count = 10,
                                   .parameters = parameters,
                                   .parameter_count = 4 };

  ck_assert_int_eq(url_build(&url, &parts, &error), 0);
  ck_assert_str_eq(url.data,
                   "https://h/base/api/a%20b/..%2Fx/%252f/%2E%2E/%2E/.../"
                   "caf%C3%A9/%0A%3F%23/-._~AZaz09"
                   "?tag=a%3Db%26c&flag&empty=&dot=%2E");
  buffer_clear(&url);
  ck_assert_int_eq(
      url_build(&url, &(struct url_parts){ .base = "https://h" }, &error), 0);
  ck_assert_str_eq(url.data, "https://h");
}
END_TEST

START_TEST(test_build_fails)
{
  static const char *const segments[] = { "accounts", "" };
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct error full CLEANUP_ERROR = { .message = NULL };
  struct buffer url CLEANUP_BUFFER = { .data = NULL };
  struct buffer small CLEANUP_BUFFER = { .limit = 12 };
  struct url_parts parts = { .base = "https://h",
                             .segments = segments,
                             .segment_count = 2 };

  ck_assert_int_eq(url_build(&url, &parts, &error), -1);
  ck_assert_int_eq(error.exit_status, EXIT_USAGE);
  ck_assert_str_eq(error.message, "a part of the address is empty");
  parts.segment_count = 1;
  ck_assert_int_eq(url_build(&small, &parts, &full), -1);
  ck_assert_int_eq(full.exit_status, EXIT_FAILED);
}
END_TEST

START_TEST(test_loopback)
{
  static const char *const here[] = {
    "http://localhost/",  "https://LOCALHOST:8443/a",
    "http://127.0.0.1:1", "https://127.255.255.254/x?y",
    "http://[::1]:80/",
  };
  static const char *const elsewhere[] = {
    "https://identity.example/",
    "https://localhost.example/",
    "https://127.0.0.1.example/",
    "https://128.0.0.1/",
    "https://[::2]/",
    "https://example/localhost",
    "https://localhost@example/",
    "",
    "localhost",
  };
  size_t i;

  for (i = 0; i < sizeof here / sizeof *here; i++)
    ck_assert_msg(url_is_loopback(here[i]), "%s", here[i]);
  for (i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
    ck_assert_msg(!url_is_loopback(elsewhere[i]), "%s", elsewhere[i]);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("url");
  TCase *tests = tcase_create("url");

  tcase_add_test(tests, test_loopback);
  tcase_add_test(tests, test_sound_bases);
  tcase_add_test(tests, test_bad_bases);
  tcase_add_test(tests, test_build);
  tcase_add_test(tests, test_build_fails);
  suite_add_tcase(suite, tests);
  return suite;
}
