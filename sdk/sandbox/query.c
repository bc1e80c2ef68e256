/* query.c - the parameters behind the "?" of a request. */
#include "query.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"

static void decode(const char *text, size_t length, struct buffer *out)
{
  size_t at;

  for (at = 0; at < length; at++) {
    int high = -1, low = -1;

    if (text[at] == '%' && at + 2 < length) {
      high = ascii_hex(text[at + 1]);
      low = ascii_hex(text[at + 2]);
    }
    if (high >= 0 && low >= 0) {
      buffer_putc(out, (char)(high * 16 + low));
      at += 2;
    } else if (text[at] == '+') {
      buffer_putc(out, ' ');
    } else {
      buffer_putc(out, text[at]);
    }
  }
}

int query_each(const char *query, const char *name,
               int (*look)(void *context, const char *value), void *context)
{
  const size_t name_length = strlen(name);
  int going_on = 1;

  while (query && *query && going_on) {
    const size_t length = strcspn(query, "&");

    if (length > name_length && query[name_length] == '=' &&
        strncmp(query, name, name_length) == 0) {
      struct buffer value CLEANUP_BUFFER = { 0 };

      decode(query + name_length + 1, length - name_length - 1, &value);
      going_on = look(context, value.data ? value.data : "");
    }
    query += length + (query[length] == '&');
  }
  return going_on;
}

static int stop(void *context, const char *value)
{
  (void)context;
  (void)value;
  return 0;
}

int query_has(const char *query, const char *name)
{
  return !query_each(query, name, stop, NULL);
}

static int differs(void *context, const char *value)
{
  return strcmp(context, value) != 0;
}

int query_allows(const char *query, const char *name, const char *value)
{
  struct buffer wanted CLEANUP_BUFFER = { 0 };

  buffer_puts(&wanted, value);
  return !query_has(query, name) ||
         !query_each(query, name, differs, wanted.data);
}
