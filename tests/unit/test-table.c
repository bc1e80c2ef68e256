/* test-table.c - rows of cells in aligned columns. */
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/text.h"
#include "core/output/table.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1780315200) /* 2026-06-01T12:00:00Z */
#define UUID "0ba0a52b-4a67-4bb5-8a0a-7c6c7a6e6f01"

static const struct table_column columns[] = {
  { .title = "id" },
  { .title = "Name" },
  { .title = "created", .kind = TABLE_TIME },
  { .title = "expires", .kind = TABLE_EXPIRY },
  { .title = "age", .kind = TABLE_AGE },
  { .title = "status", .kind = TABLE_STATUS },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

/* What a table of these rows prints. */
static void prints(const struct table_column *list, size_t count,
                   const struct table_style *style, const char *const *cells,
                   size_t rows, const char *wanted)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer out = { 0 };
  CLEANUP_TABLE struct table *table = table_new(list, count, style);
  size_t i;

  ck_assert_ptr_nonnull(table);
  for (i = 0; i < rows; i++)
    ck_assert_int_eq(table_row(table, cells + i * count, &error), 0);
  ck_assert_int_eq(table_write(table, sink_to_buffer(&out), &error), 0);
  ck_assert_str_eq(out.data, wanted);
}

static const char *const rows[] = {
  UUID,
  "ci",
  "2026-05-31T12:00:00Z",
  "2026-06-13T12:00:00Z",
  "2026-05-20T12:00:00Z",
  "provisioned",
  "b",
  "caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac",
  "2026-03-01T12:00:00+01:00",
  "2026-05-29T12:00:00Z",
  "2026-06-01T07:00:00Z",
  "Error",
  NULL,
  "",
  "never",
  NULL,
  "2023-06-01T12:00:00.5Z",
  "pending, healthy",
};

START_TEST(test_pipe)
{
  prints(columns, COLUMNS, &(struct table_style){ .now = NOW, .width = 20 },
         rows, 3,
         "ID                                    NAME       "
         "CREATED                    EXPIRES               "
         "AGE                     STATUS\n" UUID "  ci         "
         "2026-05-31T12:00:00Z       2026-06-13T12:00:00Z  "
         "2026-05-20T12:00:00Z    provisioned\n"
         "b                                     "
         "caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac  "
         "2026-03-01T12:00:00+01:00  2026-05-29T12:00:00Z  "
         "2026-06-01T07:00:00Z    Error\n"
         "-                                     -          "
         "never                      -                     "
         "2023-06-01T12:00:00.5Z  pending, healthy\n");
}
END_TEST

START_TEST(test_terminal)
{
  prints(columns, COLUMNS, &(struct table_style){ .terminal = 1, .now = NOW },
         rows, 3,
         "ID                                    NAME       "
         "CREATED  EXPIRES     AGE  STATUS\n" UUID
         "  ci         24h ago  12d         12d  provisioned\n"
         "b                                     "
         "caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac  "
         "92d ago  expired 3d  5h   Error\n"
         "-                                     -          "
         "never    -           3y   pending, healthy\n");
}
END_TEST

START_TEST(test_colour)
{
  static const struct table_column two[] = {
    { .title = "e", .kind = TABLE_EXPIRY },
    { .title = "s", .kind = TABLE_STATUS }
  };
  static const char *const cells[] = {
    "2026-05-29T12:00:00Z", "unhealthy, active",
    "2026-06-15T12:00:00Z", "Pending, active",
    "2026-06-15T12:00:01Z", "Active",
    "2026-06-01T12:00:00Z", "reactive",
  };

  prints(two, 2,
         &(struct table_style){ .terminal = 1, .colour = 1, .now = NOW },
         cells, 4,
         "E           S\n"
         "\x1b[31mexpired 3d\x1b[0m  "
         "\x1b[31munhealthy, active\x1b[0m\n"
         "\x1b[33m14d\x1b[0m         "
         "\x1b[33mPending, active\x1b[0m\n"
         "14d         \x1b[32mActive\x1b[0m\n"
         "\x1b[31mexpired 0s\x1b[0m  reactive\n");
}
END_TEST

/* Columns, from the most important to the least. */
static const struct table_column three[] = {
  { "name", TABLE_TEXT, 1, TABLE_CUT_LAST },
  { "second", TABLE_TEXT, 2, TABLE_CUT },
  { "id", TABLE_TEXT, 3, TABLE_CUT_NEVER },
};

static const char *const long_cells[] = {
  "a-name-of-twenty-four-le",
  "a text of its own that is longer than any name",
  "1234567890",
};

START_TEST(test_omitted)
{
  struct table_style style = { .terminal = 1, .may_omit = 1, .width = 84 };

  prints(three, 3, &style, long_cells, 1,
         "NAME                      SECOND                                "
         "          ID\n"
         "a-name-of-twenty-four-le  a text of its own that is longer than "
         "any name  1234567890\n");
  /* a text that is no name is cut a little */
  style.width = 70;
  prints(three, 3, &style, long_cells, 1,
         "NAME                      SECOND                            ID\n"
         "a-name-of-twenty-four-le  a text of its ow\xe2\x80\xa6"
         "r than any name  1234567890\n");
  /* then columns are left out, and the others have their room */
  style.width = 69;
  prints(three, 3, &style, long_cells, 1,
         "NAME                      SECOND\n"
         "a-name-of-twenty-four-le  a text of its own tha"
         "\xe2\x80\xa6 longer than any name\n");
  /* and of the last two also the name is cut */
  style.width = 40;
  prints(three, 3, &style, long_cells, 1,
         "NAME                    SECOND\n"
         "a-name-of-t\xe2\x80\xa6ty-four-le  a text o\xe2\x80\xa6ny name\n");
  style.width = 33;
  prints(three, 3, &style, long_cells, 1, "NAME\na-name-of-twenty-four-le\n");
  style.width = 20;
  style.headless = 1;
  prints(three, 3, &style, long_cells, 1, "a-name-of-\xe2\x80\xa6y-four-le\n");
}
END_TEST

/* All of them stay, cut as far as they can be read. */
START_TEST(test_not_omitted)
{
  struct table_style style = { .terminal = 1, .width = 20 };

  prints(three, 3, &style, long_cells, 1,
         "NAME              SECOND            ID\n"
         "a-name-o\xe2\x80\xa6"
         "four-le  a text o\xe2\x80\xa6ny name  "
         "1234567890\n");
}
END_TEST

/* What is never cut: UUIDs, times, words; and it makes room for a name. */
START_TEST(test_whole)
{
  static const struct table_column two[] = {
    { "by", TABLE_TEXT, 0, TABLE_CUT },
    { "name", TABLE_TEXT, 1, TABLE_CUT_LAST },
  };
  static const char *const cells[] = { UUID, "a-name-of-twenty-four-le",
                                       "ada@acme.example", "b" };
  struct table_style style = { .terminal = 1, .may_omit = 1, .width = 54 };

  prints(two, 2, &style, cells, 2,
         "BY                                    NAME\n" UUID
         "  a-name-o\xe2\x80\xa6"
         "four-le\n"
         "ada@acme.example                      b\n");
  style.width = 53;
  prints(two, 2, &style, cells, 2, "NAME\na-name-of-twenty-four-le\nb\n");
}
END_TEST

/* What another name would be cut to. */
#define CUT_NAME                                                              \
  "aaaaaaaaaaa\xe2\x80\xa6"                                                   \
  "aaaaaaaa"

/* Where names do not differ at their ends they are cut elsewhere, and where
 * that does not help they stay whole. */
START_TEST(test_alike)
{
  static const struct table_column one[] = {
    { "name", TABLE_TEXT, 1, TABLE_CUT_LAST },
  };
  static const char *const start[] = { "github-actions-blue-deploy-eu-west",
                                       "github-actions-grey-deploy-eu-west",
                                       "nightly" };
  static const char *const spread[] = { "aaaaXaaaaaaaaaaaaaaaaaaa",
                                        "aaaaaaaaaaaaaaaaaaaXaaaa",
                                        "aaaaaaaaaaaaXaaaaaaaaaaa", CUT_NAME,
                                        "aaaaaaaaaaaaaaaaaaaaaaaa" };
  struct table_style style = { .terminal = 1, .may_omit = 1, .width = 20 };

  prints(one, 1, &style, start, 3,
         "NAME\n"
         "git\xe2\x80\xa6"
         "e-deploy-eu-west\n"
         "git\xe2\x80\xa6"
         "y-deploy-eu-west\n"
         "nightly\n");
  style.width = 13;
  prints(one, 1, &style, spread, 5,
         "NAME\n"
         "aaaaXa\xe2\x80\xa6"
         "aaaaaa\n"
         "aaaaaa\xe2\x80\xa6"
         "aXaaaa\n"
         "aaaaaaaaaaaaXaaaaaaaaaaa\n"
         "aaaaaaaaaaa\xe2\x80\xa6"
         "aaaaaaaa\n"
         "aaaaaaaaaaaaaaaaaaaaaaaa\n");
}
END_TEST

START_TEST(test_hostile_cells)
{
  static const struct table_column two[] = {
    { .title = "a", .kind = TABLE_TEXT },
    { .title = "b", .kind = TABLE_STATUS }
  };
  static const char *const cells[] = {
    "\x1b[2J",  "x\ny",   /* steers the terminal */
    "\x01\x02", "\x02ok", /* looks like a packed cell */
    "   ",      "   ",    /* no trailing blanks from it */
  };

  prints(two, 2, &(struct table_style){ .terminal = 0 }, cells, 3,
         "A         B\n"
         "\\x1b[2J   x\\ny\n"
         "\\x01\\x02  \\x02ok\n"
         "\n");
}
END_TEST

/* What is kept packed comes back as it was; what only looks alike too. */
START_TEST(test_packing)
{
  static const struct table_column two[] = {
    { .title = "a", .kind = TABLE_TIME }, { .title = "b", .kind = TABLE_TEXT }
  };
  static const char *const cells[] = {
    "0000-01-01T00:00:00Z",
    UUID ", " UUID,
    "9999-12-31T23:59:59Z",
    "x" UUID "y",
    "2016-12-31T23:59:60Z",
    "0BA0A52B-4A67-4BB5-8A0A-7C6C7A6E6F01",
    "2026-06-01t12:00:00z",
    "0ba0a52b-4a67-4bb5-8a0a-7c6c7a6e6f0",
    "2026-02-30T12:00:00Z",
    "0ba0a52b-4a67-4bb5-8a0a-7c6c7a6e-f01",
    UUID,
    "00000000-0000-0000-0000-000000000000",
    "2026-06-01T12:00:00Z",
    "01010101-0202-0001-0000-000000000100z",
  };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_BUFFER struct buffer out = { 0 }, wanted = { 0 };
  CLEANUP_TABLE struct table *table =
      table_new(two, 2, &(struct table_style){ .terminal = 0 });
  size_t i;

  buffer_printf(&wanted, "%-36s  %s\n", "A", "B");
  for (i = 0; i < sizeof cells / sizeof cells[0]; i += 2) {
    ck_assert_int_eq(table_row(table, cells + i, &error), 0);
    buffer_printf(&wanted, "%-36s  %s\n", cells[i], cells[i + 1]);
  }
  ck_assert_int_eq(table_write(table, sink_to_buffer(&out), &error), 0);
  ck_assert_str_eq(out.data, wanted.data);
}
END_TEST

static unsigned any(unsigned most)
{
  static uint64_t state = 3;

  state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (unsigned)(state >> 33) % most;
}

/* A cell of what is packed and of what is not, which may be long. */
static void make_cell(struct buffer *cell)
{
  static const char *const parts[] = {
    UUID,
    "2026-06-01T12:00:00Z",
    "provisioned",
    "x",
    "caf\xc3\xa9",
    "error",
    "\xe6\x97\xa5",
    "0ba0a52b-4a67",
    ",",
    " y",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  };
  unsigned count = any(4) ? 1 : any(9);

  buffer_clear(cell);
  buffer_puts(cell, "");
  while (count--)
    if (any(4))
      buffer_puts(cell, parts[any(sizeof parts / sizeof parts[0])]);
    else
      buffer_printf(cell, "w%u", any(40)); /* more words than are known */
}

#define MANY 60

/* Whatever is packed comes back, and is as wide as it is. */
START_TEST(test_packing_any)
{
  static const struct table_column kinds[] = {
    { .title = "a", .kind = TABLE_STATUS },
    { .title = "b", .kind = TABLE_EXPIRY },
    { .title = "c", .kind = TABLE_TEXT },
  };
  unsigned round, i;

  for (round = 0; round < 100; round++) {
    CLEANUP_ERROR struct error error = { 0 };
    CLEANUP_BUFFER struct buffer out = { 0 }, wanted = { 0 };
    struct buffer cells[3 * MANY] = { 0 };
    size_t widths[3] = { 1, 1, 1 };
    CLEANUP_TABLE struct table *table = table_new(
        kinds, 3, &(struct table_style){ .terminal = 0, .headless = 1 });

    for (i = 0; i < 3 * MANY; i++) {
      size_t width;

      make_cell(&cells[i]);
      if (!cells[i].length)
        buffer_puts(&cells[i], "-");
      width = text_width(cells[i].data, cells[i].length);
      if (width > widths[i % 3])
        widths[i % 3] = width;
    }
    for (i = 0; i < 3 * MANY; i++) {
      const size_t width = text_width(cells[i].data, cells[i].length);
      const int pad = i % 3 < 2 ? (int)(widths[i % 3] - width) + 2 : 0;

      buffer_printf(&wanted, "%s%*s%s", cells[i].data, pad, "",
                    i % 3 < 2 ? "" : "\n");
    }
    for (i = 0; i < 3 * MANY; i += 3) {
      const struct table_cell row[] = {
        { cells[i].data, cells[i].length,
          text_plain(cells[i].data, cells[i].length) == cells[i].length },
        { cells[i + 1].data, cells[i + 1].length, 0 },
        { cells[i + 2].data, cells[i + 2].length, 0 },
      };

      ck_assert_int_eq(table_add(table, row, &error), 0);
    }
    ck_assert_int_eq(table_write(table, sink_to_buffer(&out), &error), 0);
    ck_assert_str_eq(out.data, wanted.data);
    for (i = 0; i < 3 * MANY; i++)
      buffer_free(&cells[i]);
  }
}
END_TEST

START_TEST(test_empty_and_bad)
{
  const struct table_style style = { .terminal = 0 };

  prints(columns, COLUMNS, &style, NULL, 0,
         "ID  NAME  CREATED  EXPIRES  AGE  STATUS\n");
  ck_assert_ptr_null(table_new(columns, 0, &style));
  ck_assert_ptr_null(table_new(columns, TABLE_COLUMNS + 1, &style));
  table_free(NULL);
}
END_TEST

START_TEST(test_without_utf8)
{
  static const struct table_column one[] = { { .title = "a",
                                               .kind = TABLE_TEXT } };
  static const char *const cells[] = { "caf\xc3\xa9 and more" };

  text_setup(0);
  prints(one, 1, &(struct table_style){ .terminal = 1, .width = 12 }, cells, 1,
         "A\ncaf\\u00e... more\n");
  text_setup(1);
}
END_TEST

/* Counts pieces and lines; fails at the piece it is told to fail at. */
struct counter {
  size_t pieces, bytes, lines, most, fail_at;
};

static int count(void *context, const char *bytes, size_t length,
                 struct error *error)
{
  struct counter *counter = context;
  size_t i;

  counter->pieces++;
  counter->bytes += length;
  for (i = 0; i < length; i++)
    counter->lines += bytes[i] == '\n';
  if (length > counter->most)
    counter->most = length;
  if (counter->pieces == counter->fail_at)
    return error_set(error, EXIT_FAILED, "disk full");
  return 0;
}

START_TEST(test_many_rows)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_TABLE struct table *table =
      table_new(columns, COLUMNS, &(struct table_style){ .now = NOW });
  struct counter counter = { 0 };
  const struct sink counter_sink = { count, &counter };
  size_t i;

  for (i = 0; i < 20000; i++)
    ck_assert_int_eq(table_row(table, rows, &error), 0);
  ck_assert_int_eq(table_write(table, counter_sink, &error), 0);
  ck_assert_uint_eq(counter.lines, 20001);
  ck_assert_uint_gt(counter.pieces, 20);
  ck_assert_uint_lt(counter.most, 80000);
  counter = (struct counter){ .fail_at = 2 };
  ck_assert_int_eq(table_write(table, counter_sink, &error), -1);
  ck_assert_uint_eq(counter.pieces, 2);
  ck_assert_str_eq(error.message, "disk full");
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("table");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, test_pipe);
  tcase_add_test(tcase, test_terminal);
  tcase_add_test(tcase, test_colour);
  tcase_add_test(tcase, test_omitted);
  tcase_add_test(tcase, test_not_omitted);
  tcase_add_test(tcase, test_whole);
  tcase_add_test(tcase, test_alike);
  tcase_add_test(tcase, test_hostile_cells);
  tcase_add_test(tcase, test_packing);
  tcase_add_test(tcase, test_packing_any);
  tcase_add_test(tcase, test_empty_and_bad);
  tcase_add_test(tcase, test_without_utf8);
  tcase_add_test(tcase, test_many_rows);
  return suite;
}
