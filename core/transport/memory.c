/* memory.c - memory that is overwritten when it is freed, and its reserve.
 *
 * See memory.h.
 */
#include "core/transport/memory.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"

/* In front of each block: its size, for a realloc that has to move it. */
union block {
  size_t size;
  max_align_t alignment;
};

#define RESERVE_BLOCKS ((size_t)65536)
#define RESERVE_END (reserve + RESERVE_BLOCKS)

static union block reserve[RESERVE_BLOCKS]; /* 1 MiB or 2 */
static size_t reserve_used;
static size_t reserve_live; /* blocks that are not freed */
static int reserve_is_open;

static int is_reserved(const union block *block)
{
  return block >= reserve && block < RESERVE_END;
}

static void *allocate(size_t size)
{
  size_t blocks = size / sizeof(union block) + 2;
  union block *block = NULL;

  if (size < SIZE_MAX / 2)
    block = malloc(blocks * sizeof *block);
  if (!block && reserve_is_open && blocks <= RESERVE_BLOCKS - reserve_used) {
    block = reserve + reserve_used;
    reserve_used += blocks;
    reserve_live++;
  }
  if (!block)
    return NULL;
  block->size = size;
  return block + 1;
}

static void release(void *memory)
{
  union block *block = memory ? (union block *)memory - 1 : NULL;

  if (!block)
    return;
  wipe(memory, block->size);
  if (!is_reserved(block)) {
    free(block);
    return;
  }
  if (block + block->size / sizeof *block + 2 == reserve + reserve_used)
    reserve_used = (size_t)(block - reserve);
  if (--reserve_live == 0)
    reserve_used = 0;
}

/* A block that grows is moved: realloc would leave its bytes behind. */
static void *reallocate(void *memory, size_t size)
{
  union block *block = memory ? (union block *)memory - 1 : NULL;
  size_t before = block ? block->size : 0;
  void *copy;

  if (block && size <= before) {
    wipe((char *)memory + size, before - size);
    return memory;
  }
  copy = allocate(size);
  if (copy && memory) {
    memcpy(copy, memory, before);
    release(memory);
  }
  return copy;
}

static void *allocate_cleared(size_t count, size_t size)
{
  void *memory = NULL;

  if (size == 0 || count <= SIZE_MAX / 2 / size)
    memory = allocate(count * size);
  if (memory)
    memset(memory, 0, count * size);
  return memory;
}

static char *duplicate(const char *text)
{
  size_t size = strlen(text) + 1;
  char *copy = allocate(size);

  if (copy)
    memcpy(copy, text, size);
  return copy;
}

static void *allocate_for_tls(size_t size, const char *file, int line)
{
  (void)file, (void)line;
  return size > 0 ? allocate(size) : NULL;
}

static void release_for_tls(void *memory, const char *file, int line)
{
  (void)file, (void)line;
  release(memory);
}

static void *reallocate_for_tls(void *memory, size_t size, const char *file,
                                int line)
{
  (void)file, (void)line;
  if (size > 0)
    return reallocate(memory, size);
  release(memory);
  return NULL;
}

static void reserve_open(void)
{
  reserve_is_open = 1;
}

static void reserve_close(void)
{
  reserve_is_open = 0;
}

static const struct memory_functions functions = {
  .allocate = allocate,
  .release = release,
  .reallocate = reallocate,
  .duplicate = duplicate,
  .allocate_cleared = allocate_cleared,
  .allocate_for_tls = allocate_for_tls,
  .reserve_open = reserve_open,
  .reserve_close = reserve_close,
};

typedef void *tls_malloc(size_t size, const char *file, int line);
typedef void *tls_realloc(void *memory, size_t size, const char *file,
                          int line);
typedef void tls_free(void *memory, const char *file, int line);
typedef int set_functions(tls_malloc *, tls_realloc *, tls_free *);
typedef unsigned long version_number(void);

/* LibreSSL, which calls itself version 2, has a function of that name which
 * takes other functions. */
static void prepare_openssl(void *library)
{
  version_number *version =
      (version_number *)(uintptr_t)dlsym(library, "OpenSSL_version_num");
  set_functions *set =
      (set_functions *)(uintptr_t)dlsym(library, "CRYPTO_set_mem_functions");

  if (version && set && version() >= 0x10100000UL && version() >> 28 != 2)
    (void)set(allocate_for_tls, reallocate_for_tls, release_for_tls);
}

const struct memory_functions *memory_prepare(void)
{
  static int is_prepared;
  void *library = NULL;

  if (is_prepared)
    return &functions;
  is_prepared = 1;
  /* By the name that libcurl has it by, so that there is one of it.  It
   * stays: it has pointers to functions from here. */
  if (LIBCURL_CRYPTO[0] != '\0')
    library = dlopen(LIBCURL_CRYPTO, RTLD_LAZY | RTLD_LOCAL);
  if (library)
    prepare_openssl(library);
  return &functions;
}
