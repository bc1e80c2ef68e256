/* test-mark.c - plain bytes that are passed together, and marks in the place
 * of a second walk: both say what the walk byte by byte says. */
#include <stdlib.h>
#include <string.h>

#include "core/jq/canonical.h"
#include "core/json/bytes.h"
#include "core/json/cursor.h"
#include "core/json/stream.h"
#include "core/json/write.h"
#include "tests/unit/unit.h"

/* The same numbers at every run. */
static unsigned any(unsigned most)
{
  static uint64_t state = 20;

  state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (unsigned)(state >> 33) % most;
}

/* ---- Plain bytes. ------------------------------------------------- */

static const unsigned char *skip_bytes(const unsigned char *at,
                                       const unsigned char *end)
{
  while (at < end && plain_byte(*at))
    at++;
  return at;
}

/* From every place in texts with any bytes among plain ones, each of which
 * lies where its end is the end of memory. */
START_TEST(test_plain)
{
  static const unsigned char odd[] = { 0,    1,    0x1f, '"',  0x5b,
                                       '\\', 0x5d, 0x7e, 0x7f, 0x80,
                                       0x81, 0xc3, 0xff };
  unsigned round, i;

  for (round = 0; round < 4000; round++) {
    const size_t length = any(70);
    unsigned char *text = malloc(length ? length : 1);
    const unsigned char *end, *at;

    ck_assert_ptr_nonnull(text);
    for (i = 0; i < length; i++)
      text[i] = any(40)  ? (unsigned char)(' ' + any(95))
                : any(3) ? odd[any(sizeof odd)]
                         : (unsigned char)any(256);
    end = text + length;
    for (at = text; at < end; at++) {
      ck_assert_ptr_eq(plain_skip(at, end), skip_bytes(at, end));
      ck_assert_ptr_eq(plain_skip_words(at, end), skip_bytes(at, end));
    }
    free(text);
  }
}
END_TEST

/* Every byte ends it or does not, wherever it stands. */
START_TEST(test_every_byte)
{
  unsigned char text[40];
  unsigned byte, place;

  for (byte = 0; byte < 256; byte++)
    for (place = 0; place < sizeof text; place++) {
      const unsigned char *end = text + sizeof text;

      memset(text, 'a', sizeof text);
      text[place] = (unsigned char)byte;
      ck_assert_ptr_eq(plain_skip(text, end), skip_bytes(text, end));
      ck_assert_ptr_eq(plain_skip_words(text, end), skip_bytes(text, end));
    }
}
END_TEST

/* ---- Marks. ------------------------------------------------------- */

static void add_space(struct buffer *text)
{
  static const char spaces[] = " \n\t\r";

  while (!any(12))
    buffer_putc(text, spaces[any(4)]);
}

static void add_string(struct buffer *text)
{
  static const char *const pieces[] = { "\\\"", "\\u00e9", "\xc3\xa9",
                                        "\x7f", "\\\\",    "\\ud83d" };
  unsigned count = any(3) ? any(24) : 0;

  buffer_putc(text, '"');
  while (count--)
    if (any(60))
      buffer_putc(text, "abc {}[],:-0"[any(12)]);
    else
      buffer_puts(text, pieces[any(6)]);
  buffer_putc(text, '"');
}

static void add_value(struct buffer *text, unsigned depth)
{
  static const char *const scalars[] = { "true", "false",   "null",
                                         "0",    "-1.5e+3", "12345" };
  const unsigned kind = any(depth < 5 ? 5 : 3);
  unsigned count = kind > 2 ? any(6) : 0, i;

  if (kind <= 1)
    add_string(text);
  else if (kind == 2)
    buffer_puts(text, scalars[any(6)]);
  else
    buffer_putc(text, kind == 3 ? '{' : '[');
  for (i = 0; i < count; i++) {
    if (i)
      buffer_putc(text, ',');
    add_space(text);
    if (kind == 3) {
      add_string(text);
      add_space(text);
      buffer_putc(text, ':');
      add_space(text);
    }
    add_value(text, depth + 1);
    add_space(text);
  }
  if (kind > 2)
    buffer_putc(text, kind == 3 ? '}' : ']');
}

/* Whether all strings in a text are plain: none is where neither a backslash
 * nor a byte beyond 0x7e stands. */
static int all_plain(struct json value)
{
  size_t i;

  for (i = 0; i < value.length; i++)
    if (value.text[i] == '\\' || (unsigned char)value.text[i] >= 0x7f)
      return 0;
  return 1;
}

static void same_value(struct json marked, struct json walked);

static void same_parts(struct json marked, struct json walked)
{
  struct cursor one = cursor_in(marked), other = cursor_in(walked);
  struct json names[2], values[2];
  const int is_object = marked.text[0] == '{';
  int more = 1;

  while (more) {
    more = is_object ? cursor_member(&one, &names[0], &values[0])
                     : cursor_element(&one, &values[0]);
    ck_assert_int_eq(more, is_object
                               ? cursor_member(&other, &names[1], &values[1])
                               : cursor_element(&other, &values[1]));
    if (more && is_object)
      same_value(names[0], names[1]);
    if (more)
      same_value(values[0], values[1]);
  }
}

static void same_value(struct json marked, struct json walked)
{
  ck_assert_ptr_nonnull(marked.mark);
  ck_assert_ptr_eq(marked.text, walked.text);
  ck_assert_uint_eq(marked.length, walked.length);
  ck_assert_int_eq(json_is_plain(marked), all_plain(walked));
  if (marked.text[0] == '{' || marked.text[0] == '[')
    same_parts(marked, walked);
}

static void same_layout(struct json marked, struct json walked, int indent)
{
  CLEANUP_BUFFER struct buffer one = { 0 };
  CLEANUP_BUFFER struct buffer other = { 0 };

  ck_assert_int_eq(json_layout(&one, marked, indent), 0);
  ck_assert_int_eq(json_layout(&other, walked, indent), 0);
  ck_assert_uint_eq(one.length, other.length);
  ck_assert_mem_eq(one.data, other.data, one.length);
}

static void same_for_jq(struct json marked, struct json walked)
{
  CLEANUP_BUFFER struct buffer one = { 0 };
  CLEANUP_BUFFER struct buffer other = { 0 };

  buffer_puts(&one, "");
  buffer_puts(&other, "");
  ck_assert_int_eq(canonical_write(&one, marked),
                   canonical_write(&other, walked));
  ck_assert_uint_eq(one.length, other.length);
  ck_assert_mem_eq(one.data, other.data, one.length);
}

static int look(void *context, const char *text, size_t length,
                struct error *error)
{
  const struct stream *stream = context;
  const struct json marked = { text, length, stream->mark };
  const struct json walked = { text, length, NULL };

  (void)error;
  same_value(marked, walked);
  same_layout(marked, walked, 1);
  same_layout(marked, walked, -1);
  same_for_jq(marked, walked);
  return 0;
}

/* Feeds a list in pieces of up to `most` bytes, each of memory of its own. */
static void feed(const struct buffer *text, stream_callback *element,
                 unsigned most)
{
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_STREAM struct stream stream = { .element = element,
                                          .context = &stream };
  size_t at = 0, piece;

  for (; at < text->length; at += piece) {
    char *copy;

    piece = 1 + any(most);
    if (piece > text->length - at)
      piece = text->length - at;
    copy = malloc(piece);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text->data + at, piece);
    ck_assert_msg(stream_feed(&stream, copy, piece, &error) == 0, "%s: %s",
                  error.message, text->data);
    free(copy);
  }
  ck_assert_int_eq(stream_end(&stream, &error), 0);
}

START_TEST(test_marks)
{
  unsigned round, i;

  for (round = 0; round < 3000; round++) {
    CLEANUP_BUFFER struct buffer text = { 0 };

    buffer_putc(&text, '[');
    for (i = any(5); i; i--) {
      add_space(&text);
      add_value(&text, 0);
      add_space(&text);
      if (i > 1)
        buffer_putc(&text, ',');
    }
    buffer_putc(&text, ']');
    feed(&text, look, 1);
    feed(&text, look, 40);
    feed(&text, look, 4000);
  }
}
END_TEST

static unsigned with_marks;

static int count_marked(void *context, const char *text, size_t length,
                        struct error *error)
{
  const struct stream *stream = context;
  struct cursor cursor =
      cursor_in((struct json){ text, length, stream->mark });
  struct json element;
  size_t count = 0;

  (void)error;
  while (cursor_element(&cursor, &element))
    count++;
  ck_assert_uint_eq(count, (length - 1) / 2);
  with_marks += stream->mark != NULL;
  return 0;
}

/* A value that needs more of them has none, and those behind it have. */
START_TEST(test_too_many)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  unsigned count, i;

  buffer_putc(&text, '[');
  for (count = MARKS_MOST - 3; count < MARKS_MOST + 3; count++) {
    buffer_puts(&text, "[1");
    for (i = 1; i < count; i++)
      buffer_puts(&text, ",1");
    buffer_puts(&text, "],[1],");
  }
  buffer_puts(&text, "[1]]");
  feed(&text, count_marked, 100);
  /* The array itself has one too. */
  ck_assert_uint_eq(with_marks, 3 + 6 + 1);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("mark");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_test(tcase, test_plain);
  tcase_add_test(tcase, test_every_byte);
  tcase_add_test(tcase, test_marks);
  tcase_add_test(tcase, test_too_many);
  return suite;
}
