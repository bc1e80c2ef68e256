/* test-provider.c - core/plugin/provider. */
#include "core/plugin/provider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static const char *root;
static char path[UNIT_PATH];
static struct error error;
static struct provider_list list;

static void setup(void)
{
  root = unit_folder();
  (void)snprintf(path, sizeof path, "%s/providers", root);
}

static void teardown(void)
{
  provider_list_free(&list);
  error_clear(&error);
  (void)remove(path);
  ck_assert_int_eq(rmdir(root), 0);
}

static void write_file(const char *name, const char *bytes, size_t size)
{
  FILE *file = fopen(name, "w");

  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
  ck_assert_int_eq(fclose(file), 0);
}

/* Reads a file of these bytes; the list of an earlier one is gone. */
static void read_bytes(const char *bytes, size_t size)
{
  write_file(path, bytes, size);
  provider_list_free(&list);
  ck_assert_int_eq(provider_list_read(&list, path, &error), 0);
}

static void read_lines(const char *lines)
{
  read_bytes(lines, strlen(lines));
}

static void must_find(const char *word, const char *name, const char *package,
                      const char *command)
{
  const struct provider *found = provider_find(&list, word);

  ck_assert_ptr_nonnull(found);
  ck_assert_str_eq(found->word, word);
  ck_assert_str_eq(found->name, name);
  ck_assert_str_eq(found->package, package);
  ck_assert_str_eq(found->command, command);
}

START_TEST(test_lines)
{
  read_lines("# who provides what\n"
             "\n"
             "databases,database,db  nscale-plugin-databases  "
             "apt install nscale-plugin-databases\n"
             "\tqueues\tqueues \tdnf install 'queues'  \t\n"
             "last pkg get last");
  ck_assert_uint_eq(list.count, 5);
  must_find("databases", "databases", "nscale-plugin-databases",
            "apt install nscale-plugin-databases");
  must_find("db", "databases", "nscale-plugin-databases",
            "apt install nscale-plugin-databases");
  must_find("queues", "queues", "queues", "dnf install 'queues'");
  must_find("last", "last", "pkg", "get last");
  ck_assert_ptr_null(provider_find(&list, "database,db"));
  ck_assert_ptr_null(provider_find(&list, ""));
  ck_assert_ptr_null(provider_find(&list, "#"));
  /* A name is told from its aliases by its address. */
  ck_assert_ptr_eq(list.items[0].word, list.items[0].name);
  ck_assert_ptr_ne(list.items[1].word, list.items[1].name);
}
END_TEST

static const char *const bad[] = {
  "a",
  "a pkg",
  "a pkg ",
  "a,B pkg get a",
  "a, pkg get a",
  ",a pkg get a",
  "a,,b pkg get a",
  "-a pkg get a",
  "a pkg get \033[2J",
  "a p\xffkg get a",
  "a pkg get\x7f",
  "a\r",
  "#a pkg get a",
};

START_TEST(test_bad_line)
{
  char lines[200];

  (void)snprintf(lines, sizeof lines, "x pkg get x\n%s\ny pkg get y\n",
                 bad[_i]);
  read_lines(lines);
  ck_assert_uint_eq(list.count, 2);
  must_find("x", "x", "pkg", "get x");
  must_find("y", "y", "pkg", "get y");
}
END_TEST

START_TEST(test_first_wins)
{
  read_lines("a,b one get one\nb,c two get two\n");
  must_find("b", "a", "one", "get one");
  must_find("c", "b", "two", "get two");
}
END_TEST

START_TEST(test_nothing_to_read)
{
  ck_assert_int_eq(provider_list_read(&list, path, &error), 0);
  ck_assert_uint_eq(list.count, 0);
  read_lines("");
  ck_assert_uint_eq(list.count, 0);
  provider_list_free(&list);
  ck_assert_int_eq(remove(path), 0);
  ck_assert_int_eq(mkdir(path, 0700), 0);
  ck_assert_int_eq(provider_list_read(&list, path, &error), 0);
  ck_assert_uint_eq(list.count, 0);
  provider_list_free(&list);
  ck_assert_int_eq(remove(path), 0);
  /* A pipe that nobody writes to keeps nobody waiting. */
  ck_assert_int_eq(mkfifo(path, 0600), 0);
  ck_assert_int_eq(provider_list_read(&list, path, &error), 0);
  ck_assert_uint_eq(list.count, 0);
}
END_TEST

/* What third parties say; a name of theirs is never that of another. */
START_TEST(test_folder)
{
  static const struct {
    const char *name;
    const char *line;
  } files[] = { { "b-second", "b,c two get two" },
                { "Acme_1", "a,b one get one\n" },
                { "a.bak", "d bad get bad\n" },
                { "a~", "e bad get bad\n" },
                { ".a", "f bad get bad\n" } };
  char folder[UNIT_PATH + 2], name[2 * UNIT_PATH];
  size_t i;

  (void)snprintf(folder, sizeof folder, "%s.d", path);
  ck_assert_int_eq(mkdir(folder, 0700), 0);
  for (i = 0; i < sizeof files / sizeof *files; i++) {
    (void)snprintf(name, sizeof name, "%s/%s", folder, files[i].name);
    write_file(name, files[i].line, strlen(files[i].line));
  }
  ck_assert_int_eq(provider_list_read(&list, path, &error), 0);
  ck_assert_uint_eq(list.count, 4);
  must_find("b", "a", "one", "get one");
  must_find("c", "b", "two", "get two");
  read_lines("a,b ours get ours");
  ck_assert_uint_eq(list.count, 6);
  must_find("b", "a", "ours", "get ours");
  must_find("c", "b", "two", "get two");
  for (i = 0; i < sizeof files / sizeof *files; i++) {
    (void)snprintf(name, sizeof name, "%s/%s", folder, files[i].name);
    ck_assert_int_eq(remove(name), 0);
  }
  ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

/* One file that fills the list leaves no room for another. */
START_TEST(test_folder_too_large)
{
  static char bytes[PROVIDER_BYTES + 1];
  char folder[UNIT_PATH + 2], name[2 * UNIT_PATH];

  (void)snprintf(folder, sizeof folder, "%s.d", path);
  (void)snprintf(name, sizeof name, "%s/a", folder);
  ck_assert_int_eq(mkdir(folder, 0700), 0);
  write_file(name, "b pkg get b\n", 12);
  memset(bytes, '#', sizeof bytes);
  bytes[PROVIDER_BYTES - 1] = '\n';
  read_bytes(bytes, PROVIDER_BYTES);
  ck_assert_uint_eq(list.count, 0);
  read_bytes(bytes + 20, PROVIDER_BYTES - 20);
  ck_assert_uint_eq(list.count, 1);
  must_find("b", "b", "pkg", "get b");
  ck_assert_int_eq(remove(name), 0);
  ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(test_nul)
{
  static const char bytes[] = "a pkg get\0 b pkg get b\n\0\nc pkg get c\n";

  read_bytes(bytes, sizeof bytes - 1);
  ck_assert_uint_eq(list.count, 3);
  must_find("a", "a", "pkg", "get");
  must_find("b", "b", "pkg", "get b");
  must_find("c", "c", "pkg", "get c");
}
END_TEST

/* Of a file that is too large, the whole lines that fit. */
START_TEST(test_large)
{
  static char bytes[PROVIDER_BYTES + 1000];
  static const char line[] = "a pkg get abcdefghijklm\n";
  const size_t size = sizeof line - 1;
  size_t at;

  memset(bytes, '#', sizeof bytes);
  for (at = PROVIDER_BYTES - 3 * size + 4; at + size < sizeof bytes;
       at += size)
    memcpy(bytes + at, line, size);
  bytes[PROVIDER_BYTES - 3 * size + 3] = '\n';
  read_bytes(bytes, sizeof bytes);
  ck_assert_uint_eq(list.count, 2);
  must_find("a", "a", "pkg", "get abcdefghijklm");
}
END_TEST

START_TEST(test_many)
{
  char *lines = calloc(PROVIDER_WORDS + 1, 20);
  size_t at = 0;
  int i;

  ck_assert_ptr_nonnull(lines);
  for (i = 0; i < PROVIDER_WORDS - 1; i++)
    at += (size_t)snprintf(lines + at, 20, "a%d pkg get\n", i);
  /* Both or neither. */
  (void)snprintf(lines + at, 40, "x,y pkg get\nz pkg get\nzz pkg get\n");
  read_lines(lines);
  free(lines);
  ck_assert_uint_eq(list.count, PROVIDER_WORDS);
  ck_assert_ptr_null(provider_find(&list, "x"));
  must_find("z", "z", "pkg", "get");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("provider");
  TCase *cases = tcase_create("provider");

  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_test(cases, test_lines);
  tcase_add_loop_test(cases, test_bad_line, 0,
                      (int)(sizeof bad / sizeof bad[0]));
  tcase_add_test(cases, test_first_wins);
  tcase_add_test(cases, test_nothing_to_read);
  tcase_add_test(cases, test_folder);
  tcase_add_test(cases, test_folder_too_large);
  tcase_add_test(cases, test_nul);
  tcase_add_test(cases, test_large);
  tcase_add_test(cases, test_many);
  suite_add_tcase(suite, cases);
  return suite;
}
