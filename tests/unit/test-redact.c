/* test-redact.c - tokens are kept out of what people read. */
#include <string.h>

#include "core/base/base64.h"
#include "core/base/buffer.h"
#include "core/message/redact.h"
#include "tests/unit/unit.h"

#define HEADER "eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIn0"
#define JWE                                                                   \
  HEADER ".c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0."                             \
         "bm9uY2Utbm9uY2Utbm9u.Y2lwaGVydGV4dC1jaXBoZXJ0ZXh0LWNpcGhlcnRleHQ."  \
         "dGFnLXRhZy10YWctdGFnLXRh"
#define JWT                                                                   \
  "eyJhbGciOiJFUzUxMiJ9.eyJzdWIiOiJtZSIsImV4cCI6MTc4MDAwMDAwMH0.MIGHAkIBc2"   \
  "lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
#define OPAQUE "Zq/7+hG3=kk8sJ2hYw0PqLmNbVcXzAsDfGhJkL"

static void shows_bytes(const char *text, size_t length, const char *wanted)
{
  CLEANUP_BUFFER struct buffer out = { 0 };

  redact(&out, text, length);
  ck_assert(!out.failed);
  ck_assert_str_eq(out.data ? out.data : "", wanted);
}

static void shows(const char *text, const char *wanted)
{
  shows_bytes(text, strlen(text), wanted);
}

START_TEST(test_shape)
{
  shows(JWE, REDACTED);
  shows("no command \"" JWE "\".", "no command \"" REDACTED "\".");
  shows("--" JWT "=1", REDACTED "=1");
  shows("Bearer " JWT ". And", "Bearer " REDACTED ". And");
  shows("cut: " HEADER "\xe2\x80\xa6", "cut: " REDACTED "\xe2\x80\xa6");
  shows(&JWE[3], REDACTED); /* its beginning is missing */
  shows("%65yJ" /* encoded */ "hbGciOiJFUzUxMiJ9%2Ee30%2Ec2ln", REDACTED);
  shows("\\u0065yJhbGciOiJFUzUxMiJ9", REDACTED);
}
END_TEST

START_TEST(test_no_shape)
{
  static const char *const plain[] = {
    "",
    "eyJ",
    "eyJ.eyJ.eyJ",
    "key.name.json",
    "ee55ea90-ec17-471d-99e7-53ee33df5703",
    "https://identity.nks.europe-west4.nscale.com/api/v1/organizations",
    "serviceaccounts.serviceaccounts.serviceaccounts.example",
    "100% \\u00e9 \\ %zz %4",
  };
  size_t i;

  for (i = 0; i < sizeof plain / sizeof *plain; i++)
    shows(plain[i], plain[i]);
  shows_bytes("a\0b", 3, "a");
}
END_TEST

START_TEST(test_known)
{
  CLEANUP_BUFFER struct buffer encoded = { 0 };

  redact_hide(REDACT_VARIABLE, OPAQUE);
  redact_hide(REDACT_FILE, "short");
  shows("a " OPAQUE " b", "a " REDACTED " b");
  shows(OPAQUE OPAQUE, REDACTED);
  shows("Zq/7+hG3=kk8sJ2hYw0PqLm", REDACTED); /* the end is missing */
  shows("hG3=kk8sJ2hYw0PqLmNbVcXzAsDfGhJkL", REDACTED);
  shows("Zq/7+hG3=kk8sJ", "Zq/7+hG3=kk8sJ"); /* too little of it */
  shows("Zq%2f7%2BhG3%3Dkk8sJ2hYw0PqLmNbVcXzAsDfGhJkL", REDACTED);
  shows("Zq%252f7%252BhG3%253Dkk8sJ2hYw0PqLm", REDACTED);
  shows("Zq\\/7\\u002bhG3=kk8sJ2hYw0PqLmNbVcXzAsDfGhJkL", REDACTED);
  shows("a short b", "a " REDACTED " b");
  base64url_encode("user:" OPAQUE "!", strlen(OPAQUE) + 6, &encoded);
  shows(encoded.data, "dXNlcj" REDACTED "CE");
  redact_hide(REDACT_FILE, NULL);
  shows("eyJhbGciOiJub2" OPAQUE, REDACTED); /* what has a shape ends in it */
  shows("a short b", "a short b");
  ck_assert(redact_knows("x" OPAQUE, strlen(OPAQUE) + 1));
  ck_assert(redact_knows("Zq%2F7%2BhG3%3Dkk8sJ2hYw0PqLmNbVcXzAsDfGhJkL", 44));
  ck_assert(!redact_knows(OPAQUE, strlen(OPAQUE) - 1));
  ck_assert(!redact_knows(JWT, strlen(JWT)));
  redact_hide(REDACT_VARIABLE, NULL);
}
END_TEST

/* A long text, in which a window is not looked for at each byte. */
START_TEST(test_long)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_BUFFER struct buffer out = { 0 };
  CLEANUP_BUFFER struct buffer wanted = { 0 };
  size_t i;

  redact_hide(REDACT_ONE_TIME, OPAQUE);
  for (i = 0; i < 2000; i++) {
    buffer_printf(&text, "%zu %s ", i, i % 7 ? "x" : OPAQUE);
    buffer_printf(&wanted, "%zu %s ", i, i % 7 ? "x" : REDACTED);
  }
  redact(&out, text.data, text.length);
  ck_assert_str_eq(out.data, wanted.data);
  redact_hide(REDACT_ONE_TIME, NULL);
}
END_TEST

START_TEST(test_without_memory)
{
  ck_assert_uint_eq(redact_at(JWT " x", strlen(JWT) + 2, ' '), strlen(JWT));
  ck_assert_uint_eq(redact_at("plain", 5, '\0'), 0);
  redact_hide(REDACT_VARIABLE, OPAQUE);
  ck_assert_uint_eq(redact_at(OPAQUE "x", strlen(OPAQUE) + 1, 'y'),
                    strlen(OPAQUE));
  redact_hide(REDACT_VARIABLE, NULL);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("redact");
  TCase *tests = tcase_create("all");

  tcase_add_test(tests, test_shape);
  tcase_add_test(tests, test_no_shape);
  tcase_add_test(tests, test_known);
  tcase_add_test(tests, test_long);
  tcase_add_test(tests, test_without_memory);
  suite_add_tcase(suite, tests);
  return suite;
}
