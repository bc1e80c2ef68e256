/* receive.c - the head and the body of a reply, as they come, and the memory
 * that is kept for them. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/transport/internal.h"

/* The text of a header line after its name, trimmed. */
struct value {
  const char *bytes;
  size_t length;
};

static int is_space(char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Whether the line is the field `name`; then its value as well. */
static int is_field(const char *line, size_t length, const char *name,
                    struct value *value)
{
  size_t name_length = strlen(name);

  if (length <= name_length || line[name_length] != ':'
      || strncasecmp(line, name, name_length) != 0)
    return 0;
  line += name_length + 1;
  length -= name_length + 1;
  while (length > 0 && is_space(*line)) {
    line++;
    length--;
  }
  while (length > 0 && is_space(line[length - 1]))
    length--;
  *value = (struct value){ .bytes = line, .length = length };
  return 1;
}

/* Keeps the first of its kind; none that would not fit whole. */
static void keep(char *field, size_t room, struct value value)
{
  if (field[0] != '\0' || value.length >= room
      || memchr(value.bytes, '\0', value.length) != NULL)
    return;
  memcpy(field, value.bytes, value.length);
  field[value.length] = '\0';
}

/* Whether the text begins with this many hexadecimal digits. */
static int has_digits(const char *text, size_t count)
{
  static const char digits[] = "0123456789abcdefABCDEF";

  while (count > 0 && *text != '\0' && strchr(digits, *text) != NULL) {
    text++;
    count--;
  }
  return count == 0;
}

/* W3C trace context: 00-TRACE-SPAN-FLAGS; the trace has 32 digits. */
static void keep_traceparent(struct transport_reply *reply,
                             struct value value)
{
  if (value.length < 36 || value.bytes[2] != '-' || value.bytes[35] != '-'
      || !has_digits(value.bytes + 3, 32))
    return;
  value.bytes += 3;
  value.length = 32;
  /* It is what the server's own logs go by, so it replaces the others. */
  reply->trace[0] = '\0';
  keep(reply->trace, sizeof reply->trace, value);
}

static void read_field(struct transport_reply *reply, const char *line,
                       size_t length)
{
  struct value value;

  if (is_field(line, length, "content-type", &value))
    keep(reply->content_type, sizeof reply->content_type, value);
  else if (is_field(line, length, "location", &value))
    keep(reply->location, sizeof reply->location, value);
  else if (is_field(line, length, "retry-after", &value))
    keep(reply->retry_after, sizeof reply->retry_after, value);
  else if (is_field(line, length, "traceparent", &value)
           || is_field(line, length, "traceresponse", &value))
    keep_traceparent(reply, value);
  else if (is_field(line, length, "x-trace-id", &value)
           || is_field(line, length, "x-request-id", &value))
    keep(reply->trace, sizeof reply->trace, value);
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
  reply->retry_after[0] = '\0';
  reply->trace[0] = '\0';
  while (at != NULL && at < end && *at == ' ')
    at++;
  for (int i = 0; at != NULL && i < 3 && at < end; i++, at++) {
    if (*at < '0' || *at > '9')
      return;
    reply->status = reply->status * 10 + (*at - '0');
  }
}

static int is_blank(const char *line, size_t length)
{
  return (length == 2 && line[0] == '\r' && line[1] == '\n')
         || (length == 1 && line[0] == '\n');
}

size_t receive_header(char *bytes, size_t size, size_t count, void *context)
{
  struct transfer *transfer = context;
  const struct transport_request *request = transfer->request;
  struct transport_reply *reply = transfer->reply;
  size_t length = size * count;

  transfer->head_bytes += length;
  transfer->head_lines++;
  if (transfer->head_bytes > HEAD_BYTES_MAX
      || transfer->head_lines > HEAD_LINES_MAX) {
    transfer->too_large = 1;
    return 0;
  }
  if (transfer->head_ended)
    return length; /* trailers: nobody asks for them */
  if (length > 5 && memcmp(bytes, "HTTP/", 5) == 0) {
    read_status_line(reply, bytes, length);
  } else if (!is_blank(bytes, length)) {
    read_field(reply, bytes, length);
  } else if (reply->status >= 200) {
    transfer->head_ended = 1;
    if (request->head != NULL && request->head(request->context, reply)) {
      transfer->stopped = 1;
      return 0;
    }
  }
  return length;
}

size_t receive_body(char *bytes, size_t size, size_t count, void *context)
{
  struct transfer *transfer = context;
  const struct transport_request *request = transfer->request;
  size_t length = size * count;

  if (length == 0)
    return 0;
  transfer->reply->received += length;
  if (request->data != NULL
      && request->data(request->context, bytes, length)) {
    transfer->stopped = 1;
    return 0;
  }
  return length;
}

/* ---- Memory. ------------------------------------------------------
 *
 * Once a mutation was sent its reply may hold a token that exists nowhere
 * else.  So libcurl and OpenSSL get their memory here, and where there is
 * none any more, from a reserve that is opened when the request leaves.  It
 * is more than a reply of ordinary size takes; untouched pages cost nothing.
 */

/* In front of each block: its size, for a realloc that has to move it. */
union block {
  size_t size;
  max_align_t alignment;
};

#define RESERVE_BLOCKS ((size_t)65536)
#define RESERVE_END (reserve + RESERVE_BLOCKS)

static union block reserve[RESERVE_BLOCKS]; /* 1 MiB or 2 */
static size_t reserve_used;
static size_t reserve_live; /* blocks that are not freed */
static int reserve_is_open;

static int is_reserved(const union block *block)
{
  return block >= reserve && block < RESERVE_END;
}

static void *allocate(size_t size)
{
  size_t blocks = size / sizeof(union block) + 2;
  union block *block = NULL;

  if (size < SIZE_MAX / 2)
    block = malloc(blocks * sizeof *block);
  if (block == NULL && reserve_is_open
      && blocks <= RESERVE_BLOCKS - reserve_used) {
    block = reserve + reserve_used;
    reserve_used += blocks;
    reserve_live++;
  }
  if (block == NULL)
    return NULL;
  block->size = size;
  return block + 1;
}

static void release(void *memory)
{
  union block *block = memory != NULL ? (union block *)memory - 1 : NULL;

  if (block == NULL || !is_reserved(block)) {
    free(block);
    return;
  }
  if (block + block->size / sizeof *block + 2 == reserve + reserve_used)
    reserve_used = (size_t)(block - reserve);
  if (--reserve_live == 0)
    reserve_used = 0;
}

/* A block of the reserve is only ever moved. */
static void *reallocate(void *memory, size_t size)
{
  union block *block = memory != NULL ? (union block *)memory - 1 : NULL;
  union block *grown = NULL;
  size_t before = block != NULL ? block->size : 0;
  void *copy;

  if (block != NULL && !is_reserved(block) && size < SIZE_MAX / 2)
    grown = realloc(block, (size / sizeof *block + 2) * sizeof *block);
  if (grown != NULL) {
    grown->size = size;
    return grown + 1;
  }
  copy = allocate(size);
  if (copy != NULL && memory != NULL) {
    memcpy(copy, memory, before < size ? before : size);
    release(memory);
  }
  return copy;
}

static void *allocate_cleared(size_t count, size_t size)
{
  void *memory = NULL;

  if (size == 0 || count <= SIZE_MAX / 2 / size)
    memory = allocate(count * size);
  if (memory != NULL)
    memset(memory, 0, count * size);
  return memory;
}

static char *duplicate(const char *text)
{
  size_t size = strlen(text) + 1;
  char *copy = allocate(size);

  if (copy != NULL)
    memcpy(copy, text, size);
  return copy;
}

/* OpenSSL's, which is libcurl's affair: used where libcurl brings it. */
typedef void *tls_malloc(size_t size, const char *file, int line);
typedef void *tls_realloc(void *memory, size_t size, const char *file,
                          int line);
typedef void tls_free(void *memory, const char *file, int line);
extern int CRYPTO_set_mem_functions(tls_malloc *, tls_realloc *, tls_free *)
    __attribute__((weak, visibility("default")));

static void *allocate_for_tls(size_t size, const char *file, int line)
{
  (void)file, (void)line;
  return size > 0 ? allocate(size) : NULL;
}

static void release_for_tls(void *memory, const char *file, int line)
{
  (void)file, (void)line;
  release(memory);
}

static void *reallocate_for_tls(void *memory, size_t size, const char *file,
                                int line)
{
  (void)file, (void)line;
  if (size > 0)
    return reallocate(memory, size);
  release(memory);
  return NULL;
}

/* Others have a function of that name which takes other functions. */
static int has_openssl(void)
{
  const char *version = curl_version_info(CURLVERSION_NOW)->ssl_version;

  return CRYPTO_set_mem_functions != NULL && version != NULL
         && (strncmp(version, "OpenSSL/1.1", 11) == 0
             || strncmp(version, "OpenSSL/3", 9) == 0);
}

CURLcode reserve_setup(void)
{
  /* Where it is too late for OpenSSL, it goes on without a reserve. */
  if (has_openssl())
    (void)CRYPTO_set_mem_functions(allocate_for_tls, reallocate_for_tls,
                                   release_for_tls);
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, allocate, release,
                              reallocate, duplicate, allocate_cleared);
}

void reserve_open(void)
{
  reserve_is_open = 1;
}

void reserve_close(void)
{
  reserve_is_open = 0;
}
