/* fuzz-stream.c - JSON that comes in pieces (core/json/stream.h, scan.h) and
 * as a whole (core/json/tree.h), or with a list in it (core/json/wrapped.h).
 *
 * The first byte chooses how the text is cut, the second what the stream
 * accepts; the rest is the text.
 */
#include <json-c/json.h>
#include <string.h>

#include "core/json/stream.h"
#include "core/json/tree.h"
#include "core/json/wrapped.h"
#include "core/json/write.h"
#include "tests/fuzz/fuzz.h"

/* What a stream made of a text. */
struct outcome {
  struct buffer values; /* each handed over, with a line before it */
  int result;
  struct stream stream;
  struct error error;
};

/* What the strict scanner accepted, json-c does as well.  Not where it is
 * strict: there its versions refuse some numbers, or bytes above 0x7f. */
static void must_parse(const char *text, size_t length)
{
  struct json_tokener *tokener = json_tokener_new_ex(SCAN_DEPTH + 1);
  char *copy CLEANUP_FREE = fuzz_text(text, length);
  struct json_object *value;

  MUST(tokener != NULL);
  json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
  value = json_tokener_parse_ex(tokener, copy, (int)length + 1);
  MUST(json_tokener_get_error(tokener) == json_tokener_success);
  json_object_put(value);
  json_tokener_free(tokener);
}

/* From mark to mark it is laid out as it is byte by byte. */
static void must_be_marked(struct json marked)
{
  struct json walked = { marked.text, marked.length, NULL };
  struct buffer one CLEANUP_BUFFER = { 0 };
  struct buffer other CLEANUP_BUFFER = { 0 };

  MUST(json_layout(&one, marked, 1) == json_layout(&other, walked, 1));
  MUST(one.length == other.length &&
       memcmp(one.data, other.data, one.length) == 0);
}

static int take(void *context, const char *text, size_t length,
                struct error *error)
{
  struct outcome *outcome = context;

  (void)error;
  MUST(length > 0 && !strchr(" \t\n\r", text[0]) &&
       !strchr(" \t\n\r", text[length - 1]));
  must_parse(text, length);
  if (outcome->stream.mark)
    must_be_marked((struct json){ text, length, outcome->stream.mark });
  buffer_printf(&outcome->values, "%zu:", length);
  buffer_append(&outcome->values, text, length);
  return 0;
}

/* Feeds the text in pieces of at most `most` bytes, each from memory of its
 * own. */
static void feed(struct outcome *outcome, int kind, const uint8_t *bytes,
                 size_t size, size_t most, uint32_t random)
{
  int result = 0;

  *outcome = (struct outcome){
    .stream = { .element = kind & 1 ? NULL : take,
                .value = kind & 2 && !(kind & 1) ? NULL : take,
                .context = outcome },
  };
  while (size && result == 0) {
    size_t piece = size < most ? size : most;
    char *copy CLEANUP_FREE = NULL;

    if (most < size) {
      random = random * 1664525u + 1013904223u;
      piece = (random >> 16) % most + 1;
    }
    copy = fuzz_copy(bytes, piece);
    result = stream_feed(&outcome->stream, copy, piece, &outcome->error);
    bytes += piece;
    size -= piece;
  }
  if (result == 0)
    result = stream_end(&outcome->stream, &outcome->error);
  outcome->result = result;
  fuzz_error(result, &outcome->error);
  MUST((result == 0) == (outcome->stream.fault == STREAM_FINE));
}

static void release(struct outcome *outcome)
{
  stream_free(&outcome->stream);
  error_clear(&outcome->error);
  buffer_free(&outcome->values);
}

static void must_agree(const struct outcome *a, const struct outcome *b)
{
  MUST(a->result == b->result);
  MUST(a->stream.fault == b->stream.fault);
  MUST(a->stream.is_array == b->stream.is_array);
  MUST(a->stream.elements == b->stream.elements);
  MUST(a->error.exit_status == b->error.exit_status);
  if (a->result < 0)
    MUST(strcmp(a->error.message, b->error.message) == 0);
  MUST(a->values.length == b->values.length);
  if (a->values.length)
    MUST(memcmp(a->values.data, b->values.data, a->values.length) == 0);
}

/* Laid out and compacted it is the same as compacted. */
static void check_layout(const char *text, size_t length, int accepted)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct buffer compact CLEANUP_BUFFER = { 0 };
  struct buffer pretty CLEANUP_BUFFER = { 0 };
  struct buffer again CLEANUP_BUFFER = { 0 };
  int result = json_compact(&compact, text, length, &error);

  fuzz_error(result, &error);
  MUST((result == 0) == accepted);
  if (!accepted)
    return;
  MUST(json_pretty(&pretty, text, length, (int)(length % 3), &error) == 0);
  MUST(json_compact(&again, pretty.data, pretty.length, &error) == 0);
  MUST(again.length == compact.length &&
       memcmp(again.data, compact.data, again.length) == 0);
  must_parse(compact.data, compact.length);
}

static void check_read(const char *text, size_t length,
                       const struct outcome *whole)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct json_object *value CLEANUP_JSON =
      json_read(text, length, "it", &error);

  fuzz_error(value ? 0 : -1, &error);
  if (whole->result < 0) {
    MUST(value == NULL);
    return;
  }
  if (strcmp(whole->values.data, "4:null") == 0)
    MUST(value == NULL);
  else
    MUST(value != NULL);
}

/* ---- A list in it. --------------------------------------------------- */

static int append(void *context, const char *text, size_t length,
                  struct error *error)
{
  (void)error;
  buffer_append(context, text, length);
  return 0;
}

/* Appends the list of a text that comes in pieces, and what comes next.
 * Returns 0 or -1. */
static int unwrap(struct buffer *list, const uint8_t *bytes, size_t size,
                  size_t most)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct wrapped wrapped CLEANUP(wrapped_free) = { .out = { append, list },
                                                   .may_be_thing = most % 2 };
  size_t piece;
  int result = 0;

  MUST(wrapped_begin(&wrapped, ".a", ".b.c") == 0);
  for (; size && result == 0; bytes += piece, size -= piece) {
    char *copy CLEANUP_FREE = NULL;

    piece = size < most ? size : most;
    copy = fuzz_copy(bytes, piece);
    result = wrapped_feed(&wrapped, copy, piece, &error);
  }
  if (result == 0 && wrapped_page(&wrapped, &error) == 0)
    result = wrapped_end(&wrapped, &error);
  else
    result = -1;
  fuzz_error(result, &error);
  if (result == 0 && wrapped.is_open)
    must_parse(list->data, list->length);
  buffer_append(list, wrapped.next.data, wrapped.next.length);
  return result;
}

/* However it is cut, the same comes out. */
static void check_wrapped(const uint8_t *bytes, size_t size, size_t most)
{
  struct buffer whole CLEANUP_BUFFER = { 0 };
  struct buffer pieces CLEANUP_BUFFER = { 0 };
  const int result = unwrap(&whole, bytes, size, SIZE_MAX - 1 + most % 2);

  MUST(unwrap(&pieces, bytes, size, most) == result);
  if (result < 0)
    return;
  MUST(whole.length == pieces.length);
  if (whole.length)
    MUST(memcmp(whole.data, pieces.data, whole.length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct input input = { .bytes = bytes, .size = size };
  struct outcome whole, pieces, single;
  uint8_t cut = fuzz_byte(&input);
  int kind = fuzz_byte(&input);
  char *text CLEANUP_FREE = fuzz_copy(input.bytes, input.size);

  feed(&whole, kind, input.bytes, input.size, SIZE_MAX, 0);
  feed(&pieces, kind, input.bytes, input.size, (size_t)cut % 32 + 1, cut);
  must_agree(&whole, &pieces);
  feed(&single, 1, input.bytes, input.size, SIZE_MAX, 0);
  /* Only a list may be wanted. */
  if (!(kind & 2) || kind & 1)
    MUST(whole.result == single.result);
  check_layout(text, input.size, single.result == 0);
  check_read(text, input.size, &single);
  check_wrapped(input.bytes, input.size, (size_t)cut % 32 + 1);
  release(&whole);
  release(&pieces);
  release(&single);
  return 0;
}
