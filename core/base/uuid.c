/* uuid.c - the ids that the service gives (RFC 9562). */
#include "core/base/uuid.h"

#include <string.h>
#include <strings.h>

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

int uuid_same(const char *one, const char *other)
{
  return strcmp(one, other) == 0 ||
         (uuid_is(one) && uuid_is(other) && strcasecmp(one, other) == 0);
}
