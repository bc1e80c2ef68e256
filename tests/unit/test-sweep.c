/* test-sweep.c - core/output/table at every width, with names of every
 * length: no cell without its meaning, and no two names that read alike. */
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/output/table.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1780315200) /* 2026-06-01T12:00:00Z */
#define UUID "0ba0a52b-4a67-4bb5-8a0a-7c6c7a6e6f01"
#define NAME_MOST 63

static size_t at_width, at_length; /* what is looked at, for MUST */

/* ck_assert, which leaves a mark each time, is too slow for all of this. */
#define MUST(condition)                                                       \
  do {                                                                        \
    if (!(condition))                                                         \
      ck_abort_msg("%s, at %zu columns with names of %zu", #condition,        \
                   at_width, at_length);                                      \
  } while (0)

static const struct table_column accounts[] = {
  { "ID", TABLE_TEXT, 6, TABLE_CUT_NEVER },
  { "NAME", TABLE_TEXT, 1, TABLE_CUT_LAST },
  { "GROUPS", TABLE_STATUS, 3, TABLE_CUT },
  { "EXPIRES", TABLE_EXPIRY, 2, TABLE_CUT },
  { "AGE", TABLE_AGE, 5, TABLE_CUT },
  { "STATUS", TABLE_STATUS, 4, TABLE_CUT },
};

#define ACCOUNTS (sizeof accounts / sizeof accounts[0])

/* What stands in the columns of one row, as a terminal shows it. */
static const char *const account_cells[ACCOUNTS] = {
  UUID, NULL, "2", "expired 12d", "200d", "deprovisioning"
};

/* Names that differ in one letter: the i-th in its i-th one. */
static void make_name(char *name, size_t length, size_t i)
{
  memset(name, 'a', length);
  name[i] = 'X';
  name[length] = '\0';
}

static char *write_accounts(size_t width, size_t length, struct buffer *out)
{
  const struct table_style style = {
    .terminal = 1, .may_omit = 1, .now = NOW, .width = width
  };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_TABLE struct table *table = table_new(accounts, ACCOUNTS, &style);
  char name[NAME_MOST + 1];
  const char *cells[] = { UUID,
                          name,
                          "2",
                          "2026-05-20T12:00:00Z",
                          "2025-11-13T12:00:00Z",
                          "deprovisioning" };
  size_t i;

  for (i = 0; i < length; i++) {
    make_name(name, length, i);
    MUST(table_row(table, cells, &error) == 0);
  }
  MUST(table_write(table, sink_to_buffer(out), &error) == 0);
  return out->data;
}

/* Checks what a line has for a name: the whole of it, or its ends. */
static void check_name(const char *shown, const char *name, int is_cut)
{
  const char *mark = strstr(shown, "\xe2\x80\xa6");
  size_t before = mark ? (size_t)(mark - shown) : 0;
  size_t after = mark ? strlen(mark + 3) : 0;

  if (!mark) {
    MUST(strcmp(shown, name) == 0);
    return;
  }
  MUST(is_cut);
  MUST(before >= 3);
  MUST(after >= 3);
  MUST(strncmp(shown, name, before) == 0);
  MUST(strcmp(mark + 3, name + strlen(name) - after) == 0);
}

/* Checks one line against the columns in the header. */
static void check_line(char *line, const int *has, const char *name,
                       int may_cut)
{
  char *words = NULL, *word = strtok_r(line, " ", &words);
  size_t i;

  for (i = 0; i < ACCOUNTS; i++) {
    CLEANUP_BUFFER struct buffer cell = { 0 };

    if (!has[i])
      continue;
    MUST(word);
    buffer_puts(&cell, word);
    if (i == 3) { /* "expired 12d" */
      word = strtok_r(NULL, " ", &words);
      MUST(word);
      buffer_printf(&cell, " %s", word);
    }
    if (i == 1)
      check_name(cell.data, name, may_cut);
    else
      MUST(strcmp(cell.data, account_cells[i]) == 0);
    word = strtok_r(NULL, " ", &words);
  }
  MUST(!word);
}

/* Reads the header: all titles are whole, and what is left out matters less
 * than what is not.  Returns how many columns there are. */
static size_t check_header(char *line, int *has)
{
  char *words = NULL, *word = strtok_r(line, " ", &words);
  size_t count = 0, i, j;

  for (i = 0; i < ACCOUNTS; i++) {
    has[i] = word && strcmp(word, accounts[i].title) == 0;
    count += (size_t)has[i];
    if (has[i])
      word = strtok_r(NULL, " ", &words);
  }
  MUST(!word);
  for (i = 0; i < ACCOUNTS; i++)
    for (j = 0; j < ACCOUNTS; j++)
      MUST(!has[i] || has[j] || accounts[i].priority < accounts[j].priority);
  return count;
}

/* What a line of columns in full would take. */
static size_t full_width(const int *has, size_t length)
{
  size_t width = 0, i;

  for (i = 0; i < ACCOUNTS; i++) {
    size_t cell = i == 1 ? length : strlen(account_cells[i]);
    size_t title = strlen(accounts[i].title);

    if (has[i])
      width += (cell > title ? cell : title) + (width ? 2 : 0);
  }
  return width;
}

static int compare_texts(const void *x, const void *y)
{
  return strcmp(*(char *const *)x, *(char *const *)y);
}

static void sweep(size_t width, size_t length)
{
  CLEANUP_BUFFER struct buffer out = { 0 };
  char *next = NULL, *line;
  char *line_texts[NAME_MOST], name[NAME_MOST + 1];
  int has[ACCOUNTS];
  size_t count, i;

  at_width = width;
  at_length = length;
  line = strtok_r(write_accounts(width, length, &out), "\n", &next);
  count = check_header(line, has);
  MUST(has[1]);
  /* where two columns cannot be shown in full, names alone are cut */
  MUST(count <= 2 || full_width(has, length) <= width);
  for (i = 0; i < length; i++) {
    line = strtok_r(NULL, "\n", &next);
    MUST(line);
    /* UUIDs are all the same here, so that lines are as names are */
    line_texts[i] = strdup(line);
    MUST(text_width(line, strlen(line)) <= width || count <= 2);
    make_name(name, length, i);
    check_line(line, has, name, count <= 2);
  }
  MUST(!strtok_r(NULL, "\n", &next));
  qsort(line_texts, length, sizeof line_texts[0], compare_texts);
  for (i = 0; i < length; i++)
    MUST(i == 0 || strcmp(line_texts[i], line_texts[i - 1]) != 0);
  for (i = 0; i < length; i++)
    free(line_texts[i]);
}

START_TEST(test_sweep)
{
  size_t width, length;

  for (width = 40; width <= 200; width++)
    for (length = 1; length <= NAME_MOST; length++)
      sweep(width, length);
}
END_TEST

/* At 80 columns all but ids and ages of names that people give. */
START_TEST(test_eighty)
{
  int has[ACCOUNTS];
  size_t length;

  for (length = 1; length <= 41; length++) {
    CLEANUP_BUFFER struct buffer out = { 0 };
    char *next = NULL;

    check_header(strtok_r(write_accounts(80, length, &out), "\n", &next), has);
    MUST(has[1] && has[2] && has[3] && has[5]);
  }
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("sweep");
  TCase *all = tcase_create("all");

  tcase_set_timeout(all, 60);
  tcase_add_test(all, test_sweep);
  tcase_add_test(all, test_eighty);
  suite_add_tcase(suite, all);
  return suite;
}
