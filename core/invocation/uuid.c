/* uuid.c - the ids that the service gives (RFC 9562). */
#include "core/invocation/uuid.h"

#include <string.h>

#include "core/base/ascii.h"

int uuid_is(const char *text)
{
  static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  size_t i;

  for (i = 0; shape[i]; i++) {
    if (shape[i] == '-') {
      if (text[i] != '-')
        return 0;
    } else if (!text[i] || !strchr("0123456789abcdefABCDEF", text[i])) {
      return 0;
    }
  }
  return text[i] == '\0';
}

const char *uuid_lower(struct arena *arena, const char *uuid,
                       struct error *error)
{
  char *copy;
  char *at;

  if (!strpbrk(uuid, "ABCDEF"))
    return uuid;
  copy = strdup(uuid);
  for (at = copy; at && *at; at++)
    *at = ascii_lower(*at);
  return arena_keep(arena, copy, error);
}
