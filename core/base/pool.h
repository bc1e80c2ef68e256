/* pool.h - memory that is released as a whole. */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

#include "core/base/cleanup.h"

/* Starts as { 0 }. */
struct pool {
  struct pool_block *blocks;
};

/* Zeroed memory for anything, which lives until pool_free; NULL where there
 * is none. */
void *pool_allocate(struct pool *pool, size_t size);

/* Releases all of it; the pool is empty afterwards. */
void pool_free(struct pool *pool);

#endif
