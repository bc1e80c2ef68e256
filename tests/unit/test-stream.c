/* test-stream.c - a JSON reply, element by element, as it arrives. */
#include <stdlib.h>
#include <string.h>

#include "core/json/stream.h"
#include "tests/unit/unit.h"

/* Collects what a stream hands over: E<text> or V<text>, each ended by |. */
struct log {
  struct buffer text;
  size_t stop_after; /* elements, 0 for never */
  size_t seen;
  const char *piece; /* the piece at hand, to see what was not copied */
  size_t piece_length;
  size_t borrowed; /* elements handed over straight from it */
};

static int on_element(void *context, const char *text, size_t length,
                      struct error *error)
{
  struct log *log = context;

  buffer_putc(&log->text, 'E');
  buffer_append(&log->text, text, length);
  buffer_putc(&log->text, '|');
  if (log->piece && text >= log->piece &&
      text < log->piece + log->piece_length)
    log->borrowed++;
  if (++log->seen == log->stop_after)
    return error_set(error, EXIT_CONFLICT, "enough");
  return 0;
}

static int on_value(void *context, const char *text, size_t length,
                    struct error *error)
{
  struct log *log = context;

  (void)error;
  buffer_putc(&log->text, 'V');
  buffer_append(&log->text, text, length);
  buffer_putc(&log->text, '|');
  return 0;
}

static int feed(void *stream, const char *bytes, size_t length,
                struct error *error)
{
  return stream_feed(stream, bytes, length, error);
}

static int feed_in_steps(struct stream *stream, const char *text,
                         size_t length, size_t step, struct error *error)
{
  return unit_feed(feed, stream, (struct span){ text, length }, step, error) <
                 0
             ? -1
             : stream_end(stream, error);
}

struct sample {
  const char *text;
  const char *log;     /* what is handed over, also before a fault */
  const char *message; /* NULL when it is good */
  enum stream_fault fault;
  enum exit_status exit_status;
};

static const struct sample samples[] = {
  { "[]", "", NULL, STREAM_FINE, EXIT_DONE },
  { " [ ] \n", "", NULL, STREAM_FINE, EXIT_DONE },
  { "[1]", "E1|", NULL, STREAM_FINE, EXIT_DONE },
  { "\xef\xbb\xbf[ 1 ,\"a,]\\\"\" , {\"b\" : [1, {}]},[2],null, -1.5e3\n]\n",
    "E1|E\"a,]\\\"\"|E{\"b\" : [1, {}]}|E[2]|Enull|E-1.5e3|", NULL,
    STREAM_FINE, EXIT_DONE },
  { " {\"a\" : [1, 2]} ", "V{\"a\" : [1, 2]}|", NULL, STREAM_FINE, EXIT_DONE },
  { "12", "V12|", NULL, STREAM_FINE, EXIT_DONE },
  { "12\n", "V12|", NULL, STREAM_FINE, EXIT_DONE },
  { "\"caf\xc3\xa9\"", "V\"caf\xc3\xa9\"|", NULL, STREAM_FINE, EXIT_DONE },
  { "null", "Vnull|", NULL, STREAM_FINE, EXIT_DONE },
  { "", "", "the reply is empty", STREAM_EMPTY, EXIT_FAILED },
  { " \r\n", "", "the reply is empty", STREAM_EMPTY, EXIT_FAILED },
  { "[1,2", "E1|", "the reply was cut short after 4 bytes", STREAM_CUT,
    EXIT_NETWORK },
  { "[1,2,", "E1|E2|", "the reply was cut short after 5 bytes", STREAM_CUT,
    EXIT_NETWORK },
  { "[{\"a\":1},{\"a\":\"x", "E{\"a\":1}|",
    "the reply was cut short after 16 bytes", STREAM_CUT, EXIT_NETWORK },
  { "{\"a\":1", "", "the reply was cut short after 6 bytes", STREAM_CUT,
    EXIT_NETWORK },
  { "[1]]", "E1|",
    "the reply is not valid JSON: line 1, column 4: a second document "
    "starts here; one document is expected",
    STREAM_MALFORMED, EXIT_FAILED },
  { "{}{}", "",
    "the reply is not valid JSON: line 1, column 3: a second document "
    "starts here; one document is expected",
    STREAM_MALFORMED, EXIT_FAILED },
  { "[1,\n2 3]", "E1|E2|",
    "the reply is not valid JSON: line 2, column 3: expected a comma or "
    "\"]\"",
    STREAM_MALFORMED, EXIT_FAILED },
  { "<html>", "",
    "the reply is not valid JSON: line 1, column 1: expected a value",
    STREAM_MALFORMED, EXIT_FAILED },
};

#define SAMPLES (sizeof samples / sizeof samples[0])

/* Every sample, cut into pieces of every length, comes out alike. */
START_TEST(test_samples)
{
  const struct sample *sample = &samples[_i];
  size_t length = strlen(sample->text), step;

  for (step = 1; step <= length + 1; step++) {
    struct log log = { 0 };
    CLEANUP_ERROR struct error error = { 0 };
    CLEANUP_STREAM struct stream stream = { .element = on_element,
                                            .value = on_value,
                                            .context = &log };
    int result = feed_in_steps(&stream, sample->text, length, step, &error);

    ck_assert_int_eq(result, sample->message ? -1 : 0);
    ck_assert_int_eq(stream.fault, sample->fault);
    ck_assert_int_eq(error.exit_status, sample->exit_status);
    if (sample->message)
      ck_assert_str_eq(error.message, sample->message);
    ck_assert_str_eq(log.text.data ? log.text.data : "", sample->log);
    buffer_free(&log.text);
  }
}
END_TEST

/* A text cut into two pieces, at every place. */
START_TEST(test_two_pieces)
{
  static const char text[] =
      "[{\"a\":\"\\u00e9\xc3\xa9\"},12,[true,null],\"\\\\\"]";
  static const char wanted[] =
      "E{\"a\":\"\\u00e9\xc3\xa9\"}|E12|E[true,null]|E\"\\\\\"|";
  size_t cut, length = sizeof text - 1;

  for (cut = 0; cut <= length; cut++) {
    struct log log = { 0 };
    CLEANUP_ERROR struct error error = { 0 };
    CLEANUP_STREAM struct stream stream = { .element = on_element,
                                            .value = on_value,
                                            .context = &log };

    ck_assert_int_eq(stream_feed(&stream, text, cut, &error), 0);
    ck_assert_int_eq(stream_feed(&stream, text + cut, length - cut, &error),
                     0);
    ck_assert_int_eq(stream_end(&stream, &error), 0);
    ck_assert_int_eq(stream.is_array, 1);
    ck_assert_uint_eq(stream.elements, 4);
    ck_assert_str_eq(log.text.data, wanted);
    buffer_free(&log.text);
  }
}
END_TEST

START_TEST(test_borrows)
{
  static const char text[] = "[{\"a\":1},{\"b\":2},{\"c\":3}]";
  struct log log = { .piece = text, .piece_length = 12 };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_STREAM struct stream stream = { .element = on_element,
                                          .value = on_value,
                                          .context = &log };

  ck_assert_int_eq(stream_feed(&stream, text, 12, &error), 0);
  ck_assert_uint_eq(stream.elements, 1); /* at once, not at the end */
  ck_assert_uint_eq(log.borrowed, 1);
  log.piece = text + 12;
  log.piece_length = sizeof text - 1 - 12;
  ck_assert_int_eq(stream_feed(&stream, log.piece, log.piece_length, &error),
                   0);
  ck_assert_uint_eq(stream.elements, 3);
  ck_assert_uint_eq(log.borrowed, 2); /* the one that was cut is a copy */
  ck_assert_int_eq(stream_end(&stream, &error), 0);
  buffer_free(&log.text);
}
END_TEST

START_TEST(test_callback_stops)
{
  struct log log = { .stop_after = 2 };
  CLEANUP_ERROR struct error error = { 0 }, later = { 0 };
  CLEANUP_STREAM struct stream stream = { .element = on_element,
                                          .value = on_value,
                                          .context = &log };

  ck_assert_int_eq(stream_feed(&stream, "[1,2,3,", 7, &error), -1);
  ck_assert_str_eq(error.message, "enough");
  ck_assert_int_eq(error.exit_status, EXIT_CONFLICT);
  ck_assert_int_eq(stream.fault, STREAM_STOPPED);
  ck_assert_str_eq(log.text.data, "E1|E2|");
  ck_assert_int_eq(stream_feed(&stream, "4]", 2, &later), -1);
  ck_assert_int_eq(stream_end(&stream, &later), -1);
  ck_assert_int_eq(later.exit_status, EXIT_FAILED);
  ck_assert_int_eq(stream.fault, STREAM_STOPPED);
  ck_assert_str_eq(log.text.data, "E1|E2|");
  buffer_free(&log.text);
}
END_TEST

START_TEST(test_without_callbacks)
{
  struct log log = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_STREAM struct stream whole = { .value = on_value, .context = &log };
  CLEANUP_STREAM struct stream list = { .element = on_element,
                                        .context = &log };

  ck_assert_int_eq(feed_in_steps(&whole, "[1, [2]]", 8, 3, &error), 0);
  ck_assert_str_eq(log.text.data, "V[1, [2]]|");
  ck_assert_int_eq(whole.is_array, 1);
  ck_assert_int_eq(stream_feed(&list, "{", 1, &error), -1);
  ck_assert_str_eq(error.message, "the reply is not a list");
  ck_assert_int_eq(list.fault, STREAM_MALFORMED);
  buffer_free(&log.text);
}
END_TEST

START_TEST(test_whole_limit)
{
  struct log log = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_STREAM struct stream exact = { .element = on_element,
                                         .context = &log,
                                         .limit = 5 };
  CLEANUP_STREAM struct stream over = { .element = on_element,
                                        .context = &log,
                                        .limit = 4 };

  ck_assert_int_eq(feed_in_steps(&exact, "[1,2]", 5, 2, &error), 0);
  ck_assert_int_eq(feed_in_steps(&over, "[1,2]", 5, 2, &error), -1);
  ck_assert_int_eq(over.fault, STREAM_LIMIT);
  ck_assert_str_eq(error.message, "the reply is larger than 4 bytes");
  buffer_free(&log.text);
}
END_TEST

static int count_bytes(void *context, const char *text, size_t length,
                       struct error *error)
{
  size_t *total = context;

  (void)text;
  (void)error;
  *total = length;
  return 0;
}

/* An element of exactly the limit passes, one byte more does not, in one
 * piece and in many. */
START_TEST(test_value_limit)
{
  size_t length = STREAM_VALUE_LIMIT + (size_t)_i, got = 0, step;
  char *text = malloc(length + 2);

  ck_assert_ptr_nonnull(text);
  memset(text, 'x', length + 2);
  text[0] = '[';
  text[1] = '"';
  text[length] = '"';
  text[length + 1] = ']';
  for (step = 65536; step <= length + 2; step += length + 2 - 65536) {
    CLEANUP_ERROR struct error error = { 0 };
    CLEANUP_STREAM struct stream stream = { .element = count_bytes,
                                            .context = &got };
    int result = feed_in_steps(&stream, text, length + 2, step, &error);

    ck_assert_int_eq(result, _i ? -1 : 0);
    if (_i) {
      ck_assert_int_eq(stream.fault, STREAM_LIMIT);
      ck_assert_str_eq(error.message, "an element of the reply is larger "
                                      "than 16777216 bytes");
    } else {
      ck_assert_uint_eq(got, length);
    }
  }
  free(text);
}
END_TEST

START_TEST(test_depth)
{
  struct log log = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  CLEANUP_STREAM struct stream stream = { .element = on_element,
                                          .context = &log };
  size_t i;

  for (i = 0; i < SCAN_DEPTH; i++)
    ck_assert_int_eq(stream_feed(&stream, "[", 1, &error), 0);
  ck_assert_int_eq(stream_feed(&stream, "[", 1, &error), -1);
  ck_assert_int_eq(stream.fault, STREAM_MALFORMED);
  buffer_free(&log.text);
}
END_TEST

Suite *unit_suite(void)
{
  Suite *suite = suite_create("stream");
  TCase *tcase = tcase_create("all");

  suite_add_tcase(suite, tcase);
  tcase_set_timeout(tcase, 60);
  tcase_add_loop_test(tcase, test_samples, 0, (int)SAMPLES);
  tcase_add_test(tcase, test_two_pieces);
  tcase_add_test(tcase, test_borrows);
  tcase_add_test(tcase, test_callback_stops);
  tcase_add_test(tcase, test_without_callbacks);
  tcase_add_test(tcase, test_whole_limit);
  tcase_add_loop_test(tcase, test_value_limit, 0, 2);
  tcase_add_test(tcase, test_depth);
  return suite;
}
