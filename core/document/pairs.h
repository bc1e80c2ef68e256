/* pairs.h - an array of objects with two texts, as one line of text.
 *
 * `[{"name":"team","value":"platform"}]` is `team=platform`, where "name" is
 * the key and "value" the value (nscale_field.key, .key_value); pairs are
 * separated by commas, and a backslash takes what follows it as it is:
 * `list=a\,b`.  Blanks around a pair are dropped.
 */
#ifndef PAIRS_H
#define PAIRS_H

#include "core/base/buffer.h"

struct json_object;

/* Appends what stands in a line up to one of the bytes `ends`, by these rules.
 * Returns where that byte, or the end, is. */
const char *pairs_side(struct buffer *buffer, const char *text,
                       const char *ends);

/* Appends a text so that pairs_side takes all of it. */
void pairs_mark(struct buffer *buffer, const char *text, const char *ends);

/* Appends the line for an array of such objects; other elements are left out.
 * Returns 0, or -1 when the buffer failed. */
int pairs_write(struct buffer *buffer, struct json_object *array,
                const char *key, const char *value);

/* Likewise the line for a map, an object of texts, numbers or booleans. */
int pairs_write_map(struct buffer *buffer, struct json_object *map);

/* Reads a line.  Returns the array, the caller's; NULL with the reason, if
 * it is not memory, appended to `why`. */
struct json_object *pairs_read(const char *line, const char *key,
                               const char *value, struct buffer *why);

/* Likewise reads a map, an object of texts; a key stands in it once. */
struct json_object *pairs_read_map(const char *line, struct buffer *why);

#endif
