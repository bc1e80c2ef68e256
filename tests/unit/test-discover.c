/* test-discover.c - core/plugin/discover and core/command/plugins.
 *
 * Each case has a folder of its own with three directories, a and b, which
 * NSCALE_PLUGIN_PATH names, and the one of XDG_DATA_HOME; the plugins in
 * them are copies of those in FIXTURE_DIR.  What is installed as well is left
 * out of what is looked at.
 */
#include "core/plugin/directories.h"
#include "core/plugin/discover.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/command/plugins.h"
#include "tests/unit/unit.h"

#define DATA "data/nscale/plugins"

static const char *root;
static struct error error;
static struct plugin_found found;
static struct plugin_list list;

/* A path in the folder, good until the fourth call after this. */
static const char *at(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

static const char *at(const char *format, ...)
{
  static char texts[4][UNIT_PATH];
  static int next;
  char *text = texts[next++ % 4];
  int length = snprintf(text, sizeof texts[0], "%s/", root);
  va_list arguments;

  va_start(arguments, format);
  (void)vsnprintf(text + length, sizeof texts[0] - (size_t)length, format,
                  arguments);
  va_end(arguments);
  return text;
}

static void make_directory(const char *name)
{
  ck_assert_int_eq(mkdir(at("%s", name), 0755), 0);
}

static void setup(void)
{
  char path[2 * UNIT_PATH];

  (void)umask(022);
  root = unit_folder();
  make_directory("a");
  make_directory("b");
  make_directory("data");
  make_directory("data/nscale");
  make_directory(DATA);
  (void)snprintf(path, sizeof path, "%s/a:%s/b/", root, root);
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", path, 1), 0);
  ck_assert_int_eq(setenv("XDG_DATA_HOME", at("data"), 1), 0);
}

/* Removes all that a case may have put there. */
static void teardown(void)
{
  static const char *const folders[] = { "a",           "b",    DATA,
                                         "data/nscale", "data", "." };
  static const char *const files[] = { "good",     "other",      "newer-minor",
                                       "misnamed", "crash",      "fine",
                                       "help",     "folder",     "pipe",
                                       "Capital",  "no-manifest" };
  size_t i, j;

  plugin_found_free(&found);
  error_clear(&error);
  for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
    for (j = 0; j < sizeof files / sizeof files[0]; j++) {
      (void)unlink(at("%s/%s.so", folders[i], files[j]));
      (void)rmdir(at("%s/%s.so", folders[i], files[j]));
    }
    (void)unlink(at("%s/README", folders[i]));
    (void)unlink(at("%s/.hidden.so", folders[i]));
    (void)rmdir(at("%s", folders[i]));
  }
  (void)rmdir(root);
}

/* Writes a file of these bytes. */
static void put_bytes(const char *path, const void *bytes, size_t size)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0755);

  ck_assert_int_ge(fd, 0);
  ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
  (void)close(fd);
}

/* Copies the plugin `fixture` to a path in the folder. */
static void put(const char *fixture, const char *path)
{
  static char bytes[1 << 20];
  const char *directory = getenv("FIXTURE_DIR");
  char source[4096];
  ssize_t size;
  int fd;

  ck_assert_msg(directory != NULL, "FIXTURE_DIR is not set");
  (void)snprintf(source, sizeof source, "%s/%s.so", directory, fixture);
  fd = open(source, O_RDONLY);
  ck_assert_msg(fd >= 0, "%s is not there", source);
  size = read(fd, bytes, sizeof bytes);
  ck_assert_int_gt(size, 0);
  (void)close(fd);
  put_bytes(at("%s", path), bytes, (size_t)size);
}

/* Copies the good plugin under another name, with one alias; both are of four
 * letters, as its own are, so that the text can be replaced in its place. */
static void put_manifest(const char *path, const char *name, const char *alias)
{
  static const char text[] = "name=good\naliases=fine\n";
  static unsigned char bytes[1 << 20];
  char made[64];
  const size_t length = sizeof text - 1;
  ssize_t size;
  size_t i;
  int fd;

  put("good", path);
  fd = open(at("%s", path), O_RDWR);
  size = read(fd, bytes, sizeof bytes);
  ck_assert_int_gt(size, 0);
  (void)snprintf(made, sizeof made, "name=%s\naliases=%s\n", name, alias);
  ck_assert_uint_eq(strlen(made), length);
  for (i = 0; i + length < (size_t)size; i++)
    if (memcmp(bytes + i, text, length) == 0)
      break;
  ck_assert_msg(i + length < (size_t)size, "the fixture has no manifest");
  ck_assert_int_eq(pwrite(fd, made, length, (off_t)i), (ssize_t)length);
  (void)close(fd);
}

/* All in the folder, a line each: status, path in it, aliases, reason. */
static void assert_all(const char *expected)
{
  static const char *const states[] = { "ok", "shadowed", "incompatible",
                                        "broken", "untrusted" };
  char text[4096] = "";
  size_t i, length = 0;

  ck_assert_int_eq(discover_all(&list, &error), 0);
  for (i = 0; i < list.count; i++) {
    const struct plugin_found *entry = list.items[i];

    if (strncmp(entry->path, root, strlen(root)) != 0)
      continue;
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "%s %s [%s] %s\n", states[entry->status],
                               entry->path + strlen(root) + 1, entry->aliases,
                               entry->reason ? entry->reason : "-");
  }
  ck_assert_str_eq(text, expected);
  plugin_list_free(&list);
}

static void assert_found(const char *noun, const char *path)
{
  ck_assert_int_eq(discover_one(noun, &found, &error), 1);
  ck_assert_str_eq(found.path, at("%s", path));
  plugin_found_free(&found);
}

static void assert_error(const char *noun, const char *sentence)
{
  ck_assert_int_eq(discover_one(noun, &found, &error), -1);
  ck_assert_str_eq(error.message, sentence);
  ck_assert_int_eq(error.exit_status, EXIT_PLUGIN);
  ck_assert_ptr_nonnull(error.hint);
  error_clear(&error);
}

START_TEST(test_one)
{
  put("good", "b/good.so");
  ck_assert_int_eq(discover_one("good", &found, &error), 1);
  ck_assert_str_eq(found.directory, at("b"));
  ck_assert_str_eq(found.name, "good");
  ck_assert_str_eq(found.aliases, "fine");
  ck_assert_str_eq(found.manifest.version, "1.2.3");
}
END_TEST

START_TEST(test_order)
{
  put("good", DATA "/good.so");
  assert_found("good", DATA "/good.so");
  put("good", "b/good.so");
  assert_found("good", "b/good.so");
  put("good", "a/good.so");
  assert_found("good", "a/good.so");
  assert_found("fine", "a/good.so");
}
END_TEST

START_TEST(test_home)
{
  put("good", DATA "/good.so");
  ck_assert_int_eq(unsetenv("XDG_DATA_HOME"), 0);
  ck_assert_int_eq(setenv("HOME", root, 1), 0);
  ck_assert_int_eq(discover_one("good", &found, &error), 0);
  ck_assert_int_eq(setenv("XDG_DATA_HOME", "", 1), 0);
  make_directory(".local");
  make_directory(".local/share");
  ck_assert_int_eq(symlink(at("data/nscale"), at(".local/share/nscale")), 0);
  assert_found("good", ".local/share/nscale/plugins/good.so");
  (void)unlink(at(".local/share/nscale"));
  (void)rmdir(at(".local/share"));
  (void)rmdir(at(".local"));
}
END_TEST

/* Such words are not looked for: a path would be one of anybody's choice. */
START_TEST(test_no_name)
{
  static const char *const words[] = {
    "",     "../a/good", "a/good",  "good.so",    "Good", ".",    "-good",
    "help", "version",   "plugins", "completion", "api",  "good "
  };
  size_t i;

  put("good", "a/good.so");
  put("good", "a/help.so");
  for (i = 0; i < sizeof words / sizeof words[0]; i++) {
    ck_assert_int_eq(discover_one(words[i], &found, &error), 0);
    ck_assert_ptr_null(error.message);
  }
}
END_TEST

START_TEST(test_alias)
{
  put("crash", "a/crash.so");
  put("good", "b/good.so");
  assert_found("fine", "b/good.so");
  assert_found("boom", "a/crash.so");
  ck_assert_int_eq(discover_one("nothing", &found, &error), 0);
}
END_TEST

/* A name wins over an alias, wherever it stands. */
START_TEST(test_name_over_alias)
{
  put("good", "a/good.so");
  put_manifest("b/fine.so", "fine", "good");
  assert_found("good", "a/good.so");
  assert_found("fine", "b/fine.so");
  assert_all("ok a/good.so [] alias \"fine\" belongs to fine\n"
             "ok b/fine.so [] alias \"good\" belongs to good\n");
}
END_TEST

/* The alias of a shadowed plugin leads nowhere. */
START_TEST(test_alias_of_shadowed)
{
  char expected[1024];

  put("good", "a/good.so");
  put_manifest("b/good.so", "good", "nice");
  put_manifest(DATA "/fine.so", "fine", "help");
  ck_assert_int_eq(discover_one("nice", &found, &error), 0);
  (void)snprintf(expected, sizeof expected,
                 "ok a/good.so [] alias \"fine\" belongs to fine\n"
                 "shadowed b/good.so [] shadowed by %s\n"
                 "ok " DATA "/fine.so [] alias \"help\" belongs to nscale "
                 "itself\n",
                 at("a/good.so"));
  assert_all(expected);
}
END_TEST

START_TEST(test_first_alias)
{
  put("crash", "a/crash.so");
  put_manifest("b/good.so", "good", "boom");
  assert_found("boom", "a/crash.so");
  assert_all("ok a/crash.so [boom] -\n"
             "ok b/good.so [] alias \"boom\" belongs to crash\n");
}
END_TEST

START_TEST(test_shadowed)
{
  char expected[1024];

  put("good", "a/good.so");
  put("good", "b/good.so");
  (void)snprintf(expected, sizeof expected,
                 "ok a/good.so [fine] -\n"
                 "shadowed b/good.so [] shadowed by %s\n",
                 at("a/good.so"));
  assert_all(expected);
}
END_TEST

START_TEST(test_builtin)
{
  put_manifest("a/help.so", "help", "nice");
  put_manifest("a/good.so", "good", "help");
  assert_all("ok a/good.so [] alias \"help\" belongs to nscale itself\n"
             "shadowed a/help.so [] shadowed by a command of nscale "
             "itself\n");
}
END_TEST

/* What is wrong with files; no code of any of them runs (crash). */
START_TEST(test_broken)
{
  make_directory("a/folder.so");
  ck_assert_int_eq(mkfifo(at("a/pipe.so"), 0644), 0);
  put("misnamed", "a/misnamed.so");
  put("no-manifest", "a/no-manifest.so");
  put("newer-minor", "a/newer-minor.so");
  put("crash", "a/crash.so");
  put("good", "a/Capital.so");
  put_bytes(at("a/fine.so"), "", 0);
  put_bytes(at("a/README"), "text", 4);
  put_bytes(at("a/.hidden.so"), "text", 4);
  ck_assert_int_eq(symlink("nowhere", at("a/other.so")), 0);
  assert_all(
      "broken a/Capital.so [] its file's name is not made of lower case "
      "letters, digits and '-'\n"
      "ok a/crash.so [boom] -\n"
      "broken a/fine.so [] it is cut short\n"
      "broken a/folder.so [] it is not a regular file\n"
      "broken a/misnamed.so [] its manifest names another plugin, "
      "\"another\"\n"
      "incompatible a/newer-minor.so [] needs plugin ABI 1.7, this nscale "
      "provides 1.2: upgrade nscale\n"
      "broken a/no-manifest.so [] it has no plugin manifest\n"
      "broken a/other.so [] it is a symbolic link that leads nowhere\n"
      "broken a/pipe.so [] it is not a regular file\n");
}
END_TEST

START_TEST(test_one_broken)
{
  char expected[1024];

  put("no-manifest", "a/good.so");
  put("good", "b/good.so");
  put("newer-minor", "a/newer-minor.so");
  (void)snprintf(expected, sizeof expected,
                 "plugin \"good\" is broken: it has no plugin manifest (%s)",
                 at("a/good.so"));
  assert_error("good", expected);
  assert_error("newer-minor",
               "plugin \"newer-minor\" needs plugin ABI 1.7, this nscale "
               "provides 1.2: upgrade nscale");
  /* It keeps its name, but neither it nor what it shadows has aliases. */
  ck_assert_int_eq(discover_one("fine", &found, &error), 0);
}
END_TEST

START_TEST(test_link)
{
  put("good", "b/good.so");
  ck_assert_int_eq(symlink("../b/good.so", at("a/good.so")), 0);
  assert_found("good", "a/good.so");
  ck_assert_int_eq(chmod(at("b/good.so"), 0777), 0);
  assert_all("untrusted a/good.so [] everyone may write to it\n"
             "untrusted b/good.so [] everyone may write to it\n");
}
END_TEST

/* Who is not trusted takes nothing away. */
START_TEST(test_untrusted_file)
{
  char expected[1024];

  put("good", "a/good.so");
  ck_assert_int_eq(chmod(at("a/good.so"), 0666), 0);
  (void)snprintf(expected, sizeof expected,
                 "plugin \"good\" is not trusted: everyone may write to it "
                 "(%s)",
                 at("a/good.so"));
  assert_error("good", expected);
  ck_assert_int_eq(discover_one("fine", &found, &error), 0);
  put("good", "b/good.so");
  assert_found("good", "b/good.so");
  assert_found("fine", "b/good.so");
  assert_all("untrusted a/good.so [] everyone may write to it\n"
             "ok b/good.so [fine] -\n");
}
END_TEST

START_TEST(test_untrusted_directory)
{
  char expected[1024];

  put("good", "a/good.so");
  ck_assert_int_eq(chmod(at("a"), 0777), 0);
  (void)snprintf(expected, sizeof expected,
                 "plugin \"good\" is not used: %s: everyone may write to it",
                 at("a"));
  assert_error("good", expected);
  ck_assert_int_eq(chmod(at("a"), 01777), 0);
  assert_error("good", expected);
  put("good", "b/good.so");
  assert_found("good", "b/good.so");
  assert_all("untrusted a [] everyone may write to it\n"
             "ok b/good.so [fine] -\n");
}
END_TEST

/* Only root can give files away. */
START_TEST(test_other_owner)
{
  put("good", "a/good.so");
  put("good", "b/good.so");
  if (chown(at("a/good.so"), 4711, 4711) < 0)
    return;
  ck_assert_int_eq(chown(at("b"), 4711, 4711), 0);
  assert_all("untrusted a/good.so [] it belongs to neither root nor you\n"
             "untrusted b [] it belongs to neither root nor you\n");
}
END_TEST

START_TEST(test_relative)
{
  char directory[4096];
  size_t i, relative = 0;

  put("good", "a/good.so");
  ck_assert_ptr_nonnull(getcwd(directory, sizeof directory));
  ck_assert_int_eq(chdir(root), 0);
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", "::a:./a:", 1), 0);
  assert_error("good", "plugin \"good\" is not used: a: it is not an "
                       "absolute path");
  ck_assert_int_eq(discover_all(&list, &error), 0);
  for (i = 0; i < list.count; i++) {
    if (list.items[i]->path[0] == '/')
      continue;
    relative++;
    ck_assert_ptr_null(list.items[i]->name);
    ck_assert_int_eq(list.items[i]->status, PLUGIN_UNTRUSTED);
    ck_assert_str_eq(list.items[i]->reason, "it is not an absolute path");
  }
  plugin_list_free(&list);
  ck_assert_uint_eq(relative, 2);
  ck_assert_int_eq(chdir(directory), 0);
}
END_TEST

START_TEST(test_twice)
{
  char path[3 * UNIT_PATH];

  put("good", "a/good.so");
  (void)snprintf(path, sizeof path, "%s/a:%s/missing:%s/b/../a", root, root,
                 root);
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", path, 1), 0);
  assert_all("ok a/good.so [fine] -\n");
}
END_TEST

START_TEST(test_too_many_directories)
{
  char path[3 * DIRECTORIES_MOST + 8] = "";
  size_t i, length = 0;

  for (i = 0; i <= DIRECTORIES_MOST; i++)
    length += (size_t)snprintf(path + length, sizeof path - length, "/x:");
  ck_assert_int_eq(setenv("NSCALE_PLUGIN_PATH", path, 1), 0);
  ck_assert_int_eq(discover_all(&list, &error), -1);
  ck_assert_int_eq(error.exit_status, EXIT_USAGE);
  ck_assert_str_eq(error.message,
                   "NSCALE_PLUGIN_PATH names more than 64 directories");
}
END_TEST

/* ---- nscale plugins list. ----------------------------------------- */

/* Leaves out the folder's name, and blanks past two, of which there are more
 * where what is installed needs wider columns. */
static void simplify(struct buffer *text, char *simple)
{
  const size_t root_length = strlen(root);
  size_t i, length = 0;

  for (i = 0; i < text->length; i++) {
    if (strncmp(text->data + i, root, root_length) == 0)
      i += root_length + 1;
    if (text->data[i] == ' ' && length > 1 && simple[length - 1] == ' ' &&
        simple[length - 2] == ' ')
      continue;
    simple[length++] = text->data[i];
  }
  simple[length] = '\0';
}

START_TEST(test_table)
{
  static const char expected[] =
      "NAME  VERSION  ABI  ALIASES  STATUS  PATH\n"
      "good  1.2.3  1.2  -  ok, but alias \"fine\" belongs to fine  "
      "a/good.so\n"
      "fine  -  -  -  broken: it is cut short  b/fine.so\n"
      "good  1.2.3  1.2  -  shadowed by a/good.so  b/good.so\n"
      "newer-minor  1.0  1.7  -  incompatible: needs plugin ABI 1.7, this "
      "nscale provides 1.2: upgrade nscale  b/newer-minor.so\n";
  static char simple[1 << 16];
  CLEANUP_BUFFER struct buffer text = { 0 };

  put("good", "a/good.so");
  put("good", "b/good.so");
  put("newer-minor", "b/newer-minor.so");
  put_bytes(at("b/fine.so"), "", 0);
  ck_assert_int_ge(plugins_list_text(&text, 0, &error), 4);
  simplify(&text, simple);
  ck_assert_msg(strncmp(simple, expected, sizeof expected - 1) == 0, "%s",
                simple);
}
END_TEST

START_TEST(test_json)
{
  static const char expected[] = "[\n"
                                 "  {\n"
                                 "  \"name\": \"good\",\n"
                                 "  \"version\": \"1.2.3\",\n"
                                 "  \"abi\": \"1.2\",\n"
                                 "  \"aliases\": [\n"
                                 "  \"fine\"\n"
                                 "  ],\n"
                                 "  \"summary\": \"Good things\",\n"
                                 "  \"status\": \"ok\",\n"
                                 "  \"reason\": null,\n"
                                 "  \"path\": \"a/good.so\"\n"
                                 "  },\n"
                                 "  {\n"
                                 "  \"name\": \"other\",\n"
                                 "  \"version\": null,\n"
                                 "  \"abi\": null,\n"
                                 "  \"aliases\": [],\n"
                                 "  \"summary\": null,\n"
                                 "  \"status\": \"broken\",\n"
                                 "  \"reason\": \"it is cut short\",\n"
                                 "  \"path\": \"b/other.so\"\n"
                                 "  }";
  CLEANUP_BUFFER struct buffer text = { 0 };
  static char simple[1 << 16];

  put("good", "a/good.so");
  put_bytes(at("b/other.so"), "", 0);
  ck_assert_int_ge(plugins_list_text(&text, 1, &error), 2);
  simplify(&text, simple);
  ck_assert_msg(strncmp(simple, expected, sizeof expected - 1) == 0, "%s",
                simple);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("discover");
  TCase *tests = tcase_create("discover");

  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_test(tests, test_one);
  tcase_add_test(tests, test_order);
  tcase_add_test(tests, test_home);
  tcase_add_test(tests, test_no_name);
  tcase_add_test(tests, test_alias);
  tcase_add_test(tests, test_name_over_alias);
  tcase_add_test(tests, test_alias_of_shadowed);
  tcase_add_test(tests, test_first_alias);
  tcase_add_test(tests, test_shadowed);
  tcase_add_test(tests, test_builtin);
  tcase_add_test(tests, test_broken);
  tcase_add_test(tests, test_one_broken);
  tcase_add_test(tests, test_link);
  tcase_add_test(tests, test_untrusted_file);
  tcase_add_test(tests, test_untrusted_directory);
  tcase_add_test(tests, test_other_owner);
  tcase_add_test(tests, test_relative);
  tcase_add_test(tests, test_twice);
  tcase_add_test(tests, test_too_many_directories);
  tcase_add_test(tests, test_table);
  tcase_add_test(tests, test_json);
  suite_add_tcase(suite, tests);
  return suite;
}
