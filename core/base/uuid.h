/* uuid.h - the ids that the service gives (RFC 9562). */
#ifndef UUID_H
#define UUID_H

/* Whether a text is a UUID: 8-4-4-4-12 hexadecimal digits. */
int uuid_is(const char *text);

/* Whether two ids are one: texts that are equal, or UUIDs that are but for
 * their case, which means nothing. */
int uuid_same(const char *one, const char *other);

#endif
