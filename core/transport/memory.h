/* memory.h - memory for libcurl and OpenSSL that is overwritten when freed.
 *
 * A request holds the service token, a reply may hold a new one, and both
 * libraries free what they are done with as it is.
 *
 * It is part of the executable: OpenSSL takes no other functions after its
 * first allocation, which a library that libcurl brings may make as soon as it
 * is loaded.  So they are set before transport.so is.
 */
#ifndef TRANSPORT_MEMORY_H
#define TRANSPORT_MEMORY_H

#include <stddef.h>

/* The first five as malloc, free, realloc, strdup and calloc, for libcurl.
 *
 * Once a mutation was sent its reply may hold a token that exists nowhere
 * else.  While the reserve is open, what the system has no memory for comes
 * from there; what came from it stays valid when it is closed.  It is more
 * than a reply of ordinary size takes, and costs nothing untouched.
 *
 * Not for two threads at once. */
struct memory_functions {
  void *(*allocate)(size_t size);
  void (*release)(void *memory);
  void *(*reallocate)(void *memory, size_t size);
  char *(*duplicate)(const char *text);
  void *(*allocate_cleared)(size_t count, size_t size);
  /* What CRYPTO_get_mem_functions tells first where OpenSSL has them too. */
  void *(*allocate_for_tls)(size_t size, const char *file, int line);
  void (*reserve_open)(void);
  void (*reserve_close)(void);
};

/* Gives OpenSSL its functions, if libcurl was linked to it when nscale was
 * built, and returns those for libcurl.  To be called before transport.so is
 * opened, and again at will.  Whether it worked out is for transport.so to
 * see, which knows what libcurl came to use. */
const struct memory_functions *memory_prepare(void);

#endif
