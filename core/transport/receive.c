/* receive.c - the head and the body of a reply, as they come. */
#include <string.h>
#include <strings.h>

#include "core/base/ascii.h"
#include "core/transport/internal.h"
#include "core/transport/link.h"

/* The text of a header line after its name, trimmed. */
struct value {
  const char *bytes;
  size_t length;
};

/* Whether the line is the field `name`; then its value as well. */
static int is_field(const char *line, size_t length, const char *name,
                    struct value *value)
{
  size_t name_length = strlen(name);

  if (length <= name_length || line[name_length] != ':' ||
      strncasecmp(line, name, name_length) != 0)
    return 0;
  line += name_length + 1;
  length -= name_length + 1;
  while (length > 0 && ascii_is_space(*line)) {
    line++;
    length--;
  }
  while (length > 0 && ascii_is_space(line[length - 1]))
    length--;
  *value = (struct value){ .bytes = line, .length = length };
  return 1;
}

/* Keeps the first of its kind; none that would not fit whole. */
static void keep_field(char *field, size_t room, struct value value)
{
  if (field[0] != '\0' || value.length >= room ||
      memchr(value.bytes, '\0', value.length))
    return;
  memcpy(field, value.bytes, value.length);
  field[value.length] = '\0';
}

/* Whether the text begins with this many hexadecimal digits. */
static int has_digits(const char *text, size_t count)
{
  static const char digits[] = "0123456789abcdefABCDEF";

  while (count > 0 && *text != '\0' && strchr(digits, *text)) {
    text++;
    count--;
  }
  return count == 0;
}

/* W3C trace context: 00-TRACE-SPAN-FLAGS; the trace has 32 digits. */
static void keep_traceparent(struct transport_reply *reply, struct value value)
{
  if (value.length < 36 || value.bytes[2] != '-' || value.bytes[35] != '-' ||
      !has_digits(value.bytes + 3, 32))
    return;
  value.bytes += 3;
  value.length = 32;
  /* It is what the server's own logs go by, so it replaces the others. */
  reply->trace[0] = '\0';
  keep_field(reply->trace, sizeof reply->trace, value);
}

/* A field that is sent twice is one with both values: the first next page
 * counts. */
static void keep_link(struct transport_reply *reply, struct value value)
{
  struct value target = { .bytes = NULL };

  target.length = link_next(value.bytes, value.length, &target.bytes);
  if (!target.length || reply->has_next)
    return;
  reply->has_next = 1;
  keep_field(reply->link, sizeof reply->link, target);
}

static void read_field(struct transport_reply *reply, const char *line,
                       size_t length)
{
  struct value value;

  if (is_field(line, length, "content-type", &value))
    keep_field(reply->content_type, sizeof reply->content_type, value);
  else if (is_field(line, length, "location", &value))
    keep_field(reply->location, sizeof reply->location, value);
  else if (is_field(line, length, "link", &value))
    keep_link(reply, value);
  else if (is_field(line, length, "retry-after", &value))
    keep_field(reply->retry_after, sizeof reply->retry_after, value);
  else if (is_field(line, length, "date", &value))
    keep_field(reply->date, sizeof reply->date, value);
  else if (is_field(line, length, "traceparent", &value) ||
           is_field(line, length, "traceresponse", &value))
    keep_traceparent(reply, value);
  else if (is_field(line, length, "x-trace-id", &value) ||
           is_field(line, length, "x-request-id", &value))
    keep_field(reply->trace, sizeof reply->trace, value);
}

/* "HTTP/1.1 200 OK", "HTTP/2 200": a new head begins. */
static void read_status_line(struct transport_reply *reply, const char *line,
                             size_t length)
{
  const char *at = memchr(line, ' ', length);
  const char *end = line + length;

  reply->status = 0;
  reply->content_type[0] = '\0';
  reply->location[0] = '\0';
  reply->has_next = 0;
  reply->link[0] = '\0';
  reply->retry_after[0] = '\0';
  reply->date[0] = '\0';
  reply->trace[0] = '\0';
  while (at && at < end && *at == ' ')
    at++;
  for (int i = 0; at && i < 3 && at < end; i++, at++) {
    if (!ascii_is_digit(*at))
      return;
    reply->status = reply->status * 10 + (*at - '0');
  }
}

/* Over HTTP/2 a read ends with its stream, and not with the last byte that it
 * announced: the frame that ends it would look like something that arrived on
 * the connection afterwards (reuse.c). */
static void await_end(struct transfer *transfer, char version)
{
  if (version == '2' && !transfer->request->mutation)
    SET(transfer, CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
}

static int is_blank(const char *line, size_t length)
{
  return (length == 2 && line[0] == '\r' && line[1] == '\n') ||
         (length == 1 && line[0] == '\n');
}

size_t receive_header(char *bytes, size_t size, size_t count, void *context)
{
  struct transfer *transfer = context;
  const struct transport_request *request = transfer->request;
  struct transport_reply *reply = transfer->reply;
  size_t length = size * count;

  transfer->head_bytes += length;
  transfer->head_lines++;
  if (transfer->head_bytes > HEAD_BYTES_MAX ||
      transfer->head_lines > HEAD_LINES_MAX) {
    transfer->too_large = 1;
    return 0;
  }
  if (transfer->head_ended)
    return length; /* trailers: nobody asks for them */
  if (length > 5 && memcmp(bytes, "HTTP/", 5) == 0) {
    read_status_line(reply, bytes, length);
    await_end(transfer, bytes[5]);
  } else if (!is_blank(bytes, length)) {
    read_field(reply, bytes, length);
  } else if (reply->status >= 200) {
    transfer->head_ended = 1;
    if (request->head && request->head(request->context, reply)) {
      transfer->stopped = 1;
      return 0;
    }
  }
  return length;
}

static int hand_over(void *context, const void *bytes, size_t length)
{
  struct transfer *transfer = context;
  const struct transport_request *request = transfer->request;

  transfer->reply->received += length;
  if (length > 0 && request->data &&
      request->data(request->context, bytes, length)) {
    transfer->stopped = 1;
    return -1;
  }
  return 0;
}

/* What begins like gzip and is none is handed over as it is. */
static int hand_over_unpacked(struct transfer *transfer, const void *bytes,
                              size_t length)
{
  if (gunzip_feed(transfer->gunzip, bytes, length, hand_over, transfer) == 0)
    return 0;
  if (transfer->stopped || transfer->reply->received > 0)
    return -1;
  gunzip_free(transfer->gunzip);
  transfer->gunzip = NULL;
  return hand_over(transfer, bytes, length);
}

size_t receive_body(char *bytes, size_t size, size_t count, void *context)
{
  struct transfer *transfer = context;
  size_t length = size * count;
  int result;

  if (length == 0)
    return 0;
  if (!transfer->body_begun && *bytes == GUNZIP_FIRST &&
      !transfer->request->bytes)
    transfer->gunzip = gunzip_new(transfer->transport->memory);
  transfer->body_begun = 1;
  result = transfer->gunzip ? hand_over_unpacked(transfer, bytes, length)
                            : hand_over(transfer, bytes, length);
  return result < 0 ? 0 : length;
}
