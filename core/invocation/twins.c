/* twins.c - things of one name. */
#include "core/invocation/twins.h"

#include "core/base/join.h"

#define IDS_MOST 5 /* that a message has */

void twins_add(struct twins *twins, const char *text, size_t length,
               const char *id)
{
  if (twins->count < IDS_MOST)
    join_comma(&twins->ids, twins->count, id ? id : "?");
  else if (twins->count == IDS_MOST)
    buffer_puts(&twins->ids, ", ...");
  if (twins->count < TWINS_MOST) {
    if (twins->count)
      buffer_putc(&twins->texts, ',');
    buffer_append(&twins->texts, text, length);
  }
  twins->count++;
}

void twins_free(struct twins *twins)
{
  buffer_free(&twins->texts);
  buffer_free(&twins->ids);
}
