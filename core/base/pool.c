/* pool.c - memory that is released as a whole. */
#include "core/base/pool.h"

#include <stdlib.h>

#define BLOCK_SIZE 8192

/* The union aligns what follows. */
struct pool_block {
  struct pool_block *next;
  size_t used;
  size_t size;
  union {
    long long number;
    void *pointer;
    void (*function)(void);
  } memory[];
};

void *pool_allocate(struct pool *pool, size_t size)
{
  struct pool_block *block = pool->blocks;
  const size_t unit = sizeof block->memory[0];
  const size_t units = (size + unit - 1) / unit;
  const size_t most = units > BLOCK_SIZE / unit ? units : BLOCK_SIZE / unit;

  if (!block || units > block->size - block->used) {
    block = calloc(1, sizeof *block + most * unit);
    if (!block)
      return NULL;
    block->size = most;
    block->next = pool->blocks;
    pool->blocks = block;
  }
  block->used += units;
  return &block->memory[block->used - units];
}

void pool_free(struct pool *pool)
{
  struct pool_block *block;

  while ((block = pool->blocks)) {
    pool->blocks = block->next;
    free(block);
  }
}
