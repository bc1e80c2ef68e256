/* cache.h - what completion was told, kept for a minute.
 *
 * One file a list, $XDG_CACHE_HOME/nscale/HASH (by default ~/.cache), mode
 * 0600 in a folder of mode 0700 that belongs to the effective user.  The name
 * is a hash of all that the content depends on: of the token what stands
 * before its signature (all of one without a dot), so that what makes it a
 * secret is not in the name.  64 bits without cryptography are enough: nobody
 * but the user can put a file there, and no library is loaded for them.
 * Whatever is wrong with the folder or a file means no cache, not an error.
 */
#ifndef CACHE_H
#define CACHE_H

#include <stddef.h>

#include "core/base/buffer.h"

#define CACHE_SECONDS 60
#define CACHE_BYTES ((size_t)1 << 20) /* of one list */

/* What a list depends on; texts are borrowed. */
struct cache_key {
  const char *url; /* endpoint, organization and list */
  const char *token;
  const char *value_path;
  const char *label_path;
};

/* An open cache.  Starts as `struct cache c = { .folder = -1 }`. */
struct cache {
  int folder;    /* a descriptor, or -1 */
  char name[17]; /* of the file */
};

/* Opens the folder, making it, and composes the name. */
void cache_open(struct cache *cache, const struct cache_key *key);

/* Appends what was kept.  Returns 1; or 0 where there is nothing, or nothing
 * young enough. */
int cache_read(const struct cache *cache, struct buffer *text);

/* Keeps a text, which replaces what was kept; old files of others go. */
void cache_write(const struct cache *cache, const char *text, size_t length);

void cache_close(struct cache *cache);

#define CLEANUP_CACHE CLEANUP(cache_close)

#endif
