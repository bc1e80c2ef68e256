/* test-load.c - core/plugin/load, with the plugins in FIXTURE_DIR. */
#include "core/plugin/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/plugin/discover.h"
#include "tests/unit/unit.h"

static struct error error;
static struct plugin plugin;

static void teardown(void)
{
  plugin_unload(&plugin);
  error_clear(&error);
}

/* Looks for a fixture, in a trusted directory, and loads it. */
static int load(const char *name)
{
  static struct plugin_found found;
  const char *directory = getenv("FIXTURE_DIR");
  int result;

  ck_assert_msg(directory != NULL, "FIXTURE_DIR is not set");
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", directory, 1), 0);
  result = discover_one(name, &found, &error);
  ck_assert_int_ne(result, 0);
  if (result > 0)
    result = plugin_load(&found, &plugin, &error);
  plugin_found_free(&found);
  return result;
}

START_TEST(test_good)
{
  ck_assert_int_eq(load("good"), 0);
  ck_assert_str_eq(plugin.descriptor->name, "good");
  ck_assert_str_eq(plugin.noun->name, "good");
  ck_assert_str_eq(plugin.noun->aliases, "fine");
  ck_assert_str_eq(plugin.noun->verbs[0]->name, "list");
  ck_assert_str_eq(plugin.noun->verbs[0]->columns[0]->title, "NAME");
  plugin_unload(&plugin);
  ck_assert_int_eq(load("fine"), 0);
}
END_TEST

static const struct {
  const char *name;
  const char *sentence;
} refused[] = {
  { "newer-minor", "plugin \"newer-minor\" needs plugin ABI 1.7, this nscale "
                   "provides 1.2: upgrade nscale" },
  { "late-minor", "plugin \"late-minor\" needs plugin ABI 1.7, this nscale "
                  "provides 1.2: upgrade nscale" },
  { "other-major", "plugin \"other-major\" needs plugin ABI 2.0, this nscale "
                   "provides 1.2: upgrade nscale" },
  { "no-descriptor", "plugin \"no-descriptor\" is broken: it exports no "
                     "nscale_plugin_v1" },
  { "no-plan", "plugin \"no-plan\" is broken: verb \"list\" has no plan" },
  { "liar", "plugin \"liar\" is broken: its manifest and its descriptor "
            "differ in version" },
};

START_TEST(test_fixtures)
{
  ck_assert_int_eq(load(refused[_i].name), -1);
  ck_assert_str_eq(error.message, refused[_i].sentence);
  ck_assert_int_eq(error.exit_status, EXIT_PLUGIN);
  ck_assert_ptr_nonnull(strstr(error.hint, refused[_i].name));
  ck_assert_ptr_null(plugin.handle);
}
END_TEST

START_TEST(test_changed)
{
  static struct plugin_found found;

  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", getenv("FIXTURE_DIR"), 1), 0);
  ck_assert_int_eq(discover_one("good", &found, &error), 1);
  found.inode++;
  ck_assert_int_eq(plugin_load(&found, &plugin, &error), -1);
  ck_assert_str_eq(error.message,
                   "plugin \"good\" was changed while it was opened");
  plugin_found_free(&found);
}
END_TEST

/* Takes the dynamic section away from a shared object of this machine: its
 * manifest can still be read. */
static void spoil_bytes(unsigned char *bytes)
{
  const size_t entries = sizeof(void *) == 8 ? 64 : 52;
  const size_t entry_size = sizeof(void *) == 8 ? 56 : 32;
  const uint32_t dynamic = 2, nothing = 0;
  size_t i;

  for (i = 0; i < 64; i++)
    if (memcmp(bytes + entries + i * entry_size, &dynamic, 4) == 0) {
      memcpy(bytes + entries + i * entry_size, &nothing, 4);
      return;
    }
  ck_abort_msg("the fixture has no dynamic section");
}

START_TEST(test_cannot_load)
{
  static const char start[] = "plugin \"good\" cannot be loaded: ";
  static struct plugin_found found;
  static unsigned char bytes[1 << 20];
  const char *directory = unit_folder();
  char source[4096], path[UNIT_PATH];
  FILE *file;
  size_t size;

  (void)snprintf(source, sizeof source, "%s/good.so", getenv("FIXTURE_DIR"));
  (void)snprintf(path, sizeof path, "%s/good.so", directory);
  file = fopen(source, "rb");
  ck_assert_ptr_nonnull(file);
  size = fread(bytes, 1, sizeof bytes, file);
  (void)fclose(file);
  spoil_bytes(bytes);
  file = fopen(path, "wb");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
  ck_assert_int_eq(fclose(file), 0);
  ck_assert_int_eq(chmod(path, 0644), 0);
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", directory, 1), 0);
  ck_assert_int_eq(discover_one("good", &found, &error), 1);
  ck_assert_int_eq(plugin_load(&found, &plugin, &error), -1);
  /* The rest is dlopen's, and each C library's is another. */
  ck_assert_msg(strncmp(error.message, start, strlen(start)) == 0 &&
                    strstr(error.message, path),
                "%s", error.message);
  ck_assert_ptr_null(strchr(error.message, '\n'));
  ck_assert_int_eq(error.exit_status, EXIT_PLUGIN);
  plugin_found_free(&found);
  (void)unlink(path);
  (void)rmdir(directory);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("load");
  TCase *files = tcase_create("files");

  tcase_add_checked_fixture(files, NULL, teardown);
  tcase_add_test(files, test_good);
  tcase_add_loop_test(files, test_fixtures, 0,
                      (int)(sizeof refused / sizeof refused[0]));
  tcase_add_test(files, test_changed);
  tcase_add_test(files, test_cannot_load);
  suite_add_tcase(suite, files);
  return suite;
}
