/* early.c - a preloaded library that is the first to use OpenSSL, as one is
 * that allocates in its constructor
 *
 *   EARLY_LIBRARY   the path of libcrypto
 *   EARLY_MOMENT    `start`: before main, as a library does that somebody
 *                   preloads; `transport`: while transport.so is loaded, as
 *                   one does that libcurl brings
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void *open_function(const char *path, int mode);
typedef void *allocate_function(size_t size, const char *file, int line);

static open_function *real_open(void)
{
  return (open_function *)(uintptr_t)dlsym(RTLD_NEXT, "dlopen");
}

static void use_openssl(const char *moment)
{
  const char *wanted = getenv("EARLY_MOMENT");
  const char *path = getenv("EARLY_LIBRARY");
  allocate_function *allocate;
  void *library;

  if (!wanted || !path || strcmp(wanted, moment) != 0)
    return;
  library = real_open()(path, RTLD_LAZY | RTLD_LOCAL);
  if (!library)
    abort();
  allocate = (allocate_function *)(uintptr_t)dlsym(library, "CRYPTO_malloc");
  if (!allocate || !allocate(1, __FILE__, __LINE__))
    abort();
}

__attribute__((constructor)) static void set_up(void)
{
  use_openssl("start");
}

void *dlopen(const char *path, int mode)
{
  const char *name = path ? strrchr(path, '/') : NULL;

  if (name && strcmp(name, "/transport.so") == 0)
    use_openssl("transport");
  return real_open()(path, mode);
}
