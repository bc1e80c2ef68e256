/* memory.c - what libcurl and OpenSSL keep, and nobody after them.
 *
 * A request holds the service token, a reply may hold a new one, and both
 * libraries free what they are done with as it is.  So they get their memory
 * here, where each block is overwritten when it is given back.
 *
 * Once a mutation was sent its reply may hold a token that exists nowhere
 * else.  So where there is no memory any more, it comes from a reserve that is
 * opened when the request leaves.  It is more than a reply of ordinary size
 * takes; untouched pages cost nothing.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/transport/internal.h"

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

void forget(void *memory, size_t size)
{
  memset(memory, 0, size);
  /* The compiler must assume that somebody looks at the zeros. */
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

static void *allocate(size_t size)
{
  size_t blocks = size / sizeof(union block) + 2;
  union block *block = NULL;

  if (size < SIZE_MAX / 2)
    block = malloc(blocks * sizeof *block);
  if (block == NULL && reserve_is_open &&
      blocks <= RESERVE_BLOCKS - reserve_used) {
    block = reserve + reserve_used;
    reserve_used += blocks;
    reserve_live++;
  }
  if (block == NULL)
    return NULL;
  block->size = size;
  return block + 1;
}

static void release(void *memory)
{
  union block *block = memory != NULL ? (union block *)memory - 1 : NULL;

  if (block == NULL)
    return;
  forget(memory, block->size);
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
  union block *block = memory != NULL ? (union block *)memory - 1 : NULL;
  size_t before = block != NULL ? block->size : 0;
  void *copy;

  if (block != NULL && size <= before) {
    forget((char *)memory + size, before - size);
    return memory;
  }
  copy = allocate(size);
  if (copy != NULL && memory != NULL) {
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
  if (memory != NULL)
    memset(memory, 0, count * size);
  return memory;
}

static char *duplicate(const char *text)
{
  size_t size = strlen(text) + 1;
  char *copy = allocate(size);

  if (copy != NULL)
    memcpy(copy, text, size);
  return copy;
}

/* OpenSSL's, which is libcurl's affair: used where libcurl brings it. */
typedef void *tls_malloc(size_t size, const char *file, int line);
typedef void *tls_realloc(void *memory, size_t size, const char *file,
                          int line);
typedef void tls_free(void *memory, const char *file, int line);
extern int CRYPTO_set_mem_functions(tls_malloc *, tls_realloc *, tls_free *)
    __attribute__((weak, visibility("default")));

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

/* Others have a function of that name which takes other functions. */
static int has_openssl(void)
{
  const char *version = curl_version_info(CURLVERSION_NOW)->ssl_version;

  return CRYPTO_set_mem_functions != NULL && version != NULL &&
         (strncmp(version, "OpenSSL/1.1", 11) == 0 ||
          strncmp(version, "OpenSSL/3", 9) == 0);
}

CURLcode reserve_setup(void)
{
  /* Where it is too late for OpenSSL, it goes on without a reserve. */
  if (has_openssl())
    (void)CRYPTO_set_mem_functions(allocate_for_tls, reallocate_for_tls,
                                   release_for_tls);
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, allocate, release,
                              reallocate, duplicate, allocate_cleared);
}

void reserve_open(void)
{
  reserve_is_open = 1;
}

void reserve_close(void)
{
  reserve_is_open = 0;
}
