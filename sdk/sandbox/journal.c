/* journal.c - which requests came in, for tests to look at. */
#include "journal.h"

#include <pthread.h>
#include <stdlib.h>
#include <strings.h>

#include "json.h"

enum { KEPT = 10000 };

/* The members of one entry as JSON but its status, which comes later. */
struct entry {
  char *text;
  unsigned int status; /* 0 while there is no reply */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrival = PTHREAD_COND_INITIALIZER;
static struct entry entries[KEPT]; /* by number modulo KEPT */
static uint64_t first, next;       /* numbers since the last clear */
static int stopped;

/* As json_member, with null for what is absent. */
static void member_or_null(struct buffer *out, const char *name,
                           const char *text)
{
  if (text) {
    json_member(out, name, text);
    return;
  }
  if (out->length > 0 && out->data[out->length - 1] != '{')
    buffer_putc(out, ',');
  json_quote(out, name);
  buffer_puts(out, ":null");
}

/* The length of the UTF-8 sequence there, 0 when it is none or a NUL. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
  size_t length = at[0] < 0x80                    ? 1
                  : at[0] >= 0xc2 && at[0] < 0xe0 ? 2
                  : at[0] >= 0xe0 && at[0] < 0xf0 ? 3
                  : at[0] >= 0xf0 && at[0] < 0xf5 ? 4
                                                  : 0;
  size_t more;

  if (length == 0 || length > left || at[0] == 0)
    return 0;
  for (more = 1; more < length; more++)
    if ((at[more] & 0xc0) != 0x80)
      return 0;
  /* Overlong forms, surrogates, and what is beyond U+10FFFF. */
  if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
      (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
    return 0;
  return length;
}

/* Clients may send anything, but the journal is JSON: bytes that cannot be
 * in it become U+FFFD.  NULL when there is no memory. */
static char *clean(const char *bytes, size_t length)
{
  struct buffer out = { 0 };
  size_t at = 0;

  while (at < length) {
    size_t step =
        sequence_length((const unsigned char *)bytes + at, length - at);

    if (step)
      buffer_append(&out, bytes + at, step);
    else
      buffer_puts(&out, "\xef\xbf\xbd");
    at += step ? step : 1;
  }
  return buffer_take(&out);
}

static const char *kind_of(const char *authorization)
{
  if (!authorization)
    return "none";
  return strncasecmp(authorization, "Bearer ", 7) == 0 ? "bearer" : "other";
}

static char *describe(const struct request *request)
{
  struct buffer out = { 0 };
  char *body CLEANUP_FREE = NULL;

  if (request->body.length > 0)
    body = clean(request->body.data, request->body.length);
  json_member(&out, "method", request->method);
  json_member(&out, "path", request->path);
  member_or_null(&out, "query", request->query);
  json_member(&out, "authorization", kind_of(request->authorization));
  buffer_printf(&out, ",\"port\":%u", request->port);
  buffer_puts(&out, ",\"headers\":{");
  json_member(&out, "user-agent", request->user_agent);
  json_member(&out, "content-type", request->content_type);
  json_member(&out, "accept", request->accept);
  json_member(&out, "accept-encoding", request->accept_encoding);
  buffer_putc(&out, '}');
  member_or_null(&out, "body", body);
  return buffer_take(&out);
}

uint64_t journal_arrived(const struct request *request)
{
  char *text = describe(request);
  struct entry *entry;
  uint64_t number;

  (void)pthread_mutex_lock(&lock);
  number = next++;
  entry = &entries[number % KEPT];
  free(entry->text);
  *entry = (struct entry){ .text = text };
  (void)pthread_cond_broadcast(&arrival);
  (void)pthread_mutex_unlock(&lock);
  return number;
}

void journal_answered(uint64_t number, unsigned int status)
{
  (void)pthread_mutex_lock(&lock);
  if (number + KEPT >= next)
    entries[number % KEPT].status = status;
  (void)pthread_mutex_unlock(&lock);
}

void journal_clear(void)
{
  (void)pthread_mutex_lock(&lock);
  first = next;
  (void)pthread_mutex_unlock(&lock);
}

uint64_t journal_count(void)
{
  uint64_t count;

  (void)pthread_mutex_lock(&lock);
  count = next - first;
  (void)pthread_mutex_unlock(&lock);
  return count;
}

void journal_wait(uint64_t count)
{
  (void)pthread_mutex_lock(&lock);
  while (!stopped && next - first < count)
    (void)pthread_cond_wait(&arrival, &lock);
  (void)pthread_mutex_unlock(&lock);
}

void journal_stop(void)
{
  (void)pthread_mutex_lock(&lock);
  stopped = 1;
  (void)pthread_cond_broadcast(&arrival);
  (void)pthread_mutex_unlock(&lock);
}

static void write_entry(struct buffer *out, const struct entry *entry)
{
  if (!entry->text)
    return;
  if (out->length > 1)
    buffer_putc(out, ',');
  buffer_printf(out, "{%s,\"status\":", entry->text);
  if (entry->status)
    buffer_printf(out, "%u}", entry->status);
  else
    buffer_puts(out, "null}");
}

void journal_answer(struct reply *reply)
{
  struct buffer out = { 0 };
  uint64_t number;

  buffer_putc(&out, '[');
  (void)pthread_mutex_lock(&lock);
  number = next - first > KEPT ? next - KEPT : first;
  for (; number < next; number++)
    write_entry(&out, &entries[number % KEPT]);
  (void)pthread_mutex_unlock(&lock);
  buffer_putc(&out, ']');
  reply_json(reply, 200, &out);
}

void journal_free(void)
{
  size_t at;

  for (at = 0; at < KEPT; at++)
    free(entries[at].text);
}
