/* fuzz-headers.c - the head of a server's reply, line by line as libcurl
 * hands it over (core/transport/receive.c).
 */
#include <string.h>

#include "core/transport/internal.h"
#include "tests/fuzz/fuzz.h"

static int heads;

static int on_head(void *context, const struct transport_reply *reply)
{
  (void)context;
  MUST(reply->status >= 200);
  heads++;
  return 0;
}

/* A field is a whole text of the server's, never a part of one. */
#define CHECK_FIELD(reply, field, bytes, size)                                \
  check_field((reply)->field, sizeof(reply)->field, bytes, size)

static void check_field(const char *field, size_t room, const uint8_t *bytes,
                        size_t size)
{
  const char *end = memchr(field, '\0', room);
  size_t length;

  MUST(end != NULL);
  length = (size_t)(end - field);
  if (!length)
    return;
  MUST(!strchr(" \t\r\n", field[0]) && !strchr(" \t\r\n", end[-1]));
  for (; size > length; bytes++, size--)
    if (memcmp(bytes, field, length) == 0)
      return;
  MUST(size == length && memcmp(bytes, field, length) == 0);
}

static void check_reply(const struct transport_reply *reply,
                        const uint8_t *bytes, size_t size)
{
  MUST(reply->status >= 0 && reply->status <= 999);
  CHECK_FIELD(reply, content_type, bytes, size);
  CHECK_FIELD(reply, location, bytes, size);
  CHECK_FIELD(reply, retry_after, bytes, size);
  CHECK_FIELD(reply, trace, bytes, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static struct transport_reply reply;
  const struct transport_request request = { .head = on_head };
  struct transfer transfer = { .request = &request, .reply = &reply };
  size_t at = 0;

  memset(&reply, 0, sizeof reply);
  heads = 0;
  while (at < size) {
    const uint8_t *end = memchr(bytes + at, '\n', size - at);
    size_t length = end ? (size_t)(end - bytes) + 1 - at : size - at;
    char *line CLEANUP_FREE = fuzz_copy(bytes + at, length);
    size_t taken = receive_header(line, 1, length, &transfer);

    at += length;
    MUST(taken == length || (taken == 0 && transfer.too_large));
    if (!taken)
      break;
  }
  MUST(heads <= 1 && heads == transfer.head_ended);
  MUST(transfer.head_lines <= HEAD_LINES_MAX + 1);
  check_reply(&reply, bytes, size);
  return 0;
}
