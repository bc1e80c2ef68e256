/* uuid.h - the ids that the service gives (RFC 9562). */
#ifndef UUID_H
#define UUID_H

#include "core/invocation/arena.h"

/* Whether a text is a UUID: 8-4-4-4-12 hexadecimal digits. */
int uuid_is(const char *text);

/* A UUID in lower case, the form that the service has and compares (either is
 * allowed): the text itself, or one in the arena.  NULL with the error set. */
const char *uuid_lower(struct arena *arena, const char *uuid,
                       struct error *error);

#endif
