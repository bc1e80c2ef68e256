/* test-sha256.c - SHA-256, by the examples of its standard. */
#include "core/base/sha256.h"

#include <string.h>

#include "tests/unit/unit.h"

/* FIPS 180-4's example messages, and lengths about the block's end, which
 * sha256sum(1) has hashed. */
static const struct {
  const char *text;
  size_t repeated;
  const char *hex;
} cases[] = {
  { "", 1,
    "e3b0c44298fc1c149afbf4c8996fb924"
    "27ae41e4649b934ca495991b7852b855" },
  { "abc", 1,
    "ba7816bf8f01cfea414140de5dae2223"
    "b00361a396177a9cb410ff61f20015ad" },
  { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
    "248d6a61d20638b8e5c026930c3e6039"
    "a33ce45964ff2167f6ecedd419db06c1" },
  { "a", 1000000,
    "cdc76e5c9914fb9281a1c7e284d73e67"
    "f1809a48a497200e046d39ccc7112cd0" },
  { "a", 55,
    "9f4390f8d30c2dd92ec9f095b65e2b9a"
    "e9b0a925a5258e241c9f1e910f734318" },
  { "a", 56,
    "b35439a4ac6f0948b6d6f9e3c6af0f5f"
    "590ce20f1bde7090ef7970686ec6738a" },
  { "a", 64,
    "ffe054fe7ae0cb6dc65c3af9b61d5209"
    "f439851db43d0ba5997337df154668eb" },
};

START_TEST(test_example)
{
  struct sha256 hash;
  char hex[SHA256_HEX];
  size_t i;

  sha256_begin(&hash);
  for (i = 0; i < cases[_i].repeated; i++)
    sha256_add(&hash, cases[_i].text, strlen(cases[_i].text));
  sha256_end(&hash, hex);
  ck_assert_str_eq(hex, cases[_i].hex);
}
END_TEST

START_TEST(test_no_trace)
{
  static const struct sha256 nothing;
  struct sha256 hash;
  char hex[SHA256_HEX];

  sha256_begin(&hash);
  sha256_add(&hash, "a token", 7);
  sha256_end(&hash, hex);
  ck_assert_mem_eq(&hash, &nothing, sizeof hash);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("sha256");
  TCase *tests = tcase_create("sha256");

  tcase_add_loop_test(tests, test_example, 0,
                      (int)(sizeof cases / sizeof cases[0]));
  tcase_add_test(tests, test_no_trace);
  suite_add_tcase(suite, tests);
  return suite;
}
