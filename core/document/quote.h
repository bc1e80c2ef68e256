/* quote.h - documents as messages quote them. */
#ifndef QUOTE_H
#define QUOTE_H

#include <stddef.h>

#include "core/base/buffer.h"

struct json_object;

/* Appends a value as a message quotes it: a string as it is, all else as
 * compact JSON; through text_escape, and cut to 64 columns so that the
 * sentence around it can be read. */
void quote_value(struct buffer *buffer, struct json_object *value);

/* Appends the key of a member to the name of a field as people read it:
 * a dot unless the name is empty yet, then the key, escaped, in quotes where
 * it is not a plain word: `metadata.name`, `labels."a b"`. */
void quote_key(struct buffer *name, const char *key, size_t length);

#endif
