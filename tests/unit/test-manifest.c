/* test-manifest.c - core/plugin/manifest and note, on made-up bytes.
 *
 * They are shared objects of either word size and byte order, with nothing
 * in them but program headers and notes.
 */
#include "core/plugin/manifest.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/plugin/note.h"
#include "tests/unit/unit.h"

#define GOOD                                                                  \
  "name=good\naliases=fine\nversion=1.2.3\nsummary=Good things\nabi=1.0\n"

#define SHORT "it is cut short"
#define MALFORMED "its ELF notes are malformed"
#define NONE "it has no plugin manifest"

#define IMAGE_MOST 200000

static unsigned char image[IMAGE_MOST];
static size_t image_size;
static int wide, big;
static struct manifest manifest;
static struct error error;

static void setup(void)
{
  wide = 1;
  big = 0;
  image_size = 0;
  memset(image, 0, sizeof image);
  memset(&manifest, 0xa5, sizeof manifest);
}

static void teardown(void)
{
  error_clear(&error);
}

static void put(size_t at, size_t size, uint64_t value)
{
  size_t i;

  for (i = 0; i < size; i++)
    image[at + (big ? size - 1 - i : i)] = (unsigned char)(value >> 8 * i);
  if (at + size > image_size)
    image_size = at + size;
}

static size_t header_at(unsigned index)
{
  return wide ? 64 + 56 * (size_t)index : 52 + 32 * (size_t)index;
}

static void put_file_header(unsigned headers)
{
  memcpy(image, "\177ELF", 4);
  put(4, 1, wide ? 2 : 1);
  put(5, 1, big ? 2 : 1);
  put(6, 1, 1);
  put(16, 2, 3);
  put(18, 2, 243);
  put(wide ? 32 : 28, wide ? 8 : 4, header_at(0));
  put(wide ? 54 : 42, 2, wide ? 56 : 32);
  put(wide ? 56 : 44, 2, headers);
  image_size = header_at(headers);
}

static void put_header(unsigned index, unsigned type, uint64_t offset,
                       uint64_t size, unsigned align)
{
  const size_t at = header_at(index);

  put(at, 4, type);
  put(at + (wide ? 8 : 4), wide ? 8 : 4, offset);
  put(at + (wide ? 32 : 16), wide ? 8 : 4, size);
  put(at + (wide ? 48 : 28), wide ? 8 : 4, align);
}

/* Appends a note; returns its size. */
static size_t put_note(const char *owner, size_t owner_size, unsigned type,
                       const char *text, size_t text_size, unsigned align)
{
  const size_t start = image_size;
  size_t at = start + 12;

  put(start, 4, owner_size);
  put(start + 4, 4, text_size);
  put(start + 8, 4, type);
  memcpy(image + at, owner, owner_size);
  at = start + ((12 + owner_size + align - 1) & ~(size_t)(align - 1));
  memcpy(image + at, text, text_size);
  at += (text_size + align - 1) & ~(size_t)(align - 1);
  image_size = at;
  return at - start;
}

/* A shared object with one note: this manifest, its NUL included. */
static void make(const char *text)
{
  size_t offset, size;

  put_file_header(2);
  offset = image_size;
  size = put_note("nscale", 7, 1, text, strlen(text) + 1, 4);
  put_header(0, 1, 0, image_size, 4096);
  put_header(1, 4, offset, size, 4);
}

/* Likewise with the note at an offset, and its size. */
static void make_at(size_t offset, const char *text, size_t text_size)
{
  size_t size;

  put_file_header(1);
  if (offset > image_size)
    image_size = offset;
  offset = image_size;
  size = put_note("nscale", 7, 1, text, text_size, 4);
  put_header(0, 4, offset, size, 4);
}

/* From memory of exactly this size, so that a sanitizer sees every step
 * outside. */
static int read_image(void)
{
  unsigned char *copy = malloc(image_size ? image_size : 1);
  int result;

  ck_assert_ptr_nonnull(copy);
  memcpy(copy, image, image_size);
  result = manifest_read_memory(copy, image_size, 1, &manifest, &error);
  free(copy);
  return result;
}

static void assert_values(void)
{
  ck_assert_str_eq(manifest.name, "good");
  ck_assert_str_eq(manifest.aliases, "fine");
  ck_assert_str_eq(manifest.version, "1.2.3");
  ck_assert_str_eq(manifest.summary, "Good things");
  ck_assert_uint_eq(manifest.abi_major, 1);
  ck_assert_uint_eq(manifest.abi_minor, 0);
}

static void assert_good(void)
{
  ck_assert_int_eq(read_image(), 0);
  assert_values();
}

static void assert_bad(const char *sentence)
{
  ck_assert_int_eq(read_image(), -1);
  ck_assert_str_eq(error.message, sentence);
  ck_assert_int_eq(error.exit_status, EXIT_PLUGIN);
  error_clear(&error);
}

static void assert_segment(unsigned index, unsigned type, uint64_t offset,
                           uint64_t size, const char *sentence)
{
  put_header(index, type, offset, size, 4);
  assert_bad(sentence);
}

START_TEST(test_every_kind_of_elf)
{
  wide = _i & 1;
  big = _i >> 1;
  make(GOOD);
  assert_good();
}
END_TEST

/* Notes of others stand before ours, in the same segment and in another,
 * some of them nearly ours. */
START_TEST(test_among_other_notes)
{
  const unsigned align = _i ? 8 : 4;
  size_t first, size, second, more;

  put_file_header(3);
  image_size = (image_size + 7) & ~(size_t)7;
  first = image_size;
  size = put_note("GNU", 4, 5, "0123456789abcdef", 16, 8);
  second = image_size;
  more = put_note("GNU", 4, 3, "01234567890123456789", 20, align);
  more += put_note("nscale", 7, 2, "type", 5, align);
  more += put_note("nscalx", 7, 1, "owner", 6, align);
  more += put_note("nscale", 7, 1, GOOD, sizeof GOOD, align);
  more += put_note("nscale", 7, 1, "later", 6, align);
  put_header(0, 4, first, size, 8);
  put_header(1, 4, second, more, align);
  put_header(2, 4, second, 0, align);
  assert_good();
}
END_TEST

/* Far from the headers: the second pread of a file. */
START_TEST(test_notes_far_away)
{
  make_at(150000, GOOD, sizeof GOOD);
  assert_good();
}
END_TEST

START_TEST(test_not_elf)
{
  assert_bad(SHORT);
  memcpy(image, "#!/bin/sh\n", 10);
  image_size = 10;
  assert_bad("it is not a shared object");
  make(GOOD);
  put(16, 2, 2);
  assert_bad("it is ELF but not a shared object");
  put(16, 2, 3);
  put(4, 1, 3);
  assert_bad("its ELF header is malformed");
  put(4, 1, 2);
  put(5, 1, 0);
  assert_bad("its ELF header is malformed");
  put(5, 1, 1);
  put(54, 2, 55);
  assert_bad("its ELF header is malformed");
}
END_TEST

/* RISC-V with the most significant byte first does not exist. */
START_TEST(test_other_machine)
{
  big = 1;
  make(GOOD);
  ck_assert_int_eq(
      manifest_read_memory(image, image_size, 0, &manifest, &error), -1);
  ck_assert_str_eq(error.message,
                   "it is built for another machine (64-bit, most "
                   "significant byte first, ELF machine 243)");
}
END_TEST

START_TEST(test_lying_sizes)
{
  size_t note;

  make(GOOD);
  note = header_at(2);
  put(56, 2, 65535);
  assert_bad("it has 65535 program headers, more than 64");
  put(56, 2, 64);
  assert_bad(SHORT);
  put(56, 2, 2);
  put(32, 8, UINT64_MAX - 3);
  assert_bad(SHORT);
  put(32, 8, UINT64_MAX / 2);
  assert_bad(SHORT);
  put(32, 8, 64);
  assert_segment(1, 4, UINT64_MAX - 15, 64, SHORT);
  assert_segment(1, 4, UINT64_MAX, UINT64_MAX, SHORT);
  assert_segment(0, 1, 0, image_size + 1, SHORT);
  assert_segment(0, 1, UINT64_MAX, 2, SHORT);
  put_header(0, 1, 0, image_size, 4096);
  assert_segment(1, 4, note, 16, MALFORMED);
  put_header(1, 4, note, UINT64_MAX, 4);
  put(note, 4, UINT32_MAX);
  assert_bad(NONE);
  put(note, 4, 7);
  put(note + 4, 4, UINT32_MAX);
  assert_bad(NONE);
  put(note + 4, 4, NOTE_TEXT + 1);
  assert_bad("its manifest is longer than 4096 bytes");
  put(note + 4, 4, NOTE_TEXT);
  assert_bad(SHORT);
  put_header(1, 4, note, 40, 4);
  put(note, 4, UINT32_MAX);
  assert_bad(MALFORMED);
  put(note, 4, 7);
  put(note + 4, 4, UINT32_MAX);
  assert_bad(MALFORMED);
}
END_TEST

START_TEST(test_no_note)
{
  put_file_header(0);
  assert_bad(NONE);
  put_file_header(1);
  assert_segment(0, 4, image_size, 0, NONE);
  assert_segment(0, 4, image_size, 11, NONE);
  assert_segment(0, 4, image_size, 12, SHORT);
}
END_TEST

/* Only so much of all notes is looked at. */
START_TEST(test_too_many_notes)
{
  size_t offset, size = 0;

  put_file_header(1);
  offset = image_size;
  while (size + 200 < NOTE_SCANNED)
    size += put_note("GNU", 4, 3, "01234567890123456789", 20, 4);
  size += put_note("nscale", 7, 1, GOOD, sizeof GOOD, 4);
  put_header(0, 4, offset, size, 4);
  assert_good();
  image_size = offset;
  for (size = 0; size < NOTE_SCANNED;)
    size += put_note("GNU", 4, 3, "01234567890123456789", 20, 4);
  size += put_note("nscale", 7, 1, GOOD, sizeof GOOD, 4);
  assert_segment(0, 4, offset, size, NONE);
}
END_TEST

/* A manifest with these values. */
#define WITH(name, aliases, version, summary, abi)                            \
  "name=" name "\naliases=" aliases "\nversion=" version "\nsummary=" summary \
  "\nabi=" abi "\n"

#define NO_LINES "its manifest is not made of lines key=value"
#define NO_NAME                                                               \
  "its manifest's name is not made of lower case letters, digits and '-'"
#define NO_ALIASES                                                            \
  "its manifest's aliases are not made of lower case letters, digits and "    \
  "'-'"
#define NO_SUMMARY "its manifest's summary is not one line of text"
#define NO_HINT "its manifest has a hint that is not one line WORDS: TEXT"
#define NO_ABI "its manifest's abi is not like \"1.0\""

static const struct {
  const char *text;
  const char *sentence; /* NULL: good */
} texts[] = {
  { "abi=1.0\nsummary=s\nversion=1\nname=x\naliases=\n", NULL },
  { WITH("x", "", "1", "s", "1.0") "licence=later\n", NULL },
  { WITH("x", "", "1", "a=b=c", "65535.65535"), NULL },
  { WITH("x", "", "1",
         "Gr\xc3\xbc\xc3\x9f"
         "e",
         "1.0"),
    NULL },
  { "", "its manifest has no line name=" },
  { "name=x\nversion=1\nsummary=s\nabi=1.0\n",
    "its manifest has no line aliases=" },
  { "name=x\naliases=\nsummary=s\nabi=1.0\n",
    "its manifest has no line version=" },
  { "name=x\naliases=\nversion=1\nabi=1.0\n",
    "its manifest has no line summary=" },
  { "name=x\naliases=\nversion=1\nsummary=s\n",
    "its manifest has no line abi=" },
  { "name=x\nname=x\n", "its manifest has two lines name=" },
  { "name=x\naliases=\nversion=1\nsummary=s\nabi=1.0", NO_LINES },
  { "name\naliases=\n", NO_LINES },
  { "name", NO_LINES },
  { "\n", NO_LINES },
  { WITH("", "", "1", "s", "1.0"), NO_NAME },
  { WITH("../x", "", "1", "s", "1.0"), NO_NAME },
  { WITH("x", "Y", "1", "s", "1.0"), NO_ALIASES },
  { WITH("x", "a,b", "1", "s", "1.0"), NO_ALIASES },
  { WITH("x",
         "a b c d e f g h i j k l m n o p q r s t u v w x y z aa ab ac ad ae "
         "af ag",
         "1", "s", "1.0"),
    "its manifest has more than 32 aliases" },
  { WITH("x", "", "", "s", "1.0"),
    "its manifest's version is not one line of text" },
  { WITH("x", "", "1", "\x1b[31ms", "1.0"), NO_SUMMARY },
  { WITH("x", "", "1", "\xff", "1.0"), NO_SUMMARY },
  { WITH("x", "", "1",
         "a\xe2\x80\xae"
         "b",
         "1.0"),
    NO_SUMMARY },
  { WITH("x", "", "1", "s", "1.0\nhint=a --b: c: d"), NULL },
  { WITH("x", "", "1", "s", "1.0\nhint=a b"), NO_HINT },
  { WITH("x", "", "1", "s", "1.0\nhint=: b"), NO_HINT },
  { WITH("x", "", "1", "s", "1.0\nhint=a: "), NO_HINT },
  { WITH("x", "", "1", "s", "1.0\nhint=a: \x1b[31m"), NO_HINT },
  { WITH("x", "", "1", "s", "1"), NO_ABI },
  { WITH("x", "", "1", "s", "1."), NO_ABI },
  { WITH("x", "", "1", "s", "1.00"), NO_ABI },
  { WITH("x", "", "1", "s", "1.-0"), NO_ABI },
  { WITH("x", "", "1", "s", "1.65536"), NO_ABI },
  { WITH("x", "", "1", "s", "1.0 "), NO_ABI },
};

START_TEST(test_texts)
{
  make(texts[_i].text);
  if (texts[_i].sentence)
    assert_bad(texts[_i].sentence);
  else
    ck_assert_int_eq(read_image(), 0);
}
END_TEST

START_TEST(test_long_values)
{
  char text[NOTE_TEXT + 64];
  char padding[MANIFEST_VALUES];

  memset(padding, 'x', sizeof padding - 1);
  padding[sizeof padding - 1] = '\0';
  (void)snprintf(text, sizeof text, GOOD "later=%s\n", padding);
  make(text);
  assert_good();
  (void)snprintf(text, sizeof text,
                 "name=x\naliases=\nversion=1\nsummary=%s\nabi=1.0\n",
                 padding);
  make(text);
  assert_bad("its manifest's values are longer than 3072 bytes");
}
END_TEST

START_TEST(test_hints)
{
  char text[NOTE_TEXT];
  struct manifest copy;
  size_t length;
  int i;

  make(GOOD "hint=a  bc --d: text: more\nlater=x\nhint=e bc: other\n");
  assert_good();
  manifest_copy(&manifest, &copy);
  memset(&manifest, 0, sizeof manifest);
  ck_assert_str_eq(manifest_hint(&copy, "a"), "text: more");
  ck_assert_str_eq(manifest_hint(&copy, "bc"), "text: more");
  ck_assert_str_eq(manifest_hint(&copy, "--d"), "text: more");
  ck_assert_str_eq(manifest_hint(&copy, "e"), "other");
  ck_assert_ptr_null(manifest_hint(&copy, "b"));
  ck_assert_ptr_null(manifest_hint(&copy, "d"));
  ck_assert_ptr_null(manifest_hint(&copy, ""));
  ck_assert_ptr_null(manifest_hint(&copy, "text:"));
  ck_assert_ptr_null(manifest_hint(&copy, "more"));

  length = (size_t)snprintf(text, sizeof text, "%s", GOOD);
  for (i = 0; i <= MANIFEST_HINTS; i++)
    length +=
        (size_t)snprintf(text + length, sizeof text - length, "hint=a: b\n");
  make(text);
  assert_bad("its manifest has more than 24 hints");
}
END_TEST

/* A NUL inside, and none at the end, which other languages write. */
START_TEST(test_nul)
{
  make(GOOD);
  image[header_at(2) + 12 + 8 + 5] = '\0';
  assert_bad("its manifest has a NUL in it");
  make_at(0, GOOD, sizeof GOOD - 1);
  assert_good();
}
END_TEST

START_TEST(test_names)
{
  static const char *const bad[] = { "",    "-a",  "1a", "a_b",
                                     "a.b", "a/b", "Aa", "\xc3\xa4" };
  char name[MANIFEST_NAME + 2];
  size_t i;

  memset(name, 'a', sizeof name);
  ck_assert_int_eq(name_valid(name, MANIFEST_NAME), 1);
  ck_assert_int_eq(name_valid(name, MANIFEST_NAME + 1), 0);
  ck_assert_int_eq(name_valid("a-1", 3), 1);
  for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
    ck_assert_int_eq(name_valid(bad[i], strlen(bad[i])), 0);
}
END_TEST

static void assert_abi(unsigned major, unsigned minor, const char *sentence)
{
  ck_assert_int_eq(manifest_check_abi(major, minor, &error), -1);
  ck_assert_str_eq(error.message, sentence);
  error_clear(&error);
}

START_TEST(test_abi)
{
  ck_assert_int_eq(manifest_check_abi(1, 0, &error), 0);
  assert_abi(1, 7,
             "needs plugin ABI 1.7, this nscale provides 1.2: upgrade "
             "nscale");
  assert_abi(2, 0,
             "needs plugin ABI 2.0, this nscale provides 1.2: upgrade "
             "nscale");
  assert_abi(0, 9,
             "needs plugin ABI 0.9, this nscale provides 1.2: upgrade "
             "the plugin");
}
END_TEST

/* Many bytes turned at once, by a generator that always says the same. */
START_TEST(test_scrambled)
{
  uint32_t state = 1;
  int round, count, result;
  size_t size;

  for (round = 0; round < 20000; round++) {
    wide = round & 1;
    big = round >> 1 & 1;
    make(GOOD);
    size = image_size;
    for (count = round % 7; count >= 0; count--) {
      state = state * 1664525u + 1013904223u;
      image[(state >> 8) % size] = (unsigned char)(state >> 24);
    }
    image_size = size;
    result = read_image();
    ck_assert_int_eq(result, error.message ? -1 : 0);
    error_clear(&error);
  }
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("manifest");
  TCase *bytes = tcase_create("bytes");

  tcase_add_checked_fixture(bytes, setup, teardown);
  tcase_add_loop_test(bytes, test_every_kind_of_elf, 0, 4);
  tcase_add_loop_test(bytes, test_among_other_notes, 0, 2);
  tcase_add_test(bytes, test_notes_far_away);
  tcase_add_test(bytes, test_not_elf);
  tcase_add_test(bytes, test_other_machine);
  tcase_add_test(bytes, test_lying_sizes);
  tcase_add_test(bytes, test_no_note);
  tcase_add_test(bytes, test_too_many_notes);
  tcase_add_loop_test(bytes, test_texts, 0,
                      (int)(sizeof texts / sizeof texts[0]));
  tcase_add_test(bytes, test_long_values);
  tcase_add_test(bytes, test_hints);
  tcase_add_test(bytes, test_nul);
  tcase_add_test(bytes, test_names);
  tcase_add_test(bytes, test_abi);
  tcase_add_test(bytes, test_scrambled);
  tcase_set_timeout(bytes, 60);
  suite_add_tcase(suite, bytes);
  return suite;
}
